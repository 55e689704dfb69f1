"""The child that meets hostile bytes: what it may not do, and that whatever becomes of it, somebody is told."""

import os
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aufil.demo.making import pdf, voice
from aufil.files.models import File
from aufil.files.preparing import bench
from aufil.files.preparing.bench import GIGA, Interrupted, Program, examined
from aufil.files.preparing.outcome import EXTENSIONS, REFUSALS, Refused
from aufil.files.tests.awful import docx, heic, jpeg
from aufil.files.tests.examining import fate

CHILD = """
import os, resource, signal, socket, stat, subprocess, sys, time
from aufil.files.preparing.child import answer
from aufil.files.preparing.outcome import Result

def is_pipe(number):
    try:
        return stat.S_ISFIFO(os.fstat(number).st_mode)
    except OSError:
        return False

def is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True

def blurt(words):
    for number in filter(is_pipe, range(3, 60)):
        os.write(number, words)
    os._exit(0)

def prepare(task):
    source, original = task.source, task.outputs["original"]
{body}
    return Result("text/plain", {{"original": "text/plain"}})

answer(prepare)
"""


def program(folder: Path, body: str) -> None:
    (folder / "awful_program.py").write_text(CHILD.format(body=indent(dedent(body), "    ")))


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`child("python")`: a program that does this with a file instead of preparing it."""
    monkeypatch.setattr(bench, "_FROM", f"{bench._FROM}:{tmp_path}")

    def made(body: str, **limits: Any) -> str:
        program(tmp_path, body)
        limited = Program("awful_program", **{"memory": GIGA // 2, "seconds": 5, "patience": 20, **limits})
        with examined(
            limited, kind="document", extension="", chunks=[b"bonjour"], moved=lambda _n: None
        ) as done:
            return done.files["original"].read().decode()

    return made


def attempt(what: str) -> str:
    """Do `what` and write what it met into the version made."""
    return f"""
        try:
            {what}
            original.write(b"done")
        except OSError as error:
            original.write(type(error).__name__.encode())
    """


def test_a_child_hands_back_what_it_made(child: Any):
    assert child("original.write(source.read().upper())") == "BONJOUR"


@pytest.mark.parametrize(
    "what",
    [
        "open('/etc/passwd')",
        f"open({str(Path(__file__))!r})",
        "open('/tmp/left-behind', 'w')",
        "os.listdir('/')",
        "subprocess.run(['/bin/true'])",
        "socket.create_connection(('127.0.0.1', 9), 1)",
    ],
)
def test_a_child_reaches_no_file_no_program_and_no_network(child: Any, what: str):
    assert child(attempt(what)) in ("PermissionError", "OSError", "ConnectionRefusedError")


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock")
def test_files_are_shut_away_from_it_by_the_system(child: Any):
    assert child(attempt("open('/etc/passwd')")) == "PermissionError"


def test_a_child_knows_none_of_our_settings(child: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AUFIL_ENCRYPTION_KEYS", "secret")
    said = child('original.write(" ".join(os.environ).encode())')
    assert "AUFIL" not in said
    assert set(said.split()) <= {"PATH", "PYTHONPATH", "LANG", "MALLOC_ARENA_MAX", "LC_CTYPE"}


def test_a_child_has_no_other_file_of_ours_open(child: Any, tmp_path: Path):
    with (tmp_path / "ours").open("w") as ours:
        os.set_inheritable(ours.fileno(), True)
        said = child("original.write(str(sum(map(is_open, range(3, 200)))).encode())")
    assert int(said) <= 7, "the file, five versions, its answers"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("bytearray(2 << 30)", "too-much"),
        ("original.write(bytes(70 << 20))", "broken"),
        ("while True: pass", "too-much"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "broken"),
        ("os.abort()", "broken"),
        ("raise ValueError('quelconque')", "broken"),
        ("raise RecursionError", "broken"),
    ],
)
def test_whatever_becomes_of_a_child_the_file_has_a_fate(child: Any, body: str, code: str):
    with pytest.raises(Refused) as refused:
        child(body, seconds=1)
    assert refused.value.code == code


def test_what_a_library_prints_is_no_answer(child: Any):
    assert child("print('{}', flush=True); os.write(1, b'{}' * 100_000); original.write(b'fait')") == "fait"


def test_a_child_that_sleeps_is_woken_by_nobody(child: Any):
    began = time.monotonic()
    with pytest.raises(Refused, match="too-much"):
        child("time.sleep(60)", patience=1)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_a_child_ended_from_outside_says_nothing_of_the_file(child: Any, name: str):
    with pytest.raises(Interrupted) as interrupted:
        child(f"os.kill(os.getpid(), signal.{name}); time.sleep(5)")
    assert interrupted.value.perhaps_by_the_file == (name == "SIGKILL"), "out of memory, for one"


def test_a_child_that_cannot_begin_says_nothing_of_the_file(monkeypatch: pytest.MonkeyPatch):
    nowhere = Program("nulle_part", memory=GIGA, seconds=5, patience=5)
    with (
        pytest.raises(Interrupted, match="nulle_part"),
        examined(nowhere, kind="photo", extension="", chunks=[b"x"], moved=print),
    ):
        pass


@pytest.mark.parametrize(
    "words",
    [
        b"pas du JSON\n",
        b"[]\n",
        b'{"ready": {}}\n',
        b'{"ready": {"media_type": "text/html", "versions": {"original": "text/html"}}}\n',
        b'{"ready": {"media_type": "text/plain", "versions": {"sent": "text/plain"}}}\n',
        b'{"ready": {"media_type": "text/plain", "versions": {}}}\n',
        b'{"ready": {"media_type": "text/plain", "versions": {"original": "text/plain"}, "width": -1}}\n',
        b'{"ready": {"media_type": "text/plain", "versions": {"original": "text/plain"}, "loudness": [900]}}\n',
        b'{"refused": "harmful"}\n',
        b"x" * 10_000,
        b'{"moved": "loin"}\n',
    ],
)
def test_a_child_taken_over_is_not_believed(child: Any, words: bytes):
    with pytest.raises(Refused, match="broken"):
        child(f"blurt({words!r})")


def test_a_child_dies_with_who_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A server that is killed leaves no child to finish for nobody."""
    program(tmp_path, "time.sleep(60)")
    parent = f"""
import sys
from aufil.files.preparing import bench
bench._FROM += ":{tmp_path}"
Popen = bench.subprocess.Popen
def told(*a, **k):
    child = Popen(*a, **k); print(child.pid, flush=True); return child
bench.subprocess.Popen = told
limited = bench.Program("awful_program", memory=1 << 29, seconds=50, patience=50)
with bench.examined(limited, kind="document", extension="", chunks=[b"x"], moved=print): pass
"""
    with subprocess.Popen(
        [sys.executable, "-c", parent], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": bench._FROM}
    ) as server:
        assert server.stdout
        child = int(server.stdout.readline())
        time.sleep(1)
        assert alive(child)
        server.kill()
    deadline = time.monotonic() + 10
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(child)


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def test_nothing_in_clear_has_a_name_while_a_child_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with examined(
        bench.STILL,
        kind="photo",
        extension="",
        chunks=[jpeg()],
        moved=lambda _n: None,
    ) as done:
        assert not list(tmp_path.iterdir())
        assert done.files["shown"].read(4) == b"RIFF"
    assert not list(tmp_path.iterdir())


def test_every_refusal_has_its_sentence():
    assert {refusal.value for refusal in File.Refusal} >= REFUSALS
    for refusal in File.Refusal:
        assert len(refusal.value) <= File._meta.get_field("refusal").max_length
        assert "'" not in refusal.label


SEEDS = [jpeg(), heic((64, 48)), pdf("Page", ["texte"]), docx(), voice(0.3), voice(0.3, form="mp4")]


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """A good file with some stretches replaced, left out or doubled; or anything at all."""
    data = bytearray(draw(st.sampled_from([*SEEDS, b""])))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 200)))
        data[at:end] = draw(st.binary(max_size=60)) or data[at:end] * 2
    return bytes(data) or b"x"


@given(
    data=mangled(),
    kind=st.sampled_from(File.Kind.values),
    name=st.sampled_from(["", "a.pdf", "b.csv", "c.exe"]),
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_any_bytes_are_taken_or_refused(data: bytes, kind: str, name: str):
    assert fate(data, kind, name) in REFUSALS | set(EXTENSIONS)
