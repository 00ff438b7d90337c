"""The people with whom one signs in to the demo, and the team that it is shown with."""

from dataclasses import dataclass
from datetime import date, timedelta

from demo.facts import LOADED, Fact, Somebody
from demo.names import Name, read_name
from demo.people import Workforce, add_months
from demo.rijk import (
    BZK,
    MERGER,
    RIJK,
    SECOND_TEAM,
    SHOWCASE,
    SHOWCASE_DEPARTMENT,
    SHOWCASE_TEAM,
    SPLIT,
)
from organisations.enums import AppointmentKind, MandateKind, RoleKind

ADVISER = "Adviseur leren en ontwikkelen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Somebody with a part: who, where, since when, and how they learn (`story`)."""

    key: str
    first: str
    last: str
    unit: str
    function: str
    start: date
    story: str = "ready"
    leads: str = ""
    end: date | None = None
    kind: AppointmentKind = AppointmentKind.CIVIL_SERVANT
    mandates: tuple[tuple[MandateKind, str], ...] = ()
    roles: tuple[tuple[RoleKind, str], ...] = ()
    away_from: date | None = None
    zone: str = "Europe/Amsterdam"
    language: str = "nl"

    @property
    def name(self) -> Name:
        """The whole name."""
        return read_name(self.first, self.last)


def parts(today: date) -> list[Part]:
    """Return everybody with a part; those who came lately or are away count from `today`."""
    team = [*_core(today), *_lately(today), *_exceptions(today)]
    return [*team, *_around(), *_elsewhere(today)]


def _core(today: date) -> list[Part]:
    """Return the team as one meets it first."""
    return [
        Part(
            key="manager",
            first="Pieter",
            last="de_Wit",
            unit=SHOWCASE_DEPARTMENT,
            leads=SHOWCASE_TEAM,
            function="Teammanager",
            start=date(2021, 9, 1),
        ),
        Part(
            key="learner",
            first="Samira",
            last="Haddad",
            unit=SHOWCASE_TEAM,
            function=ADVISER,
            start=today - timedelta(days=68),
            story="half-way",
        ),
        Part(
            key="deputy",
            first="Fatma",
            last="Yıldız",
            unit=SHOWCASE_TEAM,
            function="Senior adviseur leren en ontwikkelen",
            start=date(2019, 5, 1),
            roles=((RoleKind.INFORMAL_LEADER, SHOWCASE_TEAM),),
        ),
        Part(
            key="steady",
            first="Jeroen",
            last="van_Dijk",
            unit=SHOWCASE_TEAM,
            function=ADVISER,
            start=date(2017, 2, 1),
            roles=((RoleKind.CONFIDENTIAL_ADVISER, BZK),),
        ),
    ]


def _lately(today: date) -> list[Part]:
    """Return who came to the team in the last year."""
    return [
        Part(
            key="newcomer",
            first="Oliver",
            last="Bennett",
            unit=SHOWCASE_TEAM,
            function=ADVISER,
            start=add_months(today, -1),
            kind=AppointmentKind.SECONDMENT,
            story="starting",
            language="en",
        ),
        Part(
            key="hire",
            first="Delano",
            last="Pinas",
            unit=SHOWCASE_TEAM,
            function="Inhuur, onderwijskundige",
            start=add_months(today, -10),
            end=add_months(today, 8),
            kind=AppointmentKind.EXTERNAL_HIRE,
            story="late",
        ),
    ]


def _exceptions(today: date) -> list[Part]:
    """Return those of the team whose duty goes another way, and one who simply did it."""
    return [
        Part(
            key="absent",
            first="Tineke",
            last="Postma",
            unit=SHOWCASE_TEAM,
            function="Coördinator leeraanbod",
            start=date(2015, 1, 1),
            away_from=today - timedelta(days=75),
            story="absent",
        ),
        Part(
            key="exempt",
            first="Mehmet",
            last="Kaya",
            unit=SHOWCASE_TEAM,
            function=ADVISER,
            start=date(2020, 11, 1),
            story="exempt",
        ),
        Part(
            key="overdue",
            first="Wei",
            last="Chen",
            unit=SHOWCASE_TEAM,
            function="Medewerker leerplatform",
            start=date(2021, 6, 1),
            story="overdue",
        ),
        Part(
            key="done",
            first="Lotte",
            last="Vermeulen",
            unit=SHOWCASE_TEAM,
            function="Secretaris",
            start=date(2023, 4, 1),
        ),
    ]


