"""A calendar file as an answer over HTTP: with what lets a reader ask only whether it changed."""

import re
from datetime import UTC, datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag

_MODIFIED = re.compile(rb"^LAST-MODIFIED:(\d{8}T\d{6})Z\r?$", re.MULTILINE)


def calendar_answer(
    request: HttpRequest, content: bytes, *, file_name: str, is_private: bool
) -> HttpResponseBase:
    """Return the file, or 304 when the reader has it already.

    `is_private`: it is somebody's own; nothing between us and the reader may keep it.
    """
    etag = quote_etag(sha256(content).hexdigest()[:32])
    modified = last_modified(content)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    response["ETag"] = etag
    stamp = int(modified.timestamp()) if modified else None
    if stamp is not None:
        response["Last-Modified"] = http_date(stamp)
    _limit_caching(response, is_private=is_private)
    answer: HttpResponseBase = get_conditional_response(request, etag, stamp, response) or response
    return answer


def last_modified(content: bytes) -> datetime | None:
    """Return when the newest entry of a calendar changed; None for an empty calendar."""
    stamps = _MODIFIED.findall(content)
    if not stamps:
        return None
    newest = datetime.strptime(max(stamps).decode(), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - it is UTC
    return newest.replace(tzinfo=UTC)


def _limit_caching(response: HttpResponse, *, is_private: bool) -> None:
    if is_private:
        patch_cache_control(response, private=True, no_cache=True)
        # Its address is the key to it.
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
    else:
        patch_cache_control(response, public=True, max_age=900)
