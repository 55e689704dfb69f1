"""The hours of lounges. No two of one group overlap: PostgreSQL refuses ranges that do, SQLite has triggers that look."""

import django.db.models.deletion
from django.db import migrations, models

EXCLUSION = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE video_loungehours ADD CONSTRAINT lounge_hours_apart
EXCLUDE USING gist (thread_id WITH =, weekday WITH =,
 tsrange(DATE '2000-01-01' + opens, DATE '2000-01-01' + closes, '[)') WITH &&)
WHERE (closes > opens)
"""
TRIGGER = """
CREATE TRIGGER lounge_hours_apart_{when} BEFORE {event} ON video_loungehours
WHEN EXISTS (SELECT 1 FROM video_loungehours AS other WHERE other.thread_id = NEW.thread_id
 AND other.weekday = NEW.weekday AND other.id IS NOT NEW.id
 AND other.opens < NEW.closes AND NEW.opens < other.closes)
BEGIN SELECT RAISE(ABORT, 'lounge_hours_apart'); END
"""
EVENTS = {"insert": "INSERT", "update": "UPDATE OF thread_id, weekday, opens, closes"}


def forbid(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(EXCLUSION)
        return
    for when, event in EVENTS.items():
        schema_editor.execute(TRIGGER.format(when=when, event=event))


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE video_loungehours DROP CONSTRAINT lounge_hours_apart")
        return
    for when in EVENTS:
        schema_editor.execute(f"DROP TRIGGER lounge_hours_apart_{when}")


class Migration(migrations.Migration):
    dependencies = [
        ("thread", "0011_how_far_to_many"),
        ("video", "0004_small_rooms"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoungeHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="thread.thread"
                    ),
                ),
            ],
            options={
                "ordering": ["weekday", "opens"],
                "indexes": [models.Index(fields=["thread", "weekday"], name="lounge_hours_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))),
                        name="lounge_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="lounge_opens_on_a_day"
                    ),
                ],
            },
        ),
        migrations.RunPython(forbid, allow),
    ]
