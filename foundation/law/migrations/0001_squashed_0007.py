from django.db import migrations, models

from foundation.records.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("law", "0001_initial"),
        ("law", "0002_summary_limit"),
        ("law", "0003_machines_complete"),
        ("law", "0004_charges"),
        ("law", "0005_young_prima_facie"),
        ("law", "0006_bail"),
        ("law", "0007_one_table_of_deadlines"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="BailOnus",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(editable=False, max_length=80, unique=True)),
                        ("source", models.CharField(max_length=300)),
                        ("uncertain", models.JSONField(blank=True, default=dict)),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        ("act", models.CharField(max_length=10)),
                        ("section", models.CharField(max_length=20)),
                        ("para", models.CharField(blank=True, max_length=40)),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_to", models.DateField(blank=True, null=True)),
                        ("title_en", models.CharField(max_length=300)),
                        ("title_fr", models.CharField(blank=True, max_length=300)),
                        (
                            "keyed_on",
                            models.CharField(
                                choices=[
                                    ("offence_date", "date of the offence"),
                                    ("charge_date", "date of the charge"),
                                    ("hearing_date", "date of the hearing"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("in_force", models.BooleanField(default=True)),
                        (
                            "hearing",
                            models.CharField(
                                choices=[("BAIL", "bail hearing"), ("REVOCATION", "hearing after an alleged breach")], max_length=12
                            ),
                        ),
                        ("applies_to", models.CharField(blank=True, max_length=200)),
                        ("turns_on_facts", models.BooleanField()),
                    ],
                    options={
                        "ordering": ["section", "para", "valid_from"],
                    },
                ),
                migrations.CreateModel(
                    name="BanProvision",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(editable=False, max_length=80, unique=True)),
                        ("source", models.CharField(max_length=300)),
                        ("uncertain", models.JSONField(blank=True, default=dict)),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        ("act", models.CharField(max_length=10)),
                        ("section", models.CharField(max_length=20)),
                        ("para", models.CharField(blank=True, max_length=40)),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_to", models.DateField(blank=True, null=True)),
                        ("title_en", models.CharField(max_length=300)),
                        ("title_fr", models.CharField(blank=True, max_length=300)),
                        (
                            "keyed_on",
                            models.CharField(
                                choices=[
                                    ("offence_date", "date of the offence"),
                                    ("charge_date", "date of the charge"),
                                    ("hearing_date", "date of the hearing"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("in_force", models.BooleanField(default=True)),
                        ("protects", models.CharField(choices=[("IDENTITY", "identity"), ("EVIDENCE", "evidence")], max_length=10)),
                        (
                            "made",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ON_APPLICATION", "must be ordered on application"),
                                    ("DISCRETIONARY", "may be ordered"),
                                    ("AUTOMATIC", "holds without an order"),
                                    ("", "not checked"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("hides_names", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["act", "section", "para", "valid_from"],
                    },
                ),
                migrations.CreateModel(
                    name="Court",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(editable=False, max_length=80, unique=True)),
                        ("source", models.CharField(max_length=300)),
                        ("uncertain", models.JSONField(blank=True, default=dict)),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("PROVINCIAL", "provincial court"),
                                    ("SUPERIOR", "superior court"),
                                    ("APPEAL", "court of appeal"),
                                    ("FINAL", "final court of appeal"),
                                    ("BOARD", "review board"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("title_en", models.CharField(max_length=100)),
                        ("title_fr", models.CharField(max_length=100)),
                        ("short_en", models.CharField(max_length=10)),
                        ("short_fr", models.CharField(max_length=10)),
                        ("neutral_code", models.CharField(blank=True, max_length=10)),
                        ("tries", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="Courthouse",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(editable=False, max_length=80, unique=True)),
                        ("source", models.CharField(max_length=300)),
                        ("uncertain", models.JSONField(blank=True, default=dict)),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        ("city_en", models.CharField(max_length=60)),
                        ("city_fr", models.CharField(max_length=60)),
                        ("name_en", models.CharField(max_length=120)),
                        ("name_fr", models.CharField(max_length=120)),
                        ("courts", models.CharField(max_length=60)),
                        ("zone", models.CharField(max_length=40)),
                    ],
                    options={
                        "ordering": ["city_en", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="DelayCeiling",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(editable=False, max_length=80, unique=True)),
                        ("source", models.CharField(max_length=300)),
                        ("uncertain", models.JSONField(blank=True, default=dict)),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        (
                            "forum",
                            models.CharField(
                                choices=[
                                    ("OCJ", "Ontario Court of Justice"),
                                    ("SCJ", "Superior Court of Justice"),
                                    ("OCJ_AFTER_PRELIM", "Ontario Court of Justice after a preliminary inquiry"),
                                    ("DIRECT_INDICTMENT", "direct indictment"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("months", models.PositiveSmallIntegerField()),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_to", models.DateField(blank=True, null=True)),
                        (
                            "keyed_on",
                            models.CharField(
                                choices=[
                                    ("offence_date", "date of the offence"),
                                    ("charge_date", "date of the charge"),
                                    ("hearing_date", "date of the hearing"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["forum", "valid_from"],
                    },
                ),
                migrations.CreateModel(
                    name="LegalPeriod",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(editable=False, max_length=80, unique=True)),
                        ("source", models.CharField(max_length=300)),
                        ("uncertain", models.JSONField(blank=True, default=dict)),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("CROWN_STAY", "recommencing after a Crown stay"),
                                    ("PRIMA_FACIE", "showing a prima facie case again while the accused is unfit"),
                                    ("PRIMA_FACIE_YOUTH", "showing a prima facie case again while a young accused is unfit"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("months", models.PositiveSmallIntegerField()),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_to", models.DateField(blank=True, null=True)),
                        (
                            "keyed_on",
                            models.CharField(
                                choices=[
                                    ("offence_date", "date of the offence"),
                                    ("charge_date", "date of the charge"),
                                    ("hearing_date", "date of the hearing"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "valid_from"],
                    },
                ),
                migrations.CreateModel(
                    name="SummaryLimit",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(editable=False, max_length=80, unique=True)),
                        ("source", models.CharField(max_length=300)),
                        ("uncertain", models.JSONField(blank=True, default=dict)),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        ("months", models.PositiveSmallIntegerField()),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_to", models.DateField(blank=True, null=True)),
                        (
                            "keyed_on",
                            models.CharField(
                                choices=[
                                    ("offence_date", "date of the offence"),
                                    ("charge_date", "date of the charge"),
                                    ("hearing_date", "date of the hearing"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["valid_from"],
                    },
                ),
                migrations.CreateModel(
                    name="CompanionOffence",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(editable=False, max_length=80, unique=True)),
                        ("source", models.CharField(max_length=300)),
                        ("uncertain", models.JSONField(blank=True, default=dict)),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        ("bundle", models.CharField(max_length=20)),
                        ("title_en", models.CharField(max_length=120)),
                        ("title_fr", models.CharField(max_length=120)),
                        ("place", models.PositiveSmallIntegerField()),
                        ("act", models.CharField(max_length=10)),
                        ("section", models.CharField(max_length=20)),
                        ("para", models.CharField(blank=True, max_length=40)),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [models.UniqueConstraint(fields=("bundle", "place"), name="one_companion_a_place")],
                    },
                ),
                migrations.CreateModel(
                    name="OffenceVersion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(editable=False, max_length=80, unique=True)),
                        ("source", models.CharField(max_length=300)),
                        ("uncertain", models.JSONField(blank=True, default=dict)),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        ("act", models.CharField(max_length=10)),
                        ("section", models.CharField(max_length=20)),
                        ("para", models.CharField(blank=True, max_length=40)),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_to", models.DateField(blank=True, null=True)),
                        ("title_en", models.CharField(max_length=300)),
                        ("title_fr", models.CharField(blank=True, max_length=300)),
                        (
                            "keyed_on",
                            models.CharField(
                                choices=[
                                    ("offence_date", "date of the offence"),
                                    ("charge_date", "date of the charge"),
                                    ("hearing_date", "date of the hearing"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("in_force", models.BooleanField(default=True)),
                        ("kind", models.CharField(choices=[("OFFENCE", "offence"), ("RULE", "rule")], default="OFFENCE", max_length=10)),
                        (
                            "mode",
                            models.CharField(
                                blank=True, choices=[("I", "indictable only"), ("H", "hybrid"), ("S", "summary only")], max_length=1
                            ),
                        ),
                        ("max_indictment", models.CharField(blank=True, max_length=60)),
                        ("max_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("max_life", models.BooleanField(default=False)),
                        ("max_summary", models.CharField(blank=True, max_length=60)),
                        ("min_indictment", models.CharField(blank=True, max_length=80)),
                        ("min_summary", models.CharField(blank=True, max_length=80)),
                        (
                            "min_status",
                            models.CharField(
                                choices=[
                                    ("NONE", "no minimum"),
                                    ("IN_FORCE", "in force"),
                                    ("STRUCK", "struck by a court"),
                                    ("AFFIRMED_2026", "affirmed in 2026"),
                                    ("UNKNOWN", "not checked"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("court_history_en", models.CharField(blank=True, max_length=400)),
                        ("court_history_fr", models.CharField(blank=True, max_length=400)),
                        ("continues", models.CharField(blank=True, max_length=40)),
                        ("under18_variant_of", models.CharField(blank=True, max_length=40)),
                        ("reverse_onus_from", models.DateField(blank=True, null=True)),
                        (
                            "prelim_eligible",
                            models.CharField(blank=True, choices=[("YES", "yes"), ("NO", "no"), ("", "not checked")], max_length=3),
                        ),
                        (
                            "dna_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PRIMARY_A", "primary, mandatory"),
                                    ("PRIMARY_A1", "primary, near mandatory"),
                                    ("SECONDARY", "secondary"),
                                    ("", "not checked"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "soira_class",
                            models.CharField(
                                blank=True, choices=[("PRIMARY", "primary"), ("SECONDARY", "secondary"), ("", "not checked")], max_length=10
                            ),
                        ),
                        (
                            "ban_486_4",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("MANDATORY", "mandatory on application"),
                                    ("MANDATORY_NO_APPLICATION", "mandatory without application"),
                                    ("NO", "not listed"),
                                    ("", "not checked"),
                                ],
                                max_length=30,
                            ),
                        ),
                        (
                            "forfeiture_462_37",
                            models.CharField(
                                blank=True,
                                choices=[("REVERSE_RULE", "reverse rule since June 21, 2019"), ("", "not checked")],
                                max_length=20,
                            ),
                        ),
                        (
                            "wiretap_183",
                            models.CharField(blank=True, choices=[("YES", "yes"), ("NO", "no"), ("", "not checked")], max_length=3),
                        ),
                        (
                            "cvbr_offence",
                            models.CharField(blank=True, choices=[("YES", "yes"), ("NO", "no"), ("", "not checked")], max_length=3),
                        ),
                        ("lead_withdraws", models.BooleanField(default=False)),
                        ("own_services", models.BooleanField(default=False)),
                        ("applies_to", models.CharField(blank=True, max_length=200)),
                        ("sort_section", models.DecimalField(decimal_places=4, default=0, editable=False, max_digits=10)),
                    ],
                    options={
                        "ordering": ["act", "sort_section", "para", "valid_from"],
                        "constraints": [
                            models.UniqueConstraint(fields=("act", "section", "para", "valid_from"), name="offence_version_key"),
                            models.UniqueConstraint(
                                condition=models.Q(("valid_from", None)),
                                fields=("act", "section", "para"),
                                name="offence_version_key_open_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_from", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                                ),
                                name="offence_version_ends_later",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]
