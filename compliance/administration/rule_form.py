"""The form of a proposal: real fields for every part of a rule, in Dutch words on the screen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from compliance.administration.rule_checks import RuleChecks
from compliance.administration.rule_fields import RuleFields
from compliance.administration.rule_values import (
    accepted_of,
    content_from,
    initial_of,
    rule_from,
)
from compliance.administration.unit_tree import UnitChoice, unit_choice
from compliance.errors import RefusedChange
from compliance.models import Requirement
from compliance.rules.audiences import InvalidAudience
from compliance.rules.drafting import AcceptedRule, DraftContent, DraftRule
from compliance.services.drafts import check_content
from core import clock
from lms.api import Activity, ActivityKind, Assurance
from organisations.models import Appointment

SIDES = ("units", "exclude_units")
NEVER_CHANGES = ("key", "subject", "cycle_kind", "start_month")
"""What stays as it is when there is a requirement already."""
ASSURANCE, INSTEAD = "assurance-{0.pk}", "instead-{0.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """One activity that may count, with its fields."""

    activity: Activity
    is_chosen: bool
    assurance: forms.BoundField
    instead_of: forms.BoundField


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """Something that must be done before a proposal is finished, and where in the form."""

    label: str
    sentence: str
    anchor: str


class RuleForm(RuleChecks, RuleFields):
    """What a proposal says. `typed` is what was typed before and was not finished."""

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        content: DraftContent,
        requirement: Requirement | None,
        typed: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(data, initial=initial_of(content))
        self.user, self.content, self.requirement = user, content, requirement
        groups = [(name, name) for name in self._function_groups()]
        for name in ("function_groups", "exclude_function_groups"):
            self._field(name).choices = groups
        self._field("activities").choices = [(row.key, row.title) for row in self.offered]
        if requirement is not None:
            for name in NEVER_CHANGES:
                self.fields[name].disabled = True
        self._add_activity_fields()
        self.was_kept = data is None and typed is not None
        if typed is not None and self.was_kept:
            self.data, self.is_bound = self._typed_before(typed), True

    def _field(self, name: str) -> Any:
        return self.fields[name]

    @cached_property
    def offered(self) -> Sequence[Activity]:
        """The activities to choose from; a module only when it was chosen before."""
        chosen = {one.activity for one in self.content.rule.accept}
        rows = Activity.objects.order_by("kind", "title", "pk")
        return [row for row in rows if row.kind != ActivityKind.MODULE or row.key in chosen]

    def _function_groups(self) -> list[str]:
        audience = self.content.rule.audience
        rows = Appointment.objects.current().active_on(clock.today()).exclude(function_group="")
        found = set(rows.order_by().values_list("function_group", flat=True).distinct())
        return sorted(found | {*audience.function_groups, *audience.exclude.function_groups})

    def _add_activity_fields(self) -> None:
        accepted = {one.activity: one for one in self.content.rule.accept}
        others = [(row.key, row.title) for row in self.offered]
        for row in self.offered:
            one = accepted.get(row.key, AcceptedRule(activity=row.key))
            self.fields[ASSURANCE.format(row)] = forms.TypedChoiceField(
                label=_("At least, for %(title)s") % {"title": row.title},
                choices=Assurance.choices,
                coerce=int,
                initial=int(one.minimum_assurance),
            )
            self.fields[INSTEAD.format(row)] = forms.ChoiceField(
                label=_("Counts instead of, for %(title)s") % {"title": row.title},
                choices=[("", _("Counts by itself")), *(o for o in others if o[0] != row.key)],
                required=False,
                initial=one.instead_of or "",
            )

    def _typed_before(self, typed: Mapping[str, Sequence[str]]) -> QueryDict:
        """Return it as if it was sent now; an activity that came after it begins as it would."""
        data = QueryDict(mutable=True)
        for row in self.offered:
            name = ASSURANCE.format(row)
            data[name] = str(self.fields[name].initial)
        for name, texts in typed.items():
            data.setlist(name, list(texts))
        return data

    @property
    def typed(self) -> dict[str, list[str]]:
        """What was typed, as it was, to keep for later."""
        sent: Any = self.data
        # PostgreSQL keeps no NUL in a text.
        return {
            name: [text.replace("\0", "") for text in sent.getlist(name)]
            for name in self.fields
            if name in sent
        }

    @property
    def todo(self) -> list[Todo]:
        """What must be done before this is finished, in the order of the form."""
        whole = [Todo(label="", sentence=str(text), anchor="") for text in self.non_field_errors()]
        return whole + [
            Todo(label=str(field.label), sentence=str(text), anchor=_anchor(field))
            for field in self
            for text in field.errors
        ]

    @property
    def activity_rows(self) -> Iterator[ActivityRow]:
        """Yield the activities with their fields."""
        chosen = set(self["activities"].value() or ())
        for row in self.offered:
            yield ActivityRow(
                activity=row,
                is_chosen=row.key in chosen,
                assurance=self[ASSURANCE.format(row)],
                instead_of=self[INSTEAD.format(row)],
            )

    @property
    def has_exclusions(self) -> bool:
        """Whether that part of the form must be open: something is chosen, asked or wrong in it."""
        names = [name for name in self.fields if name.startswith("exclude_")]
        asked = [name for name in self.data if name.startswith("exclude_units-")]
        return any(self[name].value() or self[name].errors for name in names) or any(
            self.data.get(name) for name in asked if not name.endswith("-opened")
        )

    @cached_property
    def trees(self) -> Mapping[str, UnitChoice]:
        """The units to choose from, to be in the rule and to be out of it."""
        return {name: self._tree(name) for name in SIDES}

    def _tree(self, name: str) -> UnitChoice:
        sent: Any = self.data
        is_sent = self.is_bound and not self.was_kept
        opened = sent.getlist(f"{name}-opened") if is_sent else None
        if opened is not None and (code := sent.get(f"{name}-open")):
            opened.append(code)
        words = sent.get(f"{name}-words", "").strip() if self.is_bound else ""
        chosen = self[name].value() or ()
        return unit_choice(self.user, chosen=chosen, opened=opened, words=words)

    def is_whole(self) -> bool:
        """Tell whether this could be published now; what stands in the way is said at its field."""
        if not self.is_valid():
            return False
        try:
            check_content(content=self.filled_in(), requirement=self.requirement)
        except (RefusedChange, InvalidAudience) as refused:
            self.refuse(refused)
            return False
        return True

    def quiet_down(self) -> None:
        """Read what was typed and call nothing wrong yet: it was only asked to look again."""
        self.full_clean()
        self._errors = ErrorDict()

    def rule(self) -> DraftRule:
        """Return the rule as far as it was filled in right; else what it was before."""
        data = self._values
        before = {one.activity: one for one in self.content.rule.accept}
        chosen = [row for row in self.offered if row.key in data["activities"]]
        return rule_from(data, (accepted_of(row, data, before) for row in chosen))

    def filled_in(self) -> DraftContent:
        """Return what was filled in, as far as it is right; else what it was before."""
        return content_from(self._values, self.rule())

    @property
    def _values(self) -> dict[str, Any]:
        filled_in = getattr(self, "cleaned_data", {}) if self.is_bound else {}
        return {**initial_of(self.content), **filled_in}


def _anchor(field: forms.BoundField) -> str:
    """Return the id of a field on the page; many boxes have one of their group."""
    is_group = isinstance(field.field, forms.MultipleChoiceField)
    is_group = is_group or isinstance(field.field.widget, forms.RadioSelect)
    return f"group-{field.html_name}" if is_group else field.id_for_label
