"""A rule in words: what each part says, one summary of it, and what differs between two."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.enums import CycleKind, Subject
from compliance.rules.audiences import HIRED, AudienceRule, Conditions
from compliance.rules.drafting import AcceptedRule, DraftRule
from core.dates import format_date, format_period, last_day
from lms.api import Activity
from organisations.enums import AppointmentKind, RoleKind, UnitKind
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
        return _("‘%(title)s’") % {"title": self.activities.get(key) or key}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One part of a rule: what it is about and what it says."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One part of a rule that became something else."""

    label: str
    before: str
    after: str


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


def lines(rule: DraftRule, *, subject: str, valid_from: date, names: Names) -> list[Line]:
    """Return every part of a rule in words, always all of them and in the same order."""
    parts: Sequence[tuple[str, str, str]] = (
        ("who", _("For whom"), _capital(who(rule.audience, subject=subject, names=names))),
        ("hired", _("Short contracts"), _short_contracts(rule.audience)),
        ("started", _("Start date"), _started(rule.audience)),
        ("not", _("Not for"), _excluded(rule.audience.exclude, names)),
        ("what", _("What counts"), _what(rule, names)),
        ("again", _("The same as last time"), _again(rule)),
        ("often", _("How often"), _often(rule)),
        ("due", _("Due on"), _due(rule)),
        ("new", _("Newcomers"), _newcomers(rule)),
        ("grace", _("Days of grace"), _grace(rule)),
        ("from", _("Days of this rule"), format_period(valid_from, rule.valid_until)),
    )
    return [Line(key=key, label=label, text=text) for key, label, text in parts]


def differences(before: Iterable[Line], after: Iterable[Line]) -> list[Difference]:
    """Return the parts that say something else."""
    old = {line.key: line.text for line in before}
    return [
        Difference(label=line.label, before=old.get(line.key, ""), after=line.text)
        for line in after
        if old.get(line.key) != line.text
    ]


def summary(rule: DraftRule, *, subject: str, names: Names) -> list[str]:
    """Return the rule in a few sentences, as somebody would tell a colleague."""
    values = {
        "who": _capital(who(rule.audience, subject=subject, names=names)),
        "what": _task(rule, names),
        "when": _when(rule),
    }
    # Kinds of people are many; everybody and every team are one.
    many = subject != Subject.TEAM and rule.audience.kinds
    plural, single = _("%(who)s do %(when)s: %(what)s."), _("%(who)s does %(when)s: %(what)s.")
    sentences = [(plural if many else single) % values]
    if rule.audience.min_contract_days:
        sentences.append(_short_contracts(rule.audience))
    if started := _started(rule.audience):
        sentences.append(started)
    if excluded := _excluded(rule.audience.exclude, names):
        sentences.append(_("Not for: %(who)s.") % {"who": excluded})
    if rule.not_same_as_last:
        sentences.append(_again(rule))
    sentences.append(_newcomers(rule))
    if rule.grace_days:
        sentences.append(_grace(rule))
    return sentences


def who(audience: AudienceRule, *, subject: str, names: Names) -> str:
    """Return for whom a rule is, without what it leaves out."""
    where = _listed([names.unit(code) for code in audience.units], word=_("or"))
    if subject == Subject.TEAM:
        kinds = _team_kinds(audience.team_kinds)
        return (
            _("every %(kind)s in %(where)s") % {"kind": kinds, "where": where}
            if where
            else (_("every %(kind)s") % {"kind": kinds})
        )
    people = _kinds(audience.kinds) or _("everybody")
    if where:
        people = _("%(people)s in %(where)s") % {"people": people, "where": where}
    if audience.roles:
        people = _("%(people)s with the role %(roles)s") % {
            "people": people,
            "roles": _roles(audience.roles),
        }
    if audience.function_groups:
        people = _("%(people)s in the function group %(groups)s") % {
            "people": people,
            "groups": _listed([_quoted(name) for name in audience.function_groups], word=_("or")),
        }
    return people


def _task(rule: DraftRule, names: Names) -> str:
    titles = [_with_equivalents(rule, one, names) for one in rule.items]
    if not titles:
        return _("nothing chosen yet")
    if rule.needed is None or rule.needed >= len(titles):
        return _listed(titles, word=_("and"))
    return ngettext(
        "at least %(count)d of %(activities)s",
        "at least %(count)d of %(activities)s",
        rule.needed,
    ) % {"count": rule.needed, "activities": _listed(titles, word=_("and"))}


def _what(rule: DraftRule, names: Names) -> str:
    return _capital(_task(rule, names))


def _with_equivalents(rule: DraftRule, item: AcceptedRule, names: Names) -> str:
    others = [
        names.activity(one.activity) for one in rule.accept if one.instead_of == item.activity
    ]
    return _listed([names.activity(item.activity), *others], word=_("or"))


