"""For whom a rule is, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.enums import Subject
from compliance.rules.audiences import HIRED, AudienceRule, Conditions
from compliance.rules.names import Names
from compliance.rules.phrases import capital, listed, quoted
from core.dates import format_date, last_day
from organisations.enums import AppointmentKind, RoleKind, UnitKind


def who(audience: AudienceRule, *, subject: str, names: Names) -> str:
    """Return for whom a rule is, without what it leaves out."""
    where = listed([names.unit(code) for code in audience.units], word=_("or"))
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
            "groups": listed([quoted(name) for name in audience.function_groups], word=_("or")),
        }
    return people


def short_contracts(audience: AudienceRule) -> str:
    """Return which short contracts stay out."""
    if not audience.min_contract_days:
        return _("All contracts, however short")
    return ngettext(
        "%(kinds)s: only with a contract of more than %(count)d day.",
        "%(kinds)s: only with a contract of more than %(count)d days.",
        audience.min_contract_days,
    ) % {
        "count": audience.min_contract_days,
        "kinds": capital(_kinds(audience.min_contract_kinds or HIRED)),
    }


def started(audience: AudienceRule) -> str:
    """Return on which days somebody must have started; empty when that does not matter."""
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


def excluded(exclude: Conditions, names: Names) -> str:
    """Return whom a rule leaves out."""
    parts = [
        listed([names.unit(code) for code in exclude.units], word=_("and")),
        _kinds(exclude.kinds),
        _roles(exclude.roles),
        listed([quoted(name) for name in exclude.function_groups], word=_("and")),
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
    return listed([words[AppointmentKind(value)] for value in values], word=_("and"))


def _team_kinds(values: Iterable[str]) -> str:
    return listed([str(UnitKind(value).label).lower() for value in values], word=_("or"))


def _roles(values: Iterable[str]) -> str:
    return listed([str(RoleKind(value).label).lower() for value in values], word=_("or"))