def _around() -> list[Part]:
    return [
        Part(
            key="director",
            first="Marijke",
            last="van_den_Heuvel",
            unit="bzk-doo",
            leads=SHOWCASE,
            function="Directeur",
            start=date(2020, 1, 1),
        ),
        Part(
            key="support",
            first="Yvonne",
            last="de_Ruiter",
            unit=SHOWCASE,
            function="Managementassistent",
            start=date(2016, 10, 1),
            mandates=((MandateKind.SUPPORT, SHOWCASE),),
        ),
        Part(
            key="officer",
            first="Rachid",
            last="Benali",
            unit="bzk-ao-vi-in",
            function="Coördinator integriteit",
            start=date(2018, 8, 1),
            mandates=((MandateKind.COMPLIANCE_OFFICER, BZK),),
            roles=(
                (RoleKind.INTEGRITY_COORDINATOR, BZK),
                (RoleKind.COURSE_EDITOR, BZK),
                (RoleKind.DIRECTORY_COORDINATOR, RIJK),
            ),
        ),
        Part(
            key="editor",
            first="Noor",
            last="Bakker",
            unit="bzk-ao-vi-sv",
            function="Redacteur leeraanbod",
            start=date(2022, 1, 1),
            roles=((RoleKind.TRAINER, BZK),),
        ),
        *_for_the_code(),
    ]


def _for_the_code() -> list[Part]:
    """Return who keeps the code of conduct: an editor, a lawyer, and one for the directorate."""
    return [
        Part(
            key="code-editor",
            first="Sanne",
            last="Dijkstra",
            unit="bzk-ao-vi-in",
            function="Redacteur gedragscode",
            start=date(2021, 3, 1),
        ),
        Part(
            key="lawyer",
            first="Winston",
            last="Tuur",
            unit="bzk-ao-ar-jz",
            function="Jurist",
            start=date(2018, 1, 1),
        ),
        Part(
            key="local-editor",
            first="Emine",
            last="Aydın",
            unit="bzk-ao-vi-in",
            function="Adviseur integriteit",
            start=date(2022, 5, 1),
            roles=((RoleKind.CODE_EDITOR, SHOWCASE), (RoleKind.COURSE_EDITOR, BZK)),
        ),
    ]


def _elsewhere(today: date) -> list[Part]:
    return [
        Part(
            key="council",
            first="Ineke",
            last="Hofstra",
            unit="logius-to-di",
            function="Productspecialist",
            start=date(2014, 5, 1),
            mandates=((MandateKind.WORKS_COUNCIL, BZK),),
        ),
        Part(
            key="auditor",
            first="Hans",
            last="Verbeek",
            unit="fin-adr-1",
            function="Auditor",
            start=date(2012, 9, 1),
            mandates=((MandateKind.AUDITOR, RIJK),),
        ),
        Part(
            key="administrator",
            first="Bram",
            last="Kuiper",
            unit="logius-to-di",
            function="Functioneel beheerder",
            start=date(2019, 1, 1),
        ),
        Part(
            key="bonaire",
            first="Ruthmila",
            last="Martis",
            unit="rcn-bo",
            function="Inhuur, beleidsmedewerker",
            start=add_months(today, -14),
            end=add_months(today, 10),
            kind=AppointmentKind.EXTERNAL_HIRE,
            zone="America/Kralendijk",
            story="year-open",
        ),
    ]


def take_seats(workforce: Workforce, today: date) -> None:
    """Give everybody with a part their seat, before the other seats are filled."""
    for part in parts(today):
        person = workforce.new_person(
            unit=part.unit,
            known=_known(part.start),
            name=workforce.names.reserve(part.name),
        )
        person.key, person.story, person.diligence = part.key, part.story, 1.0
        person.zone, person.language = part.zone, part.language
        seat = workforce.seat_of(unit=part.unit, leads=part.leads)
        seat.is_fixed = True
        workforce.settle(
            seat,
            person,
            Fact(
                person=person,
                kind=part.kind,
                unit=part.unit,
                function=part.function,
                start=part.start,
                end=part.end,
                known=person.known,
            ),
        )
        if part.story == "half-way":
            person.jobs.insert(0, _earlier_job(person))
            person.known = LOADED
        if part.away_from:
            known = part.away_from + timedelta(days=14)
            away = Fact(person=person, kind="absence", start=part.away_from, known=known)
            person.absences.append(away)
        _give_rights(workforce, part)


