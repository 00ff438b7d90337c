"""Which version of the activity an edition became when it came into force."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gir", "0001_initial"),
        ("lms", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="TakenEffect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_effect",
                        to="gir.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gir_edition",
                        to="lms.activityversion",
                        verbose_name="version of the activity",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition that came into force",
                "verbose_name_plural": "editions that came into force",
                "default_permissions": ("view",),
            },
        ),
    ]
