from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_delivery_proper")]

    operations = [
        migrations.AddField(
            model_name="wish",
            name="offer_put_away_at",
            field=models.DateTimeField(null=True),
        ),
    ]
