"""What the people of the demo did beside courses: briefings, team sessions, the code of conduct.

Pure, but for the rows that it looks up: the same seed and day give the same history.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from random import Random
from zoneinfo import ZoneInfo

from compliance.seeds import BRIEFING, CODE, KEY_ROLES, RECORDING, REFRESHER, TEAM_SESSION
from core import clock
from demo.code import publish_edition
from demo.facts import Population, Somebody
from demo.history import Records
from demo.rijk import SHOWCASE_TEAM
from gir.models import TakenEffect
from gir.services.taking_effect import take_effect
from lms.api import Activity, ActivityVersion, Assurance, ChangeClass, NewCompletion
from organisations.enums import UnitKind
from organisations.models import UnitVersion

SOURCE = "demo"
_FIRST_YEAR = 2025
_MEETINGS = ((3, 12), (4, 9), (5, 21), (6, 11), (9, 17), (10, 8), (11, 5))
_REFRESHERS = ((4, 16), (10, 1))
_NEW_HERE = {"half-way", "starting"}
_WATCHED = 0.2
_TEAM_MEETS = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A published edition of the code of conduct."""

    on: date
    summary: str

    @property
    def at(self) -> datetime:
        """The moment at which it was published."""
        return datetime.combine(self.on, time(9), UTC)

    def publish(self) -> None:
        """Write it; the first is an edition by itself, each later one asks to read it again.

        When the code itself was loaded, its own editions take the place of the first, and each
        later one is an edition with texts that can be read.
        """
        take_effect()
        if TakenEffect.objects.exists():
            if self in LATER and publish_edition(on=self.on, summary=self.summary):
                take_effect()
            return
        activity = Activity.objects.get(key=CODE.key)
        number = activity.versions.count() + 1
        ActivityVersion.objects.create(
            activity=activity,
            number=number,
            content_hash=sha256(self.summary.encode()).hexdigest(),
            change_class=ChangeClass.NORMATIVE if number > 1 else ChangeClass.EDITORIAL,
            summary=self.summary,
            published_at=self.at,
        )


FIRST = Edition(on=date(2023, 6, 1), summary="Eerste editie in Kompas.")
LATER = (Edition(on=date(2026, 3, 2), summary="Nieuw: omgaan met sociale media en met nevenwerk."),)


