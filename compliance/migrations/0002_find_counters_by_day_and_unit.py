"""A page reads some units of a day: one index finds them, whatever the planner knows of the table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("compliance", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="dailycount", name="daily_count_of_day"),
        migrations.RemoveIndex(model_name="hiddengroup", name="hidden_group_of_day"),
        migrations.AddIndex(
            model_name="dailycount",
            index=models.Index(fields=["as_of", "unit"], name="daily_count_of_day_and_unit"),
        ),
        migrations.AddIndex(
            model_name="hiddengroup",
            index=models.Index(fields=["as_of", "unit"], name="hidden_group_of_day_and_unit"),
        ),
    ]
