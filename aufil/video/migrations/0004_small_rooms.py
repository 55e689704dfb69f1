"""Small rooms. SQLite makes the table of guests anew for a column: what watches over it steps aside meanwhile."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

watch = import_module("aufil.video.migrations.0002_sent_away_is_away")


class Migration(migrations.Migration):
    dependencies = [("video", "0003_doors_and_rules")]
    operations = [
        migrations.RunPython(watch.allow, watch.forbid),
        migrations.AddField("guest", "part", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("line", "part", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddField("room", "parted_until", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("room", "parts", models.PositiveSmallIntegerField(default=0)),
        migrations.AddConstraint(
            "room",
            models.CheckConstraint(
                condition=Q(parted_until=None) | Q(parts__gte=2, parts__lte=10, provider="sfu"),
                name="divided_room_has_small_rooms",
            ),
        ),
        migrations.RunPython(watch.forbid, watch.allow),
    ]
