"""Nobody is at two places at once: PostgreSQL refuses ranges that overlap, SQLite has triggers that look.

On SQLite one writer follows another, so what a trigger sees is all there is. Times are compared as they are stored
there: in UTC, in an order that is theirs as texts too.
"""

from django.db import migrations

EXCLUSION = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE appointments_busy ADD CONSTRAINT nobody_at_two_places
EXCLUDE USING gist (person_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
"""
TRIGGER = """
CREATE TRIGGER nobody_at_two_places_{when} BEFORE {event} ON appointments_busy
WHEN EXISTS (SELECT 1 FROM appointments_busy AS other WHERE other.person_id = NEW.person_id
 AND other.id IS NOT NEW.id AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at)
BEGIN SELECT RAISE(ABORT, 'nobody_at_two_places'); END
"""
EVENTS = {"insert": "INSERT", "update": "UPDATE OF person_id, starts_at, ends_at"}


def forbid(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(EXCLUSION)
        return
    for when, event in EVENTS.items():
        schema_editor.execute(TRIGGER.format(when=when, event=event))


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE appointments_busy DROP CONSTRAINT nobody_at_two_places")
        return
    for when in EVENTS:
        schema_editor.execute(f"DROP TRIGGER nobody_at_two_places_{when}")


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
