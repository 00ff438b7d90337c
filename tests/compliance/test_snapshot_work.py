"""Freezing a day and computing one again are jobs: asked for, on the way, done, kept."""

import pytest
import time_machine
from django.db import DatabaseError, transaction
from structlog.testing import capture_logs

from compliance.enums import CheckKnowledge, CheckOutcome, SnapshotRefusal, SnapshotWorkState
from compliance.errors import FutureReferenceDate
from compliance.models import (
    Requirement,
    Snapshot,
    SnapshotCheck,
    SnapshotCheckReason,
    SnapshotRequest,
)
from compliance.snapshots import doing
from compliance.snapshots.asking import request_check, request_correction, request_snapshot
from compliance.snapshots.errors import AlreadyCorrected, ReasonMissing, SnapshotExists
from compliance.snapshots.taking import correct_snapshot, take_snapshot
from core import clock
from jobs.enums import RunState
from jobs.models import JobRun
from jobs.testing import run_jobs
from lms.api import Activity
from organisations.enums import MandateKind
from organisations.models import Person, Unit
from organisations.services.units import change_unit
from tests.compliance.story import activity_of, day, moment, plan_on, yearly
from tests.factories.lms import CompletionFactory
from tests.factories.organisations import AppointmentFactory, MandateFactory, UnitFactory
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db
LAST_DAY = day("2026-12-31")


@pytest.fixture(autouse=True)
def _january():
    with time_machine.travel(moment("2027-01-15T10:00"), tick=False):
        yield


@pytest.fixture
def rijk() -> dict[str, Unit]:
    """Two ministries of twelve and one of two; all have one duty, nobody is done."""
    with clock.at(moment("2020-01-01")):
        top = UnitFactory(code="rijk", name="Rijk", kind="central_government")
        units = {"rijk": top}
        for code, number in (("bzk", 12), ("fin", 12), ("az", 2)):
            units[code] = UnitFactory(code=code, name=code.upper(), parent=top, kind="ministry")
            AppointmentFactory.create_batch(number, unit=units[code])
        yearly(requirement__title="Integriteit", requirement__key="integriteit")
    plan_on("2026-01-02")
    return units


@pytest.fixture
def auditor(rijk) -> Person:
    mandate = MandateFactory(unit=rijk["rijk"], kind=MandateKind.AUDITOR, holder__name="Hans Bos")
    return mandate.holder


@pytest.fixture
def frozen(rijk) -> Snapshot:
    with clock.at(moment("2027-01-02")):
        return take_snapshot(reference_date=LAST_DAY)


@pytest.fixture
def signed_in(client, auditor):
    client.force_login(auditor.user)
    return client


def the_activity() -> Activity:
    return activity_of(Requirement.objects.get(key="integriteit"))


def workers(unit: Unit) -> list[Person]:
    return list(Person.objects.filter(appointments__unit=unit).order_by("pk"))


def done_later(people: list[Person]) -> None:
    """Let these be done in time, which was heard of after the snapshot."""
    for person in people:
        CompletionFactory(
            person=person,
            activity=the_activity(),
            occurred_at=moment("2026-12-01"),
            recorded_at=moment("2027-01-10"),
        )


def checked(snapshot: Snapshot, by: Person, knowledge: CheckKnowledge) -> SnapshotCheck:
    check = request_check(snapshot=snapshot, knowledge=knowledge, by=by)
    run_jobs()
    check.refresh_from_db()
    return check


def page_of(client, check: SnapshotCheck, code: str = "rijk"):
    url = f"/peilmomenten/{check.snapshot.uuid}/controles/{check.uuid}/?onderdeel={code}"
    return client.get(url)


