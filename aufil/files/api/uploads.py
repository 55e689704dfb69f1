"""The tus protocol, version 1.0.0 (tus.io), for files that were announced: where it stands, more of it, no more of it.

The file's row, its length and its owner exist already; creation (`POST`) only tells its address.
"""

import base64
import binascii
from datetime import timedelta
from uuid import UUID

from django.utils.http import http_date

from aufil.files.access import own_file
from aufil.files.actions import stop
from aufil.files.actions.receive import AWAITED, check_device, check_wanted
from aufil.files.api.incoming import Incoming, beside, checksum_of
from aufil.files.models import SIZE_LIMIT, File
from aufil.web.asgi import Call, Door, Handler, door
from aufil.web.authentication import Caller
from aufil.web.limits import Bucket
from aufil.web.problems import Problem

VERSION = "1.0.0"
UPLOADS = "/api/v1/uploads"
OFFSETS = "application/offset+octet-stream"
KEPT = timedelta(days=14)  # what has come of a file nobody goes on with
CAN = {
    "tus_version": VERSION,
    "tus_extension": "creation,expiration,checksum,termination",
    "tus_max_size": str(SIZE_LIMIT),
    "tus_checksum_algorithm": "sha1,sha256",
}

pace = Bucket(burst=400, per_second=20)
volume = Bucket(burst=600 * 1024, per_second=2 * 1024)  # KiB


async def describe_uploads(call: Call) -> None:
    """What this server can do."""
    await call.answer_nothing(204, **CAN)


async def create_upload(call: Call) -> None:
    """The address of an announced file, for clients that ask."""
    _check_version(call)
    file = await _own(call, _named(call.header(b"upload-metadata")))
    if call.header(b"upload-length") != str(file.declared_size):
        raise Problem("conflict")
    await call.answer_nothing(201, location=f"{UPLOADS}/{file.uid}", upload_expires=_expires(file))


async def read_upload(call: Call) -> None:
    """How much of the file is here."""
    _check_version(call)
    file = await _own(call, call.uuid(0))
    await call.answer_nothing(
        200,
        upload_offset=str(file.received),
        upload_length=str(file.declared_size),
        upload_expires=_expires(file),
    )


async def continue_upload(call: Call) -> None:
    """More of the file, from `Upload-Offset` on: put away as it comes."""
    _check_version(call)
    file = await _own(call, call.uuid(0))
    if call.header(b"content-type") != OFFSETS:
        raise Problem("unsupported")
    offset, length = call.header(b"upload-offset"), call.header(b"content-length")
    if not offset.isdecimal() or len(offset) > 15:
        raise Problem("malformed")
    if int(offset) != file.received:
        raise Problem("offset")
    left = file.declared_size - file.received
    if length.isdigit() and int(length) > left:
        raise Problem("too-large")
    _slow(call, volume, -(-(int(length) if length.isdigit() else left) // 1024))
    received = await Incoming(call, file, int(offset), checksum_of(call)).take()
    await call.answer_nothing(204, upload_offset=str(received), upload_expires=_expires(file))


async def stop_upload(call: Call) -> None:
    """The sender withdraws the file before all of it came."""
    _check_version(call)
    file = await _own(call, call.uuid(0))
    await beside(_stop, file)
    await call.answer_nothing(204)


def _stop(file: File) -> None:
    stop(file=file)


async def _own(call: Call, uid: UUID) -> File:
    _slow(call, pace, 1)
    caller = _caller(call)
    return await beside(_own_wanted, caller.person_id, caller.device_id, uid)


def _own_wanted(person: int, device: int, uid: UUID) -> File:
    check_device(device, person)
    file = own_file(person, uid)
    check_wanted(file)
    return file


def _caller(call: Call) -> Caller:
    if call.caller is None:
        raise Problem("sign-in")
    return call.caller


def _check_version(call: Call) -> None:
    if call.header(b"tus-resumable") != VERSION:
        call.always["tus_version"] = VERSION
        raise Problem("version")


def _slow(call: Call, bucket: Bucket, count: int) -> None:
    wait = bucket.take(_caller(call).device_id, count)
    if wait is not None:
        raise Problem("slow-down", retry_after=wait)


def _named(metadata: str) -> UUID:
    """The file `Upload-Metadata` names: `file` and its identifier in base64."""
    for pair in metadata.split(","):
        key, _, value = pair.strip().partition(" ")
        if key == "file":
            try:
                return UUID(base64.b64decode(value, validate=True).decode())
            except (binascii.Error, ValueError):
                break
    raise Problem("malformed")


def _expires(file: File) -> str:
    """Until when what has come is kept if nothing more comes; a file that is here does not expire so."""
    if file.state not in AWAITED:
        return ""
    return http_date((file.touched_at + KEPT).timestamp())


def _door(method: str, path: str, handler: Handler, summary: str, status: int, *headers: str) -> Door:
    said = {"summary": summary, "status": status, "tag": "Envois", "bare": True, "headers": headers}
    return door(method, path, handler, said, {"tus_resumable": VERSION})


ONE, SPOKEN = UPLOADS + "/{file}", "Tus-Resumable"
doors: list[Door] = [
    _door("OPTIONS", UPLOADS, describe_uploads, "Ce que savent faire les envois", 204),
    _door(
        "POST",
        UPLOADS,
        create_upload,
        "L’adresse d’un envoi",
        201,
        SPOKEN,
        "Upload-Length",
        "Upload-Metadata",
    ),
    _door("HEAD", ONE, read_upload, "Où en est un envoi", 200, SPOKEN),
    _door(
        "PATCH",
        ONE,
        continue_upload,
        "La suite d’un fichier",
        204,
        SPOKEN,
        "Upload-Offset",
        "Upload-Checksum",
    ),
    _door("DELETE", ONE, stop_upload, "Ne plus envoyer ce fichier", 204, SPOKEN),
]
