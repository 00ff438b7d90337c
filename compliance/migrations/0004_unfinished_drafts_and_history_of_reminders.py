"""What is typed of an unfinished proposal is kept, and rules of reminders have a history.

Rules of before have no name of who set them; their number is 1.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0003_snapshots_on_request"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="requirementdraft",
            name="typed",
            field=models.JSONField(blank=True, null=True, verbose_name="typed so far"),
        ),
        migrations.AlterField(
            model_name="requirementdraft",
            name="key",
            field=models.SlugField(blank=True, max_length=100, verbose_name="key"),
        ),
        migrations.AlterField(
            model_name="requirementdraft",
            name="note",
            field=models.TextField(blank=True, verbose_name="why"),
        ),
        migrations.AlterField(
            model_name="requirementdraft",
            name="title",
            field=models.CharField(blank=True, max_length=200, verbose_name="title"),
        ),
        migrations.AddConstraint(
            model_name="requirementdraft",
            constraint=models.CheckConstraint(
                condition=Q(typed__isnull=True) | ~Q(state__in=("proposed", "published")),
                name="draft_proposed_is_whole",
            ),
        ),
        migrations.RemoveConstraint(model_name="requirementdraft", name="draft_open_once"),
        migrations.AddConstraint(
            model_name="requirementdraft",
            constraint=models.UniqueConstraint(
                condition=Q(state__in=("draft", "proposed", "sent_back")) & ~Q(key=""),
                fields=("key",),
                name="draft_open_once",
            ),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="requirement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminder_rules",
                to="compliance.requirement",
                verbose_name="requirement",
            ),
        ),
        migrations.AddField(
            model_name="reminderrule",
            name="number",
            field=models.PositiveIntegerField(default=1, verbose_name="number"),
        ),
        migrations.AddField(
            model_name="reminderrule",
            name="agreed_in",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="agreed in"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reminderrule",
            name="set_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.person",
                verbose_name="set by",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.UniqueConstraint(
                fields=("requirement", "number"), name="reminder_rule_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.CheckConstraint(
                condition=Q(escalate_after__isnull=True)
                | ~Q(agreed_in="")
                | Q(set_by__isnull=True),
                name="reminder_rule_escalates_as_agreed",
            ),
        ),
    ]
