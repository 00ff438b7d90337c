"""What somebody sees of others on all pages that they can reach: domain.md §5.2, cell by cell."""

from datetime import date, timedelta
from typing import ClassVar

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils.translation import override
from wagtail.snippets.models import get_snippet_models

from accounts.models import User
from core.dates import format_date
from gir.models import DilemmaSubscription, OptionCount
from organisations.models import Person
from tests.permissions.base import WithWorld
from tests.permissions.crawl import Seen, crawl
from tests.permissions.probe import client_of, writes
from tests.permissions.roles import SIGNED_IN, Role
from tests.permissions.world import (
    AGREEMENT,
    ATTEMPT_NUMBER,
    AWAY,
    BRAM,
    CHOSEN,
    DECIDER,
    PLACE,
    QUESTION_KEY,
    REASON,
    STAFF,
    TEAM,
    VERA,
)

STARTS = ("/", "/mijn-leren/", "/leren/")
TRIED = (
    "/organisatie/{}/personen/",
    "/organisatie/{}/personen/export.csv",
    "/mijn-team/?team={}",
    "/mijn-team/export.csv?team={}",
    "/organisatie/{}/",
    "/organisatie/{}/export.csv",
)
LEARNING = (str(ATTEMPT_NUMBER), QUESTION_KEY, CHOSEN, PLACE)
"""What nobody but the learner sees, a superuser included."""
NAMES = {Role.MANAGER: set(TEAM), Role.HIGHER_MANAGER: {STAFF}}
"""Whose names somebody sees besides their own; who is not here sees nobody's."""
ELSEWHERE = {DECIDER}
"""Who does not work below the mandate of the compliance officer."""


def days_away() -> list[str]:
    """Return the first and last day of the absence in every form that a page may use."""
    days = (*AWAY, AWAY[1] - timedelta(days=1))
    with override("nl"):
        return [text for day in days for text in _forms(day)]


def _forms(day: date) -> tuple[str, ...]:
    return (day.isoformat(), f"{day:%d-%m-%Y}", format_date(day))


def found_in(pages: list[Seen], words: list[str] | tuple[str, ...]) -> list[tuple[str, str]]:
    """Return each page on which one of the words stands."""
    return [(page.url, word) for page in pages for word in words if word in page.text]


