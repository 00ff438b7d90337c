"""What a part of the organisation adds: by whom, for whom, from when, and approved by another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from gir.models import Addendum, AddendumProposal
from gir.reports.local import Reader, local_rules
from gir.services.addenda import DESK, AddendumText
from notifications.models import Notice
from organisations.enums import RoleKind
from organisations.models import Person, Unit
from organisations.proposing.enums import ProposalState
from organisations.proposing.errors import (
    AlreadyReplaced,
    FirstDayPassed,
    NotForThisUnit,
    OwnProposal,
)
from tests.factories.organisations import PersonFactory, RoleAssignmentFactory, UnitFactory
from tests.gir import code

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
TODAY, LATER = date(2026, 10, 1), date(2026, 11, 1)


@dataclass(frozen=True, kw_only=True)
class World:
    """A ministry with a directorate and a team, one writer and two who approve."""

    ministry: Unit
    directorate: Unit
    team: Unit
    elsewhere: Unit
    writer: Person
    judge: Person
    above: Person


@pytest.fixture(autouse=True)
def world() -> Iterator[World]:
    with clock.at(NOON):
        code.edition()
        ministry = UnitFactory()
        directorate = UnitFactory(parent=ministry)
        team, elsewhere = UnitFactory(parent=directorate), UnitFactory(parent=ministry)
        writer, judge, above = (PersonFactory(with_user=True) for _ in range(3))
        for person, role, unit in (
            (writer, RoleKind.CODE_EDITOR, directorate),
            (judge, RoleKind.INTEGRITY_COORDINATOR, directorate),
            (above, RoleKind.INTEGRITY_COORDINATOR, ministry),
        ):
            RoleAssignmentFactory(person=person, role=role, unit=unit)
        yield World(
            ministry=ministry,
            directorate=directorate,
            team=team,
            elsewhere=elsewhere,
            writer=writer,
            judge=judge,
            above=above,
        )


def words(unit: Unit, **fields: Any) -> AddendumText:
    return AddendumText(
        **{
            "unit": unit,
            "article_key": "4-1",
            "title": "Geen geschenken",
            "text": "Neem **niets** aan.",
            "is_stricter": True,
            "valid_from": TODAY,
        }
        | fields
    )


def proposed(world: World, unit: Unit | None = None, **fields: Any) -> AddendumProposal:
    draft = DESK.write(written=words(unit or world.directorate, **fields), by=world.writer)
    return DESK.propose(proposal=draft, by=world.writer)


def approved(world: World, unit: Unit | None = None, **fields: Any) -> Addendum:
    return DESK.approve(proposal=proposed(world, unit, **fields), by=world.judge)


def read(unit: Unit, day: date = TODAY) -> list[str]:
    reader = Reader(units=frozenset({unit.pk}))
    return [rule.title for rule in local_rules("4-1", reader=reader, day=day)]


def filled(unit: Unit, **fields: str) -> dict[str, str]:
    return {
        "unit": unit.code,
        "article_key": "4-1",
        "title": "Geen geschenken",
        "text": "Neem niets aan.",
        "valid_from": "2026-10-01",
    } | fields


def test_an_approved_addendum_holds_for_the_unit_and_all_below_stricter_first(
    world: World,
) -> None:
    approved(world, title="Uitleg", is_stricter=False)
    approved(world, world.team, title="Team", is_stricter=False)
    approved(world)
    assert read(world.team) == ["Geen geschenken", "Uitleg", "Team"]
    assert read(world.directorate) == ["Geen geschenken", "Uitleg"]
    assert read(world.elsewhere) == []
    assert read(world.team, TODAY - timedelta(days=1)) == []
    assert Addendum.objects.get(is_stricter=True).text == "<p>Neem <b>niets</b> aan.</p>"


def test_the_one_who_proposed_never_approves_whatever_role_they_have(
    world: World, client: Client
) -> None:
    RoleAssignmentFactory(
        person=world.writer, role=RoleKind.INTEGRITY_COORDINATOR, unit=world.directorate
    )
    proposal = proposed(world)
    with pytest.raises(OwnProposal):
        DESK.approve(proposal=proposal, by=world.writer)
    client.force_login(world.writer.user)
    address = reverse("gir:addendum-approve", args=[proposal.uuid])
    assert client.post(address).status_code == 404
    assert not Addendum.objects.exists()
    addendum = DESK.approve(proposal=proposal, by=world.above)
    assert (addendum.proposed_by, addendum.approved_by) == (world.writer, world.above)


def test_a_local_editor_touches_only_their_own_part(world: World, client: Client) -> None:
    for unit in (world.elsewhere, world.ministry):
        with pytest.raises(NotForThisUnit):
            DESK.write(written=words(unit), by=world.writer)
    other = PersonFactory(with_user=True)
    RoleAssignmentFactory(person=other, role=RoleKind.CODE_EDITOR, unit=world.elsewhere)
    draft = DESK.write(written=words(world.team), by=world.writer)
    addendum = approved(world)
    client.force_login(other.user)
    for name, row in (
        ("addendum-proposal", draft),
        ("addendum-change", draft),
        ("addendum", addendum),
        ("addendum-end", addendum),
        ("addendum-replace", addendum),
    ):
        assert client.get(reverse(f"gir:{name}", args=[row.uuid])).status_code == 404
    assert client.get(reverse("gir:addenda")).status_code == 200
    refused = client.post(reverse("gir:addendum-new"), filled(world.team))
    assert refused.status_code == 422
    client.force_login(PersonFactory(with_user=True).user)
    assert client.get(reverse("gir:addenda")).status_code == 404


def test_a_writer_hears_that_nobody_else_can_approve(world: World, client: Client) -> None:
    alone = UnitFactory(name="Kust")
    below = UnitFactory(name="Kust Noord", parent=alone)
    others = [version.name for version in world.directorate.versions.all()]
    for role in (RoleKind.CODE_EDITOR, RoleKind.INTEGRITY_COORDINATOR):
        RoleAssignmentFactory(person=world.writer, role=role, unit=alone)
    draft = DESK.write(written=words(below), by=world.writer)
    helped = proposed(world)
    client.force_login(world.writer.user)
    form = reverse("gir:addendum-new")

    def said(address: str) -> tuple[bool, list[str]]:
        page = client.get(address).content.decode()
        named = [name for name in ("Kust", "Kust Noord", *others) if f"<li>{name}</li>" in page]
        return "nog niemand die akkoord kan geven" in page, named

    page = reverse("gir:addendum-proposal", args=[draft.uuid])
    assert said(form) == (True, ["Kust", "Kust Noord"])
    assert said(page) == (True, [])
    DESK.propose(proposal=draft, by=world.writer)
    assert said(page) == (True, [])
    assert said(reverse("gir:addendum-proposal", args=[helped.uuid])) == (False, [])
    RoleAssignmentFactory(person=world.judge, role=RoleKind.INTEGRITY_COORDINATOR, unit=below)
    assert said(form) == (True, ["Kust"])
    assert said(page) == (False, [])
    RoleAssignmentFactory(person=world.judge, role=RoleKind.INTEGRITY_COORDINATOR, unit=alone)
    assert said(form) == (False, [])


def test_writing_sending_back_mending_and_approving_by_screen(world: World, client: Client) -> None:
    client.force_login(world.writer.user)
    bad = filled(world.directorate, title="", last_day="2026-09-01")
    answer = client.post(reverse("gir:addendum-new"), bad)
    assert answer.status_code == 422
    assert "Neem niets aan." in answer.content.decode()
    assert not AddendumProposal.objects.exists()
    client.post(reverse("gir:addendum-new"), filled(world.directorate, propose="1"))
    proposal = AddendumProposal.objects.get()
    client.force_login(world.judge.user)
    assert "Geen geschenken" in client.get(reverse("gir:addenda")).content.decode()
    back = reverse("gir:addendum-back", args=[proposal.uuid])
    assert client.post(back, {"comment": ""}).status_code == 422
    client.post(back, {"comment": "Zeg ook waarom."})
    client.force_login(world.writer.user)
    change = reverse("gir:addendum-change", args=[proposal.uuid])
    assert "Zeg ook waarom." in client.get(change).content.decode()
    with clock.at(NOON + timedelta(hours=1)):
        mended = filled(world.directorate, text="Want wij kopen in.", propose="1")
        client.post(change, mended)
        client.force_login(world.judge.user)
        client.post(reverse("gir:addendum-approve", args=[proposal.uuid]))
    assert Addendum.objects.get().text == "<p>Want wij kopen in.</p>"
    told = Notice.objects.order_by("pk").values_list("kind", "person")
    assert list(told) == [
        ("gir.addendum_asked", world.judge.pk),
        ("gir.addendum_answered", world.writer.pk),
        ("gir.addendum_asked", world.judge.pk),
        ("gir.addendum_answered", world.writer.pk),
    ]


def test_what_takes_its_place_and_an_earlier_end_also_need_another_and_come_once(
    world: World,
) -> None:
    first = approved(world)
    written = words(world.directorate, title="Nieuw", valid_from=LATER)
    drafts = [DESK.write(written=written, by=world.writer, replaces=first) for _ in range(2)]
    newer = DESK.approve(proposal=DESK.propose(proposal=drafts[0], by=world.writer), by=world.judge)
    with pytest.raises(AlreadyReplaced):
        DESK.propose(proposal=drafts[1], by=world.writer)
    assert read(world.team, LATER - timedelta(days=1)) == ["Geen geschenken"]
    assert read(world.team, LATER) == ["Nieuw"]
    last = date(2026, 12, 1)
    ending = DESK.propose_end(approved=newer, on=last, by=world.writer)
    assert read(world.team, last) == ["Nieuw"]
    DESK.approve(proposal=ending, by=world.judge)
    assert read(world.team, last - timedelta(days=1)) == ["Nieuw"]
    assert read(world.team, last) == []
    assert read(world.team, last + timedelta(days=9)) == []


def test_two_of_the_same_title_stand_beside_each_other(world: World) -> None:
    approved(world)
    approved(world, text="Ook geen bloemen.")
    assert read(world.team) == ["Geen geschenken"] * 2


def test_what_people_read_before_today_cannot_be_changed(world: World) -> None:
    proposal = proposed(world)
    with clock.at(NOON + timedelta(days=1)), pytest.raises(FirstDayPassed):
        DESK.approve(proposal=proposal, by=world.judge)
    assert proposal.state == ProposalState.PROPOSED
    DESK.send_back(proposal=proposal, by=world.judge, comment="Kies een andere dag.")
    assert not Addendum.objects.exists()


def test_scripts_in_a_text_are_only_text(world: World) -> None:
    addendum = approved(world, text="<script>alert(1)</script> [x](javascript:alert(1))")
    assert "<script" not in addendum.text
    assert "href" not in addendum.text


def test_the_history_is_shown_and_lists_ask_no_more_for_thirty(
    world: World, client: Client
) -> None:
    first = approved(world)
    draft = DESK.write(written=words(world.team, title="Weer"), by=world.writer, replaces=first)
    newer = DESK.approve(proposal=DESK.propose(proposal=draft, by=world.writer), by=world.judge)
    assert newer.unit == world.directorate
    client.force_login(world.judge.user)
    page = client.get(reverse("gir:addendum", args=[newer.uuid])).content.decode()
    assert reverse("gir:addendum", args=[first.uuid]) in page

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse("gir:addenda")).status_code == 200
        return len(asked)

    proposed(world)
    few = queries()
    for number in range(15):
        approved(world, title=f"A{number}")
        proposed(world, title=f"B{number}")
    assert queries() == few
