"""Looks at one link: HEAD first, GET when a site does not know that, and what the answer means."""

import http.client
from dataclasses import dataclass

from compliance.webhooks.addresses import RefusedAddress
from toolbox.linking.visiting import NotWelcome, Visit
from toolbox.practice_enums import LinkOutcome

_GONE = frozenset({404, 410})
_NO_HEAD = frozenset({400, 403, 404, 405, 410})
"""Answers that some sites give to HEAD alone; those of a broken server are asked again too."""
_NOT_FOR_US = frozenset({401, 403, 407, 429, 451})
"""Somebody with a browser may well get the page."""
_FIRST_ERROR, _FIRST_SERVER_ERROR = 400, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What looking gave; `status` is None when no site answered."""

    outcome: LinkOutcome
    status: int | None = None


def look_at(url: str, visit: Visit) -> Found:
    """Look at an address; never raises for what can be wrong with a site."""
    try:
        status = visit.status_of(url, method="HEAD")
        if status in _NO_HEAD or status >= _FIRST_SERVER_ERROR:
            status = visit.status_of(url, method="GET")
    except NotWelcome:
        return Found(outcome=LinkOutcome.NOT_ALLOWED)
    except RefusedAddress:
        return Found(outcome=LinkOutcome.UNSAFE)
    except (OSError, http.client.HTTPException):
        return Found(outcome=LinkOutcome.SILENT)
    return Found(outcome=meaning_of(status), status=status)


def meaning_of(status: int) -> LinkOutcome:
    """Return what an answer means for a reader."""
    if status in _GONE:
        return LinkOutcome.GONE
    if status in _NOT_FOR_US:
        return LinkOutcome.NOT_ALLOWED
    if status >= _FIRST_ERROR:
        return LinkOutcome.FAILS
    return LinkOutcome.WORKS