class VisibilityTests(WithWorld):
    """Every role follows every link."""

    _pages: ClassVar[dict[Role, list[Seen]]]

    @classmethod
    def setUpClass(cls) -> None:
        """Start with no page seen."""
        cls._pages = {}
        super().setUpClass()

    def pages_of(self, role: Role) -> list[Seen]:
        """Return what a role can reach, and the pages of teams and units that it may try."""
        if role not in self._pages:
            tried = [url.format(code) for code in self.world.units for url in TRIED]
            self._pages[role] = crawl(client_of(self.world, role), *STARTS, *tried)
        return self._pages[role]

    def test_nobody_sees_what_somebody_else_answered_did_or_why_they_are_excused(self) -> None:
        with override("nl"):
            reasons = [REASON.value, str(REASON.label)]
        emails = [person.email for person in self.world.persons.values()]
        hidden = [*LEARNING, *days_away(), *emails, DECIDER, "kanariecursus"]
        wrong = [
            (role, *hit)
            for role in (Role.ANONYMOUS, *SIGNED_IN)
            for hit in found_in(self.pages_of(role), hidden)
        ]
        wrong += [
            (role, *hit)
            for role in (Role.ANONYMOUS, *SIGNED_IN)
            if role is not Role.COMPLIANCE_OFFICER
            for hit in found_in(self.pages_of(role), reasons)
        ]
        assert not wrong, "\n".join(map(str, wrong))

    def test_the_compliance_officer_reads_the_category_of_an_exemption_on_one_page_only(
        self,
    ) -> None:
        url = f"/waarom/{self.world.persons[VERA].uuid}/integriteit/"
        pages = crawl(client_of(self.world, Role.COMPLIANCE_OFFICER), url, only="/waarom/")
        with override("nl"):
            label = str(REASON.label)
        found = found_in([*pages, *self.pages_of(Role.COMPLIANCE_OFFICER)], [label])
        assert found
        assert {page.split("/")[1] for page, _word in found} == {"waarom"}
        days = [format_date(date(2026, 2, 1)), format_date(date(2027, 1, 31)), *days_away()]
        assert found_in(pages, days) == []

    def test_names_are_seen_of_exactly_those_whom_the_mandate_itself_is_on(self) -> None:
        everybody = {*self.world.persons, *(p.name for p in self.world.visitors.values())}
        # Who gives a workshop stands on its page.
        public = self.world.visitors[Role.TRAINER].name
        for role in SIGNED_IN:
            own = {self.world.visitors[role].name, public}
            text = "\n".join(page.text for page in self.pages_of(role))
            expected = NAMES.get(role, set())
            if role is Role.COMPLIANCE_OFFICER:
                expected = everybody - own - ELSEWHERE
            assert {name for name in everybody if name in text} - own == expected, role

    def test_the_pages_that_must_be_reached_are_reached(self) -> None:
        """Else the tests above would look at nothing."""
        reached = {
            role: {page.url.partition("?")[0] for page in self.pages_of(role) if page.status == 200}
            for role in (Role.MANAGER, Role.AUDITOR)
        }
        assert {"/mijn-team/", "/mijn-team/export.csv", "/leren/sample/"} <= reached[Role.MANAGER]
        for code in ("ministerie", "bzk", "bzk-1", "bzk-10", "overig"):
            assert f"/organisatie/{code}/export.csv" in reached[Role.AUDITOR]
        assert "/organisatie/elders/" not in reached[Role.AUDITOR]

    def test_no_page_that_can_be_reached_fails(self) -> None:
        failed = [
            (role, page.url, page.status)
            for role in (Role.MANAGER, Role.HIGHER_MANAGER, Role.LEARNER)
            for page in self.pages_of(role)
            if page.status >= 500
        ]
        assert failed == []

    def test_somebody_does_see_their_own(self) -> None:
        """The canaries would be seen if they were there."""
        client = Client()
        client.force_login(self.world.persons[VERA].user)
        pages = crawl(client, *STARTS)
        assert found_in(pages, [PLACE])
        assert found_in(pages, [VERA])

    def test_what_a_team_agreed_is_read_by_who_runs_it_and_by_no_other_role(self) -> None:
        readers = [role for role in SIGNED_IN if found_in(self.pages_of(role), [AGREEMENT])]
        assert readers == [Role.MANAGER]

    def test_a_manager_learns_that_somebody_is_exempt_and_not_more(self) -> None:
        page = client_of(self.world, Role.MANAGER).get("/mijn-team/")
        people = {row.name: row.state for row in page.context["page"].report.people}
        assert people.pop(VERA) == "exempt"
        assert set(people.values()) == {"open"}
        assert BRAM not in page.content.decode()

    def test_a_code_that_begins_alike_is_another_unit(self) -> None:
        client = client_of(self.world, Role.MANAGER)
        for url in ("/organisatie/bzk-10/", "/organisatie/bzk/", "/mijn-team/?team=bzk-10"):
            assert client.get(url).status_code == 404

    def test_the_editor_finds_nobody_in_the_admin(self) -> None:
        """Neither names, nor anything of what they did."""
        client = client_of(self.world, Role.EDITOR)
        pages = crawl(client, "/beheer/", "/beheer/pages/", only="/beheer/", most=60)
        hidden = [*LEARNING, *self.world.persons, *(p.email for p in self.world.persons.values())]
        assert found_in(pages, hidden) == []
        assert len(pages) > 10

    def test_the_officer_decides_in_the_admin_about_their_own_part_and_sees_no_more(self) -> None:
        client = client_of(self.world, Role.COMPLIANCE_OFFICER)
        start = f"/beheer/obligation/inspect/{self.world.ids['obligation']}/"
        pages = crawl(client, start, "/beheer/obligation/", "/beheer/", only="/beheer/", most=120)
        emails = [person.email for person in self.world.persons.values()]
        assert found_in(pages, [*LEARNING, *emails, *days_away(), "kanariecursus"]) == []
        assert found_in(pages, [VERA])
        # Who decided is known; what they must do themselves is not.
        told = [url for url, _name in found_in(pages, [DECIDER])]
        assert all(url.startswith("/beheer/obligation/inspect/") for url in told)
        elsewhere = self.world.persons[DECIDER].obligations.get(cycle__label="2026")
        for name in ("inspect", "besluit"):
            assert client.get(f"/beheer/obligation/{name}/{elsewhere.pk}/").status_code == 404

    def test_the_superuser_sees_no_answer_attempt_or_place_of_anybody(self) -> None:
        client = client_of(self.world, Role.SUPERUSER)
        vera = self.world.ids
        starts = (
            f"/beheer/person/inspect/{vera['person']}/",
            f"/beheer/obligation/inspect/{vera['obligation']}/",
            f"/beheer/afrondingen/inspect/{vera['ledger']}/",
        )
        pages = crawl(client, *starts, "/beheer/", only="/beheer/", most=40)
        assert found_in(pages, LEARNING) == []
        assert found_in(pages, [VERA])

    def test_there_is_no_screen_for_answers_attempts_and_places(self) -> None:
        hidden = {"attempt", "answer", "resumeposition"}
        assert ContentType.objects.filter(app_label="lms", model__in=hidden).count() == 3
        assert hidden.isdisjoint(model._meta.model_name for model in get_snippet_models())

    def test_a_choice_in_a_dilemma_or_a_reflection_is_stored_nowhere(self) -> None:
        client = client_of(self.world, Role.LEARNER)
        url = "/leren/sample/first/"
        assert client.get(url).status_code == 200
        secret = "dit-schreef-ik-op"
        with writes() as tables:
            for step in ("dilemma", "reflection", ""):
                sent = {"step": step, "dilemma": "D0", "option": "A", "text": secret}
                assert client.post(url, sent).status_code == 400
        assert tables == []
        tables_of_dilemmas = {
            model
            for model in apps.get_models()
            if "dilemma" in model._meta.db_table or model is OptionCount
        }
        assert {model._meta.app_label for model in tables_of_dilemmas} == {"gir"}
        # An editor may lock the text of a dilemma.
        with_somebody = {
            model
            for model in tables_of_dilemmas
            for row in model._meta.fields
            if row.related_model in {Person, User} and row.name != "locked_by"
        }
        assert with_somebody == {DilemmaSubscription}
