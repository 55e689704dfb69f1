from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appointments", "0003_found_by_their_end")]

    operations = [
        migrations.AddField(
            model_name="change",
            name="word",
            field=models.CharField(blank=True, default="", max_length=300),
        )
    ]
