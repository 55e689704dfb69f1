"""A file of a thread, opened by somebody who may read the thread today."""

from uuid import UUID

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from aufil.files import actions as files
from aufil.files.models import Blob, File
from aufil.people.access import PersonRequest
from aufil.thread import access
from aufil.web.pages import signed_in_page
from aufil.web.serving import serve


@signed_in_page
@require_safe
def open_file(request: PersonRequest, uid: UUID, file: UUID, version: str) -> HttpResponseBase:
    """One version of a file, decrypted as it leaves."""
    found = access.attached(request, uid, file)
    opened = files.open_version(file=found, version=version, by=request.user)
    return serve(
        request,
        name=opened.name,
        media_type=opened.media_type,
        size=opened.size,
        tag=opened.tag,
        read=opened.read,
        kept=_kept(found, version),
    )


def _kept(file: File, version: str) -> bool:
    """What the page draws may stay on the phone, asked about each time; papers and full sizes leave nothing there."""
    return version != Blob.Version.ORIGINAL or file.kind == File.Kind.VOICE
