"""How an addition comes about: by one editor, approved by another, never by an administrator."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from core.append_only import unguarded
from lms.additions.models import FACTS, Addition, AdditionProposal
from lms.additions.services import DESK
from notifications.models import Notice
from organisations.enums import MandateKind, RoleKind
from organisations.models import Person, Unit
from organisations.proposing.errors import (
    AlreadyReplaced,
    FirstDayPassed,
    NotForThisUnit,
    OwnProposal,
)
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MandateFactory, PersonFactory, RoleAssignmentFactory
from tests.lms.counting import count_queries
from tests.lms.local import (
    LATER,
    MODULE,
    TODAY,
    UNTIL,
    Ministry,
    approved,
    editor_of,
    make_ministry,
    proposed,
    words,
    works_in,
)
from tests.lms.pages import Course

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
ON_A_TEXT = ("addition", "addition-replace", "addition-end", "addition-again")
ON_A_PROPOSAL = ("addition-proposal", "addition-change", "addition-back")
FORMS = {"nieuw", "vervangen", "beeindigen", "opnieuw", "wijzigen", "terugsturen"}
BUTTONS = ("addition-propose", "addition-take-back", "addition-approve")


@pytest.fixture
def world(course: Course) -> Iterator[Ministry]:
    """Build the ministry on a day in autumn."""
    with clock.at(NOON):
        yield make_ministry()


def filled(unit: Unit, **fields: str) -> dict[str, str]:
    return {
        "unit": unit.code,
        "module": "sample/first",
        "title": "Zo doen wij dat",
        "text": "Bel eerst.",
        "valid_from": "2026-10-01",
    } | fields


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def statuses(client: Client, world: Ministry) -> set[int]:
    """Return what all screens and buttons answer."""
    draft, waiting, text = (
        DESK.write(written=words(world.directorate), by=world.writer),
        proposed(world),
        approved(world),
    )
    pages = [reverse("learning:additions"), reverse("learning:addition-new")]
    pages += [reverse(f"learning:{name}", args=[text.uuid]) for name in ON_A_TEXT]
    pages += [reverse(f"learning:{name}", args=[draft.uuid]) for name in ON_A_PROPOSAL]
    presses = [reverse(f"learning:{name}", args=[waiting.uuid]) for name in BUTTONS]
    presses += [url for url in pages if url.rstrip("/").rpartition("/")[2] in FORMS]
    before = list(AdditionProposal.objects.order_by("pk").values())
    found = {client.get(url).status_code for url in pages}
    found |= {client.post(url).status_code for url in presses}
    assert list(AdditionProposal.objects.order_by("pk").values()) == before
    assert Addition.objects.count() == 1
    return found


def test_the_one_who_proposed_never_approves_and_no_superuser_goes_around_it(
    world: Ministry,
) -> None:
    proposal = proposed(world)
    with pytest.raises(OwnProposal):
        DESK.approve(proposal=proposal, by=world.writer)
    world.writer.user.is_superuser = True
    world.writer.user.save()
    address = reverse("learning:addition-approve", args=[proposal.uuid])
    assert as_(world.writer).post(address).status_code == 404
    assert not Addition.objects.exists()
    addition = DESK.approve(proposal=proposal, by=world.above)
    assert (addition.proposed_by, addition.approved_by) == (world.writer, world.above)


def test_the_database_itself_wants_two_people_and_changes_nothing(world: Ministry) -> None:
    row = approved(world)
    assert unguarded(connection, FACTS) == []
    for field, value in (("text", "<p>Anders.</p>"), ("approved_by", world.above)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Addition.objects.filter(pk=row.pk).update(**{field: value})
    values = Addition.objects.values().get()
    for name in ("id", "uuid"):
        del values[name]
    with pytest.raises(IntegrityError), transaction.atomic():
        Addition.objects.create(**values | {"approved_by_id": world.writer.pk})
    with pytest.raises(IntegrityError), transaction.atomic():
        Addition.objects.create(**values | {"keeper": "Bureau Kust", "review_on": None})


@pytest.mark.parametrize("role", [RoleKind.CODE_EDITOR, RoleKind.INTEGRITY_COORDINATOR])
def test_another_role_or_mandate_opens_nothing(world: Ministry, role: RoleKind) -> None:
    stranger = PersonFactory(with_user=True)
    RoleAssignmentFactory(person=stranger, role=role, unit=world.directorate)
    for kind in MandateKind:
        MandateFactory(holder=stranger, unit=world.directorate, kind=kind, **UNTIL)
    assert statuses(as_(stranger), world) == {404}


def test_an_administrator_and_an_account_without_a_person_find_nothing(world: Ministry) -> None:
    admin = Client()
    admin.force_login(UserFactory(admin=True))
    assert statuses(admin, world) == {404}


def test_an_editor_of_another_part_touches_nothing_here(world: Ministry) -> None:
    other = editor_of(world.elsewhere)
    client = as_(other)
    text, draft = approved(world), DESK.write(written=words(world.team), by=world.writer)
    for name in ON_A_TEXT:
        assert client.get(reverse(f"learning:{name}", args=[text.uuid])).status_code == 404
    for name in ON_A_PROPOSAL:
        assert client.get(reverse(f"learning:{name}", args=[draft.uuid])).status_code == 404
    assert client.get(reverse("learning:additions")).status_code == 200
    assert "Zo doen wij dat" not in client.get(reverse("learning:additions")).content.decode()
    refused = client.post(reverse("learning:addition-new"), filled(world.team))
    assert refused.status_code == 422
    with pytest.raises(NotForThisUnit):
        DESK.approve(proposal=proposed(world), by=other)
    # Who is lower does not approve for who is higher.
    lower = editor_of(world.team)
    with pytest.raises(NotForThisUnit):
        DESK.approve(proposal=proposed(world), by=lower)


def test_who_is_not_signed_in_is_asked_to(world: Ministry) -> None:
    answer = Client().get(reverse("learning:additions"))
    assert (answer.status_code, "login" in answer["Location"]) == (302, True)


def test_writing_sending_back_mending_and_approving_by_screen(world: Ministry) -> None:
    writer, second = as_(world.writer), as_(world.second)
    new = reverse("learning:addition-new")
    bad = filled(
        world.directorate,
        last_day="2026-09-01",
        link="http://intranet.example/",
        keeper="Bureau Kust",
    )
    answer = writer.post(new, bad)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"last_day", "link", "review_on"}
    assert "Bel eerst." in answer.content.decode()
    assert not AdditionProposal.objects.exists()
    good = filled(
        world.directorate,
        propose="1",
        link="https://intranet.example/",
        link_text="Ons draaiboek",
        keeper="Bureau Kust",
        review_on="2027-01-01",
    )
    assert writer.post(new, good).status_code == 302
    proposal = AdditionProposal.objects.get()
    assert "Zo doen wij dat" in second.get(reverse("learning:additions")).content.decode()
    back = reverse("learning:addition-back", args=[proposal.uuid])
    assert second.post(back, {"comment": ""}).status_code == 422
    second.post(back, {"comment": "Zeg ook waarom."})
    change = reverse("learning:addition-change", args=[proposal.uuid])
    page = writer.get(change).content.decode()
    for kept in ("Zeg ook waarom.", "Bel eerst.", "Ons draaiboek", 'value="2027-01-01"'):
        assert kept in page
    with clock.at(NOON + timedelta(hours=1)):
        writer.post(change, good | {"text": "Want wij zijn aan zee."})
        second.post(reverse("learning:addition-approve", args=[proposal.uuid]))
    addition = Addition.objects.get()
    assert addition.text == "<p>Want wij zijn aan zee.</p>"
    assert (addition.keeper, addition.review_on) == ("Bureau Kust", date(2027, 1, 1))
    assert (addition.link, addition.link_text) == ("https://intranet.example/", "Ons draaiboek")
    told = Notice.objects.order_by("pk").values_list("kind", "person")
    assert list(told) == [
        ("lms.addition_asked", world.second.pk),
        ("lms.addition_answered", world.writer.pk),
        ("lms.addition_asked", world.second.pk),
        ("lms.addition_answered", world.writer.pk),
    ]


def test_a_new_version_begins_with_the_words_of_the_old_one_which_stays_to_read(
    world: Ministry,
) -> None:
    first = approved(world)
    writer = as_(world.writer)
    replace = reverse("learning:addition-replace", args=[first.uuid])
    assert "Bel **altijd** eerst." in writer.get(replace).content.decode()
    form = filled(world.team, title="Nieuw", valid_from="2026-11-01", propose="1")
    writer.post(replace, form)
    newer = DESK.approve(proposal=AdditionProposal.objects.latest("pk"), by=world.second)
    # What takes its place is about the same module for the same people.
    assert (newer.unit, newer.module_key) == (world.directorate, "first")
    page = writer.get(reverse("learning:addition", args=[newer.uuid])).content.decode()
    old = reverse("learning:addition", args=[first.uuid])
    assert old in page
    assert "Bel <b>altijd</b> eerst." in writer.get(old).content.decode()
    with pytest.raises(AlreadyReplaced):
        DESK.propose_end(approved=first, on=LATER, by=world.writer)


def test_ending_can_be_undone_until_somebody_answered_and_afterwards_it_can_hold_again(
    world: Ministry,
) -> None:
    addition = approved(world)
    writer, reader = as_(world.writer), works_in(world.team)
    end = reverse("learning:addition-end", args=[addition.uuid])
    page = writer.post(end, {"last_day": "2026-09-30"}, follow=True).content.decode()
    first = AdditionProposal.objects.latest("pk")
    undo = reverse("learning:addition-take-back", args=[first.uuid])
    assert undo in page
    assert "Ongedaan maken" in page
    writer.post(undo)
    assert "Zo doen wij dat" in reader.get(MODULE)
    writer.post(end, {"last_day": "2026-09-30"})
    DESK.approve(proposal=AdditionProposal.objects.latest("pk"), by=world.second)
    assert "Zo doen wij dat" not in reader.get(MODULE)
    page = writer.get(reverse("learning:addition", args=[addition.uuid])).content.decode()
    again = reverse("learning:addition-again", args=[addition.uuid])
    assert again in page
    assert "Bel **altijd** eerst." in writer.get(again).content.decode()
    writer.post(again, filled(world.directorate, propose="1"))
    DESK.approve(proposal=AdditionProposal.objects.latest("pk"), by=world.second)
    assert "Zo doen wij dat" in reader.get(MODULE)


def test_what_people_read_before_today_cannot_be_changed(world: Ministry) -> None:
    proposal = proposed(world)
    with clock.at(NOON + timedelta(days=1)), pytest.raises(FirstDayPassed):
        DESK.approve(proposal=proposal, by=world.second)
    assert not Addition.objects.exists()


def test_scripts_and_odd_links_in_a_text_are_only_text(world: Ministry) -> None:
    text = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))"
    addition = approved(world, text=text)
    page = works_in(world.team).get(MODULE)
    assert addition.text in page
    for danger in ("<script>alert", "<img src=x", 'href="javascript'):
        assert danger not in page


def test_a_writer_without_a_second_editor_hears_so(world: Ministry) -> None:
    alone = editor_of(world.elsewhere)
    world.above.role_assignments.all().delete()
    page = as_(alone).get(reverse("learning:addition-new")).content.decode()
    assert "tweede lokale redacteur" in page
    page = as_(world.writer).get(reverse("learning:addition-new")).content.decode()
    assert "tweede lokale redacteur" not in page


def test_the_catalogue_leads_editors_to_their_screens_and_nobody_else(world: Ministry) -> None:
    door = reverse("learning:additions")
    assert door in as_(world.writer).get("/leren/").content.decode()
    assert door not in works_in(world.team).get("/leren/")


def test_the_list_asks_no_more_for_thirty(world: Ministry) -> None:
    client = as_(world.second)

    def queries() -> int:
        with count_queries() as asked:
            assert client.get(reverse("learning:additions")).status_code == 200
        return len(asked)

    approved(world)
    proposed(world)
    few = queries()
    for number in range(15):
        approved(world, title=f"A{number}")
        proposed(world, title=f"B{number}")
    assert queries() == few
    assert clock.today() == TODAY
