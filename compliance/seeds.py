"""The duties that a new site starts with. Data from then on: nothing here changes them again.

They are the six of domain.md §0.1. Sources: GOR m11 and m12 (the course once; every year the
e-learning and the briefing, for all staff and external hires), GOR m2 (every team, every year), GOR
m3 (role holders and informal leaders), K22 and P-Direkt (the code of conduct, each edition), BIO2
6.03.02 (newcomers within three months), domain.md §6 (external hires with a contract of more than
30 days). The measures of the GOR are proposals: an organisation decides what it asks of people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from compliance.enums import CycleKind, Subject
from compliance.models import Requirement
from compliance.services import Accept, Terms, publish_version
from lms.api import Activity, ActivityKind, Assurance
from organisations.enums import RoleKind

EVERYONE = {"min_contract_days": 30}
KEY_ROLES = (
    RoleKind.MANAGER,
    RoleKind.CONFIDENTIAL_ADVISER,
    RoleKind.HR_ADVISER,
    RoleKind.INFORMAL_LEADER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """An activity that counts, by its stable key. Titles are data, so Dutch."""

    key: str
    title: str
    kind: ActivityKind
    assurance: Assurance
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A duty with its first rule. Titles are data, so Dutch."""

    key: str
    title: str
    accept: tuple[Counts, ...]
    cycle_kind: CycleKind = CycleKind.CALENDAR_YEAR
    subject: Subject = Subject.PERSON
    audience: Mapping[str, Any] = field(default_factory=lambda: EVERYONE)
    sitting_due_on: date | None = None
    valid_from: date = date(2024, 1, 1)


def _course(key: str, title: str, *, instead_of: str = "") -> tuple[Counts, ...]:
    course = Counts(
        key=key,
        title=title,
        kind=ActivityKind.COURSE,
        assurance=Assurance.SERVER_GRADED,
        instead_of=instead_of,
    )
    return (course,)


BRIEFING = Counts(
    key="briefing-spilfunctionarissen",
    title="Briefing door spilfunctionarissen",
    kind=ActivityKind.WORKSHOP,
    assurance=Assurance.ATTENDED,
)
RECORDING = Counts(
    key="briefing-spilfunctionarissen-opname",
    title="Opname van de briefing door spilfunctionarissen",
    kind=ActivityKind.COURSE,
    assurance=Assurance.BROWSER,
    instead_of=BRIEFING.key,
)
TEAM_SESSION = Counts(
    key="teamsessie-werkcultuur",
    title="Teamsessie over werkcultuur",
    kind=ActivityKind.TEAM_SESSION,
    assurance=Assurance.SELF_REPORTED,
)
REFRESHER = Counts(
    key="opfrisdag-sleutelrollen",
    title="Opfrisdag voor leidinggevenden en adviseurs",
    kind=ActivityKind.WORKSHOP,
    assurance=Assurance.ATTENDED,
)
CODE = Counts(
    key="gedragscode-integriteit-rijk",
    title="Gedragscode Integriteit Rijk",
    kind=ActivityKind.ACKNOWLEDGEMENT,
    assurance=Assurance.SELF_REPORTED,
)

SEEDS = (
    Seed(
        key="integriteit-en-sociale-veiligheid",
        title="Integriteit en sociale veiligheid",
        accept=_course("integriteit-en-sociale-veiligheid", "Integriteit en sociale veiligheid"),
    ),
    Seed(
        key="goed-ambtenaarschap",
        title="Goed ambtenaarschap",
        accept=(
            *_course("goed-ambtenaarschap", "Goed ambtenaarschap"),
            # Only sitting staff can finish it: the course itself refuses newcomers.
            *_course(
                "goed-ambtenaarschap-kort",
                "Goed ambtenaarschap, verkorte vorm",
                instead_of="goed-ambtenaarschap",
            ),
        ),
        cycle_kind=CycleKind.ONCE,
        sitting_due_on=date(2024, 12, 31),
    ),
    Seed(
        key="briefing-spilfunctionarissen",
        title="Briefing door spilfunctionarissen",
        accept=(BRIEFING, RECORDING),
        valid_from=date(2025, 1, 1),
    ),
    Seed(
        key="teamsessie-werkcultuur",
        title="Teamsessie over werkcultuur",
        accept=(TEAM_SESSION,),
        subject=Subject.TEAM,
        audience={},
        valid_from=date(2025, 1, 1),
    ),
    Seed(
        key="opfrissing-sleutelrollen",
        title="Opfrissing voor leidinggevenden en adviseurs",
        accept=(REFRESHER,),
        subject=Subject.ROLE_HOLDER,
        audience={"roles": [role.value for role in KEY_ROLES]},
        valid_from=date(2025, 1, 1),
    ),
    Seed(
        key="gedragscode-integriteit-rijk",
        title="Gedragscode Integriteit Rijk gelezen",
        accept=(CODE,),
        cycle_kind=CycleKind.EDITION,
        valid_from=date(2025, 1, 1),
    ),
)


@transaction.atomic
def seed_requirements() -> Sequence[Requirement]:
    """Make the duties that are not there yet; one that somebody changed stays as it is."""
    return [_make(seed) for seed in SEEDS]


def _make(seed: Seed) -> Requirement:
    requirement, _made = Requirement.objects.get_or_create(
        key=seed.key, defaults={"title": seed.title, "subject": seed.subject}
    )
    if requirement.versions.exists():
        return requirement
    activities = {one.key: _activity(one) for one in seed.accept}
    terms = Terms(
        valid_from=seed.valid_from,
        accept=[
            Accept(
                activity=activities[one.key],
                minimum_assurance=one.assurance,
                instead_of=activities.get(one.instead_of),
            )
            for one in seed.accept
        ],
        cycle_kind=seed.cycle_kind,
        audience=seed.audience,
        sitting_due_on=seed.sitting_due_on,
    )
    publish_version(requirement=requirement, terms=terms, may_be_empty=True)
    return requirement


def _activity(one: Counts) -> Activity:
    """Return the activity; the app that offers it says where it starts, until then nobody does."""
    activity, _made = Activity.objects.get_or_create(
        key=one.key, defaults={"kind": one.kind, "title": one.title}
    )
    return activity
