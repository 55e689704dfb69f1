"""The child's side: how little it may do, what it is asked, how it answers.

It is started with one argument, the task as JSON: `{"kind", "size", "extension", "source": descriptor, "outputs":
{version: descriptor}, "parent": process id, "memory": bytes, "seconds": of the processor}`. It answers on standard
output, a line a thing: `{"moved": hundredths}` any number of times, at last `{"ready": {…}}` or `{"refused": code}`.
"""

import contextlib
import ctypes
import json
import os
import resource
import struct
import sys
import sysconfig
import traceback
from collections.abc import Callable
from typing import Any

from aufil.files.preparing.outcome import Refused, Result, Task

OUTPUT_MOST = 64 << 20  # bytes a version may have, whatever went wrong
NICE = 10
_SET_DEATH_SIGNAL, _SET_DUMPABLE, _SET_NO_NEW_PRIVILEGES = 1, 4, 38
_SIGKILL = 9
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_VERSION, _LANDLOCK_BENEATH = 1, 1
_LANDLOCK_READ = 0b1100  # files and folders
_LANDLOCK_FILES = (0x1FFF, 0x3FFF, 0x7FFF, 0x7FFF, 0xFFFF)  # what each version can forbid, from the first


def answer(prepare: Callable[[Task], Result]) -> None:
    """Do what the command line asks, and say what came of it."""
    mouth = Mouth()
    asked = json.loads(sys.argv[1])
    confine(parent=asked["parent"], memory=asked["memory"], seconds=asked["seconds"])
    with contextlib.ExitStack() as open_files:
        task = Task(
            kind=asked["kind"],
            size=asked["size"],
            extension=asked["extension"],
            source=open_files.enter_context(os.fdopen(asked["source"], "rb")),
            outputs={
                version: open_files.enter_context(os.fdopen(number, "r+b"))
                for version, number in asked["outputs"].items()
            },
            moved=mouth.moved,
        )
        try:
            result = prepare(task)
            for output in task.outputs.values():
                output.flush()
        except Refused as refusal:
            mouth.say(refused=refusal.code)
        except MemoryError:
            mouth.say(refused="too-much")
        except Exception:  # noqa: BLE001 - whatever a decoder raises, the file is what it could not read
            traceback.print_exc(limit=-3)
            mouth.say(refused="broken")
        else:
            mouth.say(ready=result.as_plain())


class Mouth:
    """Standard output, kept for answers: whatever a library prints goes where complaints go."""

    def __init__(self) -> None:
        self.file = os.fdopen(os.dup(1), "w")
        os.dup2(2, 1)
        self.told = 0

    def say(self, **word: Any) -> None:
        print(json.dumps(word), file=self.file, flush=True)

    def moved(self, hundredths: int) -> None:
        if hundredths > self.told:
            self.told = hundredths
            self.say(moved=hundredths)


def confine(*, parent: int, memory: int, seconds: int) -> None:
    """No memory, time, file, network, privilege or dump beyond what the task needs; dead when the parent is.

    Limits hold on Linux, elsewhere as far as the system takes them; the rest, where it knows how: the second wall.
    """
    os.nice(NICE)
    for limit, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 5),  # the first says why, the second kills
        (resource.RLIMIT_FSIZE, OUTPUT_MOST, OUTPUT_MOST),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with (
            contextlib.suppress(ValueError, OSError) if sys.platform != "linux" else contextlib.nullcontext()
        ):
            resource.setrlimit(limit, (soft, hard))
    if sys.platform != "linux":
        return
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_SET_DEATH_SIGNAL, _SIGKILL, 0, 0, 0)
    system.prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    system.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the server is gone")
    if system.unshare(_NEW_NETWORK) != 0:
        system.unshare(_NEW_USER | _NEW_NETWORK)
    _close_files(system)


def _close_files(system: ctypes.CDLL) -> None:
    """Landlock: from here on no file can be opened, made or run but the libraries' own; those open already go on."""
    version = system.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _LANDLOCK_VERSION)
    if version < 1:
        return
    forbidden = ctypes.c_uint64(_LANDLOCK_FILES[min(version, len(_LANDLOCK_FILES)) - 1])
    rules = system.syscall(_LANDLOCK_CREATE, ctypes.byref(forbidden), ctypes.sizeof(forbidden), 0)
    if rules < 0:
        return
    for place in {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}:
        with contextlib.suppress(OSError):
            folder = os.open(place, os.O_PATH)
            beneath = struct.pack("=Qi", _LANDLOCK_READ, folder)
            system.syscall(_LANDLOCK_ADD, rules, _LANDLOCK_BENEATH, beneath, 0)
            os.close(folder)
    system.syscall(_LANDLOCK_RESTRICT, rules, 0)
    os.close(rules)