def test_a_day_is_frozen_by_a_job_in_the_name_of_who_asked(auditor):
    request = request_snapshot(reference_date=LAST_DAY, by=auditor)
    assert request.state == SnapshotWorkState.WAITING
    assert not Snapshot.objects.exists()
    run_jobs()
    request.refresh_from_db()
    assert request.state == SnapshotWorkState.DONE
    assert request.snapshot == Snapshot.objects.get()
    assert request.snapshot.taken_by == auditor
    assert request.finished_at == clock.now()


def test_who_asks_while_it_is_under_way_gets_the_same_request(auditor):
    first = request_snapshot(reference_date=LAST_DAY, by=auditor)
    assert request_snapshot(reference_date=LAST_DAY, by=auditor) == first
    assert request_snapshot(reference_date=day("2026-11-30"), by=auditor) != first
    assert JobRun.objects.count() == 2


def test_what_cannot_be_is_refused_at_once_and_nothing_is_asked(frozen, auditor):
    later = (("2027-01-16", FutureReferenceDate), ("2026-12-31", SnapshotExists))
    for date, refusal in later:
        with pytest.raises(refusal):
            request_snapshot(reference_date=day(date), by=auditor)
    with pytest.raises(ReasonMissing):
        request_correction(snapshot=frozen, reason=" ", by=auditor)
    correct_snapshot(snapshot=frozen, reason="Fout", by=auditor)
    with pytest.raises(AlreadyCorrected):
        request_correction(snapshot=frozen, reason="Nog eens", by=auditor)
    assert not SnapshotRequest.objects.exists()
    assert not JobRun.objects.exists()


def test_a_day_that_the_schedule_froze_meanwhile_is_refused_with_a_sentence(signed_in, auditor):
    request = request_snapshot(reference_date=LAST_DAY, by=auditor)
    take_snapshot(reference_date=LAST_DAY)
    run_jobs()
    request.refresh_from_db()
    assert request.refused == SnapshotRefusal.EXISTS
    text = signed_in.get(f"/peilmomenten/opdrachten/{request.uuid}/").content.decode()
    assert "heeft deze dag intussen vastgelegd" in text
    assert Snapshot.objects.count() == 1


def test_a_correction_keeps_its_reason(frozen, auditor):
    request = request_correction(snapshot=frozen, reason=" Nagekomen bewijs ", by=auditor)
    run_jobs()
    request.refresh_from_db()
    assert request.snapshot is not None
    assert request.snapshot.corrects == frozen
    assert request.snapshot.reason == "Nagekomen bewijs"


def test_the_job_twice_freezes_one_day_once(auditor):
    request = request_snapshot(reference_date=LAST_DAY, by=auditor)
    run_jobs()
    request.refresh_from_db()
    assert doing.do_request(request) == "done before"
    stale = SnapshotRequest.objects.get()
    stale.finished_at = None
    assert doing.do_request(stale) == "refused: exists"
    request.refresh_from_db()
    assert (request.refused, Snapshot.objects.count()) == ("", 1)


def test_a_job_that_was_given_up_says_so_and_can_be_asked_again(signed_in, auditor, frozen):
    check = request_check(snapshot=frozen, knowledge=CheckKnowledge.NOW, by=auditor)
    JobRun.objects.update(state=RunState.DEAD)
    page = page_of(signed_in, check)
    text = page.content.decode()
    assert "Het is niet gelukt" in text
    assert "Opnieuw proberen" in text
    again = request_check(snapshot=frozen, knowledge=CheckKnowledge.NOW, by=auditor)
    assert again != check


def test_a_check_with_the_knowledge_of_then_is_equal_and_is_kept(signed_in, auditor, frozen, rijk):
    done_later(workers(rijk["bzk"]))
    check = checked(frozen, auditor, CheckKnowledge.THEN)
    assert check.outcome == CheckOutcome.EQUAL
    assert (check.known_at, check.changed) == (frozen.known_at, 0)
    assert check.rows == frozen.counts.count() + 4
    listed = signed_in.get(f"/peilmomenten/{frozen.uuid}/").content.decode()
    assert "Hans Bos" in listed
    assert f"/controles/{check.uuid}/" in listed
    assert "Gelijk" in page_of(signed_in, check).content.decode()


