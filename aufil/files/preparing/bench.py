"""The parent's side: hand a file to a child process, wait for so long and no longer, take what it made."""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import aufil
from aufil.files.preparing.outcome import LOUDNESS_MOST, MEDIA_TYPES, REFUSALS, Refused, Result
from aufil.files.preparing.sniffing import HEAD, Sort, guess

VERSIONS = ("original", "shown", "thumb", "light", "poster")
GIGA = 1 << 30
_FROM = str(Path(aufil.__file__).resolve().parent.parent)
# The machine is being stopped: no fault of the file.
_STOPPED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
_LINE_MOST = 4096


class Interrupted(Exception):
    """The child ended from outside (the machine is being stopped, or ran out of memory) or never began: nothing is
    known of the file yet."""

    def __init__(self, reason: str, *, perhaps_by_the_file: bool) -> None:
        super().__init__(reason)
        self.perhaps_by_the_file = perhaps_by_the_file


@dataclass(frozen=True)
class Program:
    """A child's program and what it may use: bytes of addresses, seconds of the processor and of the clock."""

    module: str
    memory: int
    seconds: int
    patience: int


STILL = Program("aufil.files.preparing.still", memory=3 * GIGA // 2, seconds=60, patience=120)
SOUND = Program("aufil.files.preparing.moving", memory=GIGA, seconds=120, patience=240)
FILM = Program("aufil.files.preparing.moving", memory=2 * GIGA, seconds=600, patience=1200)


@dataclass(frozen=True)
class Made:
    """What came of a good file; `files` are nameless, at their beginning, and close with the `examined` block."""

    result: Result
    files: dict[str, BinaryIO]


def program_for(kind: str, head: bytes) -> Program:
    """Which child a file of this kind and beginning is for. Films are those that may take a minute or more."""
    sort: Sort = guess(head[:HEAD])[0]
    if kind in ("voice", "video"):
        return FILM if kind == "video" else SOUND
    return FILM if sort == "sound" and kind == "document" else STILL


@contextlib.contextmanager
def examined(
    program: Program, *, kind: str, extension: str, chunks: Iterable[bytes], moved: Callable[[int], None]
) -> Iterator[Made]:
    """Have a child examine these bytes. Raises `Refused` with the reason, or `Interrupted`.

    `moved` is told the hundredths done, as they come.
    """
    with contextlib.ExitStack() as files:
        source = files.enter_context(_nameless())
        size = sum(source.write(chunk) for chunk in chunks)
        source.flush()
        source.seek(0)
        outputs = {version: files.enter_context(_nameless()) for version in VERSIONS}
        asked = {
            "kind": kind,
            "size": size,
            "extension": extension,
            "source": source.fileno(),
            "outputs": {version: file.fileno() for version, file in outputs.items()},
            "parent": os.getpid(),
            "memory": program.memory,
            "seconds": program.seconds,
        }
        result = _ask(program, asked, moved)
        made = {version: outputs[version] for version in result.versions}
        for file in made.values():
            file.seek(0)
        yield Made(result, made)


def _nameless() -> BinaryIO:
    """A file in memory, or where a system has none, one on disk without a name: nothing is left of it, ever."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("aufil"), "w+b")
    return tempfile.TemporaryFile("w+b")


def _ask(program: Program, asked: dict[str, Any], moved: Callable[[int], None]) -> Result:
    with _nameless() as complaints:
        child = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", program.module, json.dumps(asked)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            pass_fds=[asked["source"], *asked["outputs"].values()],
            # Not a word of ours: settings hold keys.
            env={"PATH": os.defpath, "PYTHONPATH": _FROM, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
            cwd="/",
            start_new_session=True,
        )
        try:
            answer = _listened(child, time.monotonic() + program.patience, moved)
        finally:
            child.kill()
            child.wait()
            assert child.stdout
            child.stdout.close()
        if answer is None:
            raise _explained(child, complaints)
    return _believed(answer)


def _listened(
    child: "subprocess.Popen[bytes]", deadline: float, moved: Callable[[int], None]
) -> dict[str, Any] | None:
    """Its last word; None when it died without one. Raises `Refused` when it takes too long."""
    assert child.stdout
    number, said = child.stdout.fileno(), b""
    ears = select.poll()  # `select` knows no descriptor above 1,023
    ears.register(number, select.POLLIN)
    while (left := deadline - time.monotonic()) > 0:
        if not ears.poll(left * 1000):
            break
        chunk = os.read(number, _LINE_MOST)
        if not chunk:
            child.wait(max(0.1, left))
            return None
        *lines, said = (said + chunk).split(b"\n")
        for line in lines:
            word = _word(line)
            if not isinstance(word.get("moved"), int):
                return word
            moved(min(100, max(0, word["moved"])))
        if len(said) > _LINE_MOST:
            return {}
    raise Refused("too-much")


def _word(line: bytes) -> dict[str, Any]:
    try:
        word = json.loads(line)
    except ValueError:
        return {}
    return word if isinstance(word, dict) else {}


def _explained(child: "subprocess.Popen[bytes]", complaints: BinaryIO) -> Exception:
    """Why a child ended without a word."""
    ended = child.returncode
    if ended in (-signal.SIGXCPU, -signal.SIGXFSZ):
        return Refused("too-much")
    if ended < 0 and -ended not in _STOPPED | {signal.SIGKILL}:
        return Refused("broken")
    complaints.seek(0)
    lines = complaints.read().decode("utf-8", "replace").strip().splitlines()
    last = lines[-1][:200] if lines else ""
    return Interrupted(f"{ended}: {last}", perhaps_by_the_file=-ended not in _STOPPED)


def _believed(word: dict[str, Any]) -> Result:
    """What a child says, looked at again: it has read hostile bytes."""
    if word.get("refused") in REFUSALS:
        raise Refused(word["refused"])
    try:
        result = Result(**word["ready"])
        good = (
            result.media_type in MEDIA_TYPES
            and set(result.versions) <= set(VERSIONS)
            and set(result.versions.values()) <= MEDIA_TYPES
            and bool(result.versions)
            and all(_is_count(n) for n in (result.width, result.height, result.milliseconds))
            and len(result.loudness) <= LOUDNESS_MOST
            and bytes(result.loudness) is not None
            and isinstance(result.locked, bool)
        )
    except (KeyError, TypeError, ValueError):
        good = False
    if not good:
        raise Refused("broken")
    return result


def _is_count(number: object) -> bool:
    return number is None or (type(number) is int and 0 <= number < 1 << 31)
