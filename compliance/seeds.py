"""The duties that a new site starts with. Data from then on: nothing here changes them again.

Sources: GOR m11 (every year the e-learning, for all staff and external hires), GOR m11 and m12 (the
course once), BIO2 6.03.02 (newcomers within three months), domain.md §6 (external hires with a
contract of more than 30 days).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from compliance.enums import CycleKind
from compliance.models import Requirement
from compliance.services import Accept, publish_version
from lms.api import Activity, ActivityKind

FROM = date(2024, 1, 1)
EVERYONE = {"min_contract_days": 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A duty to do one course, whose key and title it shares. Titles are data, so Dutch."""

    key: str
    title: str
    cycle_kind: CycleKind
    sitting_due_on: date | None = None


SEEDS = (
    Seed(
        key="integriteit-en-sociale-veiligheid",
        title="Integriteit en sociale veiligheid",
        cycle_kind=CycleKind.CALENDAR_YEAR,
    ),
    Seed(
        key="goed-ambtenaarschap",
        title="Goed ambtenaarschap",
        cycle_kind=CycleKind.ONCE,
        sitting_due_on=date(2024, 12, 31),
    ),
)


@transaction.atomic
def seed_requirements() -> Sequence[Requirement]:
    """Make the duties that are not there yet; one that somebody changed stays as it is."""
    return [_make(seed) for seed in SEEDS]


def _make(seed: Seed) -> Requirement:
    requirement, _made = Requirement.objects.get_or_create(
        key=seed.key, defaults={"title": seed.title}
    )
    if requirement.versions.exists():
        return requirement
    activity, _made = Activity.objects.get_or_create(
        key=seed.key, defaults={"kind": ActivityKind.COURSE, "title": seed.title}
    )
    publish_version(
        requirement=requirement,
        valid_from=FROM,
        accept=[Accept(activity=activity)],
        cycle_kind=seed.cycle_kind,
        audience=EVERYONE,
        sitting_due_on=seed.sitting_due_on,
    )
    return requirement
