"""The form of a proposal: real fields for every part of a rule, in Dutch words on the screen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.dates import MONTHS
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from compliance.administration.policies import has_everything, units_under
from compliance.administration.unit_tree import UnitChoice, unit_choice
from compliance.enums import CycleKind, Subject
from compliance.errors import (
    ContradictoryRule,
    CycleKindChanged,
    CyclesOverlap,
    DueBeforeOpen,
    EmptyAudience,
    KeyTaken,
    NotADay,
    NotAfterPrevious,
    NotForThisCycle,
    NotForThisSubject,
    NothingAccepted,
    NothingToReplace,
    StartsInThePast,
    TooManyNeeded,
)
from compliance.models import Requirement
from compliance.rules.audiences import HIRED, AudienceRule, Conditions, InvalidAudience
from compliance.rules.dates import year_of, year_window
from compliance.rules.drafting import AcceptedRule, DraftContent, DraftRule
from core import clock
from core.dates import format_date, last_day, until_after
from lms.api import Activity, ActivityKind, Assurance
from organisations.enums import AppointmentKind, RoleKind, UnitKind
from organisations.models import Appointment

FIELD_OF: Mapping[type[Exception], str] = {
    StartsInThePast: "valid_from",
    NotAfterPrevious: "valid_from",
    CycleKindChanged: "cycle_kind",
    NotForThisCycle: "cycle_kind",
    CyclesOverlap: "start_month",
    DueBeforeOpen: "due_month",
    NotADay: "due_month",
    NothingAccepted: "activities",
    NothingToReplace: "activities",
    TooManyNeeded: "needed",
    ContradictoryRule: "exclude_units",
    NotForThisSubject: "subject",
    EmptyAudience: "units",
    InvalidAudience: "units",
    KeyTaken: "key",
}
"""At which field each refusal of a rule is said."""
SIDES = ("units", "exclude_units")
_MONTHS = [(number, name) for number, name in MONTHS.items()]


class Codes(forms.MultipleChoiceField):
    """Codes of units; the form asks whether somebody may choose them."""

    def valid_value(self, value: str) -> bool:
        """Take any text: the units are looked up together."""
        return bool(value)


class Boxes(forms.MultipleChoiceField):
    """A list in which every choice is a box."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class Days(forms.IntegerField):
    """A number of days that fits in a year."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=366, **kwargs)


class Day(forms.DateField):
    """A date, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """One activity that may count, with its fields."""

    activity: Activity
    is_chosen: bool
    assurance: forms.BoundField
    instead_of: forms.BoundField


