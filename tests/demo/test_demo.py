"""The demo is believable, the same for the same seed, and keeps away from real data."""

from datetime import UTC, date, datetime
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, TestCase, override_settings
from wagtail.documents.permissions import permission_policy as documents
from wagtail.images.permissions import permission_policy as images

from compliance.models import Obligation, ObligationEvent
from core import clock
from core.invariants import broken_invariants
from demo import rijk
from demo.logins import EDITORS, PASSWORD, accounts
from demo.models import DemoMarker
from demo.services import build_demo, imagine
from lms.api import Completion, resume_positions
from organisations import access
from organisations.enums import AppointmentKind, MandateKind, UnitKind
from organisations.models import (
    Absence,
    Appointment,
    Mandate,
    Person,
    PersonMerge,
    RoleAssignment,
    Unit,
    UnitVersion,
)
from organisations.reports import unit_names
from tests.factories.organisations import PersonFactory, UnitFactory
from toolbox.services.knowledge_groups import EDITORS as KNOWLEDGE_EDITORS

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = date(2026, 11, 20)
SMALL = 60


def fingerprint() -> Any:
    """Return what the demo says, without ids and random keys of rows."""
    return {
        "persons": sorted(Person.objects.values_list("uuid", "name", "email", "time_zone")),
        "units": sorted(
            UnitVersion.objects.values_list("unit__code", "name", "valid_from", "recorded_at")
        ),
        "appointments": sorted(
            Appointment.objects.values_list(
                "person__uuid", "unit__code", "kind", "valid_from", "recorded_at"
            )
        ),
        "mandates": sorted(
            Mandate.objects.values_list("holder__uuid", "unit__code", "kind", "recorded_at")
        ),
        "completions": sorted(
            Completion.objects.filter(source="course").values_list(
                "source_key", "occurred_at", "recorded_at"
            )
        ),
        "obligations": sorted(
            Obligation.objects.values_list(
                "person__uuid", "unit__code", "cycle__label", "due_on", "recorded_at"
            ),
            key=str,
        ),
    }


