"""The law as dated rows: data, look-ups and the loader."""

import csv
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import translation

from foundation.audit.models import Event
from foundation.law import catalogue, loader
from foundation.law.models import BanProvision, Courthouse, DelayCeiling, OffenceVersion
from foundation.law.words import penalty_text, provision_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _read_the_law_again():
    """What a test changed in the law is not remembered for the next."""
    yield
    catalogue.forget_small_tables()


def test_the_tables_are_filled_when_they_are_made():
    assert OffenceVersion.objects.count() == len(loader.read_table("offences.csv", OffenceVersion))
    assert BanProvision.objects.exists()
    assert loader.load_law() == []


def test_versions_of_one_provision_do_not_overlap():
    rows = OffenceVersion.objects.order_by("act", "section", "para", "valid_from")
    by_key = {}
    for row in rows:
        by_key.setdefault((row.act, row.section, row.para), []).append(row)

    for versions in by_key.values():
        versions.sort(key=lambda row: row.valid_from or date.min)
        for earlier, later in zip(versions, versions[1:], strict=False):
            assert earlier.valid_to == later.valid_from, f"{later.code} does not follow {earlier.code}"


def test_a_conduct_before_a_change_gets_the_earlier_version():
    before = catalogue.version_for("286.1", "(2)", date(2026, 7, 17))
    after = catalogue.version_for("286.1", "(2)", date(2026, 7, 18))

    assert [row.max_months for row in before.versions] == [120]
    assert [row.max_months for row in after.versions] == [168]
    assert not before.versions[0].max_is_14_or_life
    assert after.versions[0].max_is_14_or_life


def test_a_period_over_a_change_gives_both_versions_and_says_so():
    match = catalogue.version_for("286.1", "(2)", date(2026, 3, 1), date(2026, 8, 1))

    assert match.straddles
    assert [row.code for row in match.versions] == ["CC:286.1(2)@2014-12-06", "CC:286.1(2)@2026-07-18"]


def test_an_offence_that_was_renumbered_is_followed_back():
    match = catalogue.version_for("279.02", "(1)", date(2014, 11, 1), date(2014, 12, 31))

    assert [row.code for row in match.versions] == ["CC:279.02@2010-06-29", "CC:279.02(1)@2014-12-06"]


def test_what_is_not_in_force_cannot_be_charged():
    offered = {row.section for row in catalogue.offences_on(date(2026, 11, 25))}

    assert "264.01" not in offered
    assert "279.05" not in offered
    assert {"279.01", "286.3", "271"} <= offered
    assert OffenceVersion.objects.filter(section__in=["264.01", "279.05"], in_force=False).count() == 2


def test_rules_are_in_the_catalogue_but_cannot_be_charged():
    assert not catalogue.offences_on(date(2026, 11, 25)).filter(section="279.04").exists()
    assert [row.code for row in catalogue.newer_versions("CC", "279.04", date(2026, 1, 1), date(2026, 11, 25))] == ["CC:279.04@2026-07-18"]


def test_what_the_sources_do_not_say_stays_unknown():
    possession = catalogue.version_for("354", "", date(2025, 1, 1)).versions[0]

    assert not possession.max_is_known
    assert possession.max_indictment_text == "not checked"
    assert set(OffenceVersion.objects.values_list("wiretap_183", "cvbr_offence")) == {("", "")}


def test_the_lead_withdraws_the_offences_of_rule_c3():
    named = {f"{row.section}{row.para}" for row in OffenceVersion.objects.filter(lead_withdraws=True, valid_to=None)}

    assert named == {
        "279.01(1)(a)",
        "279.01(1)(b)",
        "279.011(1)(a)",
        "279.011(1)(b)",
        "279.02(1)",
        "279.02(2)",
        "279.03(1)",
        "279.03(2)",
        "286.1(2)",
        "286.2(2)",
        "286.3(2)",
    }


def test_reverse_onus_starts_on_its_day_and_not_for_one_variant_only():
    trafficking = catalogue.version_for("279.01", "(1)(a)", date(2020, 1, 1)).versions[0]
    assault = catalogue.version_for("267", "", date(2026, 8, 1)).versions[0]

    assert not trafficking.reverse_onus_on(date(2026, 7, 14))
    assert trafficking.reverse_onus_on(date(2026, 7, 15))
    assert not assault.reverse_onus_on(date(2026, 8, 1))


def test_titles_and_citations_speak_the_readers_language():
    row = catalogue.offence_by_code("CC:279.01(1)(a)@2014-12-06")
    untitled = catalogue.version_for("279", "(2)", date(2026, 1, 1)).versions[0]

    assert row.citation == "s. 279.01(1)(a)"
    with translation.override("fr"):
        assert row.citation == "art. 279.01(1)a)"
        assert row.title.startswith("Traite des personnes")
        assert untitled.title == "Forcible confinement (titre à vérifier)"


