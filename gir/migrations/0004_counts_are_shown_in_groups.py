"""The counts of a dilemma that are shown follow those that are kept, for several choices at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gir", "0003_acknowledged_again_after_a_void")]

    operations = [
        migrations.AddField(
            model_name="optioncount",
            name="shown",
            field=models.PositiveIntegerField(default=0, verbose_name="count that is shown"),
        ),
    ]
