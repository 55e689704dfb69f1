"""A real worker process, killed with SIGKILL in the middle of a job; another does it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from aufil.jobs import actions
from aufil.jobs.models import Job
from aufil.kernel import clock

# The product's own worker with one more job, that writes down that it began and, unless told to hang, ended.
WORKER = """
import os, signal, sys, time
import django
django.setup()
from django.db import connections
from django.conf import settings
connections["default"].settings_dict["NAME"] = {database!r}
settings.DATABASES["default"]["NAME"] = {database!r}
from aufil.jobs.registry import _known
from aufil.jobs.worker import Worker
worker = Worker()
signal.signal(signal.SIGTERM, lambda *_: worker.stop(0))
def write(path):
    print("began", flush=True)
    if {hangs}:
        time.sleep(60)
    with open(path, "a") as file:
        file.write("done")
    worker.stop(0)
def quick(path):
    print("quick", flush=True)
_known["tests.write"] = write
_known["tests.quick"] = quick
worker.run()
"""


@pytest.fixture
def workers() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes started by the test; none outlives it."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def start(workers: list[subprocess.Popen[str]], *, hangs: bool) -> subprocess.Popen[str]:
    code = WORKER.format(database=str(connection.settings_dict["NAME"]), hangs=hangs)
    environment = {**os.environ, "AUFIL_HOME": str(settings.HOME)}
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
    )
    workers.append(process)
    return process


def ask(name: str, path: Path, lane: str = "quick") -> None:
    now = clock.now()
    Job.objects.create(name=name, arguments={"path": str(path)}, lane=lane, created_at=now, due_at=now)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lane", ["quick", "long"])
def test_a_job_whose_worker_is_killed_is_done_by_another(tmp_path: Path, workers, lane: str):
    path = tmp_path / "written"
    ask("tests.write", path, lane)

    victim = start(workers, hangs=True)
    assert victim.stdout
    assert victim.stdout.readline() == "began\n"
    victim.send_signal(signal.SIGKILL)
    assert victim.wait(timeout=20) == -signal.SIGKILL
    assert not path.exists()
    job = Job.objects.get(name="tests.write")
    assert (job.done_at, job.tries) == (None, 1)
    assert job.lease_until > clock.now()
    assert "tests.write" not in {row.name for row in actions.claim(most=100)}, "leased for a while"

    # A minute later.
    Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))
    other = start(workers, hangs=False)
    assert other.wait(timeout=30) == 0
    assert path.read_text() == "done"
    job.refresh_from_db()
    assert (job.tries, job.last_error) == (2, "")
    assert job.done_at


@pytest.mark.django_db(transaction=True)
def test_what_takes_a_minute_does_not_hold_up_what_takes_a_moment(tmp_path: Path, workers):
    path = tmp_path / "written"
    ask("tests.write", path, "heavy")
    worker = start(workers, hangs=True)
    assert worker.stdout
    assert worker.stdout.readline() == "began\n"
    ask("tests.quick", path)
    assert worker.stdout.readline() == "quick\n", "the heavy one has not ended"
    assert not path.exists()
