"""What becomes of bytes somebody sends: in this process for speed, or in a child as in life."""

import io
from typing import NamedTuple

from aufil.files.naming import ending_of
from aufil.files.preparing import moving, still
from aufil.files.preparing.bench import FILM, SOUND, STILL, VERSIONS, examined, program_for
from aufil.files.preparing.outcome import Refused, Result, Task

IN_PROCESS = {STILL: still.prepare, SOUND: moving.prepare, FILM: moving.prepare}


class Prepared(NamedTuple):
    result: Result
    versions: dict[str, bytes]


def prepared(data: bytes, kind: str = "document", name: str = "") -> Prepared:
    """In this process: for what is no danger to it. Raises `Refused`, or whatever a decoder raises."""
    places = {version: io.BytesIO() for version in VERSIONS}
    task = Task(kind, len(data), ending_of(name), io.BytesIO(data), places)
    result = IN_PROCESS[program_for(kind, data)](task)
    return Prepared(result, {version: places[version].getvalue() for version in result.versions})


def in_child(data: bytes, kind: str = "document", name: str = "") -> Prepared:
    """As in life. Raises `Refused`, or `Interrupted`."""
    with examined(
        program_for(kind, data),
        kind=kind,
        extension=ending_of(name),
        chunks=[data],
        moved=lambda _hundredths: None,
    ) as made:
        return Prepared(made.result, {version: file.read() for version, file in made.files.items()})


def fate(data: bytes, kind: str = "document", name: str = "") -> str:
    """What a child says of these bytes: a media type, or why they are refused."""
    try:
        return in_child(data, kind, name).result.media_type
    except Refused as refusal:
        return refusal.code


def refusal(data: bytes, kind: str = "document", name: str = "") -> str:
    """Why these bytes are refused, in this process; empty when they are not."""
    try:
        prepared(data, kind, name)
    except Refused as refused:
        return refused.code
    return ""