def test_a_difference_with_the_knowledge_of_then_is_an_alarm_in_the_log(auditor, frozen, rijk):
    late = CompletionFactory(
        person=workers(rijk["fin"])[0],
        activity=the_activity(),
        occurred_at=moment("2026-12-01"),
        recorded_at=moment("2026-12-02"),
    )
    check = request_check(snapshot=frozen, knowledge=CheckKnowledge.THEN, by=auditor)
    with capture_logs() as logs:
        run_jobs()
    check.refresh_from_db()
    assert late.recorded_at < frozen.known_at
    assert check.outcome == CheckOutcome.ALARM
    assert check.is_signed
    assert [log["log_level"] for log in logs if log["event"] == "snapshot computed again"] == [
        "error"
    ]


def test_the_outcome_with_the_knowledge_of_now_stays_what_it_was(signed_in, auditor, frozen, rijk):
    done_later(workers(rijk["fin"])[:6])
    check = checked(frozen, auditor, CheckKnowledge.NOW)
    assert check.outcome == CheckOutcome.DIFFERENT
    with time_machine.travel(moment("2027-03-01"), tick=False):
        done_later(workers(rijk["fin"])[6:])
        signed_in.force_login(auditor.user)
        page = page_of(signed_in, check)
    pairs = {pair.label: pair for pair in page.context["duties"][0].pairs}
    assert (pairs["FIN"].before.counts.done, pairs["FIN"].after.counts.done) == (0, 6)
    assert (pairs["BZK"].is_shown, pairs["Rijk"].done) == (False, 6)
    assert [(row.reason, row.people) for row in page.context["reasons"]] == [("completion", 6)]


def test_small_groups_and_small_reasons_stay_hidden_in_a_kept_check(
    client, signed_in, auditor, frozen, rijk
):
    done_later([*workers(rijk["az"]), *workers(rijk["bzk"])[:4]])
    check = checked(frozen, auditor, CheckKnowledge.NOW)
    page = page_of(signed_in, check)
    pairs = {pair.label: pair.is_shown for pair in page.context["duties"][0].pairs}
    assert not pairs["AZ"]
    assert sorted(pairs.values()) == [False, False, True, True]
    assert [(row.reason, row.people) for row in page.context["reasons"]] == [("completion", 6)]
    below = page_of(signed_in, check, "az")
    assert below.context["reasons"] == []
    assert not any(pair.is_shown for pair in below.context["duties"][0].pairs)
    shown = next(code for code in ("bzk", "fin") if pairs[code.upper()])
    reasons = page_of(signed_in, check, shown).context["reasons"]
    assert [row.people for row in reasons] == ([None] if shown == "bzk" else [])


def test_a_unit_outside_the_mandate_is_not_there_in_a_check(client, auditor, frozen, rijk):
    check = checked(frozen, auditor, CheckKnowledge.NOW)
    council = MandateFactory(unit=rijk["bzk"], kind=MandateKind.WORKS_COUNCIL).holder
    client.force_login(council.user)
    assert page_of(client, check, "bzk").status_code == 200
    for code in ("rijk", "fin", "nergens"):
        assert page_of(client, check, code).status_code == 404
    other = checked(frozen, auditor, CheckKnowledge.THEN)
    with clock.at(moment("2026-10-02")):
        earlier = take_snapshot(reference_date=day("2026-09-30"))
    wrong = f"/peilmomenten/{earlier.uuid}/controles/{other.uuid}/?onderdeel=bzk"
    assert client.get(wrong).status_code == 404


