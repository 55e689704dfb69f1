"""What is still to come is found without reading what is past: rows by when they end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appointments", "0002_nobody_at_two_places")]
    operations = [
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["counsellor", "ends_at"], name="appointments_not_over"),
        ),
        migrations.AddIndex(
            model_name="busy", index=models.Index(fields=["person", "ends_at"], name="busy_not_over")
        ),
    ]
