"""What holding a team session is worth: one fact of the team in the ledger (architecture §4).

The attendance list of a workshop for the team may say the same of the same day. Then there is no
second fact; when that one is taken back, `mend_proof` writes ours. What one meeting counts for is
one duty in any case.
"""

from datetime import UTC, date, datetime, time

from django.db.models import Exists, OuterRef

from compliance.seeds import TEAM_SESSION
from core import clock
from lms.api import Activity, Assurance, Completion, record_completion, void_completion
from organisations.models import Person
from toolbox.enums import SessionState
from toolbox.models import TeamSession

SOURCE = "teamsession"
START_PATH = "/teamsessie/"


def team_session_activity() -> Activity:
    """Return the activity of a team session, with the address where it starts."""
    activity, _made = Activity.objects.get_or_create(
        key=TEAM_SESSION.key,
        defaults={
            "kind": TEAM_SESSION.kind,
            "title": TEAM_SESSION.title,
            "start_path": START_PATH,
        },
    )
    if activity.start_path != START_PATH:
        activity.start_path = START_PATH
        activity.save(update_fields=["start_path"])
    return activity


def give_proof(session: TeamSession) -> Completion | None:
    """Write that the team held its session, unless it stands; the caller holds the lock."""
    activity = team_session_activity()
    day = session.held_on
    if day is None or _standing_on(session, activity, day):
        return None
    given = Completion.objects.filter(
        source=SOURCE, source_key__startswith=f"{session.uuid}:"
    ).count()
    return record_completion(
        activity=activity,
        unit=session.unit,
        occurred_at=_moment(day),
        source=SOURCE,
        source_key=f"{session.uuid}:{given + 1}",
        assurance=Assurance.SELF_REPORTED,
        recorder=session.recorded_by,
    )


def take_proof_back(session: TeamSession, *, reason: str, by: Person) -> None:
    """Say in the ledger that what we wrote of this session is not so."""
    rows = Completion.objects.standing().filter(
        source=SOURCE, source_key__startswith=f"{session.uuid}:"
    )
    for row in rows:
        void_completion(completion=row, reason=reason, by=by)


def sessions_without_proof() -> list[TeamSession]:
    """Return the held sessions of which nothing stands in the ledger any more."""
    stands = Completion.objects.standing().filter(
        activity__key=TEAM_SESSION.key, unit=OuterRef("unit"), occurred_on=OuterRef("held_on")
    )
    held = TeamSession.objects.filter(state=SessionState.HELD)
    return list(held.filter(~Exists(stands)).order_by("pk"))


def _standing_on(session: TeamSession, activity: Activity, day: date) -> bool:
    rows = Completion.objects.standing().filter(
        activity=activity, unit=session.unit, occurred_on=day
    )
    return rows.exists()


def _moment(day: date) -> datetime:
    """Return noon of a day in Amsterdam, or now when that has not come yet."""
    noon = datetime.combine(day, time(12), clock.AMSTERDAM).astimezone(UTC)
    return min(noon, clock.now())
