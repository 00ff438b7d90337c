"""What becomes of messages whose time has come, decided for a whole batch at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import structlog
from django.utils.module_loading import import_string

from core import clock
from notifications.addresses import digest_of
from notifications.enums import BROKEN, UNKNOWN_KIND, NoticeState, NotSentBecause
from notifications.models import BouncingAddress, Notice, SwitchedOff
from notifications.moments import working_moment
from notifications.registry import specs
from notifications.reports import Texts, text_of, written_texts
from notifications.specs import CalendarPart, NoticeSpec
from notifications.texts import Letter, compose

logger = structlog.get_logger(__name__)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A message that can be sent."""

    notice: Notice
    spec: NoticeSpec
    letter: Letter
    calendar: CalendarPart | None = None


def prepare(notices: Sequence[Notice]) -> list[Ready]:
    """Return what can be sent; cancel, postpone or lay aside the others."""
    known = specs()
    lay_aside([row for row in notices if row.kind not in known], error=UNKNOWN_KIND)
    rows = _postpone([row for row in notices if row.kind in known], known)
    rows = _without_objection(rows, known)
    contexts = _refresh(rows, known)
    cancel([row for row in rows if contexts.get(row.pk, {}) is None], NotSentBecause.NOT_NEEDED)
    wanted = [row for row in rows if contexts.get(row.pk) is not None]
    parts = _calendar_parts(wanted, known)
    written = written_texts()
    letters = (
        _letter(row, known[row.kind], contexts[row.pk] or {}, written, parts[row.pk])
        for row in wanted
        if row.pk in parts
    )
    return [letter for letter in letters if letter is not None]


def _letter(
    notice: Notice,
    spec: NoticeSpec,
    context: Mapping[str, Any],
    written: Texts,
    calendar: CalendarPart | None,
) -> Ready | None:
    """Return a message with its text; None when it cannot be filled in."""
    language = notice.person.language
    try:
        letter = compose(spec, text_of(spec, language, written), context, language=language)
    except ValueError:
        # Such as a link to another site.
        lay_aside([notice], error=BROKEN)
        return None
    return Ready(notice=notice, spec=spec, letter=letter, calendar=calendar)


def lay_aside(rows: Sequence[Notice], *, error: str) -> None:
    """Let these wait for an operator."""
    _still_waiting(rows).update(state=NoticeState.FAILED, error=error)
    for row in rows:
        logger.error("message cannot be sent", notice=row.pk, kind=row.kind, error=error)


def cancel(rows: Sequence[Notice], because: NotSentBecause) -> None:
    """Do not send these, and remember why; what they would have said is forgotten."""
    if rows:
        _still_waiting(rows).update(state=NoticeState.CANCELLED, because=because, context={})
        logger.info("messages not sent", because=because, number=len(rows))


def _still_waiting(rows: Sequence[Notice]) -> Any:
    return Notice.objects.waiting().filter(pk__in=[row.pk for row in rows])


def _postpone(rows: Sequence[Notice], known: Mapping[str, NoticeSpec]) -> list[Notice]:
    """Let what may only come in working hours wait for them; the worker may be late itself."""
    now = clock.now()
    later: dict[datetime, list[Notice]] = {}
    for row in rows:
        if known[row.kind].working_hours:
            moment = working_moment(now, row.person.time_zone)
            if moment > now:
                later.setdefault(moment, []).append(row)
    for moment, same in later.items():
        _still_waiting(same).update(not_before=moment)
    waits = {row.pk for same in later.values() for row in same}
    return [row for row in rows if row.pk not in waits]


def _without_objection(rows: list[Notice], known: Mapping[str, NoticeSpec]) -> list[Notice]:
    """Cancel what cannot arrive or is not wanted."""
    people = [row.person_id for row in rows]
    unwanted = set(SwitchedOff.objects.filter(person__in=people).values_list("person_id", "kind"))
    digests = {row.pk: digest_of(row.person.email) for row in rows if row.person.email}
    bouncing = set(
        BouncingAddress.objects.filter(digest__in=digests.values()).values_list("digest", flat=True)
    )
    refused: dict[NotSentBecause, list[Notice]] = {}
    for row in rows:
        if row.person.erased_at or not row.person.email:
            refused.setdefault(NotSentBecause.NO_ADDRESS, []).append(row)
        elif known[row.kind].optional and (row.person_id, row.kind) in unwanted:
            refused.setdefault(NotSentBecause.SWITCHED_OFF, []).append(row)
        elif digests[row.pk] in bouncing:
            refused.setdefault(NotSentBecause.BOUNCING, []).append(row)
    for because, same in refused.items():
        cancel(same, because)
    gone = {row.pk for same in refused.values() for row in same}
    return [row for row in rows if row.pk not in gone]


def _refresh(
    rows: Sequence[Notice], known: Mapping[str, NoticeSpec]
) -> dict[int, Mapping[str, Any] | None]:
    """Return what to fill in; None: no longer needed. What could not be filled in is left out."""
    functions = {spec.kind: spec.refresh for spec in known.values()}
    contexts: dict[int, Mapping[str, Any] | None] = {
        row.pk: row.context for row in rows if not functions[row.kind]
    }
    return contexts | _answers(rows, functions)


def _calendar_parts(
    rows: Sequence[Notice], known: Mapping[str, NoticeSpec]
) -> dict[int, CalendarPart | None]:
    """Return what calendars take over; a message of which that could not be made is left out."""
    functions = {spec.kind: spec.calendar for spec in known.values()}
    parts: dict[int, CalendarPart | None] = {
        row.pk: None for row in rows if not functions[row.kind]
    }
    return parts | _answers(rows, functions)


def _answers(rows: Sequence[Notice], functions: Mapping[str, str]) -> dict[int, Any]:
    """Ask the function of each kind, if any. A kind that breaks stops no other kind."""
    answers: dict[int, Any] = {}
    for kind in dict.fromkeys(row.kind for row in rows if functions[row.kind]):
        same = [row for row in rows if row.kind == kind]
        answers |= _ask(import_string(functions[kind]), same)
    return answers


def _ask(
    function: Callable[[Sequence[Notice]], Mapping[int, Answer]], rows: Sequence[Notice]
) -> dict[int, Answer]:
    """Ask for all at once; when that breaks, one by one, so that only those stay that break it."""
    try:
        return dict(function(rows))
    except Exception:
        if len(rows) == 1:
            logger.exception("message could not be filled in", notice=rows[0].pk)
            lay_aside(rows, error=BROKEN)
            return {}
    found: dict[int, Answer] = {}
    for row in rows:
        found |= _ask(function, [row])
    return found
