from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0003_look_person_by_person")]

    operations = [
        migrations.AddField(
            model_name="wish",
            name="offer_put_away_at",
            field=models.DateTimeField(null=True),
        ),
    ]
