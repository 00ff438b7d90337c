"""Team sessions of the demo: what teams agreed last year and this year. All made up.

That a team met stands in the ledger already (`demo.duties`); here the agreements are put beside it.
The team that the demo is shown with still has its session of this year ahead of it.
"""

from datetime import date, time, timedelta
from random import Random

from core import clock
from demo.rijk import SHOWCASE, SHOWCASE_TEAM
from lms.api import Completion
from organisations.enums import MandateKind
from organisations.models import Appointment, Mandate, Person, Unit
from toolbox.enums import FacilitatorKind, LookBack, SessionState, SuggestionKind
from toolbox.models import Suggestion, TeamAgreement, TeamSession, ToolPage
from toolbox.services.proof import team_session_activity

MADE_UP = "(verzonnen voor de demo)"
TEXTS = (
    "We beginnen elk werkoverleg met een rondje: hoe gaat het?",
    "Feedback geven we binnen een week, en eerst onder vier ogen.",
    "Wie digitaal meedoet, krijgt als eerste het woord.",
    "Een grap die niet leuk is, benoemen we meteen en rustig.",
    "Na 18.00 uur sturen we elkaar geen berichten over het werk.",
    "Nieuwe collega's krijgen een maatje voor de eerste drie maanden.",
    "Twijfel over integriteit leggen we voor in het dilemma van de maand.",
)
RESULTS = (
    (LookBack.KEPT, ""),
    (LookBack.PARTLY, "Het lukt beter nu het vast op de agenda staat."),
    (LookBack.KEPT, ""),
    (LookBack.NOT, "We maken het kleiner en beginnen opnieuw."),
)
_TEAM = "Het hele team"


def show_sessions(*, today: date, manager: Person, learner: Person) -> None:
    """Write what the teams of the directorate agreed, and plan the session of the shown team."""
    rng = Random(MADE_UP)  # noqa: S311 (made up texts, not secrets)
    activity = team_session_activity()
    directorate = Unit.objects.get(code=SHOWCASE)
    facts = Completion.objects.standing().filter(
        activity=activity, unit__in=Unit.objects.within(directorate, on=today)
    )
    before: dict[int, TeamSession] = {}
    for fact in facts.select_related("unit").order_by("occurred_on", "pk"):
        session = _session(fact, rng)
        if session is not None:
            _agree(session, rng, before.get(session.unit_id))
            before[session.unit_id] = session
    _plan(Unit.objects.get(code=SHOWCASE_TEAM), manager, today)
    _recommend(learner, manager)


def _session(fact: Completion, rng: Random) -> TeamSession | None:
    day = fact.occurred_on
    manages = Mandate.objects.current().active_on(day).filter(kind=MandateKind.MANAGER)
    mandate = manages.filter(unit=fact.unit).select_related("holder").order_by("pk").first()
    if fact.unit is None or mandate is None:
        return None
    outside = rng.random() < 1 / 3
    kind = FacilitatorKind.EXTERNAL if outside else FacilitatorKind.INTERNAL
    session: TeamSession = TeamSession.objects.create(
        unit=fact.unit,
        state=SessionState.HELD,
        held_on=day,
        facilitator_kind=kind,
        facilitator_name=f"Bureau Goed Gesprek {MADE_UP}" if outside else "",
        recorded_by=mandate.holder,
        recorded_at=fact.recorded_at,
        changed_at=fact.recorded_at,
    )
    return session


def _agree(session: TeamSession, rng: Random, before: TeamSession | None) -> None:
    day = session.held_on or clock.today()
    members = Appointment.objects.current().active_on(day).filter(unit=session.unit)
    people = list(members.select_related("person").order_by("pk"))
    texts = rng.sample(TEXTS, k=rng.randint(3, 4))
    TeamAgreement.objects.bulk_create(
        TeamAgreement(
            session=session,
            position=position,
            text=text,
            owner=people[position % len(people)].person if people and position > 1 else None,
            owner_name="" if people and position > 1 else _TEAM,
            review_on=day + timedelta(days=100 * (position + 1)),
        )
        for position, text in enumerate(texts, start=1)
    )
    if before is not None:
        _look_back(before, session)


def _look_back(before: TeamSession, session: TeamSession) -> None:
    for row, (result, note) in zip(before.agreements.order_by("position"), RESULTS, strict=False):
        row.result, row.note = result, note
        row.looked_back_in, row.looked_back_by = session, session.recorded_by
        row.save()
    session.has_looked_back = True
    session.save()


def _plan(unit: Unit, manager: Person, today: date) -> None:
    """Plan the session of this year some weeks ahead, but not past its last day."""
    ahead = min(today + timedelta(days=18), max(today, date(today.year, 12, 18)))
    ahead -= timedelta(days=max(0, ahead.weekday() - 4))
    TeamSession.objects.create(
        unit=unit,
        planned_on=max(ahead, today),
        starts_at=time(13, 30),
        place=f"Vergaderzaal Maas {MADE_UP}",
        facilitator_kind=FacilitatorKind.EXTERNAL,
        facilitator_name=f"Bureau Goed Gesprek {MADE_UP}",
        planned_by=manager,
        changed_at=clock.now(),
    )


def _recommend(learner: Person, manager: Person) -> None:
    """Let the manager recommend a tool to the learner, when there are tools."""
    tool = ToolPage.objects.shown().filter(code__startswith="O").order_by("code").first()
    if tool is None:
        return
    Suggestion.objects.create(
        person=learner,
        unit=Unit.objects.get(code=SHOWCASE_TEAM),
        made_by=manager,
        kind=SuggestionKind.TOOL,
        title=tool.title,
        path=tool.address,
        made_at=clock.now(),
    )