def _earlier_job(person: Somebody) -> Fact:
    """Return the job of somebody who was here before, and came back."""
    return Fact(
        person=person,
        kind=AppointmentKind.EXTERNAL_HIRE,
        unit="bzk-ao-vi-in",
        function="Inhuur, trainer",
        start=date(2023, 2, 1),
        end=date(2025, 11, 1),
        known=LOADED,
    )


def _give_rights(workforce: Workforce, part: Part) -> None:
    person = workforce.population.by_key(part.key)
    known = max(person.known, LOADED)
    for kind, unit in part.mandates:
        workforce.population.mandates.append(
            Fact(person=person, kind=kind, unit=unit, start=part.start, known=known)
        )
    for role, unit in part.roles:
        workforce.population.roles.append(
            Fact(person=person, kind=role, unit=unit, start=part.start, known=known)
        )


def give_other_rights(workforce: Workforce, today: date) -> None:
    """Give deputies, and officers of other ministries, what they need; after the seats are full."""
    rng, population = workforce.rng, workforce.population
    deputy = population.by_key("deputy")
    for start, end in _deputising(today):
        population.mandates.append(
            Fact(
                person=deputy,
                kind=MandateKind.ACTING_MANAGER,
                unit=SHOWCASE_TEAM,
                start=start,
                end=end,
                known=start - timedelta(days=10),
            )
        )
    population.mandates.append(_second_team(population.by_key("manager"), today))
    sitting = [
        p for p in population.people if not p.key and p.known <= LOADED and p.jobs[0].end is None
    ]
    for unit in ("mnre1058", "mnre1090", "mnre1130", "mnre1025"):
        for kind in (MandateKind.COMPLIANCE_OFFICER, MandateKind.WORKS_COUNCIL):
            _grant(workforce, rng.choice(sitting), kind, unit)
    # The right of this one ended with the ministry that it was on.
    _grant(
        workforce,
        rng.choice(sitting),
        MandateKind.COMPLIANCE_OFFICER,
        "mnre1171",
        period=(SPLIT, MERGER),
    )
    for role in (RoleKind.CONFIDENTIAL_ADVISER, RoleKind.HR_ADVISER, RoleKind.TRAINER) * 4:
        person = rng.choice(sitting)
        fact = Fact(
            person=person, kind=role, unit=person.jobs[0].unit, start=date(2023, 1, 1), known=LOADED
        )
        if not any((r.person, r.kind) == (person, role) for r in population.roles):
            population.roles.append(fact)


def _grant(
    workforce: Workforce,
    person: Somebody,
    kind: MandateKind,
    unit: str,
    period: tuple[date, date | None] = (date(2023, 1, 1), None),
) -> None:
    start, end = period
    workforce.population.mandates.append(
        Fact(
            person=person,
            kind=kind,
            unit=unit,
            start=start,
            end=end,
            known=max(LOADED, start),
            end_known=end - timedelta(days=14) if end else None,
        )
    )


def _deputising(today: date) -> list[tuple[date, date]]:
    """Return when the manager of the team was away: every August since 2024, and now."""
    summers = [(date(year, 8, 3), date(year, 8, 24)) for year in range(2024, today.year)]
    return [*summers, (today - timedelta(days=4), today + timedelta(days=17))]


def _second_team(manager: Somebody, today: date) -> Fact:
    """Return that the manager looks after a second team for a year: with two, there are bars."""
    start = today - timedelta(days=45)
    return Fact(
        person=manager,
        kind=MandateKind.ACTING_MANAGER,
        unit=SECOND_TEAM,
        start=start,
        end=start + timedelta(days=365),
        known=start - timedelta(days=10),
    )


def _known(start: date) -> date:
    return max(LOADED, start - timedelta(days=20))