def test_a_unit_that_moved_after_the_check_is_shown_where_it_was_known_to_be(
    signed_in, auditor, frozen, rijk
):
    done_later(workers(rijk["bzk"])[:6])
    check = checked(frozen, auditor, CheckKnowledge.NOW)
    with time_machine.travel(moment("2027-02-01"), tick=False):
        change_unit(unit=rijk["bzk"], parent=rijk["fin"], on=day("2026-12-01"))
        signed_in.force_login(auditor.user)
        page = page_of(signed_in, check)
    pairs = {pair.label: pair for pair in page.context["duties"][0].pairs}
    assert set(pairs) == {"AZ", "BZK", "FIN", "Rijk"}
    assert pairs["FIN"].after.counts.rated == 12


def test_the_page_asks_for_itself_while_the_job_runs_and_for_the_whole_when_it_is_done(
    signed_in, auditor, frozen
):
    answer = signed_in.post(f"/peilmomenten/{frozen.uuid}/herberekenen/", {"kennis": "nu"})
    assert f"/peilmomenten/{frozen.uuid}/controles/" in answer.url
    waiting = signed_in.get(answer.url)
    assert "In de wachtrij" in waiting.content.decode()
    part = signed_in.get(answer.url, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Refresh" not in part.headers
    run_jobs()
    part = signed_in.get(answer.url, headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"


def test_an_unknown_knowledge_asks_for_nothing_and_an_old_link_leads_to_the_buttons(
    signed_in, frozen
):
    url = f"/peilmomenten/{frozen.uuid}/herberekenen/"
    assert signed_in.post(url, {"kennis": "ooit"}).status_code == 404
    old = signed_in.get(f"{url}?kennis=nu&onderdeel=bzk")
    assert old.url == f"/peilmomenten/{frozen.uuid}/?onderdeel=bzk#controle"
    assert not SnapshotCheck.objects.exists()


def test_a_request_is_seen_by_who_may_freeze_only(client, signed_in, auditor, rijk):
    request = request_snapshot(reference_date=LAST_DAY, by=auditor)
    url = f"/peilmomenten/opdrachten/{request.uuid}/"
    assert signed_in.get(url).status_code == 200
    assert "Nog vast te leggen" in signed_in.get("/peilmomenten/").content.decode()
    client.force_login(
        MandateFactory(unit=rijk["rijk"], kind=MandateKind.WORKS_COUNCIL).holder.user
    )
    assert client.get(url).status_code == 404
    assert "Nog vast te leggen" not in client.get("/peilmomenten/").content.decode()


def test_the_database_keeps_what_a_check_found(auditor, frozen, rijk):
    done_later(workers(rijk["bzk"])[:6])
    check = checked(frozen, auditor, CheckKnowledge.NOW)
    for rows in (check.counts, check.reasons):
        assert rows.exists()
        refused = pytest.raises(DatabaseError, match="never changed or deleted")
        with refused, transaction.atomic():
            rows.all().delete()
    assert set(SnapshotCheckReason.objects.values_list("unit__code", "people")) == {
        ("rijk", 6),
        ("bzk", 6),
    }


def test_the_page_of_a_check_costs_as_many_queries_for_30_units_as_for_one(
    signed_in, auditor, rijk
):
    def queries() -> int:
        with clock.at(moment("2027-01-02")):
            found = Snapshot.objects.filter(correction=None).first()
            frozen = (
                correct_snapshot(snapshot=found, reason="Anders", by=auditor)
                if found
                else take_snapshot(reference_date=LAST_DAY)
            )
        done_later([person for person in workers(rijk["bzk"]) if not person.completions.exists()])
        check = checked(frozen, auditor, CheckKnowledge.NOW)
        page_of(signed_in, check)
        with count_queries() as counted:
            assert page_of(signed_in, check).status_code == 200
        return len(counted)

    few = queries()
    with clock.at(moment("2020-01-01")):
        for number in range(27):
            unit = UnitFactory(parent=rijk["rijk"], kind="ministry", code=f"m{number}")
            AppointmentFactory.create_batch(2, unit=unit)
            AppointmentFactory(unit=rijk["bzk"])
    plan_on("2026-01-03")
    assert queries() == few
