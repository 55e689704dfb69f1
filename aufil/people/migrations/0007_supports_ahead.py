from django.db import migrations, models
from django.db.models import F, Q

import aufil.kernel.ids


def name_representatives(apps, schema_editor):
    Representative = apps.get_model("people", "Representative")
    for row in Representative.objects.filter(uid=None):
        row.uid = aufil.kernel.ids.new_id()
        row.save(update_fields=["uid"])


def say_what_is_over(apps, schema_editor):
    Support = apps.get_model("people", "Support")
    Support.objects.exclude(ends_on=None).update(stage="over")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_device_assurance"),
    ]

    operations = [
        migrations.AddField(
            model_name="representative",
            name="uid",
            field=models.UUIDField(default=aufil.kernel.ids.new_id, editable=False, null=True),
        ),
        migrations.RunPython(name_representatives, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="representative",
            name="uid",
            field=models.UUIDField(default=aufil.kernel.ids.new_id, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="support",
            name="stage",
            field=models.CharField(
                choices=[("planned", "prévu"), ("begun", "commencé"), ("over", "terminé")],
                default="begun",
                max_length=8,
            ),
        ),
        # Until now a row that had an end was told at once that it had ended.
        migrations.RunPython(say_what_is_over, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="support",
            index=models.Index(
                condition=Q(("stage", "planned")), fields=["structure", "starts_on"], name="support_planned"
            ),
        ),
        migrations.AddIndex(
            model_name="support",
            index=models.Index(
                condition=Q(("ends_on__isnull", False), ("stage", "begun")),
                fields=["structure", "ends_on"],
                name="support_that_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="support",
            constraint=models.UniqueConstraint(
                condition=Q(
                    ("part", "referent"),
                    Q(("ends_on", None), ("ends_on__gt", F("starts_on")), _connector="OR"),
                ),
                fields=("structure", "young", "starts_on"),
                name="one_referent_starts_a_day",
            ),
        ),
    ]