class RuleForm(forms.Form):
    """What a proposal says."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    key = forms.SlugField(
        label=gettext_lazy("Key"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Stays the same for ever. Leave it empty to use the title."),
    )
    subject = forms.ChoiceField(
        label=gettext_lazy("Who has the duty?"), choices=Subject, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Why this rule, or why this change?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Whoever judges the proposal reads this, and later an auditor."),
    )
    units = Codes(label=gettext_lazy("Units"), required=False)
    exclude_units = Codes(label=gettext_lazy("Not these units"), required=False)
    kinds = Boxes(label=gettext_lazy("Kinds of appointment"), choices=AppointmentKind)
    exclude_kinds = Boxes(label=gettext_lazy("Not these kinds"), choices=AppointmentKind)
    roles = Boxes(label=gettext_lazy("Roles"), choices=RoleKind)
    exclude_roles = Boxes(label=gettext_lazy("Not these roles"), choices=RoleKind)
    function_groups = Boxes(label=gettext_lazy("Function groups"))
    exclude_function_groups = Boxes(label=gettext_lazy("Not these function groups"))
    min_contract_days = Days(
        label=gettext_lazy("Only with a contract of more than this many days"),
        required=False,
        help_text=gettext_lazy("Leave it empty when every contract counts."),
    )
    min_contract_kinds = Boxes(
        label=gettext_lazy("That asks for the length of the contract of"), choices=AppointmentKind
    )
    started_from = Day(label=gettext_lazy("Started here from"), required=False)
    started_last = Day(
        label=gettext_lazy("Started here up to and including"),
        required=False,
        help_text=gettext_lazy("A transfer inside the organisation is no new start."),
    )
    team_kinds = Boxes(label=gettext_lazy("Which units are a team?"), choices=UnitKind)
    activities = Boxes(label=gettext_lazy("Activities"))
    needed = forms.IntegerField(
        label=gettext_lazy("How many of these?"),
        min_value=1,
        max_value=99,
        required=False,
        help_text=gettext_lazy("Leave it empty when all are needed."),
    )
    not_same_as_last = forms.BooleanField(
        label=gettext_lazy("What counted last time does not count this time"), required=False
    )
    cycle_kind = forms.ChoiceField(
        label=gettext_lazy("How often?"), choices=CycleKind, widget=forms.RadioSelect
    )
    start_month = forms.TypedChoiceField(
        label=gettext_lazy("First month of the year"), choices=_MONTHS, coerce=int
    )
    due_day = forms.IntegerField(label=gettext_lazy("Due on day"), min_value=1, max_value=31)
    due_month = forms.TypedChoiceField(
        label=gettext_lazy("of the month"), choices=_MONTHS, coerce=int
    )
    sitting_due_on = Day(label=gettext_lazy("Due date for who already works here"), required=False)
    due_days = Days(label=gettext_lazy("Days after the new edition"))
    newcomer_days = Days(
        label=gettext_lazy("Days for newcomers"),
        help_text=gettext_lazy("BIO2 6.03.02: within three months."),
    )
    grace_days = Days(label=gettext_lazy("Days of grace"))
    valid_from = Day(label=gettext_lazy("First day of this rule"))
    valid_last = Day(
        label=gettext_lazy("Last day of this rule"),
        required=False,
        help_text=gettext_lazy("Leave it empty when it has no end."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        content: DraftContent,
        requirement: Requirement | None,
    ) -> None:
        super().__init__(data, initial=initial_of(content))
        self.user, self.content, self.requirement = user, content, requirement
        groups = [(name, name) for name in self._function_groups()]
        for name in ("function_groups", "exclude_function_groups"):
            self._field(name).choices = groups
        self._field("activities").choices = [(row.key, row.title) for row in self.offered]
        if requirement is not None:
            for name in ("key", "subject", "cycle_kind", "start_month"):
                self.fields[name].disabled = True
        self._add_activity_fields()

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
            self.fields[f"assurance-{row.pk}"] = forms.TypedChoiceField(
                label=_("At least, for %(title)s") % {"title": row.title},
                choices=Assurance.choices,
                coerce=int,
                initial=int(one.minimum_assurance),
            )
            self.fields[f"instead-{row.pk}"] = forms.ChoiceField(
                label=_("Counts instead of, for %(title)s") % {"title": row.title},
                choices=[("", _("Counts by itself")), *(o for o in others if o[0] != row.key)],
                required=False,
                initial=one.instead_of or "",
            )

    @property
    def activity_rows(self) -> Iterator[ActivityRow]:
        """Yield the activities with their fields."""
        chosen = set(self["activities"].value() or ())
        for row in self.offered:
            yield ActivityRow(
                activity=row,
                is_chosen=row.key in chosen,
                assurance=self[f"assurance-{row.pk}"],
                instead_of=self[f"instead-{row.pk}"],
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
        opened = sent.getlist(f"{name}-opened") if self.is_bound else None
        if opened is not None and (code := sent.get(f"{name}-open")):
            opened.append(code)
        words = sent.get(f"{name}-words", "").strip() if self.is_bound else ""
        chosen = self[name].value() or ()
        return unit_choice(self.user, chosen=chosen, opened=opened, words=words)

    def clean_key(self) -> str:
        """Make a key of the title when none was typed."""
        typed: str = self.cleaned_data["key"]
        return typed or slugify(self.cleaned_data.get("title", ""))[:100]

    def clean_activities(self) -> list[str]:
        """Ask for something to do."""
        keys: list[str] = self.cleaned_data["activities"]
        if not keys:
            raise forms.ValidationError(_("Choose at least one activity."))
        return keys

    def clean_units(self) -> list[str]:
        """Refuse units of others; only who has the whole organisation leaves it open."""
        codes = self._own_units("units")
        if not codes and not has_everything(self.user):
            raise forms.ValidationError(
                _("Choose one or more units: your mandate is for a part of the organisation.")
            )
        return codes

    def clean_exclude_units(self) -> list[str]:
        """Refuse units of others."""
        return self._own_units("exclude_units")

    def _own_units(self, name: str) -> list[str]:
        codes: list[str] = self.cleaned_data[name]
        known = set(units_under(self.user).filter(code__in=codes).values_list("code", flat=True))
        if set(codes) - known:
            raise forms.ValidationError(
                _(
                    "One of these units does not exist or is not yours to decide about."
                    " Choose again from the list."
                )
            )
        return codes

    def clean(self) -> dict[str, Any]:
        """Refuse a rule that gives and takes the same."""
        data = super().clean() or {}
        for name in ("units", "kinds", "roles", "function_groups"):
            both = set(data.get(name, ())) & set(data.get(f"exclude_{name}", ()))
            if both:
                self.add_error(
                    f"exclude_{name}",
                    _("You chose this both in the rule and out of it. Take one of the two away."),
                )
        first, last = data.get("started_from"), data.get("started_last")
        if first and last and last < first:
            self.add_error(
                "started_last", _("This day lies before the first one. Change one of the two.")
            )
        valid_from = data.get("valid_from")
        if valid_from and valid_from < clock.today():
            self.add_error(
                "valid_from", _("A rule starts today or later. Choose another first day.")
            )
        last = data.get("valid_last")
        if valid_from and last and last < valid_from:
            self.add_error("valid_last", _("The last day lies before the first day of this rule."))
        self._clean_first_due(data)
        return data

    def _clean_first_due(self, data: dict[str, Any]) -> None:
        """Refuse a new duty of every year of which the first due date has passed by then."""
        names = ("valid_from", "due_month", "due_day", "start_month")
        if self.requirement or data.get("cycle_kind") != CycleKind.CALENDAR_YEAR:
            return
        if any(data.get(name) is None for name in names):
            return
        first, start = data["valid_from"], data["start_month"]
        _opens_on, due_on, _closes_on = year_window(
            year_of(first, start_month=start),
            due_month=data["due_month"],
            due_day=data["due_day"],
            start_month=start,
        )
        if due_on < first:
            self.add_error(
                "due_day",
                _(
                    "In the first cycle this would be due on %(due)s, before the rule starts on"
                    " %(first)s. Choose a later due date, or a first day in the next cycle."
                )
                % {"due": format_date(due_on), "first": format_date(first)},
            )

    def quiet_down(self) -> None:
        """Read what was typed and call nothing wrong yet: it was only asked to look again."""
        self.full_clean()
        self._errors = ErrorDict()

    def refuse(self, refused: Exception) -> None:
        """Say at the field why the rule cannot be; what was typed stays."""
        name = next((name for kind, name in FIELD_OF.items() if isinstance(refused, kind)), None)
        self.add_error(self._at(name), str(refused))

    def _at(self, name: str | None) -> str | None:
        if name != "due_month":
            return name
        once = self.cleaned_data.get("cycle_kind") == CycleKind.ONCE
        return "sitting_due_on" if once else "due_day"

    def rule(self) -> DraftRule:
        """Return the rule as far as it was filled in right; else what it was before."""
        data = {**initial_of(self.content), **self._filled_in()}
        is_team, kind = data["subject"] == Subject.TEAM, CycleKind(data["cycle_kind"])
        return DraftRule(
            audience=AudienceRule(
                **_conditions(data, ""),
                min_contract_days=0 if is_team else data["min_contract_days"] or 0,
                min_contract_kinds=tuple(data["min_contract_kinds"]) or HIRED,
                started_from=None if is_team else data["started_from"],
                started_before=None if is_team else until_after(data["started_last"]),
                team_kinds=tuple(data["team_kinds"]) or (UnitKind.TEAM.value,),
                exclude=Conditions(**_conditions(data, "exclude_")),
            ),
            accept=self._accepted(data),
            needed=data["needed"],
            not_same_as_last=data["not_same_as_last"],
            cycle_kind=kind,
            start_month=data["start_month"] if kind == CycleKind.CALENDAR_YEAR else 1,
            due_month=data["due_month"],
            due_day=data["due_day"],
            sitting_due_on=data["sitting_due_on"] if kind == CycleKind.ONCE else None,
            due_days=data["due_days"],
            newcomer_days=data["newcomer_days"],
            grace_days=data["grace_days"],
            valid_until=until_after(data["valid_last"]),
        )

    def filled_in(self) -> DraftContent:
        """Return what was filled in, as far as it is right; else what it was before."""
        data = {**initial_of(self.content), **self._filled_in()}
        return DraftContent(
            key=data["key"],
            title=data["title"],
            subject=data["subject"],
            note=data["note"],
            valid_from=data["valid_from"],
            rule=self.rule(),
        )

    def _filled_in(self) -> dict[str, Any]:
        return getattr(self, "cleaned_data", {}) if self.is_bound else {}

    def _accepted(self, data: Mapping[str, Any]) -> tuple[AcceptedRule, ...]:
        before = {one.activity: one for one in self.content.rule.accept}
        found = []
        for row in self.offered:
            if row.key in data["activities"]:
                one = before.get(row.key, AcceptedRule(activity=row.key))
                assurance = data.get(f"assurance-{row.pk}", one.minimum_assurance)
                instead_of = data.get(f"instead-{row.pk}", one.instead_of) or None
                found.append(
                    AcceptedRule(
                        activity=row.key,
                        minimum_assurance=Assurance(assurance),
                        instead_of=instead_of,
                    )
                )
        return tuple(found)


def _conditions(data: Mapping[str, Any], prefix: str) -> dict[str, tuple[str, ...]]:
    names = ("units", "kinds", "roles", "function_groups")
    return {name: tuple(data[f"{prefix}{name}"]) for name in names}


def initial_of(content: DraftContent) -> dict[str, Any]:
    """Return the values of the fields for what a proposal says."""
    rule = content.rule
    audience, exclude = rule.audience, rule.audience.exclude
    return {
        "title": content.title,
        "key": content.key,
        "subject": content.subject,
        "note": content.note,
        "valid_from": content.valid_from,
        "valid_last": last_day(rule.valid_until),
        "activities": [one.activity for one in rule.accept],
        "min_contract_days": audience.min_contract_days or None,
        "min_contract_kinds": list(audience.min_contract_kinds),
        "started_from": audience.started_from,
        "started_last": last_day(audience.started_before),
        "team_kinds": list(audience.team_kinds),
        **{name: list(getattr(audience, name)) for name in Conditions.model_fields},
        **{f"exclude_{name}": list(getattr(exclude, name)) for name in Conditions.model_fields},
        **{
            name: getattr(rule, name)
            for name in (
                "needed", "not_same_as_last", "cycle_kind", "start_month", "due_day",
                "due_month", "sitting_due_on", "due_days", "newcomer_days", "grace_days",
            )
        },
    }  # fmt: skip


def empty_content() -> DraftContent:
    """Return what the form of a new requirement begins with."""
    return DraftContent(
        title="",
        note="",
        valid_from=clock.today() + timedelta(days=1),
        rule=DraftRule(audience=AudienceRule(min_contract_days=30)),
    )