@pytest.mark.parametrize(
    "act, section, para, english, french",
    [
        ("CC", "686", "(4)(b)(ii)", "s. 686(4)(b)(ii)", "art. 686(4)b)(ii)"),
        ("CC", "286.2", "(2)", "s. 286.2(2)", "art. 286.2(2)"),
        ("IRPA", "118", "", "IRPA s. 118", "LIPR art. 118"),
    ],
)
def test_provisions_are_written_both_ways(act, section, para, english, french):
    assert provision_text(act, section, para, language="en") == english
    assert provision_text(act, section, para, language="fr") == french


@pytest.mark.parametrize(
    "code, english, french",
    [
        ("", "not checked", "non vérifié"),
        ("none", "none", "aucune"),
        ("life+$1000000", "life and/or $1,000,000", "perpétuité et/ou 1 000 000 $"),
        ("6m@first;1y@later", "6 months (first offence); 1 year (later offence)", "6 mois (première infraction); 1 an (récidive)"),
        ("2y-1d+$5000", "two years less a day and/or $5,000", "deux ans moins un jour et/ou 5 000 $"),
    ],
)
def test_penalties_are_spelled_out(code, english, french):
    assert penalty_text(code) == english
    with translation.override("fr"):
        assert penalty_text(code).replace("\u00a0", " ").replace("\u202f", " ") == french


def test_every_penalty_of_the_data_can_be_read():
    for row in OffenceVersion.objects.all():
        for text in (row.max_indictment_text, row.max_summary_text, row.min_indictment_text, row.min_summary_text):
            assert text
        assert all(sentence for _name, sentence in row.doubts())


@pytest.mark.parametrize("typed", ["279.011", "s. 279.011", "art. 279.011", "traite moins de 18", "TRAFFICKING under 18"])
def test_offences_are_found_by_section_or_words(typed):
    assert "279.011" in {row.section for row in catalogue.search_offences(typed)}


@pytest.mark.parametrize("typed", ["", "   ", "x" * 5000, "<b>", "\x00", "'; drop table", "😀"])
def test_odd_words_find_all_or_nothing(typed):
    assert len(catalogue.search_offences(typed)) in (0, OffenceVersion.objects.count())


def test_ceilings_by_forum():
    on = date(2025, 1, 1)

    assert [catalogue.delay_months(on)[forum] for forum in ("OCJ", "SCJ", "OCJ_AFTER_PRELIM")] == [18, 30, 30]
    assert "MOON" not in catalogue.delay_months(on)
    assert all(row.source for row in DelayCeiling.objects.all())


def test_courthouses_keep_the_clock_of_their_place():
    zones = {row.code: row.tzinfo for row in catalogue.courthouses()}

    assert zones["TORONTO_OCJ"] == ZoneInfo("America/Toronto")
    assert zones["KENORA"] == zones["FORT_FRANCES"] == ZoneInfo("America/Winnipeg")
    assert zones["ATIKOKAN"] == ZoneInfo("America/Atikokan")
    known = {court.code for court in catalogue.trial_courts()}
    assert all(set(row.court_codes) <= known for row in Courthouse.objects.all())