class TestDemo(TestCase):
    """What a small demo holds."""

    @classmethod
    def setUpTestData(cls) -> None:
        """Build it once for all."""
        with clock.at(NOW):
            cls.demo = build_demo(seed=7, persons=SMALL)

    def run(self, result: Any = None) -> Any:
        """Let it be the day of the demo in every test."""
        with clock.at(NOW):
            return super().run(result)

    def person(self, key: Any) -> Any:
        [found] = [one for one in accounts() if one.login.key == key]
        return found.person

    def test_everything_that_must_be_true_is_true(self) -> None:
        assert list(broken_invariants()) == []

    def test_a_second_run_changes_nothing(self) -> None:
        before = fingerprint()
        again = build_demo(seed=8, persons=SMALL)
        assert (again.is_new, again.persons) == (False, self.demo.persons)
        assert fingerprint() == before

    def test_a_demo_that_stopped_half_way_is_not_taken_for_whole(self) -> None:
        DemoMarker.objects.update(finished_at=None)
        with pytest.raises(CommandError, match=r"kompas\.sqlite3"):
            call_command("demo")

    def test_the_twelve_ministries_are_there_and_three_have_gone(self) -> None:
        versions = UnitVersion.objects.current().filter(kind=UnitKind.MINISTRY)
        there = versions.active_on(TODAY).values_list("unit__code", flat=True)
        assert len(there) == 12
        before = versions.active_on(date(2026, 2, 22)).values_list("unit__code", flat=True)
        assert set(before) - set(there) == set(rijk.NEW_MINISTRIES)

    def test_the_merger_moved_directorates_and_renamed_a_ministry(self) -> None:
        woningbouw = Unit.objects.get(code="bzk-wb")
        vro, bzk = Unit.objects.get(code="mnre1171"), Unit.objects.get(code=rijk.BZK)
        before, after = date(2026, 2, 22), date(2026, 2, 23)
        assert Unit.objects.within(vro, on=before).contains(woningbouw)
        assert Unit.objects.within(bzk, on=after).contains(woningbouw)
        assert not Unit.objects.within(bzk, on=before).contains(woningbouw)
        ezk = Unit.objects.get(code="mnre1045")
        names = [unit_names([ezk.pk], day)[ezk.pk].name for day in (before, after)]
        assert names == [
            "Ministerie van Economische Zaken",
            "Ministerie van Economische Zaken en Klimaat",
        ]

    def test_history_was_recorded_when_it_got_known_and_never_in_the_future(self) -> None:
        for model in (Appointment, Absence, Mandate, RoleAssignment, UnitVersion, Completion):
            moments = list(model.objects.values_list("recorded_at", flat=True))
            assert max(moments) <= NOW
        assert len(set(Appointment.objects.values_list("recorded_at", flat=True))) > 10
        late = Completion.objects.filter(source="course")
        assert all(row.recorded_at == row.occurred_at for row in late)

    def test_all_kinds_of_change_occur(self) -> None:
        today = Appointment.objects.current().active_on(TODAY)
        assert today.filter(kind=AppointmentKind.EXTERNAL_HIRE).exists()
        assert Appointment.objects.filter(superseded_at__isnull=False).exists()
        assert Appointment.objects.current().filter(valid_until__lt=TODAY).exists()
        assert Absence.objects.current().filter(valid_until__isnull=True).exists()
        assert Mandate.objects.filter(kind=MandateKind.ACTING_MANAGER).exists()
        assert PersonMerge.objects.current().exists() or self.demo.persons < 150

    def test_names_sort_on_the_surname(self) -> None:
        assert Person.objects.get(name="Pieter de Wit").sort_name == "Wit, Pieter de"
        assert Person.objects.get(name="Yvonne de Ruiter").sort_name == "Ruiter, Yvonne de"

    def test_the_showcase_team_has_its_nine_and_its_manager_sees_them(self) -> None:
        manager = self.person("manager")
        team = Unit.objects.get(code=rijk.SHOWCASE_TEAM)
        second = Unit.objects.get(code=rijk.SECOND_TEAM)
        assert set(access.listable_units(manager.user)) == {team, second}
        rows = access.appointments_listable_to(manager.user, on=TODAY)
        assert rows.filter(unit=team).count() == 9
        assert rows.filter(unit=second).exists()
        assert self.person("learner") in access.persons_listable_to(manager.user)

    def test_rights_are_as_the_story_tells(self) -> None:
        directorate = Unit.objects.get(code=rijk.SHOWCASE)
        below = set(Unit.objects.within(directorate, on=TODAY))
        assert set(access.units_visible_to(self.person("director").user)) == below
        assert access.units_visible_to(self.person("auditor").user).count() > 100
        assert not access.persons_listable_to(self.person("council").user).exists()
        for key in ("learner", "bonaire", "editor", "administrator"):
            assert not access.units_visible_to(self.person(key).user).exists()
        assert not access.units_visible_to(AnonymousUser()).exists()

    def test_the_learner_has_half_a_course_and_the_e_learning_open(self) -> None:
        learner = self.person("learner")
        done = learner.completions.standing().values_list("activity__key", flat=True)
        assert sum(key.startswith("goed-ambtenaarschap/") for key in done) == 3
        assert "goed-ambtenaarschap" not in done
        [resume] = resume_positions(learner)
        assert resume.module_activity_key == "goed-ambtenaarschap/omgangsvormen"
        this_year = learner.completions.filter(occurred_on__year=2026)
        assert not this_year.filter(activity__key="integriteit-en-sociale-veiligheid").exists()

    def test_somebody_is_exempt_and_a_completion_was_corrected(self) -> None:
        exempted = ObligationEvent.objects.filter(actor__isnull=False)
        assert exempted.get().obligation.person.name == "Mehmet Kaya"
        assert Completion.objects.filter(source__in=["void", "correction"]).count() == 2

    def test_each_kind_of_user_has_an_account_and_only_one_is_a_superuser(self) -> None:
        found = accounts()
        assert len(found) == 14
        assert all(one.person.user.has_usable_password() for one in found)
        assert [one.login.key for one in found if one.person.user.is_superuser] == ["administrator"]
        assert self.person("bonaire").time_zone == "America/Kralendijk"
        assert self.person("newcomer").language == "en"

    def test_editors_change_pages_and_have_no_say_over_accounts(self) -> None:
        user = self.person("editor").user
        assert {group.name for group in user.groups.all()} == {EDITORS, KNOWLEDGE_EDITORS}
        rights = user.get_all_permissions()
        assert "wagtailadmin.access_admin" in rights
        assert not any(right.endswith(("_user", "_group")) for right in rights)
        for policy in (documents, images):
            for action in ("add", "change", "choose"):
                assert policy.user_has_permission(user, action)

    def test_the_logins_are_printed_as_a_table(self) -> None:
        out = StringIO()
        call_command("demo_logins", stdout=out)
        text = out.getvalue()
        assert text.count("@rijk.example") == 14
        assert PASSWORD in text
        assert "/account/demo/" in text

    def test_the_page_to_sign_in_shows_everybody(self) -> None:
        response = self.client.get("/account/demo/")
        assert response.status_code == 200
        for one in accounts():
            self.assertContains(response, one.person.name)
            self.assertContains(response, f'value="{one.login.key}"')

    def test_one_click_signs_in_and_leads_to_where_to_start(self) -> None:
        for key, start in (("manager", "/mijn-team/"), ("newcomer", "/en/mijn-leren/")):
            response = self.client.post("/account/demo/", {"who": key})
            assert response.url == start
            assert self.client.session["_auth_user_id"] == str(self.person(key).user.pk)

    def test_nobody_is_signed_in_by_a_link_or_by_an_unknown_name(self) -> None:
        assert self.client.get("/account/demo/?who=administrator").status_code == 200
        assert "_auth_user_id" not in self.client.session
        assert self.client.post("/account/demo/", {"who": "nobody"}).status_code == 404

    def test_a_request_from_another_site_does_not_sign_in(self) -> None:
        client = self.client_class(enforce_csrf_checks=True)
        assert client.post("/account/demo/", {"who": "administrator"}).status_code == 403

    def test_the_page_does_not_exist_outside_a_demo(self) -> None:
        with override_settings(DEMO=False):
            assert self.client.get("/account/demo/").status_code == 404
            response = self.client.post("/account/demo/", {"who": "administrator"})
        assert response.status_code == 404
        assert "_auth_user_id" not in self.client.session


