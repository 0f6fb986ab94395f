import django.db.models.deletion
import foundation.records.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from foundation.records.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("caseload", "0001_own_days"), ("caseload", "0002_reminders_and_snoozes")]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("audit", "0003_read_log_time"),
        ("casetracker", "0015_bail_ends_with_the_matter"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="HistoricalAbsence",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("from_on", models.DateField(verbose_name="first day away")),
                        ("to_on", models.DateField(verbose_name="last day away")),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                        (
                            "act",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical absence",
                        "verbose_name_plural": "historical absences",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalReminder",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("what", models.CharField(max_length=300, verbose_name="what is to be done")),
                        ("due_on", models.DateField(verbose_name="by")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                        ("cleared_at", models.DateTimeField(blank=True, null=True, verbose_name="cleared with the file")),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                        (
                            "act",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.casefile",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical reminder",
                        "verbose_name_plural": "historical reminders",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSnooze",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("task", models.CharField(max_length=80)),
                        ("subject_label", models.CharField(max_length=60)),
                        ("subject_ref", models.CharField(max_length=20)),
                        ("until_on", models.DateField(verbose_name="until")),
                        ("reason", models.CharField(max_length=300, verbose_name="why")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="taken up again")),
                        ("history_user_id", models.BigIntegerField(null=True)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                        (
                            "act",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.casefile",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical snooze",
                        "verbose_name_plural": "historical snoozes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Absence",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("from_on", models.DateField(verbose_name="first day away")),
                        ("to_on", models.DateField(verbose_name="last day away")),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="absences", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["from_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("to_on__gte", models.F("from_on"))), name="absence_ends_later")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("epoch", models.PositiveIntegerField()),
                        ("made_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="calendar_feeds", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at", None)), fields=("user",), name="one_open_feed_a_person"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("what", models.CharField(max_length=300, verbose_name="what is to be done")),
                        ("due_on", models.DateField(verbose_name="by")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                        ("cleared_at", models.DateTimeField(blank=True, null=True, verbose_name="cleared with the file")),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to="casetracker.casefile",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "pk"],
                        "indexes": [models.Index(fields=["user", "done_at", "due_on"], name="open_reminders")],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("what__gt", "")), name="reminder_says_what"),
                            models.CheckConstraint(
                                condition=models.Q(("done_at", None), ("cleared_at", None), _connector="OR"),
                                name="reminder_done_or_cleared",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Snooze",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("task", models.CharField(max_length=80)),
                        ("subject_label", models.CharField(max_length=60)),
                        ("subject_ref", models.CharField(max_length=20)),
                        ("until_on", models.DateField(verbose_name="until")),
                        ("reason", models.CharField(max_length=300, verbose_name="why")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="taken up again")),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="snoozes", to="casetracker.casefile"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="snoozes", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["until_on", "pk"],
                        "indexes": [models.Index(fields=["user", "ended_at", "until_on"], name="standing_snoozes")],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("reason__gt", "")), name="snooze_says_why"),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)), fields=("user", "task", "subject_ref"), name="one_snooze_a_task"
                            ),
                        ],
                    },
                ),
            ]
        )
    ]