def test_a_changed_row_is_corrected_as_one_act_and_a_lost_one_is_withdrawn(tmp_path, monkeypatch):
    for name, _model in loader.FILES:
        (tmp_path / name).write_bytes((loader.DATA / name).read_bytes())
    with (tmp_path / "ceilings.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    rows[0]["months"] = "19"
    with (tmp_path / "ceilings.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows[:-1])
    monkeypatch.setattr(loader, "DATA", tmp_path)
    events = Event.objects.count()

    lines = loader.load_law()

    assert sorted(lines) == ["- DelayCeiling DIRECT_INDICTMENT@", "~ DelayCeiling OCJ@: months"]
    assert Event.objects.count() == events + 1
    assert DelayCeiling.objects.filter(forum="DIRECT_INDICTMENT").exclude(withdrawn_on=None).count() == 1
    assert "DIRECT_INDICTMENT" not in catalogue.delay_months(date(2025, 1, 1))
    assert loader.load_law() == []


@pytest.mark.parametrize("column, value", [("months", "many"), ("valid_from", "2026-02-30"), ("uncertain", "{")])
def test_a_value_that_cannot_be_read_is_named_and_nothing_is_written(tmp_path, monkeypatch, column, value):
    for name, _model in loader.FILES:
        (tmp_path / name).write_bytes((loader.DATA / name).read_bytes())
    row = {"forum": "OCJ", "months": "18", "valid_from": "", "valid_to": "", "keyed_on": "charge_date", "source": "x", "uncertain": ""}
    with (tmp_path / "ceilings.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, row.keys())
        writer.writeheader()
        writer.writerow(row | {column: value})
    monkeypatch.setattr(loader, "DATA", tmp_path)

    with pytest.raises(loader.BadLawData, match=f"ceilings.csv, line 2: {column}"):
        loader.load_law()

    assert DelayCeiling.objects.get(forum="OCJ").months == 18


def test_the_command_prints_the_differences(capsys):
    call_command("load_law")

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("day, months", [(date(2010, 1, 1), 6), (date(2019, 9, 18), 6), (date(2019, 9, 19), 12), (date(2026, 7, 18), 12)])
@pytest.mark.django_db
def test_the_limit_for_summary_proceedings_is_that_of_the_day_of_the_offence(day, months):
    assert catalogue.summary_limit_months(day) == months


def test_the_companions_are_offences_of_the_catalogue_with_a_source():
    bundles = catalogue.companions()

    assert {"ADULT", "UNDER18", "VIOLENCE"} <= set(bundles)
    for rows in bundles.values():
        for row in rows:
            offered = catalogue.versions_of(row.section, row.para, act=row.act)
            assert offered, f"{row.code} names no offence"
            assert all(version.kind == OffenceVersion.Kind.OFFENCE for version in offered)
            assert row.source
            assert row.title_fr


def test_a_rule_that_changed_within_the_period_is_told_with_both_texts():
    trafficking = catalogue.offence_by_code("CC:279.01(1)(b)@2014-12-06")

    changes = catalogue.rule_changes(trafficking, date(2026, 5, 1), date(2026, 9, 1))

    assert [(change.before.code, change.after.code) for change in changes] == [("CC:279.04@2012-06-28", "CC:279.04@2026-07-18")]
    assert catalogue.rule_changes(trafficking, date(2026, 5, 1), date(2026, 7, 17)) == []
    assert catalogue.rule_changes(trafficking, date(2026, 7, 18), date(2026, 9, 1)) == []


def test_a_rule_that_was_new_within_the_period_has_no_text_before():
    trafficking = catalogue.offence_by_code("CC:279.01(1)(b)@2014-12-06")

    changes = catalogue.rule_changes(trafficking, date(2019, 1, 1), date(2019, 12, 31))

    assert [(change.before, change.after.code) for change in changes] == [(None, "CC:279.01(3)@2019-06-21")]


def test_a_rule_for_one_paragraph_does_not_reach_its_neighbour():
    adult = catalogue.version_for("286.1", "(1)", date(2026, 8, 1)).versions[0]
    young = catalogue.version_for("286.1", "(2)", date(2026, 8, 1)).versions[0]

    assert "150.1" not in {row.section for row in catalogue.rules_of(adult)}
    assert "150.1" in {row.section for row in catalogue.rules_of(young)}


def test_what_differs_between_two_versions_and_nothing_else():
    before, after = catalogue.version_for("286.1", "(2)", date(2026, 3, 1), date(2026, 8, 1)).versions

    assert catalogue.differing([before, after]) == [
        ("Maximum on indictment", ["10 years", "14 years"]),
        ("Preliminary inquiry", ["no", "yes"]),
    ]


def test_the_day_an_offence_came_to_be():
    assert catalogue.first_day("286.4", "") == date(2014, 12, 6)
    assert catalogue.first_day("279.02", "(1)") == date(2005, 11, 25)
    assert catalogue.first_day("266", "") is None
    assert catalogue.first_day("1", "") is None


def test_the_day_of_the_charge_decides_where_a_row_says_so():
    old = OffenceVersion.objects.get(code="CC:286.1(2)@2014-12-06")
    new = OffenceVersion.objects.get(code="CC:286.1(2)@2026-07-18")
    OffenceVersion.objects.filter(pk__in=[old.pk, new.pk]).update(keyed_on="charge_date")
    catalogue.forget_small_tables()

    early = catalogue.version_for("286.1", "(2)", date(2026, 3, 1), date(2026, 8, 1), charged_on=date(2026, 7, 1))
    late = catalogue.version_for("286.1", "(2)", date(2026, 3, 1), date(2026, 8, 1), charged_on=date(2026, 9, 1))

    assert (early.versions, late.versions) == ([old], [new])


def test_own_services_are_marked_as_section_286_5_says():
    named = {row.section for row in OffenceVersion.objects.filter(own_services=True)}

    assert named == {"286.1", "286.2", "286.3", "286.4"}


@pytest.mark.parametrize(
    "typed, section",
    [("286", "286.4"), ("279.01(1)b)", "279.01"), ("279.01 (1)(b)", "279.01"), ("avantage MATERIEL", "286.2"), ("luring", "172.1")],
)
def test_part_of_a_section_or_a_word_in_either_language_finds_it(typed, section):
    found = {row.section for row in catalogue.search_offences(typed)}

    assert section in found
    assert not {"117", "118"} & found