def _again(rule: DraftRule) -> str:
    if rule.not_same_as_last:
        return _("What counted last time does not count this time.")
    return _("What counted last time counts again.")


def _often(rule: DraftRule) -> str:
    if rule.cycle_kind == CycleKind.ONCE:
        return _("Once")
    if rule.cycle_kind == CycleKind.EDITION:
        return _("With every new edition")
    if rule.start_month == 1:
        return _("Every calendar year")
    return _("Every year, from %(month)s") % {"month": MONTHS[rule.start_month]}


def _due(rule: DraftRule) -> str:
    if rule.cycle_kind == CycleKind.EDITION:
        return ngettext(
            "%(count)d day after the new edition",
            "%(count)d days after the new edition",
            rule.due_days,
        ) % {"count": rule.due_days}
    if rule.cycle_kind == CycleKind.CALENDAR_YEAR:
        return _day_of(rule)
    if rule.sitting_due_on is None:
        return _newcomers(rule)
    return format_date(rule.sitting_due_on)


def _when(rule: DraftRule) -> str:
    if rule.cycle_kind == CycleKind.EDITION:
        return ngettext(
            "with every new edition within %(count)d day",
            "with every new edition within %(count)d days",
            rule.due_days,
        ) % {"count": rule.due_days}
    if rule.cycle_kind == CycleKind.CALENDAR_YEAR:
        return _("every year on %(day)s at the latest") % {"day": _day_of(rule)}
    if rule.sitting_due_on is None:
        return _("once")
    return _("once, on %(day)s at the latest") % {"day": format_date(rule.sitting_due_on)}


def _day_of(rule: DraftRule) -> str:
    return _("%(day)d %(month)s") % {"day": rule.due_day, "month": MONTHS[rule.due_month]}


def _newcomers(rule: DraftRule) -> str:
    return ngettext(
        "Who starts later has %(count)d day from the first working day.",
        "Who starts later has %(count)d days from the first working day.",
        rule.newcomer_days,
    ) % {"count": rule.newcomer_days}


def _grace(rule: DraftRule) -> str:
    if not rule.grace_days:
        return _("None")
    return ngettext(
        "For %(count)d day after the due date it does not count as overdue yet.",
        "For %(count)d days after the due date it does not count as overdue yet.",
        rule.grace_days,
    ) % {"count": rule.grace_days}


def _short_contracts(audience: AudienceRule) -> str:
    if not audience.min_contract_days:
        return _("All contracts, however short")
    return ngettext(
        "%(kinds)s: only with a contract of more than %(count)d day.",
        "%(kinds)s: only with a contract of more than %(count)d days.",
        audience.min_contract_days,
    ) % {
        "count": audience.min_contract_days,
        "kinds": _capital(_kinds(audience.min_contract_kinds or HIRED)),
    }


def _excluded(exclude: Conditions, names: Names) -> str:
    parts = [
        _listed([names.unit(code) for code in exclude.units], word=_("and")),
        _kinds(exclude.kinds),
        _roles(exclude.roles),
        _listed([_quoted(name) for name in exclude.function_groups], word=_("and")),
    ]
    return "; ".join(part for part in parts if part)


def _kinds(values: Iterable[str]) -> str:
    words = {
        AppointmentKind.CIVIL_SERVANT: _("civil servants"),
        AppointmentKind.EXTERNAL_HIRE: _("external hires"),
        AppointmentKind.INTERN: _("interns"),
        AppointmentKind.AGENCY_WORKER: _("agency workers"),
        AppointmentKind.SECONDMENT: _("people on secondment"),
    }
    return _listed([words[AppointmentKind(value)] for value in values], word=_("and"))


def _started(audience: AudienceRule) -> str:
    first, last = audience.started_from, last_day(audience.started_before)
    if first and last:
        return _("Only who started here from %(first)s up to and including %(last)s.") % {
            "first": format_date(first),
            "last": format_date(last),
        }
    if first:
        return _("Only who started here on %(first)s or later.") % {"first": format_date(first)}
    if last:
        return _("Only who started here on %(last)s or earlier.") % {"last": format_date(last)}
    return ""


def _team_kinds(values: Iterable[str]) -> str:
    return _listed([str(UnitKind(value).label).lower() for value in values], word=_("or"))


def _roles(values: Iterable[str]) -> str:
    return _listed([str(RoleKind(value).label).lower() for value in values], word=_("or"))


def _quoted(text: str) -> str:
    return _("‘%(title)s’") % {"title": text}


def _listed(parts: Sequence[str], *, word: str) -> str:
    """Return "a, b and c"."""
    if len(parts) < 2:  # noqa: PLR2004
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
