"""The catalogue: what is loaded, what a page writes when it is published, campaigns by date."""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from core import clock
from lms.api import Activity, ActivityKind
from tests.factories.accounts import UserFactory
from tests.factories.organisations import PersonFactory, UnitFactory
from tests.factories.workshops import EventFactory
from tests.kept import kept
from workshops.catalogue.campaigns import copy_for_next_year, next_year
from workshops.catalogue.services import sync_type
from workshops.models import CampaignPage, Event, WorkshopPage, WorkshopType

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def catalogue(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load it all, once."""
    cache.clear()
    with kept(django_db_blocker):
        call_command("load_pages", verbosity=0)
        call_command("load_workshops", publish=True, verbosity=0)
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Forget what Wagtail remembers of pages that are rolled back after each test."""
    cache.clear()
    yield
    cache.clear()


def page(key: str) -> WorkshopPage:
    found: WorkshopPage = WorkshopPage.objects.get(key=key)
    return found


def publish(one: Page) -> None:
    one.save_revision().publish()


def kind(key: str) -> WorkshopType:
    found: WorkshopType = WorkshopType.objects.select_related("activity").get(key=key)
    return found


def test_all_fourteen_kinds_are_offered_and_each_counts_for_what_the_brief_says() -> None:
    counts = dict(WorkshopType.objects.offered().values_list("key", "activity__key"))
    assert len(counts) == 14
    assert counts.pop("sociale-veiligheid-in-je-team") == "teamsessie-werkcultuur"
    assert counts.pop("jaarlijkse-voorlichting") == "briefing-spilfunctionarissen"
    assert counts.pop("omgangsvormen-leidinggevenden") == "opfrisdag-sleutelrollen"
    assert counts.pop("bijscholing-vertrouwenspersonen") == "opfrisdag-sleutelrollen"
    assert counts.pop("ervaringen-met-discriminatie-en-racisme") is None
    assert counts == {key: f"workshop-{key}" for key in counts}
    team_session = Activity.objects.get(key="teamsessie-werkcultuur")
    assert team_session.kind == ActivityKind.TEAM_SESSION


def test_roles_sizes_and_lengths_are_those_of_the_brief() -> None:
    managers = kind("intervisie-leidinggevenden")
    assert managers.rule == {"roles": ["manager", "informal_leader"]}
    assert (managers.sessions, managers.minutes) == (4, 120)
    assert (managers.minimum, managers.maximum) == (5, 7)
    assert kind("bijscholing-vertrouwenspersonen").rule == {"roles": ["confidential_adviser"]}
    assert kind("regietheater").rule == {"roles": ["manager", "hr_adviser"]}
    assert kind("omstander").rule == {}
    teams = WorkshopType.objects.filter(is_for_teams=True).values_list("key", flat=True)
    assert set(teams) == {
        "sociale-veiligheid-in-je-team",
        "moreel-beraad",
        "in-gesprek-met-je-directeur",
    }
    confidential = WorkshopType.objects.filter(is_confidential=True)
    assert [one.key for one in confidential] == ["ervaringen-met-discriminatie-en-racisme"]


def test_what_counts_starts_at_its_page_and_at_a_choice_when_there_are_two() -> None:
    starts = dict(Activity.objects.values_list("key", "start_path"))
    assert starts["briefing-spilfunctionarissen"] == "/workshops/jaarlijkse-voorlichting/"
    assert starts["teamsessie-werkcultuur"] == ""
    assert starts["opfrisdag-sleutelrollen"] == "/workshops/?telt=opfrisdag-sleutelrollen"
    page("omgangsvormen-leidinggevenden").unpublish()
    one_left = Activity.objects.get(key="opfrisdag-sleutelrollen")
    assert one_left.start_path == "/workshops/bijscholing-vertrouwenspersonen/"


def test_a_workshop_that_counts_for_a_course_leaves_the_course_where_it_starts() -> None:
    """Chosen when it was still a workshop, as the recording of the briefing was."""
    chosen = Activity.objects.create(key="opname", kind=ActivityKind.WORKSHOP, title="Opname")
    shown = page("omstander")
    shown.counts_for = chosen
    publish(shown)
    assert Activity.objects.get(key="opname").start_path == "/workshops/omstander/"
    Activity.objects.filter(key="opname").update(
        kind=ActivityKind.COURSE, start_path="/leren/opname/"
    )
    sync_type(page("omstander"))
    assert kind("omstander").activity == chosen
    assert Activity.objects.get(key="opname").start_path == "/leren/opname/"


def test_loading_once_more_changes_nothing_and_leaves_an_editors_text(capsys) -> None:
    capsys.readouterr()
    call_command("load_workshops", publish=True)
    assert capsys.readouterr().out == ""
    changed = page("omstander")
    changed.summary = "Door een redacteur geschreven."
    changed.loaded_hash = "what an earlier file said"
    publish(changed)
    call_command("load_workshops", publish=True)
    assert "omstander: an editor changed this page" in capsys.readouterr().out
    assert page("omstander").summary == "Door een redacteur geschreven."


def test_a_draft_of_an_editor_counts_as_a_change(capsys) -> None:
    draft = page("omstander")
    draft.loaded_hash = "what an earlier file said"
    draft.save()
    draft.summary = "Nog niet gepubliceerd."
    draft.save_revision()
    capsys.readouterr()
    call_command("load_workshops", publish=True)
    assert "omstander: an editor changed this page" in capsys.readouterr().out


def test_taking_a_page_offline_or_deleting_it_keeps_the_kind_with_its_dates() -> None:
    event = EventFactory(type=kind("omstander"))
    page("omstander").unpublish()
    assert (kind("omstander").is_offered, kind("omstander").path) == (False, "")
    publish(page("omstander"))
    assert kind("omstander").is_offered is True
    page("omstander").delete()
    assert kind("omstander").is_offered is False
    event.refresh_from_db()
    assert event.type.key == "omstander"
    assert Activity.objects.get(key="workshop-omstander").start_path == ""


def test_another_address_of_a_page_is_where_the_kind_is_found() -> None:
    moved = page("omstander")
    moved.slug = "omstanders"
    publish(moved)
    assert kind("omstander").path == "/workshops/omstanders/"
    assert Activity.objects.get(key="workshop-omstander").start_path == "/workshops/omstanders/"


def test_an_english_alias_writes_nothing() -> None:
    call_command("sync_english", verbosity=0)
    assert kind("omstander").path == "/workshops/omstander/"
    assert WorkshopPage.objects.filter(key="omstander").count() == 2
    WorkshopPage.objects.get(key="omstander", alias_of__isnull=False).delete()
    assert kind("omstander").is_offered is True


def test_confidence_can_be_given_and_not_taken_back_once_there_are_dates() -> None:
    secret = page("ervaringen-met-discriminatie-en-racisme")
    EventFactory(type=kind(secret.key))
    secret.is_confidential = False
    with pytest.raises(ValidationError) as refused:
        secret.full_clean()
    assert "is_confidential" in refused.value.message_dict
    # Also when something publishes the page without asking the form.
    WorkshopPage.objects.filter(pk=secret.pk).update(is_confidential=False)
    sync_type(page(secret.key))
    assert kind(secret.key).is_confidential is True
    assert kind(secret.key).activity is None


def test_making_a_kind_confidential_makes_its_dates_confidential_too() -> None:
    event = EventFactory(type=kind("omstander"))
    made = page("omstander")
    made.is_confidential = True
    made.full_clean()
    publish(made)
    event.refresh_from_db()
    assert (event.is_confidential, kind("omstander").activity) == (True, None)


def test_a_kind_with_a_date_that_a_manager_knows_of_cannot_become_confidential() -> None:
    EventFactory(type=kind("omstander"), for_unit=UnitFactory())
    made = page("omstander")
    made.is_confidential = True
    with pytest.raises(ValidationError) as refused:
        made.full_clean()
    assert "is_confidential" in refused.value.message_dict


def test_a_pilot_counts_for_itself_only() -> None:
    pilot = page("jaarlijkse-voorlichting")
    pilot.is_pilot = True
    with pytest.raises(ValidationError) as refused:
        pilot.full_clean()
    assert "counts_for" in refused.value.message_dict


def test_a_page_may_not_take_an_address_that_the_site_uses() -> None:
    wrong = page("omstander")
    wrong.slug = "mijn"
    with pytest.raises(ValidationError) as refused:
        wrong.full_clean()
    assert "slug" in refused.value.message_dict


def test_a_campaign_is_seen_from_its_announcement_to_its_last_day(client: Client) -> None:
    client.force_login(PersonFactory(with_user=True).user)
    week = CampaignPage.objects.get(slug="week-van-de-integriteit-2026")
    address = f"/workshops/{week.slug}/"
    days = {"2026-11-15": 404, "2026-11-16": 200, "2026-12-11": 200, "2026-12-12": 404}
    for day, status in days.items():
        with clock.at(_noon(date.fromisoformat(day))):
            assert client.get(address).status_code == status, day
            shown = week.title in client.get("/workshops/").content.decode()
            assert shown == (status == 200), day


def test_a_campaign_is_copied_for_next_year_in_one_action(client: Client) -> None:
    week = CampaignPage.objects.get(slug="week-van-de-integriteit-2026")
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    address = f"/beheer/campagnes/{week.pk}/volgend-jaar/"
    assert client.get(address).status_code == 200
    assert CampaignPage.objects.count() == 2
    assert client.post(address).status_code == 302
    copy = CampaignPage.objects.get(slug="week-van-de-integriteit-2027")
    assert (copy.title, copy.live) == ("Week van de Integriteit 2027", False)
    assert (copy.announce_on, copy.from_on, copy.until_on) == (
        date(2027, 11, 16),
        date(2027, 12, 7),
        date(2027, 12, 11),
    )
    assert [block.value.pk for block in copy.workshops] == [
        block.value.pk for block in week.workshops
    ]
    again = copy_for_next_year(campaign=week, user=None)
    assert again.slug == "week-van-de-integriteit-2027-2"
    assert next_year(date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_campaign_collects_its_days_all_of_them_when_asked_and_single_dates(
    client: Client,
) -> None:
    """Of the loaded week: a date of its kinds, of another kind, on another day, in confidence."""
    client.force_login(PersonFactory(with_user=True).user)
    week = CampaignPage.objects.get(slug="week-van-de-integriteit-2026")
    of_kind = EventFactory(type=kind("omstander"), starts_at=_noon(date(2026, 12, 9)))
    other = EventFactory(starts_at=_noon(date(2026, 12, 10)))
    single = EventFactory(starts_at=_noon(date(2026, 12, 16)))
    secret = EventFactory(
        type=kind("ervaringen-met-discriminatie-en-racisme"), starts_at=_noon(date(2026, 12, 8))
    )

    def shown() -> list[str]:
        with clock.at(_noon(date(2026, 12, 8))):
            view = client.get(f"/workshops/{week.slug}/").context["view"]
        return [row.url for row in view.rows]

    def addresses(*events: Event) -> list[str]:
        return [f"/workshops/bijeenkomst/{event.uuid}/" for event in events]

    assert shown() == addresses(of_kind)
    week.dates = [("date", single), ("date", secret)]
    publish(week)
    assert shown() == addresses(of_kind, single)
    week.shows_all = True
    publish(week)
    assert shown() == addresses(of_kind, other, single)
    copy = copy_for_next_year(campaign=week, user=None)
    assert (len(copy.dates), copy.shows_all) == (0, True)
    cancelled_at = _noon(date(2026, 12, 1))
    Event.objects.filter(pk=single.pk).update(cancelled_at=cancelled_at, cancel_reason="Ziek.")
    assert shown() == addresses(of_kind, other)


def test_an_editor_chooses_among_public_dates_to_come(client: Client) -> None:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    here = EventFactory(type=kind("omstander"), subtitle="voor nieuwkomers")
    EventFactory(type=kind("ervaringen-met-discriminatie-en-racisme"), subtitle="nieuwkomers")
    EventFactory(for_unit=UnitFactory(), subtitle="nieuwkomers")
    EventFactory(draft=True, subtitle="nieuwkomers")
    answer = client.get("/beheer/choose_event/results/", {"q": "nieuwkomers"})
    assert [row.pk for row in answer.context["results"]] == [here.pk]
    chosen = client.get(f"/beheer/choose_event/chosen/{here.pk}/").json()["result"]
    assert "voor nieuwkomers" in chosen["title"]
    week = CampaignPage.objects.get(slug="week-van-de-integriteit-2026")
    assert client.get(f"/beheer/pages/{week.pk}/edit/").status_code == 200


def test_the_english_pages_are_the_dutch_ones_and_say_so(client: Client) -> None:
    call_command("sync_english", verbosity=0)
    client.force_login(PersonFactory(with_user=True, language="en").user)
    EventFactory(type=kind("omstander"))
    made = page_in_english("omstander")
    answer = client.get("/en/workshops/omstander/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert (made.alias_of.specific.key, f'lang="nl">{made.title}' in text) == ("omstander", True)
    assert "For whom" in text
    assert 'href="/en/workshops/bijeenkomst/' in text
    week = CampaignPage.objects.get(slug="week-van-de-integriteit-2026", alias_of=None)
    with clock.at(_noon(date(2026, 12, 8))):
        seen = client.get(f"/en/workshops/{week.slug}/").content.decode()
        calendar = client.get("/en/workshops/").content.decode()
    assert "What is on in these days" in seen
    assert f'href="/en/workshops/{week.slug}/"' in calendar
    # What an editor changes comes along.
    dutch = WorkshopPage.objects.get(key="omstander", alias_of=None)
    dutch.summary = "Nieuwe samenvatting."
    publish(dutch)
    assert page_in_english("omstander").summary == "Nieuwe samenvatting."


def page_in_english(key: str) -> WorkshopPage:
    found: WorkshopPage = WorkshopPage.objects.get(key=key, alias_of__isnull=False)
    return found


def test_who_may_not_edit_cannot_copy_a_campaign(client: Client) -> None:
    week = CampaignPage.objects.first()
    client.force_login(PersonFactory(with_user=True).user)
    address = f"/beheer/campagnes/{week.pk}/volgend-jaar/"
    assert client.post(address).status_code in {302, 403}
    assert CampaignPage.objects.count() == 2


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=clock.AMSTERDAM)
