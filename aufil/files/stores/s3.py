"""Files in a bucket of any S3. Imported only when one is configured: boto3 is heavy."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from aufil.files.stores import Gone, StoreAway, StoreFull

CHUNK = 128 * 1024
IN_MEMORY = 512 * 1024  # bytes, sealed already, that wait for their length; more of them wait on disk
NO_ROOM = {"XMinioStorageFull", "QuotaExceeded", "InsufficientStorage", "507"}
MISSING = {"NoSuchKey", "404", "NotFound"}


class S3Store(S3Storage):
    """A private bucket: path style, signature 4, no public address of anything."""

    def get_default_settings(self) -> dict[str, Any]:
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=5,
            read_timeout=20,
            retries={"max_attempts": 3, "mode": "standard"},
            # Stores other than Amazon's do not all know its newer checksums; ours are in each frame.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        ours = {"default_acl": None, "querystring_auth": True, "client_config": config}
        return {**super().get_default_settings(), **ours}

    @property
    def client(self) -> Any:
        """One a thread (`S3Storage.connection`)."""
        return self.connection.meta.client

    def put(self, place: str, source: BinaryIO) -> None:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as waiting:
            while chunk := source.read(CHUNK):
                waiting.write(chunk)
            waiting.seek(0)
            with translated(place):
                self.client.put_object(Bucket=self.bucket_name, Key=place, Body=waiting)

    def read(self, place: str, start: int, stop: int) -> Iterator[bytes]:
        with translated(place):
            answer = self.client.get_object(
                Bucket=self.bucket_name, Key=place, Range=f"bytes={start}-{stop - 1}"
            )
            yield from answer["Body"].iter_chunks(CHUNK)

    def remove(self, place: str) -> None:
        with translated(place):
            self.client.delete_object(Bucket=self.bucket_name, Key=place)

    def places(self, folder: str) -> Iterator[tuple[str, datetime]]:
        with translated(folder):
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=f"{folder}/"):
                for found in page.get("Contents", []):
                    yield found["Key"], found["LastModified"]

    def trouble(self) -> str:
        try:
            with translated(""):
                self.client.head_bucket(Bucket=self.bucket_name)
        except (StoreAway, Gone) as error:
            return str(error) or f"le seau {self.bucket_name} n’existe pas"
        return ""


class translated:
    """What boto3 raises, in the words of `files.stores`."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ClientError):
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in MISSING:
                raise Gone(self.place) from error
            if code in NO_ROOM:
                raise StoreFull(self.place) from error
            raise StoreAway(code or "S3") from error
        if isinstance(error, BotoCoreError | OSError):
            raise StoreAway(type(error).__name__) from error
