"""Files that come with a form, in flat memory: each goes to a temporary file without a name, gone with the request."""

import tempfile
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

IN_MEMORY = 256 * 1024


class Aside(FileUploadHandler):
    """Keeps at most `most` bytes of a file, and counts them all: what is too large is known by its size."""

    def __init__(self, request: HttpRequest | None = None, *, most: int) -> None:
        super().__init__(request)
        self.most = most

    def new_file(self, *arguments: Any, **named: Any) -> None:
        super().new_file(*arguments, **named)
        self.kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the request closes it

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= self.most:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.kept.seek(0)
        return UploadedFile(
            file=self.kept, name=self.file_name, content_type=self.content_type, size=file_size
        )


def with_files(most: int) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view whose form carries files of at most `most` bytes each."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            request.upload_handlers = [Aside(request, most=most)]
            return view(request, *arguments, **named)

        return wrapped

    return decorate
