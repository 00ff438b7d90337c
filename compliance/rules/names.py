"""What the units and activities that a rule names are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from compliance.rules.drafting import DraftRule
from compliance.rules.phrases import quoted
from lms.api import Activity
from organisations.models import Unit
from organisations.reports import latest_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the units and activities of some rules are called, by code and by key."""

    units: Mapping[str, str]
    activities: Mapping[str, str]

    def unit(self, code: str) -> str:
        """Return what a unit is called; its code when there is none."""
        return self.units.get(code) or code

    def activity(self, key: str) -> str:
        """Return what an activity is called, in quotes."""
        return quoted(self.activities.get(key) or key)


def names_for(*rules: DraftRule | None) -> Names:
    """Look up what these rules name, in two queries."""
    given = [rule for rule in rules if rule is not None]
    codes = {c for r in given for c in (*r.audience.units, *r.audience.exclude.units)}
    keys = {key for r in given for one in r.accept for key in (one.activity, one.instead_of)}
    units = Unit.objects.filter(code__in=codes).annotate(name=latest_name("pk"))
    activities = Activity.objects.filter(key__in=keys - {None})
    return Names(
        units=dict(units.values_list("code", "name")),
        activities=dict(activities.values_list("key", "title")),
    )