@dataclass(slots=True, kw_only=True)
class Duties:
    """Decides who did what and when, from the seed."""

    rng: Random
    today: date
    population: Population
    records: Records
    until: datetime
    activities: dict[str, Activity] = field(init=False)

    def __post_init__(self) -> None:
        keys = [one.key for one in (BRIEFING, RECORDING, TEAM_SESSION, REFRESHER, CODE)]
        self.activities = Activity.objects.in_bulk(keys, field_name="key")

    def facts(self) -> Iterator[NewCompletion]:
        """Yield everything that was done."""
        editions = _to_read(self.activities[CODE.key])
        for person in self.population.people:
            yield from self._briefings(person)
            yield from self._acknowledgements(person, editions)
        yield from self._refreshers()
        yield from self._team_sessions()

    def _years(self) -> range:
        return range(_FIRST_YEAR, self.today.year + 1)

    def _does(self, person: Somebody) -> bool:
        if person.story:
            return person.story not in _NEW_HERE
        return self.rng.random() < 0.4 + 0.65 * person.diligence

    def _briefings(self, person: Somebody) -> Iterator[NewCompletion]:
        for year in self._years():
            days = [day for day in self._days(year, _MEETINGS) if person.works_on(day)]
            if not (self._does(person) and days):
                continue
            soon = [day for day in days if day <= person.starts + timedelta(days=90)]
            day = self.rng.choice(soon or days)
            if self.rng.random() < _WATCHED:
                yield self._fact(person, RECORDING.key, str(year), day, Assurance.BROWSER)
            else:
                yield self._fact(person, BRIEFING.key, str(year), day, Assurance.ATTENDED)

    def _acknowledgements(
        self, person: Somebody, editions: Sequence[ActivityVersion]
    ) -> Iterator[NewCompletion]:
        for edition in editions:
            asked = clock.business_date(edition.published_at)
            starts = [job.start for job in person.jobs if job.end is None or job.end > asked]
            if not starts:
                continue
            since = max(asked, date(_FIRST_YEAR, 1, 6), min(starts))
            day = since + timedelta(days=12 if person.story else self.rng.randint(1, 80))
            likely = person.story != "starting" and (bool(person.story) or self._does(person))
            if likely and person.works_on(day) and day < self.today:
                yield self._fact(
                    person,
                    CODE.key,
                    f"editie-{edition.number}",
                    day,
                    Assurance.SELF_REPORTED,
                    version=edition if day >= asked else None,
                )

    def _refreshers(self) -> Iterator[NewCompletion]:
        holders = [role for role in self.population.roles if role.kind in KEY_ROLES]
        people = {role.person.uuid: role.person for role in holders}
        for year in self._years():
            for person in people.values():
                days = [
                    day
                    for day in self._days(year, _REFRESHERS)
                    if person.works_on(day)
                    and any(r.person is person and r.is_active_on(day) for r in holders)
                ]
                if self._does(person) and days:
                    day = self.rng.choice(days)
                    yield self._fact(person, REFRESHER.key, str(year), day, Assurance.ATTENDED)

    def _team_sessions(self) -> Iterator[NewCompletion]:
        rows = UnitVersion.objects.current().filter(kind=UnitKind.TEAM).order_by("unit__code")
        teams = {row.unit_id: row for row in rows.select_related("unit").order_by("unit__code")}
        for year in self._years():
            for team in teams.values():
                day = date(year, self.rng.randint(2, 11), self.rng.randint(1, 28))
                day -= timedelta(days=max(0, day.weekday() - 4))
                meets = self.rng.random() < _TEAM_MEETS
                if team.unit.code == SHOWCASE_TEAM:
                    # The one of this year is still to come: see demo.team_sessions.
                    meets = year < self.today.year
                if meets and day < self.today and team.is_active_on(day):
                    yield self._new(
                        f"{TEAM_SESSION.key}:{team.unit.code}:{year}",
                        TEAM_SESSION.key,
                        self._moment(day, "Europe/Amsterdam"),
                        Assurance.ATTENDED,
                        unit_id=team.unit_id,
                    )

    def _days(self, year: int, days: Sequence[tuple[int, int]]) -> list[date]:
        return [day for day in (date(year, *one) for one in days) if day < self.today]

    def _fact(
        self,
        person: Somebody,
        activity_key: str,
        which: str,
        day: date,
        assurance: Assurance,
        *,
        version: ActivityVersion | None = None,
    ) -> NewCompletion:
        return self._new(
            f"{activity_key}:{person.uuid}:{which}",
            activity_key,
            self._moment(day, person.zone),
            assurance,
            somebody=person,
            version=version,
        )

    def _new(
        self,
        key: str,
        activity_key: str,
        moment: datetime,
        assurance: Assurance,
        *,
        somebody: Somebody | None = None,
        unit_id: int | None = None,
        version: ActivityVersion | None = None,
    ) -> NewCompletion:
        with clock.at(moment):
            return NewCompletion(
                activity_id=self.activities[activity_key].pk,
                person=self.records.persons[somebody] if somebody else None,
                unit_id=unit_id,
                version_id=version.pk if version else None,
                occurred_at=moment,
                source=SOURCE,
                source_key=key,
                assurance=assurance,
            )

    def _moment(self, day: date, zone: str) -> datetime:
        at = time(self.rng.randint(9, 15), self.rng.randint(0, 59))
        return min(datetime.combine(day, at, ZoneInfo(zone)), self.until)


def _to_read(code: Activity) -> list[ActivityVersion]:
    """Return the editions that people of the demo read; of those from before it only the last."""
    versions = list(code.versions.order_by("published_at", "number"))
    begins = date(_FIRST_YEAR, 1, 1)
    before = [one for one in versions if clock.business_date(one.published_at) <= begins]
    return [one for one in versions if one not in before[:-1]]
