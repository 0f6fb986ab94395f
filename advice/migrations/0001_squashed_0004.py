import django.db.models.deletion
import foundation.records.fields
import foundation.workflow.models
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from advice import triggers
from foundation.records.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("advice", "0001_initial"),
        ("advice", "0002_delivered_is_fixed"),
        ("advice", "0003_complete_machine"),
        ("advice", "0004_delivered_is_fixed_again"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0003_links_and_lost_phones"),
        ("accounts", "__first__"),
        ("audit", "0003_read_log_time"),
        ("casetracker", "0015_bail_ends_with_the_matter"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="AdviceRequest",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("ref", foundation.records.fields.RefField(kind="request")),
                        (
                            "state",
                            foundation.workflow.models.StateField(
                                choices=[
                                    ("DRAFT", "Draft, not sent"),
                                    ("SUBMITTED", "Sent"),
                                    ("TRIAGED", "Accepted"),
                                    ("ASSIGNED", "With an adviser"),
                                    ("IN_REVIEW", "With a second reader"),
                                    ("NEEDS_INFO", "Waiting for the asker"),
                                    ("DELIVERED", "Answered"),
                                    ("FOLLOW_UP", "Follow-up question asked"),
                                    ("CLOSED", "Closed"),
                                    ("ANSWERED_FROM_BANK", "Answered from the bank"),
                                    ("DECLINED", "Declined"),
                                    ("WITHDRAWN", "Withdrawn by the asker"),
                                    ("MERGED", "Merged into another request"),
                                    ("CONVERTED_TO_FILE", "Became a case file"),
                                ],
                                db_index=True,
                                default="DRAFT",
                                editable=False,
                                max_length=40,
                                verbose_name="state",
                            ),
                        ),
                        ("question", models.CharField(blank=True, max_length=300, verbose_name="question")),
                        ("facts", models.TextField(blank=True, verbose_name="facts")),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("fr", "Français")], default="en", max_length=2, verbose_name="language"
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("GENERAL", "General question, no file"),
                                    ("INVESTIGATION", "Investigation"),
                                    ("PRE_CHARGE", "Before charges"),
                                    ("BAIL", "Bail"),
                                    ("CHARGED", "After charges, before trial"),
                                    ("TRIAL", "Trial"),
                                    ("SENTENCE", "Sentence"),
                                    ("APPEAL", "Appeal"),
                                ],
                                max_length=20,
                                verbose_name="stage",
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("U0", "Now: a victim is in danger, or an accused is held under the 24-hour rule"),
                                    ("U1", "Today: bail, or a warrant that expires"),
                                    ("U2", "Within 3 working days: charge decision, or a motion due"),
                                    ("U3", "Within 10 days: trial planning"),
                                    ("U4", "By arrangement: training, policy"),
                                ],
                                max_length=2,
                                verbose_name="urgency",
                            ),
                        ),
                        ("urgency_reason", models.CharField(blank=True, max_length=500, verbose_name="why then")),
                        ("needed_by", models.DateField(blank=True, null=True, verbose_name="needed by")),
                        ("occurrence", models.CharField(blank=True, max_length=60, verbose_name="case or occurrence number")),
                        (
                            "intended_level",
                            models.CharField(
                                choices=[
                                    ("CROWN_ONLY", "Crown only: an anonymised answer"),
                                    ("SHAREABLE", "Shareable with police: a general note"),
                                ],
                                default="CROWN_ONLY",
                                max_length=12,
                                verbose_name="meant for",
                            ),
                        ),
                        ("drafted_at", models.DateTimeField(verbose_name="last saved as a draft")),
                        ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked")),
                        ("triaged_at", models.DateTimeField(blank=True, null=True, verbose_name="triaged")),
                        ("assigned_at", models.DateTimeField(blank=True, null=True, verbose_name="assigned")),
                        ("first_reply_at", models.DateTimeField(blank=True, null=True, verbose_name="first reply")),
                        ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="answer delivered")),
                        ("follow_up_at", models.DateTimeField(blank=True, null=True, verbose_name="follow-up asked")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                        ("clock_started_on", models.DateField(blank=True, null=True, verbose_name="clock started")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="promised for")),
                        ("returns_to", models.CharField(blank=True, max_length=40)),
                        ("reply_by", models.DateField(blank=True, null=True, verbose_name="reply by")),
                        ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
                        ("awaits_reading", models.BooleanField(default=False, verbose_name="latest answer waits to be read second")),
                        ("is_recalled", models.BooleanField(default=False, verbose_name="latest answer is recalled")),
                        (
                            "decline_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NOT_TRAFFICKING", "Not about trafficking in persons"),
                                    ("OPERATIONAL", "An operational decision of the police, not a legal question"),
                                    ("GENERAL_POLICY", "A general question that goes to the Crown attorney first"),
                                    ("FEDERAL", "A federal prosecution"),
                                    ("CONFLICT", "The team cannot act in this matter"),
                                    ("NO_REPLY", "What was needed never came"),
                                    ("OTHER", "Another reason, as written below"),
                                ],
                                max_length=20,
                                verbose_name="why declined",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                            ),
                        ),
                        (
                            "asker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="asked_requests", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assigned_requests",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case_file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casetracker.casefile",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_here",
                                to="advice.advicerequest",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.office"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "request for advice",
                        "verbose_name_plural": "requests for advice",
                    },
                ),
                migrations.CreateModel(
                    name="AnswerVersion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                        ("short_answer", models.TextField(blank=True, verbose_name="short answer")),
                        ("analysis", models.TextField(blank=True, verbose_name="analysis")),
                        ("caveats", models.TextField(blank=True, verbose_name="caveats")),
                        ("language", models.CharField(choices=[("en", "English"), ("fr", "Français")], default="en", max_length=2)),
                        ("begun_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="delivered")),
                        ("delivered_unread", models.BooleanField(default=False, verbose_name="delivered before its second reading")),
                        (
                            "author",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="advice.advicerequest"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                    },
                ),
                migrations.CreateModel(
                    name="BankUse",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("item_label", models.CharField(max_length=80)),
                        ("item_ref", models.CharField(max_length=12)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ANSWERED", "answered it, no request was sent"),
                                    ("PARTLY", "answered it in part, sent with the request"),
                                    ("GIVEN", "given by the team as the answer"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="bank_uses",
                                to="advice.advicerequest",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ClockPause",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("started_at", models.DateTimeField(verbose_name="clock stopped")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="clock ran on")),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="advice.advicerequest"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["started_at"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAdviceRequest",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="request", unique=False)),
                        (
                            "state",
                            foundation.workflow.models.StateField(
                                choices=[
                                    ("DRAFT", "Draft, not sent"),
                                    ("SUBMITTED", "Sent"),
                                    ("TRIAGED", "Accepted"),
                                    ("ASSIGNED", "With an adviser"),
                                    ("IN_REVIEW", "With a second reader"),
                                    ("NEEDS_INFO", "Waiting for the asker"),
                                    ("DELIVERED", "Answered"),
                                    ("FOLLOW_UP", "Follow-up question asked"),
                                    ("CLOSED", "Closed"),
                                    ("ANSWERED_FROM_BANK", "Answered from the bank"),
                                    ("DECLINED", "Declined"),
                                    ("WITHDRAWN", "Withdrawn by the asker"),
                                    ("MERGED", "Merged into another request"),
                                    ("CONVERTED_TO_FILE", "Became a case file"),
                                ],
                                db_index=True,
                                default="DRAFT",
                                editable=False,
                                max_length=40,
                                verbose_name="state",
                            ),
                        ),
                        ("question", models.CharField(blank=True, max_length=300, verbose_name="question")),
                        ("facts", models.TextField(blank=True, verbose_name="facts")),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("fr", "Français")], default="en", max_length=2, verbose_name="language"
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("GENERAL", "General question, no file"),
                                    ("INVESTIGATION", "Investigation"),
                                    ("PRE_CHARGE", "Before charges"),
                                    ("BAIL", "Bail"),
                                    ("CHARGED", "After charges, before trial"),
                                    ("TRIAL", "Trial"),
                                    ("SENTENCE", "Sentence"),
                                    ("APPEAL", "Appeal"),
                                ],
                                max_length=20,
                                verbose_name="stage",
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("U0", "Now: a victim is in danger, or an accused is held under the 24-hour rule"),
                                    ("U1", "Today: bail, or a warrant that expires"),
                                    ("U2", "Within 3 working days: charge decision, or a motion due"),
                                    ("U3", "Within 10 days: trial planning"),
                                    ("U4", "By arrangement: training, policy"),
                                ],
                                max_length=2,
                                verbose_name="urgency",
                            ),
                        ),
                        ("urgency_reason", models.CharField(blank=True, max_length=500, verbose_name="why then")),
                        ("needed_by", models.DateField(blank=True, null=True, verbose_name="needed by")),
                        ("occurrence", models.CharField(blank=True, max_length=60, verbose_name="case or occurrence number")),
                        (
                            "intended_level",
                            models.CharField(
                                choices=[
                                    ("CROWN_ONLY", "Crown only: an anonymised answer"),
                                    ("SHAREABLE", "Shareable with police: a general note"),
                                ],
                                default="CROWN_ONLY",
                                max_length=12,
                                verbose_name="meant for",
                            ),
                        ),
                        ("drafted_at", models.DateTimeField(verbose_name="last saved as a draft")),
                        ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked")),
                        ("triaged_at", models.DateTimeField(blank=True, null=True, verbose_name="triaged")),
                        ("assigned_at", models.DateTimeField(blank=True, null=True, verbose_name="assigned")),
                        ("first_reply_at", models.DateTimeField(blank=True, null=True, verbose_name="first reply")),
                        ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="answer delivered")),
                        ("follow_up_at", models.DateTimeField(blank=True, null=True, verbose_name="follow-up asked")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                        ("clock_started_on", models.DateField(blank=True, null=True, verbose_name="clock started")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="promised for")),
                        ("returns_to", models.CharField(blank=True, max_length=40)),
                        ("reply_by", models.DateField(blank=True, null=True, verbose_name="reply by")),
                        ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
                        ("awaits_reading", models.BooleanField(default=False, verbose_name="latest answer waits to be read second")),
                        ("is_recalled", models.BooleanField(default=False, verbose_name="latest answer is recalled")),
                        (
                            "decline_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NOT_TRAFFICKING", "Not about trafficking in persons"),
                                    ("OPERATIONAL", "An operational decision of the police, not a legal question"),
                                    ("GENERAL_POLICY", "A general question that goes to the Crown attorney first"),
                                    ("FEDERAL", "A federal prosecution"),
                                    ("CONFLICT", "The team cannot act in this matter"),
                                    ("NO_REPLY", "What was needed never came"),
                                    ("OTHER", "Another reason, as written below"),
                                ],
                                max_length=20,
                                verbose_name="why declined",
                            ),
                        ),
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
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="accounts.agency",
                            ),
                        ),
                        (
                            "asker",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case_file",
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
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.advicerequest",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="accounts.office",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical request for advice",
                        "verbose_name_plural": "historical requests for advice",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAnswerVersion",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                        ("short_answer", models.TextField(blank=True, verbose_name="short answer")),
                        ("analysis", models.TextField(blank=True, verbose_name="analysis")),
                        ("caveats", models.TextField(blank=True, verbose_name="caveats")),
                        ("language", models.CharField(choices=[("en", "English"), ("fr", "Français")], default="en", max_length=2)),
                        ("begun_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="delivered")),
                        ("delivered_unread", models.BooleanField(default=False, verbose_name="delivered before its second reading")),
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
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.advicerequest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical answer version",
                        "verbose_name_plural": "historical answer versions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalBankUse",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("item_label", models.CharField(max_length=80)),
                        ("item_ref", models.CharField(max_length=12)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ANSWERED", "answered it, no request was sent"),
                                    ("PARTLY", "answered it in part, sent with the request"),
                                    ("GIVEN", "given by the team as the answer"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
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
                            "by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.advicerequest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical bank use",
                        "verbose_name_plural": "historical bank uses",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClockPause",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("started_at", models.DateTimeField(verbose_name="clock stopped")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="clock ran on")),
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
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.advicerequest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical clock pause",
                        "verbose_name_plural": "historical clock pauses",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalInternalNote",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
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
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.advicerequest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical internal note",
                        "verbose_name_plural": "historical internal notes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMessage",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("NEED", "The team needs more"),
                                    ("REPLY", "Reply"),
                                    ("REMINDER", "Reminder"),
                                    ("FOLLOW_UP", "Follow-up question"),
                                    ("STILL_OPEN", "What is still open"),
                                    ("FROM_BANK", "Already answered"),
                                    ("DECLINED", "Where to turn instead"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("needs", models.JSONField(blank=True, default=list)),
                        ("reply_by", models.DateField(blank=True, null=True)),
                        ("language", models.CharField(choices=[("en", "English"), ("fr", "Français")], default="en", max_length=2)),
                        ("at", models.DateTimeField()),
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
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.advicerequest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical message",
                        "verbose_name_plural": "historical messages",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalNamed",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("at", models.DateTimeField(verbose_name="named")),
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
                            "named_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.advicerequest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical named",
                        "verbose_name_plural": "historical nameds",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPublicationProposal",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("question", models.TextField(verbose_name="question")),
                        ("short_answer", models.TextField(verbose_name="short answer")),
                        ("analysis", models.TextField(verbose_name="analysis")),
                        ("language", models.CharField(choices=[("en", "English"), ("fr", "Français")], default="en", max_length=2)),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("CROWN_ONLY", "Crown only: an anonymised answer"),
                                    ("SHAREABLE", "Shareable with police: a general note"),
                                ],
                                default="CROWN_ONLY",
                                max_length=12,
                                verbose_name="who may read it",
                            ),
                        ),
                        ("law_as_of", models.DateField(verbose_name="law as of")),
                        ("review_on", models.DateField(verbose_name="review on")),
                        ("prepared_at", models.DateTimeField()),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("published_ref", models.CharField(blank=True, max_length=12)),
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
                            "answer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.answerversion",
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.advicerequest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical publication proposal",
                        "verbose_name_plural": "historical publication proposals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRecall",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
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
                            "answer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.answerversion",
                            ),
                        ),
                        (
                            "by",
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
                        "verbose_name": "historical recall",
                        "verbose_name_plural": "historical recalls",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRecipient",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("at", models.DateTimeField()),
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
                            "answer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.answerversion",
                            ),
                        ),
                        (
                            "person",
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
                        "verbose_name": "historical recipient",
                        "verbose_name_plural": "historical recipients",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRequestTopic",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "topic",
                            models.CharField(
                                choices=[
                                    ("ELEMENTS", "Elements and proof of exploitation"),
                                    ("CHARGE_CHOICE", "Choosing between sections 279.01 and 286"),
                                    ("WARRANTS", "Warrants, production orders, wiretap"),
                                    ("INTERVIEW", "Interviewing a victim, trauma"),
                                    ("STATEMENTS", "Reluctant victim, K.G.B. statements"),
                                    ("SIMILAR_FACT", "Similar fact"),
                                    ("ONLINE", "Online advertising and telephone evidence"),
                                    ("EXPERT", "Expert evidence"),
                                    ("AGE", "Knowledge of age"),
                                    ("BAIL", "Bail and reverse onus"),
                                    ("BANS", "Publication bans"),
                                    ("RECORDS", "Applications for private records"),
                                    ("JOINDER", "Joinder and severance"),
                                    ("DELAY", "Delay plan"),
                                    ("PRELIM", "Preliminary inquiry or direct indictment"),
                                    ("CORROBORATION", "Corroboration"),
                                    ("FORFEITURE", "Forfeiture"),
                                    ("FOREIGN", "Foreign victims, temporary resident permits"),
                                    ("YOUTH", "Young accused"),
                                    ("SENTENCING", "Sentencing range"),
                                    ("LABOUR", "Labour trafficking"),
                                    ("OTHER", "Something else"),
                                ],
                                max_length=20,
                                verbose_name="topic",
                            ),
                        ),
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
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.advicerequest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical request topic",
                        "verbose_name_plural": "historical request topics",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSecondReading",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("as_lead", models.BooleanField(default=False)),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("APPROVED", "approved"),
                                    ("RETURNED", "returned for changes"),
                                    ("COUNTERSIGNED", "countersigned for sharing"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("comment", models.TextField(blank=True)),
                        ("text_digest", models.CharField(max_length=64)),
                        ("after_delivery", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
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
                            "answer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.answerversion",
                            ),
                        ),
                        (
                            "reader",
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
                        "verbose_name": "historical second reading",
                        "verbose_name_plural": "historical second readings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="InternalNote",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "author",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "request",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="advice.advicerequest"),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("NEED", "The team needs more"),
                                    ("REPLY", "Reply"),
                                    ("REMINDER", "Reminder"),
                                    ("FOLLOW_UP", "Follow-up question"),
                                    ("STILL_OPEN", "What is still open"),
                                    ("FROM_BANK", "Already answered"),
                                    ("DECLINED", "Where to turn instead"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("needs", models.JSONField(blank=True, default=list)),
                        ("reply_by", models.DateField(blank=True, null=True)),
                        ("language", models.CharField(choices=[("en", "English"), ("fr", "Français")], default="en", max_length=2)),
                        ("at", models.DateTimeField()),
                        (
                            "author",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="advice.advicerequest"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Named",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("at", models.DateTimeField(verbose_name="named")),
                        (
                            "named_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "person",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "request",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="named", to="advice.advicerequest"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PublicationProposal",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("question", models.TextField(verbose_name="question")),
                        ("short_answer", models.TextField(verbose_name="short answer")),
                        ("analysis", models.TextField(verbose_name="analysis")),
                        ("language", models.CharField(choices=[("en", "English"), ("fr", "Français")], default="en", max_length=2)),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("CROWN_ONLY", "Crown only: an anonymised answer"),
                                    ("SHAREABLE", "Shareable with police: a general note"),
                                ],
                                default="CROWN_ONLY",
                                max_length=12,
                                verbose_name="who may read it",
                            ),
                        ),
                        ("law_as_of", models.DateField(verbose_name="law as of")),
                        ("review_on", models.DateField(verbose_name="review on")),
                        ("prepared_at", models.DateTimeField()),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("published_ref", models.CharField(blank=True, max_length=12)),
                        (
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="advice.answerversion"
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="advice.advicerequest"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-prepared_at"],
                    },
                ),
                migrations.CreateModel(
                    name="MarkAnswer",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("NAME", "Name of a person on the linked file"),
                                    ("PHONE", "Telephone number"),
                                    ("EMAIL", "E-mail address"),
                                    ("BIRTH", "Date of birth or full date"),
                                    ("OCCURRENCE", "Occurrence or file number"),
                                    ("HANDLE", "Account name"),
                                    ("PLACE", "Address"),
                                    ("POLICE", "Police service"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("found", models.CharField(max_length=200)),
                        ("reason", models.CharField(max_length=300)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="advice.publicationproposal"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HistoricalMarkAnswer",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("NAME", "Name of a person on the linked file"),
                                    ("PHONE", "Telephone number"),
                                    ("EMAIL", "E-mail address"),
                                    ("BIRTH", "Date of birth or full date"),
                                    ("OCCURRENCE", "Occurrence or file number"),
                                    ("HANDLE", "Account name"),
                                    ("PLACE", "Address"),
                                    ("POLICE", "Police service"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("found", models.CharField(max_length=200)),
                        ("reason", models.CharField(max_length=300)),
                        ("at", models.DateTimeField()),
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
                            "by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="advice.publicationproposal",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical mark answer",
                        "verbose_name_plural": "historical mark answers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Recall",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "answer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="recall", to="advice.answerversion"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Recipient",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("at", models.DateTimeField()),
                        (
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="recipients", to="advice.answerversion"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RequestTopic",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "topic",
                            models.CharField(
                                choices=[
                                    ("ELEMENTS", "Elements and proof of exploitation"),
                                    ("CHARGE_CHOICE", "Choosing between sections 279.01 and 286"),
                                    ("WARRANTS", "Warrants, production orders, wiretap"),
                                    ("INTERVIEW", "Interviewing a victim, trauma"),
                                    ("STATEMENTS", "Reluctant victim, K.G.B. statements"),
                                    ("SIMILAR_FACT", "Similar fact"),
                                    ("ONLINE", "Online advertising and telephone evidence"),
                                    ("EXPERT", "Expert evidence"),
                                    ("AGE", "Knowledge of age"),
                                    ("BAIL", "Bail and reverse onus"),
                                    ("BANS", "Publication bans"),
                                    ("RECORDS", "Applications for private records"),
                                    ("JOINDER", "Joinder and severance"),
                                    ("DELAY", "Delay plan"),
                                    ("PRELIM", "Preliminary inquiry or direct indictment"),
                                    ("CORROBORATION", "Corroboration"),
                                    ("FORFEITURE", "Forfeiture"),
                                    ("FOREIGN", "Foreign victims, temporary resident permits"),
                                    ("YOUTH", "Young accused"),
                                    ("SENTENCING", "Sentencing range"),
                                    ("LABOUR", "Labour trafficking"),
                                    ("OTHER", "Something else"),
                                ],
                                max_length=20,
                                verbose_name="topic",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="topics", to="advice.advicerequest"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="SecondReading",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("as_lead", models.BooleanField(default=False)),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("APPROVED", "approved"),
                                    ("RETURNED", "returned for changes"),
                                    ("COUNTERSIGNED", "countersigned for sharing"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("comment", models.TextField(blank=True)),
                        ("text_digest", models.CharField(max_length=64)),
                        ("after_delivery", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
                        (
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="advice.answerversion"
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.AddIndex(
                    model_name="advicerequest",
                    index=models.Index(fields=["state", "due_on"], name="advice_state_due"),
                ),
                migrations.AddIndex(
                    model_name="advicerequest",
                    index=models.Index(fields=["asker", "state"], name="advice_asker"),
                ),
                migrations.AddIndex(
                    model_name="advicerequest",
                    index=models.Index(fields=["assigned_to", "state"], name="advice_adviser"),
                ),
                migrations.AddConstraint(
                    model_name="advicerequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "DRAFT",
                                    "SUBMITTED",
                                    "TRIAGED",
                                    "ASSIGNED",
                                    "IN_REVIEW",
                                    "NEEDS_INFO",
                                    "DELIVERED",
                                    "FOLLOW_UP",
                                    "CLOSED",
                                    "ANSWERED_FROM_BANK",
                                    "DECLINED",
                                    "WITHDRAWN",
                                    "MERGED",
                                    "CONVERTED_TO_FILE",
                                ],
                            )
                        ),
                        name="advice_state_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="advicerequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assigned_at", None), ("assigned_to", None)),
                            models.Q(("assigned_at__isnull", False), ("assigned_to__isnull", False)),
                            _connector="OR",
                        ),
                        name="advice_assigned_both_or_none",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="advicerequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["ASSIGNED", "IN_REVIEW"]), _negated=True),
                            ("assigned_to__isnull", False),
                            _connector="OR",
                        ),
                        name="advice_in_hands_has_adviser",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="advicerequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reply_by__isnull", False),
                                ("returns_to__in", ["SUBMITTED", "TRIAGED", "ASSIGNED"]),
                                ("state", "NEEDS_INFO"),
                            ),
                            models.Q(models.Q(("state", "NEEDS_INFO"), _negated=True), ("reply_by", None), ("returns_to", "")),
                            _connector="OR",
                        ),
                        name="advice_waiting_knows_the_way_back",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="advicerequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_at", None), ("state", "DRAFT")),
                            models.Q(models.Q(("state", "DRAFT"), _negated=True), ("asked_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="advice_sent_has_asked_at",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="advicerequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["DELIVERED", "FOLLOW_UP"]), _negated=True),
                            ("delivered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="advice_answered_has_delivered_at",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="advicerequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("state", "MERGED")),
                            models.Q(models.Q(("state", "MERGED"), _negated=True), ("merged_into", None)),
                            _connector="OR",
                        ),
                        name="advice_merged_knows_into_which",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="advicerequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("pk")), _negated=True), name="advice_merged_into_another"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="advicerequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "CONVERTED_TO_FILE"), _negated=True), ("case_file__isnull", False), _connector="OR"
                        ),
                        name="advice_converted_has_file",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="advicerequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("intended_level__in", ["CROWN_ONLY", "SHAREABLE"])), name="advice_intended_level_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="answerversion",
                    constraint=models.UniqueConstraint(fields=("request", "number"), name="advice_version_number_once"),
                ),
                migrations.AddConstraint(
                    model_name="answerversion",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("delivered_at", None)), fields=("request",), name="advice_one_version_being_written"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="answerversion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("delivered_unread", False), ("delivered_at__isnull", False), _connector="OR"),
                        name="advice_unread_version_is_delivered",
                    ),
                ),
                migrations.AddIndex(
                    model_name="bankuse",
                    index=models.Index(fields=["item_label", "item_ref"], name="advice_use_item"),
                ),
                migrations.AddConstraint(
                    model_name="bankuse",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["ANSWERED", "PARTLY", "GIVEN"])), name="advice_use_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bankuse",
                    constraint=models.UniqueConstraint(
                        fields=("request", "item_label", "item_ref", "kind"), name="advice_use_once_per_request"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clockpause",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("request",), name="advice_one_open_pause"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clockpause",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("ended_at__gte", models.F("started_at")), _connector="OR"),
                        name="advice_pause_forward",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="message",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["NEED", "REPLY", "REMINDER", "FOLLOW_UP", "STILL_OPEN", "FROM_BANK", "DECLINED"])),
                        name="advice_message_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="named",
                    constraint=models.UniqueConstraint(fields=("request", "person"), name="advice_named_once"),
                ),
                migrations.AddConstraint(
                    model_name="publicationproposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("level__in", ["CROWN_ONLY", "SHAREABLE"])), name="advice_proposal_level_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="publicationproposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None), ("published_ref", "")),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                models.Q(("published_ref", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="advice_proposal_approved_whole",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="publicationproposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("approved_by", models.F("prepared_by")), _negated=True), name="advice_proposal_two_lawyers"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="publicationproposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("law_as_of"))), name="advice_proposal_review_later"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="publicationproposal",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("approved_by", None)), fields=("answer",), name="advice_one_open_proposal"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="markanswer",
                    constraint=models.UniqueConstraint(fields=("proposal", "kind", "found"), name="advice_mark_answered_once"),
                ),
                migrations.AddConstraint(
                    model_name="recall",
                    constraint=models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="advice_recall_says_why"),
                ),
                migrations.AddConstraint(
                    model_name="recipient",
                    constraint=models.UniqueConstraint(fields=("answer", "person"), name="advice_recipient_once"),
                ),
                migrations.AddConstraint(
                    model_name="requesttopic",
                    constraint=models.UniqueConstraint(fields=("request", "topic"), name="advice_topic_once"),
                ),
                migrations.AddConstraint(
                    model_name="secondreading",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("result__in", ["APPROVED", "RETURNED", "COUNTERSIGNED"])), name="advice_reading_result_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="secondreading",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "RETURNED"), _negated=True), models.Q(("comment", ""), _negated=True), _connector="OR"
                        ),
                        name="advice_return_says_why",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="secondreading",
                    constraint=models.CheckConstraint(
                        condition=models.Q(models.Q(("result", "COUNTERSIGNED"), _negated=True), ("as_lead", True), _connector="OR"),
                        name="advice_countersigned_by_lead",
                    ),
                ),
            ]
        ),
        migrations.RunPython(triggers.install, triggers.remove),
    ]
