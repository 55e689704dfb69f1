"""Where files are: `AUFIL_STORAGE_URL` as a Django storage."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

DISK = "aufil.files.stores.disk.DiskStore"
S3 = "aufil.files.stores.s3.S3Store"
HOW = (
    "AUFIL_STORAGE_URL s’écrit « file:///dossier » ou"
    " « s3://clé:secret@serveur:port/seau?region=…&scheme=https » (clé et secret encodés en %)."
)


def files_storage(url: str) -> dict[str, Any]:
    """The `STORAGES` line for this address; boto3 is imported only when it is an S3."""
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        return {"BACKEND": DISK, "OPTIONS": {"location": str(Path(unquote(parts.path)))}}
    bucket = parts.path.strip("/")
    said = dict(parse_qsl(parts.query))
    scheme = said.get("scheme", "https")
    if parts.scheme != "s3" or not parts.hostname or not bucket or "/" in bucket:
        raise ImproperlyConfigured(HOW)
    if scheme not in ("http", "https") or bool(parts.username) != bool(parts.password):
        raise ImproperlyConfigured(HOW)
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise ImproperlyConfigured(HOW) from None
    # Without a key here, boto3 looks where it always does (its own environment variables, the machine's role).
    return {
        "BACKEND": S3,
        "OPTIONS": {
            "access_key": unquote(parts.username) if parts.username else None,
            "secret_key": unquote(parts.password) if parts.password else None,
            "bucket_name": bucket,
            "endpoint_url": f"{scheme}://{parts.hostname}{port}",
            "region_name": said.get("region") or "us-east-1",
        },
    }
