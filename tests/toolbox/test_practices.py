"""Good practices: shared by one, judged by P&O, then read by all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from notifications.models import Notice
from organisations.enums import RoleKind, UnitKind
from organisations.models import Person, PersonMerge, Unit
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    AppointmentFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)
from tests.lms.counting import count_queries
from toolbox.access.practices import judges_of, practices_judged_by, practices_seen_by
from toolbox.models import GoodPractice, PracticeStep
from toolbox.practice_enums import PracticeState
from toolbox.practice_errors import NotOpenAnyMore, NotReady, NotYours
from toolbox.practice_letters import ANSWERED, ASKED, refresh
from toolbox.reports.practices import practice_view
from toolbox.services.practices import (
    PracticeText,
    publish_practice,
    return_practice,
    submit_practice,
    write_practice,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
TITLE = "Vijf minuten aan het begin"


@dataclass(frozen=True, kw_only=True)
class World:
    """A ministry with a directorate and two teams; P&O on two levels."""

    ministry: Unit
    directorate: Unit
    team: Unit
    other: Unit
    elsewhere: Unit
    writer: Person
    colleague: Person
    adviser: Person
    above: Person
    stranger: Person


@pytest.fixture
def world() -> Iterator[World]:
    with clock.at(NOON):
        ministry = UnitFactory(kind=UnitKind.MINISTRY, name="Ministerie van Proef")
        directorate = UnitFactory(parent=ministry, kind=UnitKind.DIRECTORATE)
        team, other = UnitFactory(parent=directorate), UnitFactory(parent=ministry)
        elsewhere = UnitFactory(kind=UnitKind.MINISTRY, name="Ander ministerie")
        people = [PersonFactory(with_user=True) for _ in range(5)]
        for person in people[:2]:
            AppointmentFactory(person=person, unit=team)
        places = ((people[2], directorate), (people[3], ministry), (people[4], elsewhere))
        for person, unit in places:
            RoleAssignmentFactory(person=person, role=RoleKind.HR_ADVISER, unit=unit)
        names = ("writer", "colleague", "adviser", "above", "stranger")
        yield World(
            ministry=ministry,
            directorate=directorate,
            team=team,
            other=other,
            elsewhere=elsewhere,
            **dict(zip(names, people, strict=True)),
        )


def words(unit: Unit, **fields: Any) -> PracticeText:
    return PracticeText(
        **{
            "unit": unit,
            "title": TITLE,
            "problem": "We zagen elkaar weinig.",
            "action": "Een rondje op maandag.",
            "result": "We vragen eerder om hulp.",
            "tips": "",
            "themes": ["safety"],
            "audiences": ["everyone"],
            "traits": ["hybrid"],
            "has_consent": True,
            "is_anonymous": True,
            "shows_name": False,
        }
        | fields
    )


def drafted(world: World, unit: Unit | None = None, **fields: Any) -> GoodPractice:
    return write_practice(written=words(unit or world.team, **fields), by=world.writer)


def submitted(world: World, unit: Unit | None = None, **fields: Any) -> GoodPractice:
    return submit_practice(practice=drafted(world, unit, **fields), by=world.writer)


def published(world: World, unit: Unit | None = None, **fields: Any) -> GoodPractice:
    return publish_practice(
        practice=submitted(world, unit, **fields),
        user=world.adviser.user,
        by=world.adviser,
        checked_anonymous=True,
    )


def told(kind: str) -> list[Person]:
    rows = Notice.objects.filter(kind=kind).select_related("person").order_by("pk")
    return [row.person for row in rows]


def filled(unit: Unit, **fields: Any) -> dict[str, Any]:
    return {
        "unit": unit.code,
        "title": TITLE,
        "problem": "We zagen elkaar weinig.",
        "action": "Een rondje op maandag.",
        "result": "We vragen eerder om hulp.",
        "themes": ["safety"],
        "audiences": ["everyone"],
        "has_consent": "on",
        "is_anonymous": "on",
    } | fields


def page_of(client: Client, person: Person, practice: GoodPractice) -> int:
    client.force_login(person.user)
    return client.get(reverse("toolbox:practice", args=[practice.uuid])).status_code


def titles_for(client: Client, person: Person, **asked: str) -> list[str]:
    client.force_login(person.user)
    response = client.get(reverse("toolbox:practices"), asked)
    return sorted(line.title for line in response.context["lines"])


def test_an_unapproved_practice_is_invisible_to_all_but_its_writer_and_who_judges_it(
    world: World, client: Client
) -> None:
    practice = submitted(world)
    seen = {
        person.pk: page_of(client, person, practice)
        for person in (world.writer, world.adviser, world.above, world.colleague, world.stranger)
    }
    assert seen == {
        world.writer.pk: 200,
        world.adviser.pk: 200,
        world.above.pk: 200,
        world.colleague.pk: 404,
        world.stranger.pk: 404,
    }
    assert titles_for(client, world.colleague) == []


def test_a_draft_is_seen_by_its_writer_alone(world: World, client: Client) -> None:
    practice = drafted(world)
    assert page_of(client, world.writer, practice) == 200
    assert page_of(client, world.adviser, practice) == 404
    assert list(practices_judged_by(world.adviser.user)) == []


def test_sending_in_tells_the_nearest_hr_adviser_and_the_submitter(world: World) -> None:
    practice = submitted(world)
    assert told(ASKED) == [world.adviser]
    assert told(ANSWERED) == [world.writer]
    assert judges_of(practice) == [world.adviser]


def test_the_editor_sees_the_queue_with_how_many_wait(world: World, client: Client) -> None:
    submitted(world)
    submitted(world, title="Nog een")
    published(world, title="Staat al")
    submitted(world, world.elsewhere, title="Van een ander")
    client.force_login(world.adviser.user)
    response = client.get(reverse("toolbox:practice-queue"))
    queue = response.context["queue"]
    assert [line.title for line in queue.waiting] == [TITLE, "Nog een"]
    assert [line.title for line in queue.published] == ["Staat al"]
    assert "2 wachten op antwoord" in response.content.decode()
    client.force_login(world.colleague.user)
    assert client.get(reverse("toolbox:practice-queue")).status_code == 404


def test_publishing_shows_it_to_all_and_tells_the_submitter(world: World, client: Client) -> None:
    practice = submitted(world)
    client.force_login(world.adviser.user)
    address = reverse("toolbox:practice-judge", args=[practice.uuid])
    assert client.post(address, {"checked_anonymous": "on"}).status_code == 302
    assert titles_for(client, world.stranger) == [TITLE]
    assert page_of(client, world.stranger, practice) == 200
    assert told(ANSWERED) == [world.writer, world.writer]
    said = refresh(Notice.objects.filter(kind=ANSWERED).order_by("pk"))
    assert [answer and answer["stand"] for answer in said.values()] == [
        None,
        "Hij is gepubliceerd. Iedereen kan hem nu lezen. Dank je wel voor het delen.",
    ]


def test_nobody_publishes_without_looking_whether_anybody_can_be_recognised(
    world: World, client: Client
) -> None:
    practice = submitted(world)
    client.force_login(world.adviser.user)
    address = reverse("toolbox:practice-judge", args=[practice.uuid])
    response = client.post(address, {"x": "1"})
    assert response.status_code == 422
    assert "Kijk eerst of niemand te herkennen is" in response.content.decode()
    with pytest.raises(NotReady):
        publish_practice(
            practice=practice, user=world.adviser.user, by=world.adviser, checked_anonymous=False
        )
    practice.refresh_from_db()
    assert practice.state == PracticeState.SUBMITTED


def test_nobody_judges_their_own_also_not_under_an_earlier_record(world: World) -> None:
    RoleAssignmentFactory(person=world.writer, role=RoleKind.HR_ADVISER, unit=world.team)
    double = PersonFactory()
    PersonMerge.objects.create(person=double, into=world.writer)
    RoleAssignmentFactory(person=double, role=RoleKind.HR_ADVISER, unit=world.team)
    practice = submitted(world)
    assert judges_of(practice) == [world.adviser]
    assert list(practices_judged_by(world.writer.user)) == []
    with pytest.raises(NotYours):
        publish_practice(
            practice=practice, user=world.writer.user, by=world.writer, checked_anonymous=True
        )


def test_an_adviser_of_another_part_judges_nothing_here(world: World, client: Client) -> None:
    practice = submitted(world)
    client.force_login(world.stranger.user)
    address = reverse("toolbox:practice-judge", args=[practice.uuid])
    assert client.post(address, {"checked_anonymous": "on"}).status_code == 404
    practice.refresh_from_db()
    assert practice.state == PracticeState.SUBMITTED


def test_without_an_hr_adviser_the_submitter_is_told_and_the_editors_judge(
    world: World, client: Client
) -> None:
    boss = PersonFactory(user=UserFactory(admin=True))
    alone = UnitFactory(parent=None, name="Los onderdeel")
    AppointmentFactory(person=world.writer, unit=alone)
    here = submitted(world)
    practice = submitted(world, alone, title="Zonder P&O")
    assert list(practices_judged_by(boss.user)) == [practice]
    assert judges_of(practice) == []
    notice = Notice.objects.filter(kind=ANSWERED).latest("pk")
    assert "redactie van het kennishuis" in refresh([notice])[notice.pk]["stand"]
    assert page_of(client, boss, here) == 404
    client.force_login(world.writer.user)
    form = client.get(reverse("toolbox:practice-new")).content.decode()
    assert "Hiervoor is er nog geen P" in form
    assert practice_view(practice, world.writer.user).nobody_judges
    assert not practice_view(here, world.writer.user).nobody_judges


def test_sent_back_with_a_comment_it_is_changed_and_sent_in_again(world: World) -> None:
    practice = submitted(world)
    return_practice(
        practice=practice, user=world.adviser.user, by=world.adviser, comment="Wie doet het?"
    )
    practice.refresh_from_db()
    assert (practice.state, practice.comment) == (PracticeState.RETURNED, "Wie doet het?")
    again = write_practice(
        written=words(world.team, action="Om de beurt."), by=world.writer, practice=practice
    )
    again = submit_practice(practice=again, by=world.writer)
    assert (again.state, again.comment) == (PracticeState.SUBMITTED, "")
    steps = practice.steps.order_by("pk").values_list("state", "comment")
    assert list(steps) == [
        ("draft", ""),
        ("submitted", ""),
        ("returned", "Wie doet het?"),
        ("submitted", ""),
    ]


def test_a_published_practice_can_be_withdrawn_and_sent_in_again(
    world: World, client: Client
) -> None:
    practice = published(world)
    client.force_login(world.writer.user)
    client.post(reverse("toolbox:practice-take-back", args=[practice.uuid]))
    assert titles_for(client, world.colleague) == []
    assert page_of(client, world.colleague, practice) == 404
    client.force_login(world.writer.user)
    client.post(reverse("toolbox:practice-send-in", args=[practice.uuid]))
    practice.refresh_from_db()
    assert practice.state == PracticeState.SUBMITTED


def test_what_is_judged_or_read_does_not_change_under_the_reader(
    world: World, client: Client
) -> None:
    practice = published(world)
    with pytest.raises(NotOpenAnyMore):
        write_practice(
            written=words(world.team, title="Anders"), by=world.writer, practice=practice
        )
    client.force_login(world.writer.user)
    assert client.get(reverse("toolbox:practice-change", args=[practice.uuid])).status_code == 404


def test_an_adviser_takes_a_published_practice_off_the_site(world: World, client: Client) -> None:
    practice = published(world)
    client.force_login(world.above.user)
    address = reverse("toolbox:practice-judge", args=[practice.uuid])
    assert client.post(address, {"comment": "Toch te herkennen."}).status_code == 302
    assert page_of(client, world.colleague, practice) == 404


def test_somebody_else_can_neither_change_send_in_nor_take_back(
    world: World, client: Client
) -> None:
    practice = drafted(world)
    client.force_login(world.colleague.user)
    for name in ("practice-change", "practice-send-in", "practice-take-back"):
        address = reverse(f"toolbox:{name}", args=[practice.uuid])
        assert client.post(address, filled(world.team)).status_code == 404
    with pytest.raises(NotYours):
        submit_practice(practice=practice, by=world.colleague)
    practice.refresh_from_db()
    assert practice.state == PracticeState.DRAFT


def test_the_name_of_the_submitter_stands_there_only_when_they_ticked_it(
    world: World, client: Client
) -> None:
    hidden, shown = published(world), published(world, title="Met naam", shows_name=True)
    client.force_login(world.colleague.user)
    pages = [
        client.get(reverse("toolbox:practice", args=[one.uuid])).content.decode()
        for one in (hidden, shown)
    ]
    assert [world.writer.name in page for page in pages] == [False, True]


def test_a_reader_sees_no_history_and_a_submitter_not_who_answered(
    world: World, client: Client
) -> None:
    practice = published(world)
    assert practice_view(practice, world.colleague.user).steps == ()
    client.force_login(world.writer.user)
    page = client.get(reverse("toolbox:practice", args=[practice.uuid])).content.decode()
    assert world.adviser.name not in page


def test_sending_in_asks_for_both_promises_and_loses_nothing(world: World, client: Client) -> None:
    client.force_login(world.writer.user)
    posted = filled(world.team, has_consent="", is_anonymous="", send_in="1")
    response = client.post(reverse("toolbox:practice-new"), posted)
    assert response.status_code == 422
    text = response.content.decode()
    assert "Vraag het eerst aan de mensen over wie dit gaat" in text
    assert "Haal namen en herkenbare situaties eruit" in text
    assert "Een rondje op maandag." in text
    assert GoodPractice.objects.count() == 0
    assert client.post(reverse("toolbox:practice-new"), posted | {"send_in": ""}).status_code == 422
    del posted["send_in"]
    client.post(reverse("toolbox:practice-new"), posted)
    assert GoodPractice.objects.get().state == PracticeState.DRAFT
    with pytest.raises(NotReady):
        submit_practice(practice=GoodPractice.objects.get(), by=world.writer)


def test_a_practice_comes_from_a_part_of_the_organisation_of_ones_own(
    world: World, client: Client
) -> None:
    client.force_login(world.writer.user)
    response = client.post(reverse("toolbox:practice-new"), filled(world.elsewhere))
    assert response.status_code == 422
    form = response.context["form"]
    own = [world.team.code, world.directorate.code, world.ministry.code]
    assert [code for code, _name in form.fields["unit"].choices] == own


def test_the_list_is_filtered_by_subject_audience_organisation_and_team(
    world: World, client: Client
) -> None:
    published(world)
    published(world, title="Balie", themes=["aggression"], audiences=["front_office"], traits=[])
    foreign = submitted(world, world.elsewhere, title="Elders")
    publish_practice(
        practice=foreign, user=world.stranger.user, by=world.stranger, checked_anonymous=True
    )
    reader = world.colleague
    assert titles_for(client, reader) == ["Balie", "Elders", TITLE]
    assert titles_for(client, reader, thema="aggression") == ["Balie"]
    assert titles_for(client, reader, doelgroep="everyone") == ["Elders", TITLE]
    assert titles_for(client, reader, organisatie=world.elsewhere.code) == ["Elders"]
    assert titles_for(client, reader, organisatie=world.ministry.code) == ["Balie", TITLE]
    assert titles_for(client, reader, team="hybrid", thema="safety") == ["Elders", TITLE]
    assert titles_for(client, reader, thema="onzin") == ["Balie", "Elders", TITLE]


def test_the_database_itself_keeps_the_promises_and_the_history(world: World) -> None:
    practice = drafted(world, has_consent=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        GoodPractice.objects.filter(pk=practice.pk).update(state=PracticeState.SUBMITTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeStep.objects.create(practice=practice, state="published", by=world.adviser)
    for change in (
        lambda: PracticeStep.objects.update(comment="anders"),
        lambda: PracticeStep.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert PracticeStep.objects.get().state == PracticeState.DRAFT


def test_lists_ask_the_database_as_often_for_thirty_as_for_one(
    world: World, client: Client
) -> None:
    def asked(name: str, person: Person) -> int:
        client.force_login(person.user)
        with count_queries() as queries:
            client.get(reverse(f"toolbox:{name}"))
        return len(queries)

    pages = (
        ("practices", world.colleague),
        ("practices-mine", world.writer),
        ("practice-queue", world.adviser),
    )
    published(world)
    submitted(world)
    one = [asked(*page) for page in pages]
    for number in range(15):
        unit = UnitFactory(parent=world.directorate)
        published(world, unit, title=f"Nummer {number}")
        submitted(world, unit, title=f"Wacht {number}")
    assert [asked(*page) for page in pages] == one


def test_who_is_nobody_in_the_organisation_reads_but_does_not_share(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    assert client.get(reverse("toolbox:practices")).status_code == 200
    assert client.get(reverse("toolbox:practice-new")).status_code == 404
    assert client.get(reverse("toolbox:practices-mine")).status_code == 404
    assert list(practices_seen_by(user)) == []
