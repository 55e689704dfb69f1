"""A worker killed with SIGKILL while it writes a list: nothing is half done, and the list comes in all the same."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from aufil.jobs.models import Job
from aufil.jobs.worker import work_off
from aufil.kernel import clock
from aufil.operate.actions import ask_to_save, receive
from aufil.operate.models import Intake
from aufil.people.models import Membership, Person, Support
from tests.support import make_cast

# The product's own worker, which hangs once everything is written and nothing is committed.
WORKER = """
import time
import django
django.setup()
from django.db import connections
from django.conf import settings
connections["default"].settings_dict["NAME"] = {database!r}
settings.DATABASES["default"]["NAME"] = {database!r}
from aufil.operate import actions
from aufil.jobs.worker import work_off
def hang(*_):
    print("written", flush=True)
    time.sleep(60)
actions._keep = hang
work_off()
"""


@pytest.mark.django_db(transaction=True)
def test_a_list_whose_worker_is_killed_leaves_nothing_then_comes_in_whole():
    cast = make_cast()
    content = "nom;prenom;conseiller\n" + "".join(f"Petit;Lou{n};camille\n" for n in range(150))
    row = receive(
        owner=cast.claude,
        structure=cast.structures["cholet"],
        only_own=False,
        file_name="liste.csv",
        content=content.encode(),
    )
    ask_to_save(intake=row)
    before = Person.objects.count(), Membership.objects.count(), Support.objects.count()

    code = WORKER.format(database=str(connection.settings_dict["NAME"]))
    environment = {**os.environ, "AUFIL_HOME": str(settings.HOME)}
    victim = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert victim.stdout
        assert victim.stdout.readline() == "written\n"
    finally:
        victim.send_signal(signal.SIGKILL)
        victim.wait(timeout=20)
        victim.stdout.close()
    assert (Person.objects.count(), Membership.objects.count(), Support.objects.count()) == before
    assert Intake.objects.get(pk=row.pk).state == "saving"

    # A minute later.
    Job.objects.filter(done_at=None).update(lease_until=clock.now() - timedelta(seconds=1))
    while work_off():
        pass
    assert Intake.objects.get(pk=row.pk).state == "done"
    assert Person.objects.count() == before[0] + 150
    assert Support.objects.filter(counsellor=cast.camille).count() == 153
