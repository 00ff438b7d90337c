"""My files and reports, as lines of a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from compliance.enums import EndReason, ExportState, Rhythm
from compliance.exports.errors import WrongChoice
from compliance.exports.kinds import kind_of
from compliance.models import Export, ReportSubscription
from core import clock
from core.dates import add_days, format_date
from organisations.models import Person, Unit
from organisations.reports import unit_names

SHOWN = 50
_BADGES = {
    ExportState.WAITING: ("neutral", "clock"),
    ExportState.BUSY: ("neutral", "loader"),
    ExportState.READY: ("good", "circle-check"),
    ExportState.FAILED: ("bad", "circle-alert"),
    ExportState.REFUSED: ("bad", "lock"),
    ExportState.EXPIRED: ("neutral", "trash-2"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedExport:
    """One file. `kept_until` is the last day on which it can be fetched."""

    uuid: UUID
    title: str
    about: str
    file_type: str
    asked_at: datetime
    state: ExportState
    badge: str
    icon: str
    rows: int | None
    size: int | None
    done: int
    kept_until: date

    @property
    def is_busy(self) -> bool:
        """Whether it is still to come."""
        return self.state in {ExportState.WAITING, ExportState.BUSY}

    @property
    def is_ready(self) -> bool:
        """Whether it can be fetched."""
        return self.state == ExportState.READY


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSubscription:
    """One report that comes, or came, by itself."""

    pk: int
    title: str
    about: str
    file_type: str
    rhythm: str
    since: date
    ended_on: date | None
    ended_because: str


def listed_exports(person: Person) -> list[ListedExport]:
    """Return the files of somebody, the newest first."""
    rows = Export.objects.filter(requested_by=person).select_related("run")
    found = list(rows.order_by("-requested_at", "-pk")[:SHOWN])
    names = _unit_names([row.parameters for row in found])
    return [_listed(row, names) for row in found]


def _listed(row: Export, names: Mapping[str, str]) -> ListedExport:
    state = row.state_at(clock.now())
    badge, icon = _BADGES[state]
    return ListedExport(
        uuid=row.uuid,
        title=_title(row.kind),
        about=_about(row.parameters, names),
        file_type=row.get_format_display(),
        asked_at=row.requested_at,
        state=state,
        badge=badge,
        icon=icon,
        rows=row.rows,
        size=row.size,
        done=row.run.done if row.run else 0,
        kept_until=add_days(clock.business_date(row.expires_at), -1),
    )


def listed_subscriptions(person: Person) -> list[ListedSubscription]:
    """Return the reports of somebody, those that still come first."""
    rows = ReportSubscription.objects.filter(person=person).order_by("-recorded_at", "-pk")
    found = sorted(rows[:SHOWN], key=lambda row: row.valid_until is not None)
    names = _unit_names([row.parameters for row in found])
    return [
        ListedSubscription(
            pk=row.pk,
            title=_title(row.kind),
            about=_about(row.parameters, names),
            file_type=row.get_format_display(),
            rhythm=str(Rhythm(row.rhythm).label),
            since=row.valid_from,
            ended_on=row.valid_until,
            ended_because=str(EndReason(row.ended_because).label) if row.ended_because else "",
        )
        for row in found
    ]


def _title(kind: str) -> str:
    try:
        return str(kind_of(kind).title)
    except WrongChoice:
        return kind


def _about(chosen: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Say which unit and which day a file is about, and whether it holds all of it."""
    code = _code(chosen)
    day = parse_date(chosen.get("peildatum", ""))
    parts = [
        names.get(code, code),
        _("as on %(day)s") % {"day": format_date(day)} if day else "",
        _("with a filter") if _is_filtered(chosen) else "",
    ]
    return ", ".join(part for part in parts if part)


def _is_filtered(chosen: Mapping[str, str]) -> bool:
    """Tell whether a file of people holds a choice of them; what was typed is not repeated."""
    has_duty = "onderdeelcode" in chosen and "onderdeel" in chosen
    return has_duty or any(name in chosen for name in ("q", "status", "soort"))


def _code(chosen: Mapping[str, str]) -> str:
    return chosen.get("onderdeelcode") or chosen.get("onderdeel") or ""


def _unit_names(choices: list[Mapping[str, str]]) -> dict[str, str]:
    """Return the present names of the units that are chosen, by code."""
    codes = {_code(chosen) for chosen in choices} - {""}
    ids = dict(Unit.objects.filter(code__in=codes).values_list("pk", "code"))
    labels = unit_names(ids, clock.today())
    return {ids[pk]: label.name for pk, label in labels.items()}
