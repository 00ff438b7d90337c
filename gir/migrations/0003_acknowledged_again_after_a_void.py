"""The completion in the ledger makes an acknowledgement one fact; after a void there may be one more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gir", "0002_taken_effect")]

    operations = [
        migrations.RemoveConstraint(model_name="acknowledgement", name="acknowledged_once"),
        migrations.AddIndex(
            model_name="acknowledgement",
            index=models.Index(
                fields=["person", "edition", "content_hash"], name="acknowledged_by"
            ),
        ),
    ]
