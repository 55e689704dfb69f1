"""Who was sent away has no live stay, and none begins: triggers on both databases look from both sides.

On PostgreSQL a stay that begins holds its guest's row until it is committed, so that sending away waits for it (and
the other way round); on SQLite one writer follows another.
"""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION video_sent_away_is_away() RETURNS trigger AS $$
BEGIN
  IF TG_TABLE_NAME = 'video_stay' THEN
    PERFORM 1 FROM video_guest WHERE id = NEW.guest_id FOR SHARE;
    IF EXISTS (SELECT 1 FROM video_guest WHERE id = NEW.guest_id AND removed_at IS NOT NULL) THEN
      RAISE EXCEPTION 'sent_away_is_away' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF EXISTS (SELECT 1 FROM video_stay WHERE guest_id = NEW.id AND left_at IS NULL) THEN
    RAISE EXCEPTION 'sent_away_is_away' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER sent_away_is_away_stay BEFORE INSERT OR UPDATE OF left_at, guest_id ON video_stay
  FOR EACH ROW WHEN (NEW.left_at IS NULL) EXECUTE FUNCTION video_sent_away_is_away();
CREATE TRIGGER sent_away_is_away_guest BEFORE UPDATE OF removed_at ON video_guest
  FOR EACH ROW WHEN (NEW.removed_at IS NOT NULL) EXECUTE FUNCTION video_sent_away_is_away();
"""
STAY = """
CREATE TRIGGER sent_away_is_away_{when} BEFORE {event} ON video_stay
WHEN NEW.left_at IS NULL AND EXISTS (SELECT 1 FROM video_guest WHERE id = NEW.guest_id AND removed_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'sent_away_is_away'); END
"""
GUEST = """
CREATE TRIGGER sent_away_is_away_guest BEFORE UPDATE OF removed_at ON video_guest
WHEN NEW.removed_at IS NOT NULL
 AND EXISTS (SELECT 1 FROM video_stay WHERE guest_id = NEW.id AND left_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'sent_away_is_away'); END
"""
EVENTS = {"insert": "INSERT", "update": "UPDATE OF left_at, guest_id"}


def forbid(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for when, event in EVENTS.items():
        schema_editor.execute(STAY.format(when=when, event=event))
    schema_editor.execute(GUEST)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER sent_away_is_away_stay ON video_stay")
        schema_editor.execute("DROP TRIGGER sent_away_is_away_guest ON video_guest")
        schema_editor.execute("DROP FUNCTION video_sent_away_is_away()")
        return
    for name in (*EVENTS, "guest"):
        schema_editor.execute(f"DROP TRIGGER sent_away_is_away_{name}")


class Migration(migrations.Migration):
    dependencies = [("video", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
