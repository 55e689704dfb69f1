from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appointments", "0004_seats_of_merged_files")]

    operations = [
        migrations.AddField(
            model_name="change",
            name="word",
            field=models.CharField(blank=True, default="", max_length=300),
        )
    ]
