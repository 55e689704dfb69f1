"""Bytes that a browser is given: whole or in ranges, and nothing it could mistake for a page of ours."""

import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

# What a browser shows without running anything of it; the rest is only ever kept as a file.
SHOWN = re.compile(
    r"image/(jpeg|png|webp)|audio/(webm|ogg|mp4|mpeg|wav|aac)|video/(mp4|webm)|application/pdf"
)
# Whatever it is, it runs nothing, reaches nothing and is nobody.
POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline';"
    " frame-ancestors 'none'; sandbox"
)
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
LONGEST = 15  # digits


def serve(
    request: HttpRequest,
    *,
    name: str,
    media_type: str,
    size: int,
    tag: str,
    read: Callable[[int, int], Iterator[bytes]],
    kept: bool,
) -> HttpResponseBase:
    """Answer with the bytes `read(start, stop)` gives, or the range that is asked for (206, 416), or 304.

    `tag` changes when the bytes do. `kept`: the browser may keep them, and asks each time whether it still may; else it
    keeps nothing.
    """
    etag = f'"{tag}"'
    found = _range(request, size, etag)
    if etag in (one.strip() for one in request.headers.get("If-None-Match", "").split(",")):
        response: HttpResponseBase = HttpResponse(status=304)
    elif found is None:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        start, stop = found
        whole = (start, stop) == (0, size)
        body = read(start, stop) if size and request.method != "HEAD" else iter(())
        response = StreamingHttpResponse(body, status=200 if whole else 206, content_type=media_type)
        response.headers["Content-Length"] = str(stop - start)
        if not whole:
            response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
        attached = not SHOWN.fullmatch(media_type)
        disposition = content_disposition_header(attached, name)
        response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-cache" if kept else "private, no-store"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """From where to where (left out) to answer; all of it when no range is asked for, or one of another day, or several
    at once; None when the range lies outside."""
    said = request.headers.get("Range", "").strip()
    match = RANGE.fullmatch(said)
    if not match or request.headers.get("If-Range", etag) != etag or len(said) > 2 * LONGEST:
        return 0, size
    first, last = match.groups()
    if not first:
        if not last:
            return 0, size
        return (max(size - int(last), 0), size) if int(last) and size else None
    start, stop = int(first), int(last) + 1 if last else size
    if last and stop <= start:
        return 0, size  # no range at all (RFC 9110, 14.1.1): as if none were asked for
    return (start, min(stop, size)) if start < size else None
