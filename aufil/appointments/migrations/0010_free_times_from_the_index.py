"""What counsellors have still to come is read from the index alone, without the rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appointments", "0009_partners")]
    operations = [
        migrations.RemoveIndex(model_name="appointment", name="appointments_not_over"),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                fields=["counsellor", "ends_at", "starts_at", "place", "mode", "cancelled_at"],
                name="appointments_not_over",
            ),
        ),
    ]
