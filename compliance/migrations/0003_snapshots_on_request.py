"""Requests for snapshots and checks of them, done by a job, with who asked and what came of it."""

import core.clock
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0002_find_counters_by_day_and_unit"),
        ("jobs", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SnapshotCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "requested_at",
                    models.DateTimeField(default=core.clock.now, verbose_name="asked at"),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
                (
                    "knowledge",
                    models.CharField(
                        choices=[
                            ("toen", "With the knowledge of then"),
                            ("nu", "With the knowledge of now"),
                        ],
                        max_length=4,
                        verbose_name="knowledge",
                    ),
                ),
                ("known_at", models.DateTimeField(null=True, verbose_name="known at")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("equal", "Equal"),
                            ("different", "Different from what was published"),
                            ("alarm", "Not equal: this must not happen"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("is_signed", models.BooleanField(null=True, verbose_name="signature holds")),
                ("rows", models.PositiveIntegerField(null=True, verbose_name="rows compared")),
                (
                    "changed",
                    models.PositiveIntegerField(null=True, verbose_name="numbers that differ"),
                ),
                ("changed_units", models.JSONField(default=list, verbose_name="units that differ")),
                (
                    "changed_duties",
                    models.JSONField(default=list, verbose_name="duties that differ"),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.person",
                        verbose_name="asked by",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.jobrun",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="compliance.snapshot",
                        verbose_name="snapshot",
                    ),
                ),
            ],
            options={
                "verbose_name": "check of a snapshot",
                "verbose_name_plural": "checks of snapshots",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SnapshotCheckCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("status", models.CharField(max_length=20, verbose_name="status")),
                ("n", models.PositiveIntegerField(verbose_name="number")),
                ("alone", models.PositiveIntegerField(verbose_name="of whom with one place")),
                ("direct", models.PositiveIntegerField(verbose_name="of whom in the unit itself")),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="compliance.snapshotcheck",
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="compliance.requirement",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "number that differs",
                "verbose_name_plural": "numbers that differ",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SnapshotCheckReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("merge", "Two records turned out to be one person, or not"),
                            ("place", "An appointment was recorded or corrected later"),
                            ("void", "A completion was declared invalid later"),
                            ("completion", "A completion was recorded later"),
                            (
                                "decision",
                                "An exemption, deferral or other decision was recorded later",
                            ),
                            ("obligation", "A duty was found to apply later"),
                            ("other", "Another reason: no fact about this person explains it"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("people", models.PositiveIntegerField(verbose_name="people")),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons",
                        to="compliance.snapshotcheck",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "reason of a difference",
                "verbose_name_plural": "reasons of differences",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SnapshotRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "requested_at",
                    models.DateTimeField(default=core.clock.now, verbose_name="asked at"),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
                ("reference_date", models.DateField(verbose_name="reference date")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "refused",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exists", "Somebody else, or the schedule, froze this day meanwhile."),
                            ("corrected", "Somebody else corrected this snapshot meanwhile."),
                            ("nobody", "No part of the organisation was known on that day."),
                        ],
                        max_length=16,
                        verbose_name="refused",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction_requests",
                        to="compliance.snapshot",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.person",
                        verbose_name="asked by",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.jobrun",
                    ),
                ),
                (
                    "snapshot",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request",
                        to="compliance.snapshot",
                        verbose_name="snapshot",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for a snapshot",
                "verbose_name_plural": "requests for a snapshot",
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="snapshotcheck",
            index=models.Index(fields=["snapshot", "-requested_at"], name="snapshot_check_newest"),
        ),
        migrations.AddConstraint(
            model_name="snapshotcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("changed__isnull", True),
                        ("finished_at__isnull", True),
                        ("is_signed__isnull", True),
                        ("known_at__isnull", True),
                        ("outcome", ""),
                        ("rows__isnull", True),
                    ),
                    models.Q(
                        ("changed__isnull", False),
                        ("finished_at__isnull", False),
                        ("is_signed__isnull", False),
                        ("known_at__isnull", False),
                        ("rows__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="snapshot_check_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshotcheckcount",
            constraint=models.UniqueConstraint(
                fields=("check_of", "unit", "requirement", "status"),
                name="snapshot_check_count_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshotcheckreason",
            constraint=models.UniqueConstraint(
                fields=("check_of", "unit", "reason"), name="snapshot_check_reason_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshotcheckreason",
            constraint=models.CheckConstraint(
                condition=models.Q(("people__gt", 0)), name="snapshot_check_reason_has_people"
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshotrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("finished_at__isnull", True), ("refused", ""), ("snapshot__isnull", True)
                    ),
                    models.Q(
                        ("finished_at__isnull", False), ("refused", ""), ("snapshot__isnull", False)
                    ),
                    models.Q(
                        ("finished_at__isnull", False),
                        ("snapshot__isnull", True),
                        models.Q(("refused", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="snapshot_request_ends_in_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshotrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects__isnull", True), ("reason", "")),
                    models.Q(("corrects__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="snapshot_request_correction_has_a_reason",
            ),
        ),
    ]
