"""Uploaded files and images, and the part of a film that a browser asks for while it plays.

Wagtail always sends whole files, which Safari refuses to play and no browser can search in. In
production nginx may send the parts; here the classes of WhiteNoise do, made for static files.
"""

from functools import partial
from http import HTTPStatus

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from wagtail.documents.views.serve import serve
from whitenoise.responders import SlicedFile, StaticFile

from assets.models import Rendition

_BLOCK = 64 * 1024
_YEAR = 365 * 24 * 60 * 60


def serve_document(
    request: HttpRequest, document_id: int, document_filename: str
) -> HttpResponseBase:
    """Send a file, after all checks of Wagtail, or the part of it that was asked for."""
    answer: HttpResponseBase = serve(request, document_id, document_filename)
    if isinstance(answer, FileResponse) and answer.status_code == HTTPStatus.OK:
        answer["Accept-Ranges"] = "bytes"
        _cut(answer, request)
    return answer


def serve_rendition(request: HttpRequest, name: str) -> FileResponse:  # noqa: ARG001
    """Send an image as pages show it, to anybody: pages that need no sign-in have images too.

    An original is not sent: it may hold where and by whom it was made. A changed image gets a new
    name, so a browser may keep what it has.
    """
    rendition = get_object_or_404(Rendition, file=f"images/{name}")
    try:
        answer = FileResponse(rendition.file.open("rb"))
    except FileNotFoundError as gone:
        raise Http404 from gone
    patch_cache_control(answer, public=True, max_age=_YEAR, immutable=True)
    return answer


def _cut(answer: FileResponse, request: HttpRequest) -> None:
    """Make it the asked part; what cannot be understood is ignored, as RFC 9110 §14.2 says."""
    asked = request.headers.get("Range")
    if asked is None or request.headers.get("If-Range", answer["ETag"]) != answer["ETag"]:
        return
    size = int(answer["Content-Length"])
    try:
        first, last = StaticFile.parse_byte_range(asked)
    except ValueError:
        return
    start = first if first >= 0 else max(first + size, 0)
    end = size - 1 if last is None else min(last, size - 1)
    if start > end:
        _refuse(answer, size)
        return
    part = SlicedFile(answer.file_to_stream, start, end)
    answer.status_code = HTTPStatus.PARTIAL_CONTENT
    answer["Content-Range"] = f"bytes {start}-{end}/{size}"
    answer["Content-Length"] = end - start + 1
    answer.streaming_content = iter(partial(part.read, _BLOCK), b"")


def _refuse(answer: FileResponse, size: int) -> None:
    answer.status_code = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    answer["Content-Range"], answer["Content-Length"] = f"bytes */{size}", 0
    answer.streaming_content = ()
