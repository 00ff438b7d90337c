"""On the screens a key is made once and withdrawn, and a receiver is added and looked after."""

import re

import pytest
from django.urls import reverse

from accounts.enums import ApiScope
from accounts.models import ApiToken
from accounts.tokens import token_of
from compliance.enums import DeliveryState
from compliance.models import EventDelivery, EventSubscription
from compliance.webhooks.sending import secret_of
from lms.completions.sealing import seal_ledger
from lms.models import Completion, SealedCompletion
from tests.api.world import key_of
from tests.factories.accounts import UserFactory
from tests.lms.counting import count_queries


@pytest.fixture
def admin(world, client):
    client.force_login(UserFactory(admin=True))
    return client


def filled(world, **changes):
    """Return what somebody filled in for a new key."""
    return {
        "name": "AFAS",
        "purpose": "Personeelsdossier",
        "unit": world.units["team-a"].pk,
        "scopes": ["cijfers", "afrondingen"],
        "expires_on": "2027-05-01",
        **changes,
    }


def test_a_key_is_shown_once_and_works(admin, world):
    response = admin.post(reverse("apitoken:new"), filled(world))
    key = re.search(r'value="(kompas_[^"]+)"', response.content.decode())[1]
    token = ApiToken.objects.get()
    assert token_of(key) == token
    assert (token.name, token.scopes) == ("AFAS", ["afrondingen", "cijfers"])
    assert token.reach == world.units["team-a"].uuid
    assert token.created_by is not None
    assert "no-store" in response.headers["Cache-Control"]
    for name in ("apitoken:index", "apitoken:new"):
        assert key not in admin.get(reverse(name)).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"expires_on": "2026-11-21"},
        {"expires_on": "2028-01-01"},
        {"scopes": []},
        {"scopes": ["alles"]},
        {"purpose": ""},
        {"unit": ""},
    ],
)
def test_a_form_with_a_mistake_makes_no_key(admin, world, wrong):
    response = admin.post(reverse("apitoken:new"), filled(world, **wrong))
    assert response.status_code == 200
    assert "kompas_" not in response.content.decode()
    assert not ApiToken.objects.exists()


def test_a_key_is_withdrawn_at_once(admin, world):
    key = key_of(world.units["team-a"], ApiScope.FIGURES)
    url = reverse("apitoken:withdraw", args=[ApiToken.objects.get().pk])
    admin.get(url)
    assert token_of(key) is not None
    assert admin.post(url).status_code == 302
    assert token_of(key) is None


def test_the_list_costs_as_many_queries_for_thirty_keys_as_for_one(admin, world):
    counts = []
    for number in (1, 29):
        for _number in range(number):
            key_of(world.units["team-a"], ApiScope.FIGURES)
        admin.get(reverse("apitoken:index"))
        with count_queries() as queries:
            text = admin.get(reverse("apitoken:index")).content.decode()
        counts.append(len(queries))
    assert "Team A (team-a)" in text
    assert counts[0] == counts[1]


def new_receiver(admin, world, **changes):
    fields = {
        "name": "Intranet",
        "purpose": "Felicitaties",
        "url": "https://intranet.example/events",
        "unit": world.units["team-a"].pk,
        **changes,
    }
    return admin.post(reverse("eventsubscription:new"), fields)


def test_a_receiver_is_told_of_what_comes_and_its_page_shows_the_secret(admin, world):
    seal_ledger()
    response = new_receiver(admin, world)
    receiver = EventSubscription.objects.get()
    assert response.headers["Location"].endswith(f"/{receiver.pk}/")
    assert receiver.position == SealedCompletion.objects.count()
    page = admin.get(response.headers["Location"]).content.decode()
    assert secret_of(receiver) in page.replace("&#x3D;", "=")


@pytest.mark.parametrize("url", ["http://intern/", "https://a:b@hr.example/", "hr.example", ""])
def test_an_address_that_can_never_be_right_is_refused(admin, world, url):
    assert new_receiver(admin, world, url=url).status_code == 200
    assert not EventSubscription.objects.exists()


def test_what_was_given_up_is_sent_again_and_a_receiver_is_switched_off(admin, world):
    new_receiver(admin, world)
    receiver = EventSubscription.objects.get()
    dead = EventDelivery.objects.create(
        subscription=receiver,
        completion=Completion.objects.earliest("pk"),
        state=DeliveryState.DEAD,
        attempts=10,
        answer="HTTP 500",
    )
    url = reverse("eventsubscription:receiver", args=[receiver.pk])
    assert "HTTP 500" in admin.get(url).content.decode()
    admin.post(url, {"step": "again"})
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (DeliveryState.WAITING, 0)
    admin.post(url, {"step": "switch"})
    receiver.refresh_from_db()
    assert receiver.is_active is False
    assert admin.get(reverse("eventsubscription:index")).status_code == 200
