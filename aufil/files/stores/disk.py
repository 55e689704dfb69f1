"""Files on a disk of this machine."""

import errno
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.core.files.storage import FileSystemStorage

from aufil.files.stores import Gone, StoreAway, StoreFull

CHUNK = 128 * 1024
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class DiskStore(FileSystemStorage):
    """A folder only Aufil's account reads. A file is durable before its row is written."""

    def put(self, place: str, source: BinaryIO) -> None:
        path = Path(self.path(place))
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(path, source)
        except OSError as error:
            path.unlink(missing_ok=True)
            if error.errno in NO_ROOM:
                raise StoreFull(place) from error
            raise StoreAway(f"{error.strerror}") from error

    def _write(self, path: Path, source: BinaryIO) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            shutil.copyfileobj(source, file, CHUNK)
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def read(self, place: str, start: int, stop: int) -> Iterator[bytes]:
        try:
            with open(self.path(place), "rb") as file:
                file.seek(start)
                while start < stop and (chunk := file.read(min(CHUNK, stop - start))):
                    start += len(chunk)
                    yield chunk
        except FileNotFoundError:
            raise Gone(place) from None
        except OSError as error:
            raise StoreAway(f"{error.strerror}") from error

    def remove(self, place: str) -> None:
        try:
            Path(self.path(place)).unlink(missing_ok=True)
        except OSError as error:
            raise StoreAway(f"{error.strerror}") from error

    def places(self, folder: str) -> Iterator[tuple[str, datetime]]:
        try:
            entries = list(os.scandir(self.path(folder)))
        except FileNotFoundError:
            return
        for entry in entries:
            yield f"{folder}/{entry.name}", datetime.fromtimestamp(entry.stat().st_mtime, UTC)

    def trouble(self) -> str:
        try:
            Path(self.location).mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            return f"{error.strerror}"
        return ""