@pytest.mark.django_db
@pytest.mark.once
def test_the_same_seed_gives_the_same_demo() -> Any:
    def build(seed: Any) -> Any:
        # No atomic block: sending messages refuses to stand in one.
        before = transaction.savepoint()
        with clock.at(NOW):
            build_demo(seed=seed, persons=SMALL)
            found = fingerprint()
        transaction.savepoint_rollback(before)
        return found

    first = build(7)
    assert build(7) == first
    assert first["completions"]


def test_another_seed_gives_other_people_and_the_same_cast() -> None:
    one, other = (imagine(rng=Random(seed), persons=400, today=TODAY) for seed in (1, 2))
    names = [{person.name.full for person in population.people} for population in (one, other)]
    assert names[0] != names[1]
    for population in (one, other):
        assert population.by_key("learner").name.full == "Samira Haddad"


@pytest.mark.parametrize("today", [date(2026, 11, 20), date(2027, 1, 2), date(2026, 2, 28)])
def test_a_whole_demo_has_about_four_hundred_people_at_a_time(today: Any) -> None:
    population = imagine(rng=Random(2026), persons=400, today=today)
    here = [p for p in population.people if any(job.is_active_on(today) for job in p.jobs)]
    hired = [p for p in here if any(j.kind == AppointmentKind.EXTERNAL_HIRE for j in p.jobs)]
    assert 370 <= len(here) <= 430
    assert 0.08 <= len(hired) / len(here) <= 0.3
    assert len({person.name.email for person in here}) >= len(here) - 2


def test_teams_are_small_and_some_are_smaller_than_five() -> None:
    sizes = [
        place.node.size for place in rijk.places(persons=400) if place.node.kind == UnitKind.TEAM
    ]
    assert (min(sizes), max(sizes)) == (3, 14)
    assert any(size < 5 for size in sizes)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [PersonFactory, UnitFactory])
def test_a_database_with_real_data_is_left_alone(make: Any) -> None:
    make()
    before = (Person.objects.count(), Unit.objects.count())
    with pytest.raises(CommandError):
        call_command("demo", persons=SMALL)
    assert (Person.objects.count(), Unit.objects.count()) == before
    assert not DemoMarker.objects.exists()


@pytest.mark.django_db
def test_a_site_that_is_no_demo_refuses() -> None:
    with override_settings(DEMO=False), pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_without_the_courses_there_is_no_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.services.courses", lambda: ())
    with pytest.raises(CommandError, match="LOCAL_COURSES"):
        call_command("demo")
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_without_a_demo_there_are_no_logins(client: Client) -> None:
    with pytest.raises(CommandError):
        call_command("demo_logins")
    assert client.get("/account/demo/").status_code == 200
