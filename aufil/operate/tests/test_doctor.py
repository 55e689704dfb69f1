"""`aufil doctor`: each subject when all is well, when it is not fit for production, and when it is broken."""

import json
import sqlite3
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from aufil.jobs.models import Job
from aufil.kernel import clock
from aufil.operate import checks
from aufil.operate.checks import database, machine, migrations, publication, services, work
from aufil.operate.checks.verdict import Verdict
from aufil.operate.tests.conftest import Command
from aufil.people.actions import create_structure

NOBODY_LISTENS = "127.0.0.1:1"
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL")
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite")


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    """The files of the pages, collected."""
    (tmp_path / "app.1234.js").write_text("")
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": {"app.js": "app.1234.js"}}))
    settings.STATIC_ROOT = tmp_path
    return tmp_path


def said() -> list[dict[str, str]]:
    out = StringIO()
    call_command("doctor", "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_json_is_one_list_of_named_findings(collected: Path) -> None:
    findings = said()
    assert [set(finding) for finding in findings] == [{"name", "state", "detail", "mend"}] * len(findings)
    assert {finding["state"] for finding in findings} <= {"ok", "warning"}
    assert len({finding["name"] for finding in findings}) == len(findings)
    assert len(findings) == 1 + len(checks.ON_THE_DATABASE) + len(checks.ON_THE_REST)
    assert all(finding["mend"] for finding in findings if finding["state"] != "ok")


@pytest.mark.django_db
def test_a_line_says_state_name_sentence_and_what_mends_it(collected: Path, settings: Any) -> None:
    settings.DEMO = True
    out = StringIO()
    call_command("doctor", stdout=out)
    assert (
        "warning  demonstration  Mode démonstration : tout le monde entre sans code. → enlever AUFIL_DEMO"
        in (out.getvalue().splitlines())
    )


@pytest.mark.django_db
def test_only_a_fault_fails(collected: Path) -> None:
    call_command("doctor", stdout=StringIO())
    (collected / "app.1234.js").unlink()
    with pytest.raises(CommandError, match=r"^À réparer : assets\.$"):
        call_command("doctor", stdout=StringIO())


def test_a_home_without_a_database_sends_to_migrate(aufil: Command, tmp_path: Path) -> None:
    done = aufil("doctor", "--json")
    first, *others = json.loads(done.stdout)
    assert (done.returncode, first["state"], first["mend"]) == (1, "fault", "aufil migrate")
    assert len(done.stderr.splitlines()) == 1
    assert {f["detail"] for f in others if f["name"] == "work"} == {
        "Pas vérifié : la base de données ne répond pas."
    }
    assert not (tmp_path / "home" / "aufil.sqlite3").exists()


def test_a_damaged_file_is_a_fault(aufil: Command, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with sqlite3.connect(home / "aufil.sqlite3") as file:
        file.execute("PRAGMA page_size=512")
        file.execute("CREATE TABLE t (x)")
        file.executemany("INSERT INTO t VALUES (?)", [("x" * 100,)] * 200)
    file.close()
    content = bytearray((home / "aufil.sqlite3").read_bytes())
    content[512 * 3 : 512 * 20] = b"\xff" * (512 * 17)
    (home / "aufil.sqlite3").write_bytes(content)
    first = json.loads(aufil("doctor", "--json").stdout)[0]
    assert first["state"] == "fault"
    assert "abîmé" in first["detail"]


def test_a_file_that_is_no_database_is_a_fault(aufil: Command, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "aufil.sqlite3").write_text("bonjour" * 1000)
    first = json.loads(aufil("doctor", "--json").stdout)[0]
    assert (first["state"], first["mend"]) == ("fault", "AUFIL_DATABASE_URL")


def test_an_away_postgresql_is_a_fault_and_the_rest_is_still_looked_at(aufil: Command) -> None:
    done = aufil("doctor", "--json", AUFIL_DATABASE_URL=f"postgresql://aufil@{NOBODY_LISTENS}/aufil")
    states = {finding["name"]: finding["state"] for finding in json.loads(done.stdout)}
    assert (done.returncode, states["database"], states["work"], states["disk"]) == (
        1,
        "fault",
        "warning",
        "ok",
    )


def test_a_redis_address_that_is_none_is_a_fault(settings: Any) -> None:
    settings.REDIS_URL = "http://exemple.fr"
    assert services.bus().state == "fault"


@pytest.mark.django_db
def test_the_database_of_the_suite_is_whole() -> None:
    assert database.unreachable() is None
    assert database.integrity().state == "ok"
    assert migrations.applied().state == "ok"


@on_sqlite
@pytest.mark.django_db
def test_sqlite_keeps_what_it_acknowledged() -> None:
    assert database.durability().state == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize("parameter", ["fsync", "synchronous_commit", "full_page_writes"])
def test_postgresql_that_may_forget_is_a_fault(parameter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_value", lambda statement: "off" if parameter in statement else "on")
    verdict = database._postgresql_durability()
    assert (verdict.state, verdict.mend) == ("fault", f"{parameter} = on dans postgresql.conf")


@on_postgresql
@pytest.mark.django_db
def test_postgresql_is_asked_for_its_durability() -> None:
    assert database.durability().state in ("ok", "fault")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("gap", "state"),
    [(timedelta(), "ok"), (timedelta(seconds=10), "warning"), (timedelta(hours=-2), "fault")],
)
def test_a_clock_that_is_wrong_is_told(gap: timedelta, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + gap)
    assert database.clock().state == state


@pytest.mark.django_db
def test_migrations_the_code_does_not_know_are_a_fault() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('rendezvous', '0001_initial', %s)",
            ["2030-01-01 00:00:00"],
        )
    verdict = migrations.applied()
    assert verdict.state == "fault"
    assert "rendezvous.0001_initial" in verdict.detail


@pytest.mark.django_db
def test_a_missing_table_is_a_line_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def absent() -> Verdict:
        raise OperationalError("no such table: jobs_job")

    monkeypatch.setitem(checks.ON_THE_DATABASE, "work", absent)
    found = {finding.name: finding.verdict for finding in checks.examine()}["work"]
    assert (found.state, found.mend) == ("warning", "aufil migrate")


def late_job(minutes: int, **more: Any) -> None:
    at = clock.now() - timedelta(minutes=minutes)
    Job.objects.create(name="essai", created_at=at, due_at=at, **more)


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "state"), [(1, "ok"), (5, "warning"), (200, "fault")])
def test_work_nobody_does_is_told_by_its_age(minutes: int, state: str) -> None:
    late_job(minutes)
    assert work.waiting().state == state


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "state"), [(5, "ok"), (20, "warning")])
def test_files_behind_one_that_is_being_prepared_wait_for_their_turn(minutes: int, state: str) -> None:
    late_job(minutes + 1, lane="heavy", lease_until=clock.now() + timedelta(seconds=30))
    late_job(minutes, lane="heavy")
    assert work.waiting().state == state


