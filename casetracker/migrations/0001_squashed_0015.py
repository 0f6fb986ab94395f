import django.db.models.deletion
import foundation.records.fields
import foundation.workflow.models
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from foundation.records.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("casetracker", "0001_initial"),
        ("casetracker", "0002_machines_complete"),
        ("casetracker", "0003_corrections"),
        ("casetracker", "0004_orders_and_abated"),
        ("casetracker", "0005_reads"),
        ("casetracker", "0006_delay_ledger"),
        ("casetracker", "0007_court_lists"),
        ("casetracker", "0008_charges"),
        ("casetracker", "0009_thin_points"),
        ("casetracker", "0010_outcomes"),
        ("casetracker", "0011_bail"),
        ("casetracker", "0012_who_goes"),
        ("casetracker", "0013_where_it_is_written"),
        ("casetracker", "0014_victim_notices"),
        ("casetracker", "0015_bail_ends_with_the_matter"),
    ]

    initial = True

    dependencies = [
        # every other table comes first: each step of theirs draws all the models again that are there by then
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0010_accessattemptexpiration"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("jobs", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("notifications", "0001_initial"),
        ("pages", "0002_buried_drafts"),
        ("search", "0001_search"),
        ("sessions", "0001_initial"),
        ("workflow", "0003_ref_of_a_move"),
        ("accounts", "0003_links_and_lost_phones"),
        ("accounts", "__first__"),
        ("audit", "0003_read_log_time"),
        ("documents", "0001_initial"),
        ("law", "0007_one_table_of_deadlines"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Appeal",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "side",
                            models.CharField(choices=[("CROWN", "Crown"), ("ACCUSED", "Accused")], max_length=8, verbose_name="appellant"),
                        ),
                        ("notice_on", models.DateField(verbose_name="notice filed on")),
                        ("number", models.CharField(blank=True, max_length=60, verbose_name="number of the appeal")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided or abandoned on")),
                        ("decided_by", models.CharField(blank=True, max_length=200, verbose_name="decided by")),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="law.court"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "notice_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="BailHearing",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField(verbose_name="heard on")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("FIRST", "First appearance before a justice (s. 503)"),
                                    ("BAIL", "Bail hearing (s. 515)"),
                                    ("REVIEW_520", "Review asked for by the accused (s. 520)"),
                                    ("REVIEW_521", "Review asked for by the Crown (s. 521)"),
                                    ("REVIEW_525", "90-day review of detention (s. 525)"),
                                    ("REVOCATION_524", "Hearing to cancel the release (s. 524)"),
                                ],
                                max_length=16,
                                verbose_name="kind of hearing",
                            ),
                        ),
                        (
                            "onus",
                            models.CharField(
                                blank=True,
                                choices=[("CROWN", "The Crown"), ("ACCUSED", "The accused (reverse onus)")],
                                max_length=8,
                                verbose_name="who has the onus",
                            ),
                        ),
                        ("on_primary", models.BooleanField(default=False, verbose_name="primary ground")),
                        ("on_secondary", models.BooleanField(default=False, verbose_name="secondary ground")),
                        ("on_tertiary", models.BooleanField(default=False, verbose_name="tertiary ground")),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("RELEASED", "Released on an order"),
                                    ("DETAINED", "Detained"),
                                    ("ADJOURNED", "Adjourned"),
                                    ("VARIED", "Release order varied"),
                                    ("REVOKED", "Release order cancelled, accused detained"),
                                    ("DISMISSED", "Application dismissed: nothing changes"),
                                    ("WAIVED", "Hearing waived in writing (s. 525(1.1))"),
                                ],
                                max_length=10,
                                verbose_name="result",
                            ),
                        ),
                        ("decided_by", models.CharField(blank=True, max_length=200, verbose_name="decided by")),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        (
                            "paragraph",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="law.bailonus",
                                verbose_name="paragraph relied on",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CaseFile",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("ref", foundation.records.fields.RefField(kind="file")),
                        (
                            "state",
                            foundation.workflow.models.StateField(
                                choices=[
                                    ("REFERRED", "Received, not yet read"),
                                    ("CONFLICT_CHECK", "Conflict check running"),
                                    ("ADVISORY", "Advising the local Crown"),
                                    ("PRECHARGE", "Assigned before any charge"),
                                    ("CARRIED", "Carried by the team"),
                                    ("SHARED", "Shared with another office"),
                                    ("DORMANT", "Dormant: no live step"),
                                    ("APPEAL", "Before an appeal court"),
                                    ("TRANSFERRED", "Transferred"),
                                    ("DECLINED", "Declined"),
                                    ("CONCLUDED", "Concluded"),
                                    ("CLOSED", "Closed"),
                                ],
                                db_index=True,
                                default="REFERRED",
                                editable=False,
                                max_length=40,
                            ),
                        ),
                        ("occurrence_number", models.CharField(blank=True, db_index=True, max_length=60, verbose_name="occurrence number")),
                        ("referred_on", models.DateField(verbose_name="referred on")),
                        ("joint_with_ppsc", models.BooleanField(default=False, verbose_name="joint with the federal prosecution service")),
                        ("theory", models.TextField(blank=True, verbose_name="theory of the case")),
                        ("resolution_position", models.TextField(blank=True, verbose_name="resolution position")),
                        ("names_complete", models.BooleanField(default=False, verbose_name="all names known are entered")),
                        ("conflict_cleared_on", models.DateField(blank=True, null=True)),
                        (
                            "decline_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NOT_TRAFFICKING", "Not a trafficking matter"),
                                    ("LOCAL_OFFICE", "The local office keeps it"),
                                    ("FEDERAL", "Federal prosecution service carries it"),
                                    ("CONFLICT", "Conflict that no wall can cure"),
                                    ("DUPLICATE", "Same matter as another file"),
                                    ("NO_CAPACITY", "No capacity"),
                                    ("OTHER", "Other, see the reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "reopen_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("LATE_APPEAL", "Late appeal"),
                                    ("NEW_TRIAL", "New trial"),
                                    ("RECOMMENCEMENT", "Recommencement after a Crown stay"),
                                    ("RETURNED", "Returned from the local office"),
                                    ("NEW_REFERRAL", "New referral"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("no_charge_confirmed_on", models.DateField(blank=True, null=True)),
                        ("advice_finished_on", models.DateField(blank=True, null=True)),
                        ("dormant_review_on", models.DateField(blank=True, null=True, verbose_name="look at the dormant file again on")),
                        ("style_name", models.CharField(blank=True, editable=False, max_length=200)),
                        ("accused_count", models.PositiveIntegerField(default=0, editable=False)),
                        ("situation", models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                        ("next_date", models.DateField(blank=True, editable=False, null=True)),
                        ("closest_ceiling_on", models.DateField(blank=True, db_index=True, editable=False, null=True)),
                        ("custody_count", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="case_files",
                                to="accounts.agency",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="case_files",
                                to="accounts.office",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={
                        "ordering": ["-referred_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CarriageAgreement",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "carriage",
                            models.CharField(
                                choices=[
                                    ("REFERRED", "Received, not yet read"),
                                    ("CONFLICT_CHECK", "Conflict check running"),
                                    ("ADVISORY", "Advising the local Crown"),
                                    ("PRECHARGE", "Assigned before any charge"),
                                    ("CARRIED", "Carried by the team"),
                                    ("SHARED", "Shared with another office"),
                                    ("DORMANT", "Dormant: no live step"),
                                    ("APPEAL", "Before an appeal court"),
                                    ("TRANSFERRED", "Transferred"),
                                    ("DECLINED", "Declined"),
                                    ("CONCLUDED", "Concluded"),
                                    ("CLOSED", "Closed"),
                                ],
                                max_length=40,
                                verbose_name="from then on",
                            ),
                        ),
                        ("contact", models.CharField(max_length=200, verbose_name="who agreed for the office")),
                        ("agreed_on", models.DateField(verbose_name="agreed in writing on")),
                        ("effective_on", models.DateField(verbose_name="in effect from")),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        ("office", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.office")),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="casetracker.casefile"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["file_id", "effective_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Appearance",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField(db_index=True, verbose_name="date")),
                        ("time", models.TimeField(blank=True, null=True, verbose_name="time")),
                        ("room", models.CharField(blank=True, max_length=40, verbose_name="room")),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("FIRST", "First appearance"),
                                    ("BAIL", "Bail hearing"),
                                    ("SET_DATE", "Set date"),
                                    ("CPT", "Crown pre-trial"),
                                    ("JPT", "Judicial pre-trial"),
                                    ("ELECTION", "Election"),
                                    ("MOTION", "Motion"),
                                    ("PRELIM", "Preliminary inquiry"),
                                    ("PLEA", "Plea"),
                                    ("TRIAL", "Trial"),
                                    ("VERDICT", "Verdict"),
                                    ("SENTENCE", "Sentencing"),
                                    ("OTHER", "Other"),
                                ],
                                max_length=10,
                                verbose_name="purpose",
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="estimate in minutes")),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("HELD", "Held, completed"),
                                    ("CONTINUED", "Held, to continue"),
                                    ("ADJOURNED", "Adjourned"),
                                    ("NOT_REACHED", "Not reached"),
                                    ("VACATED", "Vacated beforehand"),
                                    ("NO_SHOW", "Accused did not come"),
                                ],
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                        ("result_note", models.TextField(blank=True, verbose_name="what happened")),
                        (
                            "adjourned_by",
                            models.CharField(
                                blank=True,
                                choices=[("CROWN", "Crown"), ("DEFENCE", "Defence"), ("BOTH", "Both sides"), ("COURT", "Court")],
                                max_length=8,
                                verbose_name="who asked to adjourn",
                            ),
                        ),
                        ("adjourn_reason", models.CharField(blank=True, max_length=500, verbose_name="why")),
                        ("corrected_why", models.CharField(blank=True, max_length=500, verbose_name="why the result was corrected")),
                        (
                            "courthouse",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="law.courthouse"
                            ),
                        ),
                        (
                            "goes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who goes to court",
                            ),
                        ),
                        (
                            "next",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="came_from",
                                to="casetracker.appearance",
                            ),
                        ),
                        (
                            "split_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="casetracker.appearance",
                                verbose_name="part of the day in court of",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="appearances", to="casetracker.casefile"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["on", "time", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ChargingDocument",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("INFORMATION", "Information"), ("INDICTMENT", "Indictment")],
                                default="INFORMATION",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("number", models.CharField(max_length=60, verbose_name="number")),
                        ("sworn_on", models.DateField(blank=True, null=True, verbose_name="sworn or filed on")),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="law.court"
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="casetracker.casefile"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["file_id", "sworn_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ClockOrigin",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("SWORN", "Information sworn"),
                                    ("NEW_TRIAL", "New trial ordered"),
                                    ("DIRECT_INDICTMENT", "Direct indictment"),
                                    ("NEW_INFORMATION", "New information"),
                                ],
                                default="SWORN",
                                max_length=20,
                            ),
                        ),
                        ("generation", models.PositiveSmallIntegerField(default=1)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "generation", "on"],
                    },
                ),
                migrations.CreateModel(
                    name="ClosingChecklist",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("orders_registered", models.BooleanField(default=False, verbose_name="orders registered")),
                        ("property_dealt_with", models.BooleanField(default=False, verbose_name="property and exhibits dealt with")),
                        ("victim_told", models.BooleanField(default=False, verbose_name="victim told")),
                        ("precedent_harvested", models.BooleanField(default=False, verbose_name="precedent considered for the bank")),
                        ("retention_from", models.DateField(blank=True, null=True, verbose_name="retention runs from")),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="checklists", to="casetracker.casefile"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ConflictName",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ACCUSED", "Accused"),
                                    ("VICTIM", "Victim"),
                                    ("COUNSEL", "Counsel"),
                                    ("WITNESS", "Witness"),
                                    ("OTHER", "Other"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name_key", models.CharField(db_index=True, editable=False, max_length=260)),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="conflict_names", to="casetracker.casefile"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["file_id", "kind", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Count",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "state",
                            foundation.workflow.models.StateField(
                                choices=[
                                    ("PROPOSED", "Proposed"),
                                    ("LAID", "Laid, to be screened"),
                                    ("PROCEEDING", "Proceeding"),
                                    ("COMMITTED", "Ordered to stand trial"),
                                    ("ON_INDICTMENT", "On the indictment"),
                                    ("CROWN_STAYED", "Stayed by the Crown"),
                                    ("IN_ALTERNATIVE_MEASURES", "In alternative measures"),
                                    ("PLEA_GUILTY", "Pleaded guilty"),
                                    ("FOUND_GUILTY", "Found guilty"),
                                    ("GUILTY_INCLUDED", "Guilty of an included offence"),
                                    ("ACQUITTED", "Acquitted"),
                                    ("NCR", "Not criminally responsible"),
                                    ("MISTRIAL", "Mistrial"),
                                    ("NOT_LAID", "Not laid"),
                                    ("REPLACED", "Replaced by another count"),
                                    ("WITHDRAWN", "Withdrawn"),
                                    ("STAY_LAPSED", "Crown stay lapsed"),
                                    ("DISCHARGED_PRELIM", "Discharged at the preliminary inquiry"),
                                    ("QUASHED", "Quashed"),
                                    ("DISMISSED", "Dismissed"),
                                    ("DISMISSED_MEASURES", "Dismissed after alternative measures"),
                                    ("STAYED_11B", "Stayed for delay"),
                                    ("STAYED_ABUSE", "Stayed for abuse of process"),
                                    ("ABATED", "Ended by death"),
                                    ("STAYED_KIENAPPLE", "Stayed (Kienapple)"),
                                    ("SENTENCED", "Sentenced"),
                                    ("DISCHARGED_ABSOLUTE", "Absolute discharge"),
                                    ("DISCHARGED_CONDITIONAL", "Conditional discharge"),
                                ],
                                db_index=True,
                                default="PROPOSED",
                                editable=False,
                                max_length=40,
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="count number")),
                        ("joint_group", models.CharField(blank=True, db_index=True, max_length=12)),
                        ("offence_from", models.DateField(verbose_name="offence from")),
                        ("offence_to", models.DateField(blank=True, null=True, verbose_name="offence to")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                        ("wording", models.TextField(blank=True, verbose_name="wording")),
                        (
                            "mode",
                            models.CharField(
                                blank=True,
                                choices=[("INDICTMENT", "By indictment"), ("SUMMARY", "Summarily")],
                                max_length=10,
                                verbose_name="mode elected",
                            ),
                        ),
                        ("limitation_agreed", models.BooleanField(default=False)),
                        (
                            "parked_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PROPOSED", "Proposed"),
                                    ("LAID", "Laid, to be screened"),
                                    ("PROCEEDING", "Proceeding"),
                                    ("COMMITTED", "Ordered to stand trial"),
                                    ("ON_INDICTMENT", "On the indictment"),
                                    ("CROWN_STAYED", "Stayed by the Crown"),
                                    ("IN_ALTERNATIVE_MEASURES", "In alternative measures"),
                                    ("PLEA_GUILTY", "Pleaded guilty"),
                                    ("FOUND_GUILTY", "Found guilty"),
                                    ("GUILTY_INCLUDED", "Guilty of an included offence"),
                                    ("ACQUITTED", "Acquitted"),
                                    ("NCR", "Not criminally responsible"),
                                    ("MISTRIAL", "Mistrial"),
                                    ("NOT_LAID", "Not laid"),
                                    ("REPLACED", "Replaced by another count"),
                                    ("WITHDRAWN", "Withdrawn"),
                                    ("STAY_LAPSED", "Crown stay lapsed"),
                                    ("DISCHARGED_PRELIM", "Discharged at the preliminary inquiry"),
                                    ("QUASHED", "Quashed"),
                                    ("DISMISSED", "Dismissed"),
                                    ("DISMISSED_MEASURES", "Dismissed after alternative measures"),
                                    ("STAYED_11B", "Stayed for delay"),
                                    ("STAYED_ABUSE", "Stayed for abuse of process"),
                                    ("ABATED", "Ended by death"),
                                    ("STAYED_KIENAPPLE", "Stayed (Kienapple)"),
                                    ("SENTENCED", "Sentenced"),
                                    ("DISCHARGED_ABSOLUTE", "Absolute discharge"),
                                    ("DISCHARGED_CONDITIONAL", "Conditional discharge"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("police_decided_on", models.DateField(blank=True, null=True)),
                        ("pleaded_on", models.DateField(blank=True, null=True, verbose_name="plea entered on")),
                        ("leave_on", models.DateField(blank=True, null=True, verbose_name="leave of the court on")),
                        (
                            "reason_code",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NO_PROSPECT", "No reasonable prospect of conviction"),
                                    ("NOT_IN_PUBLIC_INTEREST", "Not in the public interest"),
                                    ("EVIDENCE", "Evidence fell short"),
                                    ("EVIDENCE_EXCLUDED", "Evidence excluded by a ruling"),
                                    ("DOUBT", "Reasonable doubt on the whole of the evidence"),
                                    ("VICTIM_UNAVAILABLE", "Victim unable or unwilling to testify"),
                                    ("WITNESS", "Another witness unavailable or not believed"),
                                    ("DELAY", "Delay"),
                                    ("ABUSE", "Abuse of process"),
                                    ("PLEA_TO_OTHER", "Plea to other counts"),
                                    ("PLEA_ELSEWHERE", "Plea or sentence in another matter"),
                                    ("DIVERTED", "Measures outside court completed"),
                                    ("PEACE_BOND", "Peace bond entered"),
                                    ("LAID_IN_ERROR", "Laid in error"),
                                    ("DEFECT", "Defect in the charge"),
                                    ("OTHER", "Other, see the reason"),
                                ],
                                max_length=24,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "reason_avoidable",
                            models.CharField(
                                blank=True,
                                choices=[("YES", "Avoidable"), ("NO", "Not avoidable")],
                                max_length=3,
                                verbose_name="avoidable or not",
                            ),
                        ),
                        ("reason_note", models.CharField(blank=True, max_length=500, verbose_name="more on the reason")),
                        ("withdraw_at_sentence", models.BooleanField(default=False)),
                        ("plea_struck_on", models.DateField(blank=True, null=True, verbose_name="plea struck on")),
                        (
                            "clock_origin",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="counts",
                                to="casetracker.clockorigin",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="counts",
                                to="casetracker.chargingdocument",
                            ),
                        ),
                        (
                            "included_offence",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="law.offenceversion",
                            ),
                        ),
                        (
                            "offence",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="law.offenceversion"),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "number", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CountLineage",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("REWORDED", "Reworded"),
                                    ("SPLIT", "Split"),
                                    ("JOINED", "Joined"),
                                    ("RELAID", "Laid again"),
                                    ("OTHER_PLEA", "Plea to another offence (s. 606(4))"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("origin_kept", models.BooleanField(default=True, verbose_name="the delay clock goes on from the old count")),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "new",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="predecessors", to="casetracker.count"
                            ),
                        ),
                        (
                            "old",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="successors", to="casetracker.count"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CrownStay",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("entered_on", models.DateField(verbose_name="entered on")),
                        ("lapses_on", models.DateField(verbose_name="can be recommenced before")),
                        ("recommenced_on", models.DateField(blank=True, null=True, verbose_name="notice of recommencement on")),
                        ("lapsed_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended with the matter on")),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "count",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="crown_stays", to="casetracker.count"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["count_id", "entered_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("PROPOSED", "Proposed"),
                                    ("LAID", "Laid, to be screened"),
                                    ("PROCEEDING", "Proceeding"),
                                    ("COMMITTED", "Ordered to stand trial"),
                                    ("ON_INDICTMENT", "On the indictment"),
                                    ("CROWN_STAYED", "Stayed by the Crown"),
                                    ("IN_ALTERNATIVE_MEASURES", "In alternative measures"),
                                    ("PLEA_GUILTY", "Pleaded guilty"),
                                    ("FOUND_GUILTY", "Found guilty"),
                                    ("GUILTY_INCLUDED", "Guilty of an included offence"),
                                    ("ACQUITTED", "Acquitted"),
                                    ("NCR", "Not criminally responsible"),
                                    ("MISTRIAL", "Mistrial"),
                                    ("NOT_LAID", "Not laid"),
                                    ("REPLACED", "Replaced by another count"),
                                    ("WITHDRAWN", "Withdrawn"),
                                    ("STAY_LAPSED", "Crown stay lapsed"),
                                    ("DISCHARGED_PRELIM", "Discharged at the preliminary inquiry"),
                                    ("QUASHED", "Quashed"),
                                    ("DISMISSED", "Dismissed"),
                                    ("DISMISSED_MEASURES", "Dismissed after alternative measures"),
                                    ("STAYED_11B", "Stayed for delay"),
                                    ("STAYED_ABUSE", "Stayed for abuse of process"),
                                    ("ABATED", "Ended by death"),
                                    ("STAYED_KIENAPPLE", "Stayed (Kienapple)"),
                                    ("SENTENCED", "Sentenced"),
                                    ("DISCHARGED_ABSOLUTE", "Absolute discharge"),
                                    ("DISCHARGED_CONDITIONAL", "Conditional discharge"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("on", models.DateField(verbose_name="decided on")),
                        ("by", models.CharField(max_length=200, verbose_name="decided by")),
                        ("reason_code", models.CharField(blank=True, max_length=24)),
                        ("terms", models.TextField(blank=True, verbose_name="terms")),
                        ("appeal_due_on", models.DateField(blank=True, null=True, verbose_name="last day to appeal")),
                        ("appeal_none", models.BooleanField(default=False, verbose_name="no appeal is possible")),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "count",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="casetracker.count"
                            ),
                        ),
                        (
                            "from_appeal",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="casetracker.appeal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["count_id", "on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AppealCount",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("AFFIRMED", "Affirmed or abandoned"),
                                    ("NEW_TRIAL", "New trial ordered"),
                                    ("ACQUITTAL_ENTERED", "Acquittal entered"),
                                    ("CONVICTION_ENTERED", "Conviction entered"),
                                    ("VERDICT_SUBSTITUTED", "Verdict substituted"),
                                    ("SENTENCE_VARIED", "Sentence varied"),
                                    ("SENTENCE_REMITTED", "Sentence sent back"),
                                    ("STAY_SET_ASIDE", "Stay set aside"),
                                    ("ABATED", "Ended by death"),
                                ],
                                max_length=24,
                                verbose_name="result",
                            ),
                        ),
                        (
                            "appeal",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="counts", to="casetracker.appeal"),
                        ),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "count",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="casetracker.count"),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appealed",
                                to="casetracker.decision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["appeal_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DuplicateHint",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(choices=[("OCCURRENCE", "Same occurrence number"), ("NAME", "Same name")], max_length=12),
                        ),
                        ("found_on", models.DateField()),
                        ("resolved_on", models.DateField(blank=True, null=True)),
                        (
                            "file",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="hints", to="casetracker.casefile"),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="hints_from", to="casetracker.casefile"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FileAccess",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "acting_as",
                            models.CharField(
                                choices=[
                                    ("LEAD_COUNSEL", "Lead prosecutor"),
                                    ("COUNSEL", "Co-counsel"),
                                    ("ASSISTANT", "Assistant"),
                                    ("LOCAL_CROWN", "Local Crown"),
                                    ("COVER", "Cover, for a few hours"),
                                ],
                                max_length=12,
                                verbose_name="as",
                            ),
                        ),
                        ("from_at", models.DateTimeField(verbose_name="from")),
                        ("until_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        ("for_intake", models.BooleanField(default=False)),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="accesses", to="casetracker.casefile"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="file_accesses", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["file_id", "acting_as", "from_at"],
                    },
                ),
                migrations.CreateModel(
                    name="FileNote",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("text", models.TextField(verbose_name="note")),
                        ("lang", models.CharField(choices=[("en", "English"), ("fr", "Français")], default="en", max_length=2)),
                        ("written_at", models.DateTimeField()),
                        (
                            "author",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "file",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="casetracker.casefile"),
                        ),
                    ],
                    options={
                        "ordering": ["-written_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="FileWall",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        ("set_at", models.DateTimeField()),
                        ("lifted_at", models.DateTimeField(blank=True, null=True)),
                        ("lift_reason", models.CharField(blank=True, max_length=500)),
                        (
                            "file",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="walls", to="casetracker.casefile"),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="file_walls", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FitnessFinding",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("unfit_on", models.DateField(verbose_name="found unfit on")),
                        ("prima_facie_due_on", models.DateField(verbose_name="prima facie case to be shown by (s. 672.33)")),
                        ("fit_on", models.DateField(blank=True, null=True, verbose_name="found fit on")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended with the matter on")),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "unfit_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Handover",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("contact", models.CharField(max_length=200, verbose_name="who took it")),
                        ("accepted_on", models.DateField(verbose_name="accepted in writing on")),
                        ("disclosure_done", models.BooleanField(default=False, verbose_name="disclosure handed over")),
                        ("exhibits_done", models.BooleanField(default=False, verbose_name="exhibits handed over")),
                        ("deadlines_done", models.BooleanField(default=False, verbose_name="deadlines handed over")),
                        ("victim_duties_done", models.BooleanField(default=False, verbose_name="open duties to victims handed over")),
                        ("delay_position", models.TextField(verbose_name="position on delay, s. 11(b)")),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to="casetracker.casefile"
                            ),
                        ),
                        ("office", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.office")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAppealCount",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("AFFIRMED", "Affirmed or abandoned"),
                                    ("NEW_TRIAL", "New trial ordered"),
                                    ("ACQUITTAL_ENTERED", "Acquittal entered"),
                                    ("CONVICTION_ENTERED", "Conviction entered"),
                                    ("VERDICT_SUBSTITUTED", "Verdict substituted"),
                                    ("SENTENCE_VARIED", "Sentence varied"),
                                    ("SENTENCE_REMITTED", "Sentence sent back"),
                                    ("STAY_SET_ASIDE", "Stay set aside"),
                                    ("ABATED", "Ended by death"),
                                ],
                                max_length=24,
                                verbose_name="result",
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
                            "appeal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.appeal",
                            ),
                        ),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "count",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.decision",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical appeal count",
                        "verbose_name_plural": "historical appeal counts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAppearance",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField(db_index=True, verbose_name="date")),
                        ("time", models.TimeField(blank=True, null=True, verbose_name="time")),
                        ("room", models.CharField(blank=True, max_length=40, verbose_name="room")),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("FIRST", "First appearance"),
                                    ("BAIL", "Bail hearing"),
                                    ("SET_DATE", "Set date"),
                                    ("CPT", "Crown pre-trial"),
                                    ("JPT", "Judicial pre-trial"),
                                    ("ELECTION", "Election"),
                                    ("MOTION", "Motion"),
                                    ("PRELIM", "Preliminary inquiry"),
                                    ("PLEA", "Plea"),
                                    ("TRIAL", "Trial"),
                                    ("VERDICT", "Verdict"),
                                    ("SENTENCE", "Sentencing"),
                                    ("OTHER", "Other"),
                                ],
                                max_length=10,
                                verbose_name="purpose",
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="estimate in minutes")),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("HELD", "Held, completed"),
                                    ("CONTINUED", "Held, to continue"),
                                    ("ADJOURNED", "Adjourned"),
                                    ("NOT_REACHED", "Not reached"),
                                    ("VACATED", "Vacated beforehand"),
                                    ("NO_SHOW", "Accused did not come"),
                                ],
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                        ("result_note", models.TextField(blank=True, verbose_name="what happened")),
                        (
                            "adjourned_by",
                            models.CharField(
                                blank=True,
                                choices=[("CROWN", "Crown"), ("DEFENCE", "Defence"), ("BOTH", "Both sides"), ("COURT", "Court")],
                                max_length=8,
                                verbose_name="who asked to adjourn",
                            ),
                        ),
                        ("adjourn_reason", models.CharField(blank=True, max_length=500, verbose_name="why")),
                        ("corrected_why", models.CharField(blank=True, max_length=500, verbose_name="why the result was corrected")),
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
                            "courthouse",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="law.courthouse",
                            ),
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
                            "goes",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who goes to court",
                            ),
                        ),
                        (
                            "next",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.appearance",
                            ),
                        ),
                        (
                            "split_from",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.appearance",
                                verbose_name="part of the day in court of",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical appearance",
                        "verbose_name_plural": "historical appearances",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCarriageAgreement",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "carriage",
                            models.CharField(
                                choices=[
                                    ("REFERRED", "Received, not yet read"),
                                    ("CONFLICT_CHECK", "Conflict check running"),
                                    ("ADVISORY", "Advising the local Crown"),
                                    ("PRECHARGE", "Assigned before any charge"),
                                    ("CARRIED", "Carried by the team"),
                                    ("SHARED", "Shared with another office"),
                                    ("DORMANT", "Dormant: no live step"),
                                    ("APPEAL", "Before an appeal court"),
                                    ("TRANSFERRED", "Transferred"),
                                    ("DECLINED", "Declined"),
                                    ("CONCLUDED", "Concluded"),
                                    ("CLOSED", "Closed"),
                                ],
                                max_length=40,
                                verbose_name="from then on",
                            ),
                        ),
                        ("contact", models.CharField(max_length=200, verbose_name="who agreed for the office")),
                        ("agreed_on", models.DateField(verbose_name="agreed in writing on")),
                        ("effective_on", models.DateField(verbose_name="in effect from")),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
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
                        "verbose_name": "historical carriage agreement",
                        "verbose_name_plural": "historical carriage agreements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCaseFile",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="file", unique=False)),
                        (
                            "state",
                            foundation.workflow.models.StateField(
                                choices=[
                                    ("REFERRED", "Received, not yet read"),
                                    ("CONFLICT_CHECK", "Conflict check running"),
                                    ("ADVISORY", "Advising the local Crown"),
                                    ("PRECHARGE", "Assigned before any charge"),
                                    ("CARRIED", "Carried by the team"),
                                    ("SHARED", "Shared with another office"),
                                    ("DORMANT", "Dormant: no live step"),
                                    ("APPEAL", "Before an appeal court"),
                                    ("TRANSFERRED", "Transferred"),
                                    ("DECLINED", "Declined"),
                                    ("CONCLUDED", "Concluded"),
                                    ("CLOSED", "Closed"),
                                ],
                                db_index=True,
                                default="REFERRED",
                                editable=False,
                                max_length=40,
                            ),
                        ),
                        ("occurrence_number", models.CharField(blank=True, db_index=True, max_length=60, verbose_name="occurrence number")),
                        ("referred_on", models.DateField(verbose_name="referred on")),
                        ("joint_with_ppsc", models.BooleanField(default=False, verbose_name="joint with the federal prosecution service")),
                        ("theory", models.TextField(blank=True, verbose_name="theory of the case")),
                        ("resolution_position", models.TextField(blank=True, verbose_name="resolution position")),
                        ("names_complete", models.BooleanField(default=False, verbose_name="all names known are entered")),
                        ("conflict_cleared_on", models.DateField(blank=True, null=True)),
                        (
                            "decline_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NOT_TRAFFICKING", "Not a trafficking matter"),
                                    ("LOCAL_OFFICE", "The local office keeps it"),
                                    ("FEDERAL", "Federal prosecution service carries it"),
                                    ("CONFLICT", "Conflict that no wall can cure"),
                                    ("DUPLICATE", "Same matter as another file"),
                                    ("NO_CAPACITY", "No capacity"),
                                    ("OTHER", "Other, see the reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "reopen_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("LATE_APPEAL", "Late appeal"),
                                    ("NEW_TRIAL", "New trial"),
                                    ("RECOMMENCEMENT", "Recommencement after a Crown stay"),
                                    ("RETURNED", "Returned from the local office"),
                                    ("NEW_REFERRAL", "New referral"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("no_charge_confirmed_on", models.DateField(blank=True, null=True)),
                        ("advice_finished_on", models.DateField(blank=True, null=True)),
                        ("dormant_review_on", models.DateField(blank=True, null=True, verbose_name="look at the dormant file again on")),
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
                        (
                            "opened_by",
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
                        "verbose_name": "historical case file",
                        "verbose_name_plural": "historical case files",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalChargingDocument",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("INFORMATION", "Information"), ("INDICTMENT", "Indictment")],
                                default="INFORMATION",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("number", models.CharField(max_length=60, verbose_name="number")),
                        ("sworn_on", models.DateField(blank=True, null=True, verbose_name="sworn or filed on")),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="law.court",
                            ),
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
                    ],
                    options={
                        "verbose_name": "historical charging document",
                        "verbose_name_plural": "historical charging documents",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClosingChecklist",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("orders_registered", models.BooleanField(default=False, verbose_name="orders registered")),
                        ("property_dealt_with", models.BooleanField(default=False, verbose_name="property and exhibits dealt with")),
                        ("victim_told", models.BooleanField(default=False, verbose_name="victim told")),
                        ("precedent_harvested", models.BooleanField(default=False, verbose_name="precedent considered for the bank")),
                        ("retention_from", models.DateField(blank=True, null=True, verbose_name="retention runs from")),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
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
                    ],
                    options={
                        "verbose_name": "historical closing checklist",
                        "verbose_name_plural": "historical closing checklists",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalConflictName",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ACCUSED", "Accused"),
                                    ("VICTIM", "Victim"),
                                    ("COUNSEL", "Counsel"),
                                    ("WITNESS", "Witness"),
                                    ("OTHER", "Other"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name_key", models.CharField(db_index=True, editable=False, max_length=260)),
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
                    ],
                    options={
                        "verbose_name": "historical conflict name",
                        "verbose_name_plural": "historical conflict names",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCountLineage",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("REWORDED", "Reworded"),
                                    ("SPLIT", "Split"),
                                    ("JOINED", "Joined"),
                                    ("RELAID", "Laid again"),
                                    ("OTHER_PLEA", "Plea to another offence (s. 606(4))"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("origin_kept", models.BooleanField(default=True, verbose_name="the delay clock goes on from the old count")),
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
                            "confirmed_by",
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "new",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "old",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical count lineage",
                        "verbose_name_plural": "historical count lineages",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCrownStay",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("entered_on", models.DateField(verbose_name="entered on")),
                        ("lapses_on", models.DateField(verbose_name="can be recommenced before")),
                        ("recommenced_on", models.DateField(blank=True, null=True, verbose_name="notice of recommencement on")),
                        ("lapsed_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended with the matter on")),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "count",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical crown stay",
                        "verbose_name_plural": "historical crown stays",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDecision",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("PROPOSED", "Proposed"),
                                    ("LAID", "Laid, to be screened"),
                                    ("PROCEEDING", "Proceeding"),
                                    ("COMMITTED", "Ordered to stand trial"),
                                    ("ON_INDICTMENT", "On the indictment"),
                                    ("CROWN_STAYED", "Stayed by the Crown"),
                                    ("IN_ALTERNATIVE_MEASURES", "In alternative measures"),
                                    ("PLEA_GUILTY", "Pleaded guilty"),
                                    ("FOUND_GUILTY", "Found guilty"),
                                    ("GUILTY_INCLUDED", "Guilty of an included offence"),
                                    ("ACQUITTED", "Acquitted"),
                                    ("NCR", "Not criminally responsible"),
                                    ("MISTRIAL", "Mistrial"),
                                    ("NOT_LAID", "Not laid"),
                                    ("REPLACED", "Replaced by another count"),
                                    ("WITHDRAWN", "Withdrawn"),
                                    ("STAY_LAPSED", "Crown stay lapsed"),
                                    ("DISCHARGED_PRELIM", "Discharged at the preliminary inquiry"),
                                    ("QUASHED", "Quashed"),
                                    ("DISMISSED", "Dismissed"),
                                    ("DISMISSED_MEASURES", "Dismissed after alternative measures"),
                                    ("STAYED_11B", "Stayed for delay"),
                                    ("STAYED_ABUSE", "Stayed for abuse of process"),
                                    ("ABATED", "Ended by death"),
                                    ("STAYED_KIENAPPLE", "Stayed (Kienapple)"),
                                    ("SENTENCED", "Sentenced"),
                                    ("DISCHARGED_ABSOLUTE", "Absolute discharge"),
                                    ("DISCHARGED_CONDITIONAL", "Conditional discharge"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("on", models.DateField(verbose_name="decided on")),
                        ("by", models.CharField(max_length=200, verbose_name="decided by")),
                        ("reason_code", models.CharField(blank=True, max_length=24)),
                        ("terms", models.TextField(blank=True, verbose_name="terms")),
                        ("appeal_due_on", models.DateField(blank=True, null=True, verbose_name="last day to appeal")),
                        ("appeal_none", models.BooleanField(default=False, verbose_name="no appeal is possible")),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "count",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "from_appeal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.appeal",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical decision",
                        "verbose_name_plural": "historical decisions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDuplicateHint",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(choices=[("OCCURRENCE", "Same occurrence number"), ("NAME", "Same name")], max_length=12),
                        ),
                        ("found_on", models.DateField()),
                        ("resolved_on", models.DateField(blank=True, null=True)),
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
                            "other",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.casefile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical duplicate hint",
                        "verbose_name_plural": "historical duplicate hints",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFileAccess",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "acting_as",
                            models.CharField(
                                choices=[
                                    ("LEAD_COUNSEL", "Lead prosecutor"),
                                    ("COUNSEL", "Co-counsel"),
                                    ("ASSISTANT", "Assistant"),
                                    ("LOCAL_CROWN", "Local Crown"),
                                    ("COVER", "Cover, for a few hours"),
                                ],
                                max_length=12,
                                verbose_name="as",
                            ),
                        ),
                        ("from_at", models.DateTimeField(verbose_name="from")),
                        ("until_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        ("for_intake", models.BooleanField(default=False)),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
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
                        "verbose_name": "historical file access",
                        "verbose_name_plural": "historical file accesss",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFileNote",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("text", models.TextField(verbose_name="note")),
                        ("lang", models.CharField(choices=[("en", "English"), ("fr", "Français")], default="en", max_length=2)),
                        ("written_at", models.DateTimeField()),
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
                    ],
                    options={
                        "verbose_name": "historical file note",
                        "verbose_name_plural": "historical file notes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFileWall",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        ("set_at", models.DateTimeField()),
                        ("lifted_at", models.DateTimeField(blank=True, null=True)),
                        ("lift_reason", models.CharField(blank=True, max_length=500)),
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
                        "verbose_name": "historical file wall",
                        "verbose_name_plural": "historical file walls",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalHandover",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("contact", models.CharField(max_length=200, verbose_name="who took it")),
                        ("accepted_on", models.DateField(verbose_name="accepted in writing on")),
                        ("disclosure_done", models.BooleanField(default=False, verbose_name="disclosure handed over")),
                        ("exhibits_done", models.BooleanField(default=False, verbose_name="exhibits handed over")),
                        ("deadlines_done", models.BooleanField(default=False, verbose_name="deadlines handed over")),
                        ("victim_duties_done", models.BooleanField(default=False, verbose_name="open duties to victims handed over")),
                        ("delay_position", models.TextField(verbose_name="position on delay, s. 11(b)")),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
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
                        "verbose_name": "historical handover",
                        "verbose_name_plural": "historical handovers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalLinkedDecision",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("decision_ref", models.CharField(db_index=True, max_length=12)),
                        ("pinpoint", models.CharField(blank=True, max_length=60, verbose_name="paragraph or page")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="why it matters here")),
                        ("linked_at", models.DateTimeField()),
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
                            "linked_by",
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
                        "verbose_name": "historical linked decision",
                        "verbose_name_plural": "historical linked decisions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSentencePart",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("CUSTODY", "Custody"),
                                    ("CONDITIONAL", "Conditional sentence (s. 742.1)"),
                                    ("PROBATION", "Probation"),
                                    ("FINE", "Fine"),
                                    ("OTHER", "Other"),
                                ],
                                max_length=12,
                                verbose_name="part of the sentence",
                            ),
                        ),
                        ("months", models.PositiveSmallIntegerField(default=0, verbose_name="length in months")),
                        ("days", models.PositiveSmallIntegerField(default=0, verbose_name="days beside the months")),
                        ("life", models.BooleanField(default=False, verbose_name="for life")),
                        ("credit_days", models.PositiveSmallIntegerField(default=0, verbose_name="days of credit")),
                        (
                            "served",
                            models.CharField(
                                blank=True,
                                choices=[("CONCURRENT", "At the same time as the others"), ("CONSECUTIVE", "After that of another count")],
                                max_length=12,
                                verbose_name="how it is served",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="amount in dollars"),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
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
                            "after",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                                verbose_name="consecutive to",
                            ),
                        ),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "count",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.decision",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical sentence part",
                        "verbose_name_plural": "historical sentence parts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTextChoice",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("provision", models.CharField(blank=True, max_length=60)),
                        ("chosen_on", models.DateField(verbose_name="decided on")),
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
                            "chosen_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "count",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "text",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="law.offenceversion",
                                verbose_name="text of the law",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical text choice",
                        "verbose_name_plural": "historical text choices",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="LinkedDecision",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("decision_ref", models.CharField(db_index=True, max_length=12)),
                        ("pinpoint", models.CharField(blank=True, max_length=60, verbose_name="paragraph or page")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="why it matters here")),
                        ("linked_at", models.DateTimeField()),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="linked_decisions", to="casetracker.casefile"
                            ),
                        ),
                        (
                            "linked_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={
                        "ordering": ["-linked_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Participant",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ACCUSED", "Accused"),
                                    ("VICTIM", "Victim"),
                                    ("WITNESS", "Witness"),
                                    ("COUNSEL", "Defence counsel"),
                                    ("OFFICER", "Police officer"),
                                    ("OTHER", "Other"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("given_name", models.CharField(blank=True, max_length=120, verbose_name="given names")),
                        ("family_name", models.CharField(max_length=120, verbose_name="family name")),
                        ("name_key", models.CharField(db_index=True, editable=False, max_length=260)),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="birth date")),
                        ("is_youth", models.BooleanField(default=False, verbose_name="under 18 at the time")),
                        (
                            "language",
                            models.CharField(
                                blank=True, choices=[("en", "English"), ("fr", "Français")], max_length=2, verbose_name="language"
                            ),
                        ),
                        ("organisation", models.CharField(blank=True, max_length=200, verbose_name="firm or service")),
                        ("phone", foundation.records.fields.EncryptedTextField(blank=True, verbose_name="telephone")),
                        ("email", foundation.records.fields.EncryptedTextField(blank=True, verbose_name="e-mail")),
                        ("address", foundation.records.fields.EncryptedTextField(blank=True, verbose_name="address")),
                        (
                            "safe_contact",
                            foundation.records.fields.EncryptedTextField(
                                blank=True, verbose_name="safe contact: how, when, what never to do"
                            ),
                        ),
                        (
                            "acts_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="counsel",
                                to="casetracker.participant",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="participants", to="casetracker.casefile"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["file_id", "kind", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalParticipant",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ACCUSED", "Accused"),
                                    ("VICTIM", "Victim"),
                                    ("WITNESS", "Witness"),
                                    ("COUNSEL", "Defence counsel"),
                                    ("OFFICER", "Police officer"),
                                    ("OTHER", "Other"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("given_name", models.CharField(blank=True, max_length=120, verbose_name="given names")),
                        ("family_name", models.CharField(max_length=120, verbose_name="family name")),
                        ("name_key", models.CharField(db_index=True, editable=False, max_length=260)),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="birth date")),
                        ("is_youth", models.BooleanField(default=False, verbose_name="under 18 at the time")),
                        (
                            "language",
                            models.CharField(
                                blank=True, choices=[("en", "English"), ("fr", "Français")], max_length=2, verbose_name="language"
                            ),
                        ),
                        ("organisation", models.CharField(blank=True, max_length=200, verbose_name="firm or service")),
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
                            "acts_for",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.participant",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical participant",
                        "verbose_name_plural": "historical participants",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCountAmendment",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField(verbose_name="amended on")),
                        ("ordered_by", models.CharField(blank=True, max_length=200, verbose_name="ordered by")),
                        ("offence_from", models.DateField(verbose_name="offence from")),
                        ("offence_to", models.DateField(blank=True, null=True, verbose_name="offence to")),
                        ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="count number")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                        ("wording", models.TextField(blank=True, verbose_name="wording")),
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
                            "count",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "offence",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="law.offenceversion",
                            ),
                        ),
                        (
                            "complainant",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.participant",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical count amendment",
                        "verbose_name_plural": "historical count amendments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalBan",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("made_on", models.DateField(verbose_name="made on")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                        ("made_by", models.CharField(blank=True, max_length=200, verbose_name="made by")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
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
                            "provision",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="law.banprovision",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.participant",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical ban",
                        "verbose_name_plural": "historical bans",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CountAmendment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField(verbose_name="amended on")),
                        ("ordered_by", models.CharField(blank=True, max_length=200, verbose_name="ordered by")),
                        ("offence_from", models.DateField(verbose_name="offence from")),
                        ("offence_to", models.DateField(blank=True, null=True, verbose_name="offence to")),
                        ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="count number")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                        ("wording", models.TextField(blank=True, verbose_name="wording")),
                        (
                            "count",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="casetracker.count"
                            ),
                        ),
                        (
                            "offence",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="law.offenceversion"),
                        ),
                        (
                            "complainant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="casetracker.participant",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["count_id", "on", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="count",
                    name="complainant",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts_as_complainant",
                        to="casetracker.participant",
                    ),
                ),
                migrations.CreateModel(
                    name="Ban",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("made_on", models.DateField(verbose_name="made on")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                        ("made_by", models.CharField(blank=True, max_length=200, verbose_name="made by")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        (
                            "provision",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="law.banprovision"),
                        ),
                        (
                            "file",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="bans", to="casetracker.casefile"),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bans",
                                to="casetracker.participant",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["file_id", "made_on"],
                    },
                ),
                migrations.CreateModel(
                    name="Proceeding",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "state",
                            foundation.workflow.models.StateField(
                                choices=[
                                    ("SUSPECT", "Not charged"),
                                    ("CHARGED", "Charged"),
                                    ("INTAKE", "Intake appearances"),
                                    ("ELECTION_PENDING", "Election to come"),
                                    ("PRELIM", "Preliminary inquiry"),
                                    ("COMMITTED", "Ordered to stand trial"),
                                    ("INDICTED", "Indicted"),
                                    ("TRIAL_SET", "Trial date set"),
                                    ("IN_TRIAL", "In trial"),
                                    ("RESERVED", "Judgment reserved"),
                                    ("GUILTY_AWAITING_SENTENCE", "Guilty, sentence to come"),
                                    ("DIVERTED", "In a program outside court"),
                                    ("UNFIT", "Unfit to stand trial"),
                                    ("NCR_SUPERVISED", "Before the Review Board"),
                                    ("CROWN_STAYED", "Stayed by the Crown"),
                                    ("WARRANT_OUT", "Warrant outstanding"),
                                    ("UNDER_APPEAL", "Under appeal"),
                                    ("CONCLUDED", "Concluded"),
                                    ("ABATED", "Ended by death"),
                                ],
                                db_index=True,
                                default="SUSPECT",
                                editable=False,
                                max_length=40,
                            ),
                        ),
                        (
                            "custody",
                            models.CharField(
                                choices=[
                                    ("NOT_ARRESTED", "Not arrested"),
                                    ("IN_CUSTODY", "In custody"),
                                    ("RELEASED_POLICE", "Released by police"),
                                    ("RELEASED_COURT", "Released by the court"),
                                    ("DETAINED", "Detained by order"),
                                    ("SERVING", "Serving a sentence"),
                                    ("AT_LARGE_WARRANT", "At large, warrant out"),
                                ],
                                default="NOT_ARRESTED",
                                max_length=20,
                                verbose_name="custody",
                            ),
                        ),
                        (
                            "forum",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("OCJ", "Ontario Court of Justice"),
                                    ("SCJ", "Superior Court of Justice"),
                                    ("OCJ_AFTER_PRELIM", "Ontario Court of Justice, after a preliminary inquiry"),
                                ],
                                max_length=20,
                                verbose_name="forum",
                            ),
                        ),
                        (
                            "parked_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("SUSPECT", "Not charged"),
                                    ("CHARGED", "Charged"),
                                    ("INTAKE", "Intake appearances"),
                                    ("ELECTION_PENDING", "Election to come"),
                                    ("PRELIM", "Preliminary inquiry"),
                                    ("COMMITTED", "Ordered to stand trial"),
                                    ("INDICTED", "Indicted"),
                                    ("TRIAL_SET", "Trial date set"),
                                    ("IN_TRIAL", "In trial"),
                                    ("RESERVED", "Judgment reserved"),
                                    ("GUILTY_AWAITING_SENTENCE", "Guilty, sentence to come"),
                                    ("DIVERTED", "In a program outside court"),
                                    ("UNFIT", "Unfit to stand trial"),
                                    ("NCR_SUPERVISED", "Before the Review Board"),
                                    ("CROWN_STAYED", "Stayed by the Crown"),
                                    ("WARRANT_OUT", "Warrant outstanding"),
                                    ("UNDER_APPEAL", "Under appeal"),
                                    ("CONCLUDED", "Concluded"),
                                    ("ABATED", "Ended by death"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("trial_on", models.DateField(blank=True, null=True, verbose_name="trial begins")),
                        ("trial_ends_on", models.DateField(blank=True, null=True, verbose_name="trial ends")),
                        ("arraigned_on", models.DateField(blank=True, null=True, verbose_name="arraigned on")),
                        ("evidence_ended_on", models.DateField(blank=True, null=True, verbose_name="evidence and argument ended")),
                        ("died_on", models.DateField(blank=True, null=True, verbose_name="died on")),
                        ("board_discharged_on", models.DateField(blank=True, null=True, verbose_name="discharged by the Review Board on")),
                        ("situation", models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                        ("next_date", models.DateField(blank=True, editable=False, null=True)),
                        ("ceiling_on", models.DateField(blank=True, db_index=True, editable=False, null=True)),
                        (
                            "accused",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="proceedings", to="casetracker.participant"
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="law.court"
                            ),
                        ),
                        (
                            "courthouse",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="law.courthouse"
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="proceedings", to="casetracker.casefile"
                            ),
                        ),
                        (
                            "rejoined_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rejoined",
                                to="casetracker.proceeding",
                            ),
                        ),
                        (
                            "severed_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="severed",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["file_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PrimaFacieInquiry",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("held_on", models.DateField(verbose_name="decided on")),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("SHOWN", "A prima facie case was shown"),
                                    ("NOT_SHOWN", "No prima facie case: the court acquits"),
                                    ("EXTENDED", "The court gave more time for the inquiry"),
                                ],
                                max_length=12,
                                verbose_name="what the court found",
                            ),
                        ),
                        ("decided_by", models.CharField(max_length=200, verbose_name="decided by")),
                        ("source", models.CharField(max_length=500, verbose_name="where this is taken from")),
                        ("next_due_on", models.DateField(blank=True, null=True, verbose_name="to be shown again by")),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="inquiries", to="casetracker.fitnessfinding"
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="inquiries", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "held_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PleaNotice",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("agreed_on", models.DateField(verbose_name="agreed on")),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
                        (
                            "exception",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NO_VICTIM", "The count has no victim who is a person"),
                                    ("NOT_FOUND", "The victim cannot be found"),
                                    ("DECLINED", "The victim does not want to be asked"),
                                    ("UNSAFE", "Asking would put the victim at risk"),
                                    ("DECEASED", "The victim died"),
                                ],
                                max_length=12,
                                verbose_name="why not told",
                            ),
                        ),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plea_notices",
                                to="casetracker.participant",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="plea_notices", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="OrderAnswer",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "order",
                            models.CharField(
                                choices=[
                                    ("DNA", "DNA sample (s. 487.051)"),
                                    ("SOIRA", "Sex offender registry (s. 490.012)"),
                                    ("WEAPONS", "Weapons prohibition (s. 109)"),
                                    ("PROHIBITION_161", "Prohibition protecting persons under 18 (s. 161)"),
                                    ("NO_CONTACT_729_2", "No contact with a victim or witness (s. 729.2)"),
                                    ("NON_COMMUNICATION", "No communication in custody (s. 743.21)"),
                                    ("FORFEITURE", "Forfeiture (s. 462.37)"),
                                    ("RESTITUTION", "Restitution (s. 738)"),
                                    ("DANGEROUS", "Dangerous or long-term offender (s. 753)"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("MADE", "Made"),
                                    ("REFUSED", "Refused"),
                                    ("NOT_SOUGHT", "Not sought"),
                                    ("NOT_AVAILABLE", "Not available"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("months", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="length in months")),
                        ("for_life", models.BooleanField(default=False, verbose_name="for life")),
                        ("on", models.DateField()),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="order_answers", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ALTERNATIVE", "Alternative measures (ss. 715.44 to 715.6)"),
                                    ("YOUTH_SANCTION", "Extrajudicial sanction (YCJA s. 10)"),
                                    ("YOUTH_MEASURE", "Extrajudicial measure (YCJA ss. 4 to 9)"),
                                ],
                                max_length=20,
                                verbose_name="program",
                            ),
                        ),
                        ("consent_on", models.DateField(verbose_name="accused consented on")),
                        (
                            "conditions_met",
                            models.BooleanField(default=False, verbose_name="the conditions of the program are met, one by one"),
                        ),
                        ("terms", models.TextField(blank=True, verbose_name="terms")),
                        ("completed_on", models.DateField(blank=True, null=True, verbose_name="completed on")),
                        ("failed_on", models.DateField(blank=True, null=True, verbose_name="failed on")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended with the matter on")),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "consent_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWarrant",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("BENCH_597", "Bench warrant (s. 597)"), ("ARREST_512", "Arrest warrant (s. 512)")],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        ("executed_on", models.DateField(blank=True, null=True, verbose_name="executed or surrendered on")),
                        ("surrendered", models.BooleanField(default=False, verbose_name="the accused surrendered")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended with the matter on")),
                        ("note", models.CharField(blank=True, max_length=500)),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical warrant",
                        "verbose_name_plural": "historical warrants",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalVictimView",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("asked_on", models.DateField(blank=True, null=True, verbose_name="asked on")),
                        ("view", models.TextField(blank=True, verbose_name="view of the victim")),
                        (
                            "exception",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NO_VICTIM", "The count has no victim who is a person"),
                                    ("NOT_FOUND", "The victim cannot be found"),
                                    ("DECLINED", "The victim does not want to be asked"),
                                    ("UNSAFE", "Asking would put the victim at risk"),
                                    ("DECEASED", "The victim died"),
                                ],
                                max_length=12,
                                verbose_name="why not asked",
                            ),
                        ),
                        ("withdraws", models.BooleanField(default=False, verbose_name="no longer wants to take part")),
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
                            "count",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.participant",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical victim view",
                        "verbose_name_plural": "historical victim views",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalVictimNotice",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "duty",
                            models.CharField(
                                choices=[
                                    ("OUTCOME", "Told of the outcome (Victims Bill of Rights, s. 7)"),
                                    ("IMPACT_STATEMENT", "Told of the victim impact statement (s. 722(2))"),
                                    ("RESTITUTION", "Asked about restitution (s. 737.1(2))"),
                                    ("CORRECTIONS", "Asked whether she wants information on the offender’s custody (s. 726.3)"),
                                    ("NEW_TRIAL", "Told of the order for a new trial"),
                                ],
                                max_length=16,
                                verbose_name="what she is told or asked",
                            ),
                        ),
                        ("since_on", models.DateField(verbose_name="since")),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
                        (
                            "exception",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NO_VICTIM", "The count has no victim who is a person"),
                                    ("NOT_FOUND", "The victim cannot be found"),
                                    ("DECLINED", "The victim does not want to be asked"),
                                    ("UNSAFE", "Asking would put the victim at risk"),
                                    ("DECEASED", "The victim died"),
                                ],
                                max_length=12,
                                verbose_name="why not told",
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.participant",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical victim notice",
                        "verbose_name_plural": "historical victim notices",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSentenceTotal",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField()),
                        ("months", models.PositiveSmallIntegerField(default=0, verbose_name="length in months")),
                        ("days", models.PositiveSmallIntegerField(default=0, verbose_name="days beside the months")),
                        ("life", models.BooleanField(default=False, verbose_name="for life")),
                        ("credit_days", models.PositiveSmallIntegerField(default=0, verbose_name="days of credit")),
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
                            "confirmed_by",
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical sentence total",
                        "verbose_name_plural": "historical sentence totals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalScreeningReview",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("reviewed_on", models.DateField(verbose_name="reviewed on")),
                        ("prospect", models.BooleanField(default=False, verbose_name="reasonable prospect of conviction")),
                        ("public_interest", models.BooleanField(default=False, verbose_name="in the public interest")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("PROCEED", "Proceed"),
                                    ("WITHDRAW", "Withdraw"),
                                    ("AMEND", "Amend"),
                                    ("DIVERT", "Divert"),
                                    ("INVESTIGATE", "Ask for more investigation"),
                                ],
                                max_length=12,
                                verbose_name="outcome",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="reasons (privileged)")),
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
                            "count",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "reviewed_by",
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
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical screening review",
                        "verbose_name_plural": "historical screening reviews",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRuling",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField(verbose_name="ruled on")),
                        ("by", models.CharField(max_length=200, verbose_name="ruled by")),
                        ("ruling", models.CharField(max_length=500, verbose_name="what was ruled")),
                        ("against_crown", models.BooleanField(default=False, verbose_name="against the Crown")),
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
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical ruling",
                        "verbose_name_plural": "historical rulings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalReleaseOrder",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("made_on", models.DateField(verbose_name="made on")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("WITHOUT_CONDITIONS", "Without conditions (s. 515(1))"),
                                    ("CONDITIONS", "Conditions, no money (s. 515(2)(a))"),
                                    ("PROMISE", "Promise to pay (s. 515(2)(b))"),
                                    ("SURETIES", "Sureties (s. 515(2)(c))"),
                                    ("DEPOSIT", "Deposit (s. 515(2)(d))"),
                                    ("DEPOSIT_AWAY", "Deposit, accused lives far away (s. 515(2)(e))"),
                                ],
                                max_length=20,
                                verbose_name="kind of release",
                            ),
                        ),
                        ("amount", models.PositiveIntegerField(blank=True, null=True, verbose_name="amount in dollars")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                        (
                            "ended_why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("REVOKED", "Cancelled after an alleged breach (s. 524)"),
                                    ("REVIEWED", "Set aside on review"),
                                    ("VACATED", "Vacated, or replaced by another order (s. 523(2))"),
                                    ("OVER", "The matter is over (s. 523(1))"),
                                    ("STAYED", "Vacated by the Crown stay (s. 579)"),
                                    ("NEW_TRIAL", "A new trial was ordered on appeal"),
                                    ("OTHER", "Other"),
                                ],
                                max_length=10,
                                verbose_name="why it ended",
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
                            "ended_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.bailhearing",
                            ),
                        ),
                        (
                            "hearing",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.bailhearing",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical release order",
                        "verbose_name_plural": "historical release orders",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalProceeding",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "state",
                            foundation.workflow.models.StateField(
                                choices=[
                                    ("SUSPECT", "Not charged"),
                                    ("CHARGED", "Charged"),
                                    ("INTAKE", "Intake appearances"),
                                    ("ELECTION_PENDING", "Election to come"),
                                    ("PRELIM", "Preliminary inquiry"),
                                    ("COMMITTED", "Ordered to stand trial"),
                                    ("INDICTED", "Indicted"),
                                    ("TRIAL_SET", "Trial date set"),
                                    ("IN_TRIAL", "In trial"),
                                    ("RESERVED", "Judgment reserved"),
                                    ("GUILTY_AWAITING_SENTENCE", "Guilty, sentence to come"),
                                    ("DIVERTED", "In a program outside court"),
                                    ("UNFIT", "Unfit to stand trial"),
                                    ("NCR_SUPERVISED", "Before the Review Board"),
                                    ("CROWN_STAYED", "Stayed by the Crown"),
                                    ("WARRANT_OUT", "Warrant outstanding"),
                                    ("UNDER_APPEAL", "Under appeal"),
                                    ("CONCLUDED", "Concluded"),
                                    ("ABATED", "Ended by death"),
                                ],
                                db_index=True,
                                default="SUSPECT",
                                editable=False,
                                max_length=40,
                            ),
                        ),
                        (
                            "custody",
                            models.CharField(
                                choices=[
                                    ("NOT_ARRESTED", "Not arrested"),
                                    ("IN_CUSTODY", "In custody"),
                                    ("RELEASED_POLICE", "Released by police"),
                                    ("RELEASED_COURT", "Released by the court"),
                                    ("DETAINED", "Detained by order"),
                                    ("SERVING", "Serving a sentence"),
                                    ("AT_LARGE_WARRANT", "At large, warrant out"),
                                ],
                                default="NOT_ARRESTED",
                                max_length=20,
                                verbose_name="custody",
                            ),
                        ),
                        (
                            "forum",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("OCJ", "Ontario Court of Justice"),
                                    ("SCJ", "Superior Court of Justice"),
                                    ("OCJ_AFTER_PRELIM", "Ontario Court of Justice, after a preliminary inquiry"),
                                ],
                                max_length=20,
                                verbose_name="forum",
                            ),
                        ),
                        (
                            "parked_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("SUSPECT", "Not charged"),
                                    ("CHARGED", "Charged"),
                                    ("INTAKE", "Intake appearances"),
                                    ("ELECTION_PENDING", "Election to come"),
                                    ("PRELIM", "Preliminary inquiry"),
                                    ("COMMITTED", "Ordered to stand trial"),
                                    ("INDICTED", "Indicted"),
                                    ("TRIAL_SET", "Trial date set"),
                                    ("IN_TRIAL", "In trial"),
                                    ("RESERVED", "Judgment reserved"),
                                    ("GUILTY_AWAITING_SENTENCE", "Guilty, sentence to come"),
                                    ("DIVERTED", "In a program outside court"),
                                    ("UNFIT", "Unfit to stand trial"),
                                    ("NCR_SUPERVISED", "Before the Review Board"),
                                    ("CROWN_STAYED", "Stayed by the Crown"),
                                    ("WARRANT_OUT", "Warrant outstanding"),
                                    ("UNDER_APPEAL", "Under appeal"),
                                    ("CONCLUDED", "Concluded"),
                                    ("ABATED", "Ended by death"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("trial_on", models.DateField(blank=True, null=True, verbose_name="trial begins")),
                        ("trial_ends_on", models.DateField(blank=True, null=True, verbose_name="trial ends")),
                        ("arraigned_on", models.DateField(blank=True, null=True, verbose_name="arraigned on")),
                        ("evidence_ended_on", models.DateField(blank=True, null=True, verbose_name="evidence and argument ended")),
                        ("died_on", models.DateField(blank=True, null=True, verbose_name="died on")),
                        ("board_discharged_on", models.DateField(blank=True, null=True, verbose_name="discharged by the Review Board on")),
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
                            "court",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="law.court",
                            ),
                        ),
                        (
                            "courthouse",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="law.courthouse",
                            ),
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
                            "accused",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.participant",
                            ),
                        ),
                        (
                            "rejoined_to",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                        (
                            "severed_from",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical proceeding",
                        "verbose_name_plural": "historical proceedings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPrimaFacieInquiry",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("held_on", models.DateField(verbose_name="decided on")),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("SHOWN", "A prima facie case was shown"),
                                    ("NOT_SHOWN", "No prima facie case: the court acquits"),
                                    ("EXTENDED", "The court gave more time for the inquiry"),
                                ],
                                max_length=12,
                                verbose_name="what the court found",
                            ),
                        ),
                        ("decided_by", models.CharField(max_length=200, verbose_name="decided by")),
                        ("source", models.CharField(max_length=500, verbose_name="where this is taken from")),
                        ("next_due_on", models.DateField(blank=True, null=True, verbose_name="to be shown again by")),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.fitnessfinding",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical prima facie inquiry",
                        "verbose_name_plural": "historical prima facie inquirys",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPleaNotice",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("agreed_on", models.DateField(verbose_name="agreed on")),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
                        (
                            "exception",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NO_VICTIM", "The count has no victim who is a person"),
                                    ("NOT_FOUND", "The victim cannot be found"),
                                    ("DECLINED", "The victim does not want to be asked"),
                                    ("UNSAFE", "Asking would put the victim at risk"),
                                    ("DECEASED", "The victim died"),
                                ],
                                max_length=12,
                                verbose_name="why not told",
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.participant",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical plea notice",
                        "verbose_name_plural": "historical plea notices",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOrderAnswer",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "order",
                            models.CharField(
                                choices=[
                                    ("DNA", "DNA sample (s. 487.051)"),
                                    ("SOIRA", "Sex offender registry (s. 490.012)"),
                                    ("WEAPONS", "Weapons prohibition (s. 109)"),
                                    ("PROHIBITION_161", "Prohibition protecting persons under 18 (s. 161)"),
                                    ("NO_CONTACT_729_2", "No contact with a victim or witness (s. 729.2)"),
                                    ("NON_COMMUNICATION", "No communication in custody (s. 743.21)"),
                                    ("FORFEITURE", "Forfeiture (s. 462.37)"),
                                    ("RESTITUTION", "Restitution (s. 738)"),
                                    ("DANGEROUS", "Dangerous or long-term offender (s. 753)"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("MADE", "Made"),
                                    ("REFUSED", "Refused"),
                                    ("NOT_SOUGHT", "Not sought"),
                                    ("NOT_AVAILABLE", "Not available"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("months", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="length in months")),
                        ("for_life", models.BooleanField(default=False, verbose_name="for life")),
                        ("on", models.DateField()),
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
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical order answer",
                        "verbose_name_plural": "historical order answers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMeasure",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ALTERNATIVE", "Alternative measures (ss. 715.44 to 715.6)"),
                                    ("YOUTH_SANCTION", "Extrajudicial sanction (YCJA s. 10)"),
                                    ("YOUTH_MEASURE", "Extrajudicial measure (YCJA ss. 4 to 9)"),
                                ],
                                max_length=20,
                                verbose_name="program",
                            ),
                        ),
                        ("consent_on", models.DateField(verbose_name="accused consented on")),
                        (
                            "conditions_met",
                            models.BooleanField(default=False, verbose_name="the conditions of the program are met, one by one"),
                        ),
                        ("terms", models.TextField(blank=True, verbose_name="terms")),
                        ("completed_on", models.DateField(blank=True, null=True, verbose_name="completed on")),
                        ("failed_on", models.DateField(blank=True, null=True, verbose_name="failed on")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended with the matter on")),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical measure",
                        "verbose_name_plural": "historical measures",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFitnessFinding",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("unfit_on", models.DateField(verbose_name="found unfit on")),
                        ("prima_facie_due_on", models.DateField(verbose_name="prima facie case to be shown by (s. 672.33)")),
                        ("fit_on", models.DateField(blank=True, null=True, verbose_name="found fit on")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended with the matter on")),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical fitness finding",
                        "verbose_name_plural": "historical fitness findings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalElection",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("kind", models.CharField(choices=[("CROWN", "Crown"), ("ACCUSED", "Accused")], max_length=8)),
                        (
                            "choice",
                            models.CharField(
                                choices=[
                                    ("SUMMARY", "Summary conviction"),
                                    ("INDICTMENT", "Indictment"),
                                    ("OCJ", "Ontario Court of Justice"),
                                    ("SCJ_JUDGE", "Superior Court of Justice, judge alone"),
                                    ("SCJ_JURY", "Superior Court of Justice, judge and jury"),
                                ],
                                max_length=12,
                                verbose_name="election",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="made on")),
                        ("deemed", models.BooleanField(default=False, verbose_name="deemed, none was made")),
                        ("prelim_requested", models.BooleanField(default=False, verbose_name="preliminary inquiry requested")),
                        (
                            "limitation_agreed",
                            models.BooleanField(default=False, verbose_name="both sides agree to proceed after the limit"),
                        ),
                        ("is_reelection", models.BooleanField(default=False, verbose_name="re-election (s. 561)")),
                        ("as_of_right", models.BooleanField(default=False, verbose_name="as of right, no consent needed")),
                        ("consent_on", models.DateField(blank=True, null=True, verbose_name="Crown consented in writing on")),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "count",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical election",
                        "verbose_name_plural": "historical elections",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDirectIndictmentRequest",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("asked_on", models.DateField(verbose_name="asked on")),
                        ("consent_on", models.DateField(blank=True, null=True, verbose_name="consent in writing on")),
                        ("consent_by", models.CharField(blank=True, max_length=200, verbose_name="who consented")),
                        ("refused_on", models.DateField(blank=True, null=True, verbose_name="refused on")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="request withdrawn on")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended with the matter on")),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical direct indictment request",
                        "verbose_name_plural": "historical direct indictment requests",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDelayInterval",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("from_on", models.DateField(verbose_name="first day counted")),
                        ("to_on", models.DateField(verbose_name="day after the last one counted")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("RESERVE", "Judgment reserved"),
                                    ("XV1_EXCLUDED", "Excluded under Part XV.1"),
                                    ("WAIVER", "Waived by the defence"),
                                    ("DEFENCE_CAUSED", "Caused by the defence"),
                                    ("DISCRETE_EVENT", "Discrete exceptional event"),
                                    ("CO_ACCUSED", "Caused by a co-accused (for information)"),
                                    ("COMPLEXITY", "Complexity of the case (counts)"),
                                    ("INSTITUTIONAL", "Institutional: court or judge not available (counts)"),
                                    ("CROWN", "Crown or police (counts)"),
                                ],
                                max_length=20,
                                verbose_name="what it counts as",
                            ),
                        ),
                        ("share", models.PositiveSmallIntegerField(default=100, verbose_name="share in per cent")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("CROWN_POSITION", "Claimed by the Crown"),
                                    ("DEFENCE_POSITION", "Claimed by the defence"),
                                    ("AGREED", "Agreed"),
                                    ("RULED", "Ruled by the court"),
                                ],
                                max_length=20,
                                verbose_name="whose word",
                            ),
                        ),
                        ("said_by", models.CharField(max_length=200, verbose_name="who says so")),
                        (
                            "written_in",
                            models.CharField(
                                choices=[
                                    ("TRANSCRIPT", "Transcript"),
                                    ("ENDORSEMENT", "Endorsement on the information or indictment"),
                                    ("RULING", "Ruling or reasons"),
                                    ("LETTER", "Letter or e-mail between counsel"),
                                    ("FACTUM", "Factum or notice of application"),
                                    ("NOWHERE", "Not written down yet"),
                                ],
                                max_length=12,
                                verbose_name="where it is written",
                            ),
                        ),
                        ("written_at", models.CharField(blank=True, max_length=200, verbose_name="page or paragraph")),
                        ("page", models.PositiveIntegerField(blank=True, null=True, verbose_name="page of the paper")),
                        ("note", models.TextField(blank=True, verbose_name="note")),
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
                            "appearance",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.appearance",
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.document",
                                verbose_name="paper of the file",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical delay interval",
                        "verbose_name_plural": "historical delay intervals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDelayApplication",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("filed_on", models.DateField(verbose_name="filed on")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("DISMISSED", "Dismissed: no breach"),
                                    ("OTHER_REMEDY", "Breach, with another remedy than a stay"),
                                    ("STAYED", "Breach, stay of proceedings"),
                                    ("ABANDONED", "Abandoned by the defence"),
                                ],
                                max_length=12,
                                verbose_name="how it was decided",
                            ),
                        ),
                        ("told_filed_on", models.DateField(blank=True, null=True, verbose_name="victims told that it was filed on")),
                        ("told_decided_on", models.DateField(blank=True, null=True, verbose_name="victims told how it was decided on")),
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
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical delay application",
                        "verbose_name_plural": "historical delay applications",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCount",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "state",
                            foundation.workflow.models.StateField(
                                choices=[
                                    ("PROPOSED", "Proposed"),
                                    ("LAID", "Laid, to be screened"),
                                    ("PROCEEDING", "Proceeding"),
                                    ("COMMITTED", "Ordered to stand trial"),
                                    ("ON_INDICTMENT", "On the indictment"),
                                    ("CROWN_STAYED", "Stayed by the Crown"),
                                    ("IN_ALTERNATIVE_MEASURES", "In alternative measures"),
                                    ("PLEA_GUILTY", "Pleaded guilty"),
                                    ("FOUND_GUILTY", "Found guilty"),
                                    ("GUILTY_INCLUDED", "Guilty of an included offence"),
                                    ("ACQUITTED", "Acquitted"),
                                    ("NCR", "Not criminally responsible"),
                                    ("MISTRIAL", "Mistrial"),
                                    ("NOT_LAID", "Not laid"),
                                    ("REPLACED", "Replaced by another count"),
                                    ("WITHDRAWN", "Withdrawn"),
                                    ("STAY_LAPSED", "Crown stay lapsed"),
                                    ("DISCHARGED_PRELIM", "Discharged at the preliminary inquiry"),
                                    ("QUASHED", "Quashed"),
                                    ("DISMISSED", "Dismissed"),
                                    ("DISMISSED_MEASURES", "Dismissed after alternative measures"),
                                    ("STAYED_11B", "Stayed for delay"),
                                    ("STAYED_ABUSE", "Stayed for abuse of process"),
                                    ("ABATED", "Ended by death"),
                                    ("STAYED_KIENAPPLE", "Stayed (Kienapple)"),
                                    ("SENTENCED", "Sentenced"),
                                    ("DISCHARGED_ABSOLUTE", "Absolute discharge"),
                                    ("DISCHARGED_CONDITIONAL", "Conditional discharge"),
                                ],
                                db_index=True,
                                default="PROPOSED",
                                editable=False,
                                max_length=40,
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="count number")),
                        ("joint_group", models.CharField(blank=True, db_index=True, max_length=12)),
                        ("offence_from", models.DateField(verbose_name="offence from")),
                        ("offence_to", models.DateField(blank=True, null=True, verbose_name="offence to")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                        ("wording", models.TextField(blank=True, verbose_name="wording")),
                        (
                            "mode",
                            models.CharField(
                                blank=True,
                                choices=[("INDICTMENT", "By indictment"), ("SUMMARY", "Summarily")],
                                max_length=10,
                                verbose_name="mode elected",
                            ),
                        ),
                        ("limitation_agreed", models.BooleanField(default=False)),
                        (
                            "parked_from",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PROPOSED", "Proposed"),
                                    ("LAID", "Laid, to be screened"),
                                    ("PROCEEDING", "Proceeding"),
                                    ("COMMITTED", "Ordered to stand trial"),
                                    ("ON_INDICTMENT", "On the indictment"),
                                    ("CROWN_STAYED", "Stayed by the Crown"),
                                    ("IN_ALTERNATIVE_MEASURES", "In alternative measures"),
                                    ("PLEA_GUILTY", "Pleaded guilty"),
                                    ("FOUND_GUILTY", "Found guilty"),
                                    ("GUILTY_INCLUDED", "Guilty of an included offence"),
                                    ("ACQUITTED", "Acquitted"),
                                    ("NCR", "Not criminally responsible"),
                                    ("MISTRIAL", "Mistrial"),
                                    ("NOT_LAID", "Not laid"),
                                    ("REPLACED", "Replaced by another count"),
                                    ("WITHDRAWN", "Withdrawn"),
                                    ("STAY_LAPSED", "Crown stay lapsed"),
                                    ("DISCHARGED_PRELIM", "Discharged at the preliminary inquiry"),
                                    ("QUASHED", "Quashed"),
                                    ("DISMISSED", "Dismissed"),
                                    ("DISMISSED_MEASURES", "Dismissed after alternative measures"),
                                    ("STAYED_11B", "Stayed for delay"),
                                    ("STAYED_ABUSE", "Stayed for abuse of process"),
                                    ("ABATED", "Ended by death"),
                                    ("STAYED_KIENAPPLE", "Stayed (Kienapple)"),
                                    ("SENTENCED", "Sentenced"),
                                    ("DISCHARGED_ABSOLUTE", "Absolute discharge"),
                                    ("DISCHARGED_CONDITIONAL", "Conditional discharge"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("police_decided_on", models.DateField(blank=True, null=True)),
                        ("pleaded_on", models.DateField(blank=True, null=True, verbose_name="plea entered on")),
                        ("leave_on", models.DateField(blank=True, null=True, verbose_name="leave of the court on")),
                        (
                            "reason_code",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NO_PROSPECT", "No reasonable prospect of conviction"),
                                    ("NOT_IN_PUBLIC_INTEREST", "Not in the public interest"),
                                    ("EVIDENCE", "Evidence fell short"),
                                    ("EVIDENCE_EXCLUDED", "Evidence excluded by a ruling"),
                                    ("DOUBT", "Reasonable doubt on the whole of the evidence"),
                                    ("VICTIM_UNAVAILABLE", "Victim unable or unwilling to testify"),
                                    ("WITNESS", "Another witness unavailable or not believed"),
                                    ("DELAY", "Delay"),
                                    ("ABUSE", "Abuse of process"),
                                    ("PLEA_TO_OTHER", "Plea to other counts"),
                                    ("PLEA_ELSEWHERE", "Plea or sentence in another matter"),
                                    ("DIVERTED", "Measures outside court completed"),
                                    ("PEACE_BOND", "Peace bond entered"),
                                    ("LAID_IN_ERROR", "Laid in error"),
                                    ("DEFECT", "Defect in the charge"),
                                    ("OTHER", "Other, see the reason"),
                                ],
                                max_length=24,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "reason_avoidable",
                            models.CharField(
                                blank=True,
                                choices=[("YES", "Avoidable"), ("NO", "Not avoidable")],
                                max_length=3,
                                verbose_name="avoidable or not",
                            ),
                        ),
                        ("reason_note", models.CharField(blank=True, max_length=500, verbose_name="more on the reason")),
                        ("withdraw_at_sentence", models.BooleanField(default=False)),
                        ("plea_struck_on", models.DateField(blank=True, null=True, verbose_name="plea struck on")),
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
                            "clock_origin",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.clockorigin",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.chargingdocument",
                            ),
                        ),
                        (
                            "included_offence",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="law.offenceversion",
                            ),
                        ),
                        (
                            "offence",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="law.offenceversion",
                            ),
                        ),
                        (
                            "complainant",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.participant",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical count",
                        "verbose_name_plural": "historical counts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalComplexityFact",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("rule", models.CharField(max_length=24, verbose_name="what is counted")),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("counted_on", models.DateField(verbose_name="counted on")),
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
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical complexity fact",
                        "verbose_name_plural": "historical complexity facts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClockOrigin",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("SWORN", "Information sworn"),
                                    ("NEW_TRIAL", "New trial ordered"),
                                    ("DIRECT_INDICTMENT", "Direct indictment"),
                                    ("NEW_INFORMATION", "New information"),
                                ],
                                default="SWORN",
                                max_length=20,
                            ),
                        ),
                        ("generation", models.PositiveSmallIntegerField(default=1)),
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
                            "confirmed_by",
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical clock origin",
                        "verbose_name_plural": "historical clock origins",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalBailHearing",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField(verbose_name="heard on")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("FIRST", "First appearance before a justice (s. 503)"),
                                    ("BAIL", "Bail hearing (s. 515)"),
                                    ("REVIEW_520", "Review asked for by the accused (s. 520)"),
                                    ("REVIEW_521", "Review asked for by the Crown (s. 521)"),
                                    ("REVIEW_525", "90-day review of detention (s. 525)"),
                                    ("REVOCATION_524", "Hearing to cancel the release (s. 524)"),
                                ],
                                max_length=16,
                                verbose_name="kind of hearing",
                            ),
                        ),
                        (
                            "onus",
                            models.CharField(
                                blank=True,
                                choices=[("CROWN", "The Crown"), ("ACCUSED", "The accused (reverse onus)")],
                                max_length=8,
                                verbose_name="who has the onus",
                            ),
                        ),
                        ("on_primary", models.BooleanField(default=False, verbose_name="primary ground")),
                        ("on_secondary", models.BooleanField(default=False, verbose_name="secondary ground")),
                        ("on_tertiary", models.BooleanField(default=False, verbose_name="tertiary ground")),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("RELEASED", "Released on an order"),
                                    ("DETAINED", "Detained"),
                                    ("ADJOURNED", "Adjourned"),
                                    ("VARIED", "Release order varied"),
                                    ("REVOKED", "Release order cancelled, accused detained"),
                                    ("DISMISSED", "Application dismissed: nothing changes"),
                                    ("WAIVED", "Hearing waived in writing (s. 525(1.1))"),
                                ],
                                max_length=10,
                                verbose_name="result",
                            ),
                        ),
                        ("decided_by", models.CharField(blank=True, max_length=200, verbose_name="decided by")),
                        ("note", models.TextField(blank=True, verbose_name="note")),
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
                            "paragraph",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="law.bailonus",
                                verbose_name="paragraph relied on",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical bail hearing",
                        "verbose_name_plural": "historical bail hearings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAppearanceOf",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                            "appearance",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.appearance",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical appearance of",
                        "verbose_name_plural": "historical appearance ofs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAppeal",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "side",
                            models.CharField(choices=[("CROWN", "Crown"), ("ACCUSED", "Accused")], max_length=8, verbose_name="appellant"),
                        ),
                        ("notice_on", models.DateField(verbose_name="notice filed on")),
                        ("number", models.CharField(blank=True, max_length=60, verbose_name="number of the appeal")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided or abandoned on")),
                        ("decided_by", models.CharField(blank=True, max_length=200, verbose_name="decided by")),
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
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="law.court",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.proceeding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical appeal",
                        "verbose_name_plural": "historical appeals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.AddField(
                    model_name="fitnessfinding",
                    name="proceeding",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fitness_findings", to="casetracker.proceeding"
                    ),
                ),
                migrations.CreateModel(
                    name="Election",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("kind", models.CharField(choices=[("CROWN", "Crown"), ("ACCUSED", "Accused")], max_length=8)),
                        (
                            "choice",
                            models.CharField(
                                choices=[
                                    ("SUMMARY", "Summary conviction"),
                                    ("INDICTMENT", "Indictment"),
                                    ("OCJ", "Ontario Court of Justice"),
                                    ("SCJ_JUDGE", "Superior Court of Justice, judge alone"),
                                    ("SCJ_JURY", "Superior Court of Justice, judge and jury"),
                                ],
                                max_length=12,
                                verbose_name="election",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="made on")),
                        ("deemed", models.BooleanField(default=False, verbose_name="deemed, none was made")),
                        ("prelim_requested", models.BooleanField(default=False, verbose_name="preliminary inquiry requested")),
                        (
                            "limitation_agreed",
                            models.BooleanField(default=False, verbose_name="both sides agree to proceed after the limit"),
                        ),
                        ("is_reelection", models.BooleanField(default=False, verbose_name="re-election (s. 561)")),
                        ("as_of_right", models.BooleanField(default=False, verbose_name="as of right, no consent needed")),
                        ("consent_on", models.DateField(blank=True, null=True, verbose_name="Crown consented in writing on")),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "count",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="elections",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="elections", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DirectIndictmentRequest",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("asked_on", models.DateField(verbose_name="asked on")),
                        ("consent_on", models.DateField(blank=True, null=True, verbose_name="consent in writing on")),
                        ("consent_by", models.CharField(blank=True, max_length=200, verbose_name="who consented")),
                        ("refused_on", models.DateField(blank=True, null=True, verbose_name="refused on")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="request withdrawn on")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended with the matter on")),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="direct_indictments", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "asked_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DelayInterval",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("from_on", models.DateField(verbose_name="first day counted")),
                        ("to_on", models.DateField(verbose_name="day after the last one counted")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("RESERVE", "Judgment reserved"),
                                    ("XV1_EXCLUDED", "Excluded under Part XV.1"),
                                    ("WAIVER", "Waived by the defence"),
                                    ("DEFENCE_CAUSED", "Caused by the defence"),
                                    ("DISCRETE_EVENT", "Discrete exceptional event"),
                                    ("CO_ACCUSED", "Caused by a co-accused (for information)"),
                                    ("COMPLEXITY", "Complexity of the case (counts)"),
                                    ("INSTITUTIONAL", "Institutional: court or judge not available (counts)"),
                                    ("CROWN", "Crown or police (counts)"),
                                ],
                                max_length=20,
                                verbose_name="what it counts as",
                            ),
                        ),
                        ("share", models.PositiveSmallIntegerField(default=100, verbose_name="share in per cent")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("CROWN_POSITION", "Claimed by the Crown"),
                                    ("DEFENCE_POSITION", "Claimed by the defence"),
                                    ("AGREED", "Agreed"),
                                    ("RULED", "Ruled by the court"),
                                ],
                                max_length=20,
                                verbose_name="whose word",
                            ),
                        ),
                        ("said_by", models.CharField(max_length=200, verbose_name="who says so")),
                        (
                            "written_in",
                            models.CharField(
                                choices=[
                                    ("TRANSCRIPT", "Transcript"),
                                    ("ENDORSEMENT", "Endorsement on the information or indictment"),
                                    ("RULING", "Ruling or reasons"),
                                    ("LETTER", "Letter or e-mail between counsel"),
                                    ("FACTUM", "Factum or notice of application"),
                                    ("NOWHERE", "Not written down yet"),
                                ],
                                max_length=12,
                                verbose_name="where it is written",
                            ),
                        ),
                        ("written_at", models.CharField(blank=True, max_length=200, verbose_name="page or paragraph")),
                        ("page", models.PositiveIntegerField(blank=True, null=True, verbose_name="page of the paper")),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        (
                            "appearance",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delay_intervals",
                                to="casetracker.appearance",
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                                verbose_name="paper of the file",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="delay_intervals", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "from_on", "to_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DelayApplication",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("filed_on", models.DateField(verbose_name="filed on")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("DISMISSED", "Dismissed: no breach"),
                                    ("OTHER_REMEDY", "Breach, with another remedy than a stay"),
                                    ("STAYED", "Breach, stay of proceedings"),
                                    ("ABANDONED", "Abandoned by the defence"),
                                ],
                                max_length=12,
                                verbose_name="how it was decided",
                            ),
                        ),
                        ("told_filed_on", models.DateField(blank=True, null=True, verbose_name="victims told that it was filed on")),
                        ("told_decided_on", models.DateField(blank=True, null=True, verbose_name="victims told how it was decided on")),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="delay_applications", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "filed_on", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="count",
                    name="proceeding",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counts", to="casetracker.proceeding"
                    ),
                ),
                migrations.CreateModel(
                    name="ComplexityFact",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("rule", models.CharField(max_length=24, verbose_name="what is counted")),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("counted_on", models.DateField(verbose_name="counted on")),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="complexity_facts", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="clockorigin",
                    name="proceeding",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clock_origins", to="casetracker.proceeding"
                    ),
                ),
                migrations.AddField(
                    model_name="bailhearing",
                    name="proceeding",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bail_hearings", to="casetracker.proceeding"
                    ),
                ),
                migrations.CreateModel(
                    name="AppearanceOf",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "appearance",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="of", to="casetracker.appearance"),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="appears", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="appearance",
                    name="proceedings",
                    field=models.ManyToManyField(
                        related_name="appearances", through="casetracker.AppearanceOf", to="casetracker.proceeding"
                    ),
                ),
                migrations.AddField(
                    model_name="appeal",
                    name="proceeding",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="casetracker.proceeding"
                    ),
                ),
                migrations.CreateModel(
                    name="ReleaseOrder",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("made_on", models.DateField(verbose_name="made on")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("WITHOUT_CONDITIONS", "Without conditions (s. 515(1))"),
                                    ("CONDITIONS", "Conditions, no money (s. 515(2)(a))"),
                                    ("PROMISE", "Promise to pay (s. 515(2)(b))"),
                                    ("SURETIES", "Sureties (s. 515(2)(c))"),
                                    ("DEPOSIT", "Deposit (s. 515(2)(d))"),
                                    ("DEPOSIT_AWAY", "Deposit, accused lives far away (s. 515(2)(e))"),
                                ],
                                max_length=20,
                                verbose_name="kind of release",
                            ),
                        ),
                        ("amount", models.PositiveIntegerField(blank=True, null=True, verbose_name="amount in dollars")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                        (
                            "ended_why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("REVOKED", "Cancelled after an alleged breach (s. 524)"),
                                    ("REVIEWED", "Set aside on review"),
                                    ("VACATED", "Vacated, or replaced by another order (s. 523(2))"),
                                    ("OVER", "The matter is over (s. 523(1))"),
                                    ("STAYED", "Vacated by the Crown stay (s. 579)"),
                                    ("NEW_TRIAL", "A new trial was ordered on appeal"),
                                    ("OTHER", "Other"),
                                ],
                                max_length=10,
                                verbose_name="why it ended",
                            ),
                        ),
                        (
                            "ended_in",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders_ended",
                                to="casetracker.bailhearing",
                            ),
                        ),
                        (
                            "hearing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="orders_made", to="casetracker.bailhearing"
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="release_orders", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "made_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="OrderCopy",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="told of the right to a copy on")),
                        ("asked_on", models.DateField(blank=True, null=True, verbose_name="copy asked for on")),
                        ("given_on", models.DateField(blank=True, null=True, verbose_name="copy given on")),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="order_copies", to="casetracker.participant"
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="casetracker.releaseorder"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSurety",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("amount", models.PositiveIntegerField(blank=True, null=True, verbose_name="amount in dollars")),
                        ("from_on", models.DateField(verbose_name="surety from")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="surety until")),
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
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.participant",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.releaseorder",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical surety",
                        "verbose_name_plural": "historical suretys",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOrderCopy",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="told of the right to a copy on")),
                        ("asked_on", models.DateField(blank=True, null=True, verbose_name="copy asked for on")),
                        ("given_on", models.DateField(blank=True, null=True, verbose_name="copy given on")),
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
                            "victim",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.participant",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.releaseorder",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical order copy",
                        "verbose_name_plural": "historical order copys",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalBailCondition",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("REPORT", "Report to a named person (s. 515(4)(a))"),
                                    ("REMAIN", "Remain within an area (s. 515(4)(b))"),
                                    ("NOTIFY", "Notify of changes (s. 515(4)(c))"),
                                    ("NO_CONTACT", "No communication with named persons (s. 515(4)(d))"),
                                    ("STAY_AWAY", "Stay away from places (s. 515(4)(e))"),
                                    ("PASSPORT", "Deposit passports (s. 515(4)(f))"),
                                    ("VICTIM_SAFETY", "Safety of a victim or witness (s. 515(4)(g))"),
                                    ("NO_WEAPONS", "No weapons (s. 515(4.1))"),
                                    ("MONITORING", "Electronic monitoring (s. 515(4.2)(a.2))"),
                                    ("OTHER", "Other condition (s. 515(4)(h))"),
                                ],
                                max_length=16,
                                verbose_name="what the condition is about",
                            ),
                        ),
                        ("words", models.TextField(blank=True, verbose_name="words of the condition")),
                        ("from_on", models.DateField(verbose_name="set on")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="taken off on")),
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
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.releaseorder",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical bail condition",
                        "verbose_name_plural": "historical bail conditions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalBailBreach",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(db_index=True, kind="child", unique=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField(verbose_name="date of the alleged breach")),
                        ("alleged", models.TextField(verbose_name="what is alleged")),
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
                            "count",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="casetracker.releaseorder",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical bail breach",
                        "verbose_name_plural": "historical bail breachs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="BailCondition",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("REPORT", "Report to a named person (s. 515(4)(a))"),
                                    ("REMAIN", "Remain within an area (s. 515(4)(b))"),
                                    ("NOTIFY", "Notify of changes (s. 515(4)(c))"),
                                    ("NO_CONTACT", "No communication with named persons (s. 515(4)(d))"),
                                    ("STAY_AWAY", "Stay away from places (s. 515(4)(e))"),
                                    ("PASSPORT", "Deposit passports (s. 515(4)(f))"),
                                    ("VICTIM_SAFETY", "Safety of a victim or witness (s. 515(4)(g))"),
                                    ("NO_WEAPONS", "No weapons (s. 515(4.1))"),
                                    ("MONITORING", "Electronic monitoring (s. 515(4.2)(a.2))"),
                                    ("OTHER", "Other condition (s. 515(4)(h))"),
                                ],
                                max_length=16,
                                verbose_name="what the condition is about",
                            ),
                        ),
                        ("words", models.TextField(blank=True, verbose_name="words of the condition")),
                        ("from_on", models.DateField(verbose_name="set on")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="taken off on")),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="casetracker.releaseorder"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order_id", "from_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="BailBreach",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField(verbose_name="date of the alleged breach")),
                        ("alleged", models.TextField(verbose_name="what is alleged")),
                        (
                            "count",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bail_breaches",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="breaches", to="casetracker.releaseorder"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order_id", "on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Ruling",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField(verbose_name="ruled on")),
                        ("by", models.CharField(max_length=200, verbose_name="ruled by")),
                        ("ruling", models.CharField(max_length=500, verbose_name="what was ruled")),
                        ("against_crown", models.BooleanField(default=False, verbose_name="against the Crown")),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rulings", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ScreeningReview",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("reviewed_on", models.DateField(verbose_name="reviewed on")),
                        ("prospect", models.BooleanField(default=False, verbose_name="reasonable prospect of conviction")),
                        ("public_interest", models.BooleanField(default=False, verbose_name="in the public interest")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("PROCEED", "Proceed"),
                                    ("WITHDRAW", "Withdraw"),
                                    ("AMEND", "Amend"),
                                    ("DIVERT", "Divert"),
                                    ("INVESTIGATE", "Ask for more investigation"),
                                ],
                                max_length=12,
                                verbose_name="outcome",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="reasons (privileged)")),
                        (
                            "count",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="screenings", to="casetracker.count"
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="screenings", to="casetracker.proceeding"
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "reviewed_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SentencePart",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("CUSTODY", "Custody"),
                                    ("CONDITIONAL", "Conditional sentence (s. 742.1)"),
                                    ("PROBATION", "Probation"),
                                    ("FINE", "Fine"),
                                    ("OTHER", "Other"),
                                ],
                                max_length=12,
                                verbose_name="part of the sentence",
                            ),
                        ),
                        ("months", models.PositiveSmallIntegerField(default=0, verbose_name="length in months")),
                        ("days", models.PositiveSmallIntegerField(default=0, verbose_name="days beside the months")),
                        ("life", models.BooleanField(default=False, verbose_name="for life")),
                        ("credit_days", models.PositiveSmallIntegerField(default=0, verbose_name="days of credit")),
                        (
                            "served",
                            models.CharField(
                                blank=True,
                                choices=[("CONCURRENT", "At the same time as the others"), ("CONSECUTIVE", "After that of another count")],
                                max_length=12,
                                verbose_name="how it is served",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="amount in dollars"),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        (
                            "after",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by_parts",
                                to="casetracker.count",
                                verbose_name="consecutive to",
                            ),
                        ),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "count",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="sentence_parts", to="casetracker.count"
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="casetracker.decision"),
                        ),
                    ],
                    options={
                        "ordering": ["count_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SentenceTotal",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField()),
                        ("months", models.PositiveSmallIntegerField(default=0, verbose_name="length in months")),
                        ("days", models.PositiveSmallIntegerField(default=0, verbose_name="days beside the months")),
                        ("life", models.BooleanField(default=False, verbose_name="for life")),
                        ("credit_days", models.PositiveSmallIntegerField(default=0, verbose_name="days of credit")),
                        (
                            "confirmed_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="sentence_totals", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Surety",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("amount", models.PositiveIntegerField(blank=True, null=True, verbose_name="amount in dollars")),
                        ("from_on", models.DateField(verbose_name="surety from")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="surety until")),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="sureties", to="casetracker.releaseorder"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="surety_for", to="casetracker.participant"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order_id", "from_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="TextChoice",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("provision", models.CharField(blank=True, max_length=60)),
                        ("chosen_on", models.DateField(verbose_name="decided on")),
                        (
                            "chosen_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "count",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="text_choices", to="casetracker.count"
                            ),
                        ),
                        (
                            "text",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="law.offenceversion",
                                verbose_name="text of the law",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["count_id", "provision", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="VictimNotice",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "duty",
                            models.CharField(
                                choices=[
                                    ("OUTCOME", "Told of the outcome (Victims Bill of Rights, s. 7)"),
                                    ("IMPACT_STATEMENT", "Told of the victim impact statement (s. 722(2))"),
                                    ("RESTITUTION", "Asked about restitution (s. 737.1(2))"),
                                    ("CORRECTIONS", "Asked whether she wants information on the offender’s custody (s. 726.3)"),
                                    ("NEW_TRIAL", "Told of the order for a new trial"),
                                ],
                                max_length=16,
                                verbose_name="what she is told or asked",
                            ),
                        ),
                        ("since_on", models.DateField(verbose_name="since")),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
                        (
                            "exception",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NO_VICTIM", "The count has no victim who is a person"),
                                    ("NOT_FOUND", "The victim cannot be found"),
                                    ("DECLINED", "The victim does not want to be asked"),
                                    ("UNSAFE", "Asking would put the victim at risk"),
                                    ("DECEASED", "The victim died"),
                                ],
                                max_length=12,
                                verbose_name="why not told",
                            ),
                        ),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="victim_notices", to="casetracker.participant"
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="victim_notices", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="VictimView",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("asked_on", models.DateField(blank=True, null=True, verbose_name="asked on")),
                        ("view", models.TextField(blank=True, verbose_name="view of the victim")),
                        (
                            "exception",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NO_VICTIM", "The count has no victim who is a person"),
                                    ("NOT_FOUND", "The victim cannot be found"),
                                    ("DECLINED", "The victim does not want to be asked"),
                                    ("UNSAFE", "Asking would put the victim at risk"),
                                    ("DECEASED", "The victim died"),
                                ],
                                max_length=12,
                                verbose_name="why not asked",
                            ),
                        ),
                        ("withdraws", models.BooleanField(default=False, verbose_name="no longer wants to take part")),
                        (
                            "count",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="victim_views",
                                to="casetracker.count",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="views",
                                to="casetracker.participant",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="victim_views", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Warrant",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ref", foundation.records.fields.RefField(kind="child")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("BENCH_597", "Bench warrant (s. 597)"), ("ARREST_512", "Arrest warrant (s. 512)")],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        ("executed_on", models.DateField(blank=True, null=True, verbose_name="executed or surrendered on")),
                        ("surrendered", models.BooleanField(default=False, verbose_name="the accused surrendered")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended with the matter on")),
                        ("note", models.CharField(blank=True, max_length=500)),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                            ),
                        ),
                        (
                            "proceeding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="warrants", to="casetracker.proceeding"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proceeding_id", "issued_on"],
                    },
                ),
                migrations.AddConstraint(
                    model_name="casefile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "REFERRED",
                                    "CONFLICT_CHECK",
                                    "ADVISORY",
                                    "PRECHARGE",
                                    "CARRIED",
                                    "SHARED",
                                    "DORMANT",
                                    "APPEAL",
                                    "TRANSFERRED",
                                    "DECLINED",
                                    "CONCLUDED",
                                    "CLOSED",
                                ],
                            )
                        ),
                        name="file_state_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casefile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decline_reason__gt", ""), ("state", "DECLINED")),
                            models.Q(("state", "DECLINED"), _negated=True),
                            _connector="OR",
                        ),
                        name="file_declined_with_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="carriageagreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("carriage__in", ("ADVISORY", "SHARED", "CARRIED"))), name="agreement_on_carriage"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="chargingdocument",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["INFORMATION", "INDICTMENT"])), name="document_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="conflictname",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["ACCUSED", "VICTIM", "COUNSEL", "WITNESS", "OTHER"])),
                        name="conflict_name_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="countlineage",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["REWORDED", "SPLIT", "JOINED", "RELAID", "OTHER_PLEA"])), name="lineage_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="countlineage",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("corrected_in", None)), fields=("old", "new"), name="one_line_a_pair"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="countlineage",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True), name="no_count_follows_itself"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="crownstay",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("lapses_on", None), ("entered_on", None), ("lapses_on__gte", models.F("entered_on")), _connector="OR"
                        ),
                        name="stay_lapses_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="crownstay",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("recommenced_on", None), ("lapsed_on", None), _connector="OR"),
                        name="stay_recommenced_or_lapsed",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="crownstay",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ended_on", None), models.Q(("lapsed_on", None), ("recommenced_on", None)), _connector="OR"),
                        name="stay_ended_one_way",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="crownstay",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("recommenced_on", None), ("recommenced_on__lt", models.F("lapses_on")), _connector="OR"),
                        name="stay_recommenced_in_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="crownstay",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("corrected_in", None), ("ended_on", None), ("lapsed_on", None), ("recommenced_on", None)),
                        fields=("count",),
                        name="one_open_stay",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("appeal_none", False), ("appeal_due_on", None), _connector="OR"), name="appeal_date_or_none"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(condition=models.Q(("by__gt", "")), name="decision_has_maker"),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("appeal_due_on", None), ("on", None), ("appeal_due_on__gte", models.F("on")), _connector="OR"),
                        name="appeal_after_decision",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appealcount",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("result", ""),
                            (
                                "result__in",
                                [
                                    "AFFIRMED",
                                    "NEW_TRIAL",
                                    "ACQUITTAL_ENTERED",
                                    "CONVICTION_ENTERED",
                                    "VERDICT_SUBSTITUTED",
                                    "SENTENCE_VARIED",
                                    "SENTENCE_REMITTED",
                                    "STAY_SET_ASIDE",
                                    "ABATED",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="appeal_result_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appealcount",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("corrected_in", None)), fields=("appeal", "count"), name="once_an_appeal"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="duplicatehint",
                    constraint=models.CheckConstraint(condition=models.Q(("kind__in", ["OCCURRENCE", "NAME"])), name="hint_kind_known"),
                ),
                migrations.AddConstraint(
                    model_name="duplicatehint",
                    constraint=models.UniqueConstraint(fields=("file", "other", "kind"), name="one_hint_a_pair"),
                ),
                migrations.AddIndex(
                    model_name="fileaccess",
                    index=models.Index(fields=["user", "file", "acting_as"], name="access_of_person"),
                ),
                migrations.AddIndex(
                    model_name="fileaccess",
                    index=models.Index(fields=["user", "acting_as", "from_at", "until_at", "file"], name="files_of_person"),
                ),
                migrations.AddIndex(
                    model_name="fileaccess",
                    index=models.Index(fields=["acting_as", "reviewed_at", "file"], name="covers_to_review"),
                ),
                migrations.AddConstraint(
                    model_name="fileaccess",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("acting_as__in", ["LEAD_COUNSEL", "COUNSEL", "ASSISTANT", "LOCAL_CROWN", "COVER"])),
                        name="access_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="fileaccess",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("acting_as", "LEAD_COUNSEL"), ("until_at", None)),
                        fields=("file",),
                        name="one_lead_prosecutor_a_file",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="fileaccess",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until_at", None), ("from_at", None), ("until_at__gte", models.F("from_at")), _connector="OR"),
                        name="access_ends_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="fileaccess",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acting_as", "COVER"), _negated=True),
                            models.Q(("reason__gt", ""), ("until_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="cover_has_end_and_reason",
                    ),
                ),
                migrations.AddIndex(
                    model_name="filewall",
                    index=models.Index(fields=["user", "file"], name="wall_of_person"),
                ),
                migrations.AddConstraint(
                    model_name="filewall",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)), fields=("file", "user"), name="one_wall_a_person"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="filewall",
                    constraint=models.CheckConstraint(condition=models.Q(("reason__gt", "")), name="wall_has_reason"),
                ),
                migrations.AddConstraint(
                    model_name="linkeddecision",
                    constraint=models.UniqueConstraint(fields=("file", "decision_ref"), name="one_link_a_decision"),
                ),
                migrations.AddConstraint(
                    model_name="participant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["ACCUSED", "VICTIM", "WITNESS", "COUNSEL", "OFFICER", "OTHER"])),
                        name="participant_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ban",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("made_on", None), ("ended_on__gte", models.F("made_on")), _connector="OR"),
                        name="ban_ends_later",
                    ),
                ),
                migrations.AddIndex(
                    model_name="proceeding",
                    index=models.Index(fields=["state", "file"], name="stage_of_files"),
                ),
                migrations.AddIndex(
                    model_name="proceeding",
                    index=models.Index(fields=["ceiling_on", "file"], name="ceilings_of_files"),
                ),
                migrations.AddConstraint(
                    model_name="proceeding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "SUSPECT",
                                    "CHARGED",
                                    "INTAKE",
                                    "ELECTION_PENDING",
                                    "PRELIM",
                                    "COMMITTED",
                                    "INDICTED",
                                    "TRIAL_SET",
                                    "IN_TRIAL",
                                    "RESERVED",
                                    "GUILTY_AWAITING_SENTENCE",
                                    "DIVERTED",
                                    "UNFIT",
                                    "NCR_SUPERVISED",
                                    "CROWN_STAYED",
                                    "WARRANT_OUT",
                                    "UNDER_APPEAL",
                                    "CONCLUDED",
                                    "ABATED",
                                ],
                            )
                        ),
                        name="proceeding_state_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="proceeding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "custody__in",
                                [
                                    "NOT_ARRESTED",
                                    "IN_CUSTODY",
                                    "RELEASED_POLICE",
                                    "RELEASED_COURT",
                                    "DETAINED",
                                    "SERVING",
                                    "AT_LARGE_WARRANT",
                                ],
                            )
                        ),
                        name="proceeding_custody_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="proceeding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("parked_from", ""),
                                (
                                    "state__in",
                                    [
                                        "SUSPECT",
                                        "CHARGED",
                                        "INTAKE",
                                        "ELECTION_PENDING",
                                        "PRELIM",
                                        "COMMITTED",
                                        "INDICTED",
                                        "TRIAL_SET",
                                        "IN_TRIAL",
                                        "RESERVED",
                                        "GUILTY_AWAITING_SENTENCE",
                                        "NCR_SUPERVISED",
                                        "UNDER_APPEAL",
                                        "CONCLUDED",
                                        "ABATED",
                                    ],
                                ),
                            ),
                            models.Q(
                                (
                                    "parked_from__in",
                                    (
                                        "CHARGED",
                                        "INTAKE",
                                        "ELECTION_PENDING",
                                        "PRELIM",
                                        "COMMITTED",
                                        "INDICTED",
                                        "TRIAL_SET",
                                        "IN_TRIAL",
                                        "RESERVED",
                                        "GUILTY_AWAITING_SENTENCE",
                                    ),
                                ),
                                ("state__in", ("DIVERTED", "UNFIT", "CROWN_STAYED", "WARRANT_OUT")),
                            ),
                            _connector="OR",
                        ),
                        name="proceeding_parked_from_when_parked",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="proceeding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("trial_ends_on", None), ("trial_on", None), ("trial_ends_on__gte", models.F("trial_on")), _connector="OR"
                        ),
                        name="trial_ends_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="primafacieinquiry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("result__in", ["SHOWN", "NOT_SHOWN", "EXTENDED"])), name="inquiry_result_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="primafacieinquiry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("next_due_on", None), ("held_on", None), ("next_due_on__gte", models.F("held_on")), _connector="OR"
                        ),
                        name="inquiry_next_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="primafacieinquiry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("decided_by__gt", ""), ("source__gt", "")), name="inquiry_has_source"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="primafacieinquiry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_due_on", None), ("result", "NOT_SHOWN")),
                            models.Q(models.Q(("result", "NOT_SHOWN"), _negated=True), ("next_due_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="inquiry_knows_the_next",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pleanotice",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("corrected_in", None)), fields=("proceeding", "participant"), name="once_a_plea_and_victim"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pleanotice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("told_on", None), ("exception", ""), _connector="OR"), name="victim_told_or_not"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="orderanswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "order__in",
                                [
                                    "DNA",
                                    "SOIRA",
                                    "WEAPONS",
                                    "PROHIBITION_161",
                                    "NO_CONTACT_729_2",
                                    "NON_COMMUNICATION",
                                    "FORFEITURE",
                                    "RESTITUTION",
                                    "DANGEROUS",
                                ],
                            )
                        ),
                        name="order_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="orderanswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("answer__in", ["MADE", "REFUSED", "NOT_SOUGHT", "NOT_AVAILABLE"])), name="order_answer_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="orderanswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("for_life", False), ("months", None)),
                            models.Q(("answer", "MADE"), ("months", None)),
                            models.Q(("answer", "MADE"), ("for_life", False)),
                            _connector="OR",
                        ),
                        name="order_length_of_one_made",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="orderanswer",
                    constraint=models.UniqueConstraint(fields=("proceeding", "order"), name="one_answer_an_order"),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["ALTERNATIVE", "YOUTH_SANCTION", "YOUTH_MEASURE"])), name="measure_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("completed_on", None), ("failed_on", None), _connector="OR"), name="measure_completed_or_failed"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ended_on", None), models.Q(("completed_on", None), ("failed_on", None)), _connector="OR"),
                        name="measure_ended_one_way",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("completed_on", None), ("consent_on", None), ("completed_on__gte", models.F("consent_on")), _connector="OR"
                        ),
                        name="measure_completed_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("failed_on", None), ("consent_on", None), ("failed_on__gte", models.F("consent_on")), _connector="OR"
                        ),
                        name="measure_failed_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("completed_on", None), ("corrected_in", None), ("ended_on", None), ("failed_on", None)),
                        fields=("proceeding",),
                        name="one_running_measure",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="fitnessfinding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("fit_on", None), ("unfit_on", None), ("fit_on__gte", models.F("unfit_on")), _connector="OR"),
                        name="fit_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="fitnessfinding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("prima_facie_due_on", None),
                            ("unfit_on", None),
                            ("prima_facie_due_on__gte", models.F("unfit_on")),
                            _connector="OR",
                        ),
                        name="prima_facie_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="fitnessfinding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("fit_on", None), _connector="OR"), name="finding_ended_one_way"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="fitnessfinding",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("corrected_in", None), ("ended_on", None), ("fit_on", None)),
                        fields=("proceeding",),
                        name="one_open_finding",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="election",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice__in", ("SUMMARY", "INDICTMENT")), ("count__isnull", False), ("kind", "CROWN")),
                            models.Q(("choice__in", ("OCJ", "SCJ_JUDGE", "SCJ_JURY")), ("count__isnull", True), ("kind", "ACCUSED")),
                            _connector="OR",
                        ),
                        name="election_of_its_kind",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="election",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("is_reelection", False),
                            models.Q(("as_of_right", True), ("consent_on", None), ("kind", "ACCUSED")),
                            models.Q(("as_of_right", False), ("consent_on__isnull", False), ("kind", "ACCUSED")),
                            _connector="OR",
                        ),
                        name="reelection_of_right_or_by_consent",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="directindictmentrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("consent_on", None), ("asked_on", None), ("consent_on__gte", models.F("asked_on")), _connector="OR"
                        ),
                        name="consent_after_request",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="directindictmentrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("consent_on", None), ("refused_on", None), _connector="OR"), name="consent_or_refusal"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delayinterval",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "RESERVE",
                                    "XV1_EXCLUDED",
                                    "WAIVER",
                                    "DEFENCE_CAUSED",
                                    "DISCRETE_EVENT",
                                    "CO_ACCUSED",
                                    "COMPLEXITY",
                                    "INSTITUTIONAL",
                                    "CROWN",
                                ],
                            )
                        ),
                        name="delay_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delayinterval",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("status__in", ["CROWN_POSITION", "DEFENCE_POSITION", "AGREED", "RULED"])),
                        name="delay_status_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delayinterval",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("written_in__in", ["TRANSCRIPT", "ENDORSEMENT", "RULING", "LETTER", "FACTUM", "NOWHERE"])),
                        name="delay_evidence_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delayinterval",
                    constraint=models.CheckConstraint(condition=models.Q(("to_on__gt", models.F("from_on"))), name="delay_holds_a_day"),
                ),
                migrations.AddConstraint(
                    model_name="delayinterval",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 100)), name="delay_share_in_per_cent"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delayinterval",
                    constraint=models.CheckConstraint(condition=models.Q(("said_by__gt", "")), name="delay_said_by_somebody"),
                ),
                migrations.AddConstraint(
                    model_name="delayinterval",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("status", "RULED"), ("written_in", "NOWHERE"), _negated=True), name="delay_ruling_is_written"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delayinterval",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("paper", None), models.Q(("written_in", "NOWHERE"), _negated=True), _connector="OR"),
                        name="delay_paper_is_written",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delayinterval",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("page", None), models.Q(("page__gt", 0), ("paper__isnull", False)), _connector="OR"),
                        name="delay_page_of_a_paper",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delayapplication",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("decided_on", None)),
                            models.Q(("answer__gt", ""), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="delay_answer_has_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delayapplication",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("decided_on", None), ("filed_on", None), ("decided_on__gte", models.F("filed_on")), _connector="OR"
                        ),
                        name="delay_decided_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delayapplication",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("told_filed_on", None), ("filed_on", None), ("told_filed_on__gte", models.F("filed_on")), _connector="OR"
                        ),
                        name="delay_told_after_filing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delayapplication",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("told_decided_on", None),
                            ("decided_on", None),
                            ("told_decided_on__gte", models.F("decided_on")),
                            _connector="OR",
                        ),
                        name="delay_told_after_decision",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delayapplication",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("told_decided_on", None), ("decided_on__isnull", False), _connector="OR"),
                        name="delay_told_what_was_decided",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="count",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "PROPOSED",
                                    "LAID",
                                    "PROCEEDING",
                                    "COMMITTED",
                                    "ON_INDICTMENT",
                                    "CROWN_STAYED",
                                    "IN_ALTERNATIVE_MEASURES",
                                    "PLEA_GUILTY",
                                    "FOUND_GUILTY",
                                    "GUILTY_INCLUDED",
                                    "ACQUITTED",
                                    "NCR",
                                    "MISTRIAL",
                                    "NOT_LAID",
                                    "REPLACED",
                                    "WITHDRAWN",
                                    "STAY_LAPSED",
                                    "DISCHARGED_PRELIM",
                                    "QUASHED",
                                    "DISMISSED",
                                    "DISMISSED_MEASURES",
                                    "STAYED_11B",
                                    "STAYED_ABUSE",
                                    "ABATED",
                                    "STAYED_KIENAPPLE",
                                    "SENTENCED",
                                    "DISCHARGED_ABSOLUTE",
                                    "DISCHARGED_CONDITIONAL",
                                ],
                            )
                        ),
                        name="count_state_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="count",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("document__isnull", False), ("state__in", ["PROPOSED", "NOT_LAID", "ABATED"]), _connector="OR"),
                        name="count_without_document_only_before_laid",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="count",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("parked_from", ""),
                                (
                                    "state__in",
                                    [
                                        "PROPOSED",
                                        "LAID",
                                        "PROCEEDING",
                                        "COMMITTED",
                                        "ON_INDICTMENT",
                                        "PLEA_GUILTY",
                                        "FOUND_GUILTY",
                                        "GUILTY_INCLUDED",
                                        "ACQUITTED",
                                        "NCR",
                                        "MISTRIAL",
                                        "NOT_LAID",
                                        "REPLACED",
                                        "WITHDRAWN",
                                        "STAY_LAPSED",
                                        "DISCHARGED_PRELIM",
                                        "QUASHED",
                                        "DISMISSED",
                                        "DISMISSED_MEASURES",
                                        "STAYED_11B",
                                        "STAYED_ABUSE",
                                        "ABATED",
                                        "STAYED_KIENAPPLE",
                                        "SENTENCED",
                                        "DISCHARGED_ABSOLUTE",
                                        "DISCHARGED_CONDITIONAL",
                                    ],
                                ),
                            ),
                            models.Q(("parked_from__gt", ""), ("state__in", ("CROWN_STAYED", "IN_ALTERNATIVE_MEASURES"))),
                            _connector="OR",
                        ),
                        name="count_parked_from_when_parked",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="count",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "GUILTY_INCLUDED"), _negated=True), ("included_offence__isnull", False), _connector="OR"
                        ),
                        name="count_included_offence_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="count",
                    constraint=models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "WITHDRAWN"), _negated=True), ("reason_code__gt", ""), _connector="OR"),
                        name="count_withdrawn_with_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="count",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("offence_to", None), ("offence_from", None), ("offence_to__gte", models.F("offence_from")), _connector="OR"
                        ),
                        name="offence_ends_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="complexityfact",
                    constraint=models.CheckConstraint(condition=models.Q(("rule__gt", "")), name="complexity_counts_something"),
                ),
                migrations.AddConstraint(
                    model_name="complexityfact",
                    constraint=models.UniqueConstraint(fields=("proceeding", "rule"), name="one_number_a_factor"),
                ),
                migrations.AddConstraint(
                    model_name="clockorigin",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["SWORN", "NEW_TRIAL", "DIRECT_INDICTMENT", "NEW_INFORMATION"])),
                        name="clock_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bailhearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["FIRST", "BAIL", "REVIEW_520", "REVIEW_521", "REVIEW_525", "REVOCATION_524"])),
                        name="bail_hearing_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bailhearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("result__in", ["RELEASED", "DETAINED", "ADJOURNED", "VARIED", "REVOKED", "DISMISSED", "WAIVED"])
                        ),
                        name="bail_result_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bailhearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("onus", ""), ("onus__in", ["CROWN", "ACCUSED"]), _connector="OR"), name="bail_onus_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bailhearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("onus", "ACCUSED"), ("paragraph__isnull", False)),
                            models.Q(models.Q(("onus", "ACCUSED"), _negated=True), ("paragraph", None)),
                            _connector="OR",
                        ),
                        name="reverse_onus_has_paragraph",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bailhearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "DETAINED"), _negated=True),
                            ("on_primary", True),
                            ("on_secondary", True),
                            ("on_tertiary", True),
                            _connector="OR",
                        ),
                        name="detention_has_ground",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appearanceof",
                    constraint=models.UniqueConstraint(fields=("appearance", "proceeding"), name="once_an_appearance"),
                ),
                migrations.AddIndex(
                    model_name="appearance",
                    index=models.Index(fields=["result", "on", "time", "file"], name="results_to_record"),
                ),
                migrations.AddConstraint(
                    model_name="appearance",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                [
                                    "FIRST",
                                    "BAIL",
                                    "SET_DATE",
                                    "CPT",
                                    "JPT",
                                    "ELECTION",
                                    "MOTION",
                                    "PRELIM",
                                    "PLEA",
                                    "TRIAL",
                                    "VERDICT",
                                    "SENTENCE",
                                    "OTHER",
                                ],
                            )
                        ),
                        name="appearance_purpose_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appearance",
                    constraint=models.CheckConstraint(
                        condition=models.Q(models.Q(("adjourn_reason", ""), ("adjourned_by", "")), ("result__gt", ""), _connector="OR"),
                        name="appearance_adjourned_has_result",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appearance",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("minutes", None), ("minutes__gt", 0), _connector="OR"), name="appearance_lasts"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appeal",
                    constraint=models.CheckConstraint(condition=models.Q(("side__in", ["CROWN", "ACCUSED"])), name="appeal_side_known"),
                ),
                migrations.AddConstraint(
                    model_name="appeal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("decided_on", None), ("notice_on", None), ("decided_on__gte", models.F("notice_on")), _connector="OR"
                        ),
                        name="appeal_decided_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="releaseorder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["WITHOUT_CONDITIONS", "CONDITIONS", "PROMISE", "SURETIES", "DEPOSIT", "DEPOSIT_AWAY"])
                        ),
                        name="release_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="releaseorder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("made_on", None), ("ended_on__gte", models.F("made_on")), _connector="OR"),
                        name="release_ends_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="releaseorder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on", None), ("ended_why", "")),
                            models.Q(
                                ("ended_on__isnull", False),
                                ("ended_why__in", ["REVOKED", "REVIEWED", "VACATED", "OVER", "STAYED", "NEW_TRIAL", "OTHER"]),
                            ),
                            _connector="OR",
                        ),
                        name="release_end_has_why",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="releaseorder",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)), fields=("proceeding",), name="one_open_release"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ordercopy",
                    constraint=models.UniqueConstraint(fields=("order", "victim"), name="one_copy_a_victim"),
                ),
                migrations.AddConstraint(
                    model_name="ordercopy",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("told_on__isnull", False), ("asked_on__isnull", False), ("given_on__isnull", False), _connector="OR"
                        ),
                        name="copy_has_a_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ordercopy",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("asked_on", None), ("given_on", None), ("given_on__gte", models.F("asked_on")), _connector="OR"
                        ),
                        name="copy_given_after_asked",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bailcondition",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "REPORT",
                                    "REMAIN",
                                    "NOTIFY",
                                    "NO_CONTACT",
                                    "STAY_AWAY",
                                    "PASSPORT",
                                    "VICTIM_SAFETY",
                                    "NO_WEAPONS",
                                    "MONITORING",
                                    "OTHER",
                                ],
                            )
                        ),
                        name="condition_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bailcondition",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("from_on", None), ("ended_on__gte", models.F("from_on")), _connector="OR"),
                        name="condition_ends_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bailcondition",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind", "OTHER"), ("words", ""), _negated=True), name="other_condition_has_words"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bailbreach",
                    constraint=models.CheckConstraint(condition=models.Q(("alleged__gt", "")), name="breach_says_what"),
                ),
                migrations.AddConstraint(
                    model_name="screeningreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["PROCEED", "WITHDRAW", "AMEND", "DIVERT", "INVESTIGATE"])),
                        name="screening_outcome_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="screeningreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "PROCEED"), _negated=True),
                            models.Q(("prospect", True), ("public_interest", True)),
                            _connector="OR",
                        ),
                        name="screening_proceeds_on_both_tests",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sentencepart",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["CUSTODY", "CONDITIONAL", "PROBATION", "FINE", "OTHER"])),
                        name="sentence_part_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sentencepart",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after__isnull", False), ("served", "CONSECUTIVE")),
                            models.Q(models.Q(("served", "CONSECUTIVE"), _negated=True), ("after", None)),
                            _connector="OR",
                        ),
                        name="consecutive_to_a_count",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sentencepart",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("life", False), models.Q(("days", 0), ("kind", "CUSTODY"), ("months", 0)), _connector="OR"),
                        name="only_custody_for_life",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sentencepart",
                    constraint=models.CheckConstraint(
                        condition=models.Q(models.Q(("kind", "FINE"), _negated=True), ("amount__gt", 0), _connector="OR"),
                        name="fine_has_amount",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sentencepart",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("after", models.F("count")), _negated=True), name="no_part_after_itself"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="surety",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("from_on", None), ("ended_on__gte", models.F("from_on")), _connector="OR"),
                        name="surety_ends_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="surety",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)), fields=("order", "person"), name="surety_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="textchoice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text__isnull", False), ("provision__gt", ""), _connector="OR"), name="text_of_offence_chosen"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="victimnotice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("duty__in", ["OUTCOME", "IMPACT_STATEMENT", "RESTITUTION", "CORRECTIONS", "NEW_TRIAL"])),
                        name="victim_duty_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="victimnotice",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("corrected_in", None)),
                        fields=("proceeding", "participant", "duty", "since_on"),
                        name="once_a_duty_and_victim",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="victimnotice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("told_on", None), ("exception", ""), _connector="OR"), name="victim_notice_told_or_not"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="victimview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_on__isnull", False), ("exception", ""), ("view__gt", "")),
                            ("exception__gt", ""),
                            _connector="OR",
                        ),
                        name="victim_view_or_exception",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="warrant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["BENCH_597", "ARREST_512"])), name="warrant_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="warrant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("executed_on", None), ("issued_on", None), ("executed_on__gte", models.F("issued_on")), _connector="OR"
                        ),
                        name="warrant_executed_later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="warrant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("executed_on", None), _connector="OR"), name="warrant_ended_one_way"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="warrant",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("corrected_in", None), ("ended_on", None), ("executed_on", None)),
                        fields=("proceeding",),
                        name="one_open_warrant",
                    ),
                ),
            ]
        )
    ]
