import uuid

from django.db import migrations, models


def forget_codes(apps, schema_editor):
    """They live fifteen minutes: who waits for one asks again."""
    apps.get_model("signin", "Code").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("signin", "0001_initial")]

    operations = [
        migrations.RunPython(forget_codes, migrations.RunPython.noop),
        migrations.RenameField("code", "email", "address"),
        migrations.AlterField("code", "address", models.CharField(max_length=254)),
        migrations.AddField(
            "code", "attempt", models.UUIDField(db_index=True, default=uuid.uuid4), preserve_default=False
        ),
        migrations.AddField(
            "code",
            "way",
            models.CharField(choices=[("email", "e-mail"), ("sms", "SMS")], default="email", max_length=5),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "code", models.UniqueConstraint(fields=("attempt", "address"), name="one_code_an_address")
        ),
    ]