@pytest.mark.django_db
def test_work_that_keeps_failing_is_named() -> None:
    assert work.failing().state == "ok"
    late_job(1, tries=5, last_error="OSError: le serveur ne répond pas.")
    late_job(1, tries=7, last_error="ValueError: rien")
    verdict = work.failing()
    assert verdict.state == "warning"
    assert "« essai » a échoué" in verdict.detail
    assert "1 autres" in verdict.detail


@pytest.mark.parametrize(
    ("lapse", "words"),
    [
        (timedelta(seconds=50), "0 min"),
        (timedelta(minutes=185), "3 h 05"),
        (timedelta(days=3, hours=4), "3 j 4 h"),
    ],
)
def test_a_lapse_is_spoken(lapse: timedelta, words: str) -> None:
    assert work.spoken(lapse) == words


def test_an_away_redis_is_a_fault(settings: Any) -> None:
    assert services.bus().state == "ok"
    settings.REDIS_URL = f"redis://{NOBODY_LISTENS}/0"
    verdict = services.bus()
    assert (verdict.state, verdict.mend) == ("fault", "AUFIL_REDIS_URL")
    assert "Redis ne répond pas" in verdict.detail


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("https://fil.exemple.fr", "ok"),
        ("http://127.0.0.1:8000", "warning"),
        ("http://fil.exemple.fr", "fault"),
        ("https://exemple.fr/aufil", "fault"),
        ("fil.exemple.fr", "fault"),
    ],
)
def test_phones_need_https(url: str, state: str, settings: Any) -> None:
    settings.BASE_URL = url
    assert publication.address().state == state


def test_pages_need_their_files(collected: Path, settings: Any) -> None:
    assert publication.assets().state == "ok"
    settings.STATIC_ROOT = collected / "ailleurs"
    assert publication.assets().state == "fault"


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """A home of one's own, with the key made there."""
    tmp_path.chmod(0o700)
    settings.HOME = tmp_path
    (tmp_path / "secret-key").write_text(settings.SECRET_KEY)
    (tmp_path / "secret-key").chmod(0o600)
    return tmp_path


def test_a_key_made_here_belongs_to_its_owner_alone(home: Path) -> None:
    assert "faite ici" in machine.keys().detail
    (home / "secret-key").chmod(0o644)
    assert machine.keys() == ("fault", machine.keys().detail, f"chmod 600 {home / 'secret-key'}")


def test_a_key_from_the_setting_is_said_so(home: Path, settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "abcdefghijklmnopqrstuvwxyz0123456789", ["court"]
    assert machine.keys().state == "fault"
    settings.SECRET_KEY_FALLBACKS = ["zyxwvutsrqponmlkjihgfedcba9876543210"]
    assert machine.keys().detail == "La clé vient du réglage ; anciennes clés encore acceptées : 1."


def test_a_home_others_may_read_is_told(home: Path, settings: Any) -> None:
    assert machine.home().state == "ok"
    home.chmod(0o755)
    assert machine.home().state == "warning"
    settings.HOME = home / "absent"
    assert machine.home().state == "fault"


@pytest.mark.parametrize(("free", "state"), [(50e9, "ok"), (1.5e9, "warning"), (1e8, "fault")])
def test_a_disk_that_fills_is_told(
    free: float, state: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda path: type("Usage", (), {"free": free}))
    assert machine.disk().state == state


@pytest.mark.django_db
def test_a_zone_the_machine_does_not_know_is_a_fault(db: None) -> None:
    assert machine.time_zones().state == "ok"
    structure = create_structure(slug="mars", name="Mars")
    structure.timezone = "Mars/Olympus"
    structure.save(update_fields=["timezone"])
    assert "Mars/Olympus" in machine.time_zones().detail
