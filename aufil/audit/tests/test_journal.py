"""The journal: append-only by the database itself, kept twelve months, purged by whole months."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from aufil.audit.actions import purge_old_records, record
from aufil.audit.models import Record
from aufil.kernel import clock

pytestmark = pytest.mark.django_db


def write(at: datetime) -> Record:
    return Record.objects.create(at=at, verb="posted", subject="entry")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_record SET actor = 1",
        "UPDATE audit_record SET verb = 'rien'",
        "DELETE FROM audit_record",
    ],
)
def test_the_database_refuses_to_change_or_forget_a_line(statement):
    record(verb="posted", subject="entry", subject_uid=None, actor=None, structure=None)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Record.objects.get().verb == "posted"


def test_a_line_older_than_twelve_months_may_go_but_never_change():
    old = write(clock.now() - timedelta(days=400))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Record.objects.filter(pk=old.pk).update(verb="autre")
    old.delete()
    assert not Record.objects.exists()


def test_whole_months_older_than_twelve_are_forgotten():
    now = clock.now()
    first_kept = (now - timedelta(days=366)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    write(first_kept - timedelta(seconds=1))
    kept = [write(first_kept), write(now)]
    purge_old_records()
    assert list(Record.objects.order_by("pk")) == kept


def test_a_line_holds_no_text():
    """Identifiers, a verb, a time: nothing one could read a conversation from."""
    fields = {field.name: field.get_internal_type() for field in Record._meta.get_fields()}
    assert "TextField" not in fields.values()
    assert set(fields) == {"id", "at", "actor", "verb", "subject", "subject_uid", "structure"}


def test_times_are_instants():
    at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert Record.objects.get(pk=write(at).pk).at == at
