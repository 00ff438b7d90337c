"""Comparing the chain with the file outside the database, which knows of what was cut off."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from core import clock
from lms.completions.heads import Head, UnreadableHeads, read_heads
from lms.completions.seal_models import LedgerSeal
from lms.completions.sealing import SETTLES_IN

_PAGE = 2000


def compare_with_file(path: Path, last: int) -> Iterator[str]:
    """Yield a sentence wherever the file knows better; `last` is the last batch looked at."""
    if not path.exists():
        if last:
            yield _("The file with heads, %(path)s, is not there.") % {"path": path}
        return
    try:
        yield from _compare(path, last)
    except UnreadableHeads as error:
        yield _("The file with heads has a line that is none of ours: %(line)s") % {"line": error}


def _compare(path: Path, last: int) -> Iterator[str]:
    lines = read_heads(path)
    written = 0
    while page := list(islice(lines, _PAGE)):
        seals = LedgerSeal.objects.filter(number__in=[line.number for line in page])
        known = dict(seals.values_list("number", "head"))
        for line in page:
            if line.number != written + 1:
                yield _("The file with heads goes from batch %(first)s to batch %(next)s.") % {
                    "first": written,
                    "next": line.number,
                }
            written = line.number
            yield from _differs(line, known, last)
    if written < last and _has_settled(written + 1):
        yield _("The file with heads ends at batch %(first)s; the database has %(last)s.") % {
            "first": written,
            "last": last,
        }


def _differs(line: Head, known: dict[int, str], last: int) -> Iterator[str]:
    if line.number not in known:
        sentence = (
            _("Batch %(batch)s, with %(rows)s completions, stands in the file: it was cut off.")
            if line.number > last
            else _(
                "Batch %(batch)s, with %(rows)s completions, stands in the file: it was taken out."
            )
        )
        yield sentence % {"batch": line.number, "rows": line.rows}
    elif known[line.number] != line.head:
        yield _("Batch %(batch)s has another head in the file: it was changed and sealed anew.") % {
            "batch": line.number
        }


def _has_settled(number: int) -> bool:
    """Tell whether a batch has been there long enough to stand in the file."""
    settled = LedgerSeal.objects.filter(number=number, sealed_at__lte=clock.now() - SETTLES_IN)
    return settled.exists()
