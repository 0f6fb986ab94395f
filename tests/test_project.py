"""Facts that hold for the whole project: templates, writes, words, catalogues."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["config", "demo", "caseload", "advice", "casetracker", "precedents", "foundation"]
NOT_OURS = {".git", ".venv", "var", "staticfiles", "test-results", "__pycache__", "node_modules"}
TEXT = {".py", ".html", ".txt", ".css", ".js", ".po", ".md", ".toml", ".yml", ".yaml", ".csv", ".json", ".in", ".svg", ""}

# Where writes may pass history and audit by: each with its reason. Whatever is not named here goes through save() inside an act.
WRITES_ALLOWED: dict[str, str] = {
    "foundation/audit/": "the chain itself, its triggers and its lock",
    "foundation/jobs/": "the queue claims and finishes rows by one conditional statement; jobs have no history",
    "foundation/search/": "the outbox and the words of searches have no history",
    "config/backup/": "copies whole tables out of the database and into a schema that is not live yet",
}


def files(*suffixes: str, under: tuple[str, ...] = ()) -> Iterator[Path]:
    """Give the project's own files, without what is built or kept beside them."""
    for folder, inside, names in os.walk(ROOT):
        inside[:] = sorted(name for name in inside if name not in NOT_OURS and not (name.startswith(".") and name != ".ci"))
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix in (suffixes or TEXT) and (not under or path.relative_to(ROOT).parts[0] in under):
                yield path


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def templates() -> list[Path]:
    return [path for path in files(".html", under=tuple(PACKAGES)) if "templates" in path.parts]


def inside_templates(path: Path) -> str:
    return str(Path(*path.parts[path.parts.index("templates") + 1 :]))


@cache
def pieces() -> set[str]:
    """Give the templates that are put into pages: by include, by a tag, or as a widget."""
    asked = re.compile(r"""(?:\{%\s*include\s+|(?:inclusion_tag|render_to_string|get_template)\(\s*)["']([^"']+)["']""")
    return {name for path in files(".html", ".py", under=tuple(PACKAGES)) for name in asked.findall(path.read_text())}


def stands_alone(path: Path) -> bool:
    """Say whether a template is a piece or a base, which extends nothing."""
    name = inside_templates(path)
    apart = {"components", "widgets", "django"} & set(Path(name).parts[:-1])
    must_not_fail = name == "errors/500.html"
    return bool(apart) or path.name.startswith(("_", "base")) or must_not_fail or name in pieces()


# Templates


@pytest.mark.parametrize("path", templates(), ids=named)
def test_a_page_extends_a_base(path):
    assert stands_alone(path) or path.read_text().lstrip().startswith(("{% extends ", "{#")), "a page starts with {% extends %}"


@pytest.mark.parametrize("path", templates(), ids=named)
def test_a_template_is_whole_and_holds_no_inline_style_or_script(path):
    words = path.read_text()

    found = re.findall(r"<style\b|<script\b(?![^>]*\bsrc=)|<[^>%]*\sstyle\s*=|<[^>%]*\son[a-z]+\s*=|javascript:", words, re.IGNORECASE)

    assert found == []
    get_template(inside_templates(path))


@pytest.mark.parametrize("path", templates(), ids=named)
def test_a_template_asks_named_questions(path):
    found = re.findall(r"\{%\s*(?:el)?if[^%]*(?:\.role\b|\.state\b\s*(?:==|!=|in)|is_superuser)[^%]*%\}", path.read_text())

    assert found == [], "the view prepares the question: {% if may_assign %}"


# Code


def writes_past_history(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Find calls that change rows behind the back of history and audit."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            of_a_dict = isinstance(node.func.value, ast.Name) and node.func.value.id in {"context", "attrs", "kwargs", "env"}
            queryset_update = name == "update" and node.keywords and not node.args and not of_a_dict
            if queryset_update or name.startswith("bulk_") or name in {"raw", "cursor", "executescript", "_raw_delete", "extra"}:
                yield node.lineno, name
        if isinstance(node, ast.Name) and node.id == "RawSQL":
            yield node.lineno, "RawSQL"


# Reads that Django has no words for, or that are composed once.
READS = {
    ("foundation/records/related.py", "cursor"),
    ("foundation/records/occurring.py", "RawSQL"),
    ("foundation/records/occurring.py", "cursor"),
}


def test_app_code_writes_through_save_alone():
    found = [
        f"{named(path)}:{line} {name}"
        for path in files(".py", under=tuple(PACKAGES))
        if "migrations" not in path.parts and not named(path).startswith(tuple(WRITES_ALLOWED))
        for line, name in writes_past_history(ast.parse(path.read_text()))
        if not (named(path) in {"config/health.py", "config/databases.py"} and name == "cursor")  # SELECT 1; statistics of the planner
        if (named(path), name) not in READS
    ]

    assert found == []


def test_no_model_hangs_on_a_signal_of_saving():
    signals = re.compile(r"\b(?:post|pre)_(?:save|delete)\.connect|receiver\(\W*(?:\w+\.)?(?:post|pre)_(?:save|delete)")

    found = [named(path) for path in files(".py", under=tuple(PACKAGES)) if signals.search(path.read_text())]

    assert [path for path in found if not path.startswith("foundation/audit/")] == []


def test_nothing_is_left_to_do():
    words = re.compile(r"\b(?:TO" + "DO|FIX" + r"ME)\b")

    assert [named(path) for path in files(".py", ".html", ".js", ".css") if words.search(path.read_text())] == []


def test_no_test_is_switched_off():
    words = re.compile(r"mark\.(skip|xfail)|skipif|unittest\.skip")

    assert [named(path) for path in files(".py", under=("tests",)) if path != Path(__file__) and words.search(path.read_text())] == []


def test_no_file_names_a_machine_or_a_place_outside():
    outside = "shared" + "/"
    words = re.compile(rf"(?<![\w.])/(?:work|root|home/\w+)/|(?:\.\./|/work/|`|\s|\"){outside}")

    found = [
        named(path) for path in files() if path.relative_to(ROOT).parts[0] not in {".ci", "benchmarks"} and words.search(path.read_text())
    ]

    assert [path for path in found if path != named(Path(__file__))] == []


def test_every_app_is_one_of_the_packages():
    ours = [config.name for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT) and ".venv" not in config.path]

    assert {name.split(".")[0] for name in ours} <= set(PACKAGES)


@pytest.mark.parametrize("name", ["run", "test", ".ci/run", ".ci/elasticsearch-node", "manage.py"])
def test_a_command_can_be_executed(name):
    assert os.access(ROOT / name, os.X_OK)


# Catalogues


def catalogues() -> list[Path]:
    return [path for path in files(".po") if path.parts[-3:-1] == ("fr", "LC_MESSAGES")]


@pytest.mark.parametrize("path", catalogues(), ids=named)
def test_every_string_has_its_french(path):
    catalogue = polib.pofile(str(path))

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


@pytest.mark.parametrize("path", catalogues(), ids=named)
def test_a_translation_keeps_the_placeholders(path):
    def placeholders(words):
        return set(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", words))

    wrong = []
    for entry in polib.pofile(str(path)).translated_entries():
        if entry.msgid_plural:
            may = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
            wrong += [(entry.msgid, french) for french in entry.msgstr_plural.values() if placeholders(french) - may]
        elif placeholders(entry.msgid) != placeholders(entry.msgstr):
            wrong.append((entry.msgid, entry.msgstr))

    assert wrong == []


@pytest.mark.parametrize("path", catalogues(), ids=named)
def test_a_translation_is_not_the_english_again(path):
    def is_sentence(words):
        return len(re.findall(r"[a-z]{2,}", re.sub(r"%\(\w+\)[sd]|<[^>]+>|&\w+;", " ", words))) > 2

    assert [entry.msgid for entry in polib.pofile(str(path)) if entry.msgid == entry.msgstr and is_sentence(entry.msgid)] == []


def test_one_string_has_one_french():
    """Django joins the catalogues, so that of two wordings for one string only one is ever shown, on the wrong page too."""
    wordings: dict[tuple[str | None, str], set[str]] = {}
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                wordings.setdefault((entry.msgctxt, entry.msgid), set()).add(entry.msgstr or str(entry.msgstr_plural))

    assert {key: words for key, words in wordings.items() if len(words) > 1} == {}


def test_strings_are_marked_by_names_that_the_gatherer_knows():
    """Xgettext does not see a string in a call by another name, and nobody would miss its French."""
    renamed = re.compile(r"\b(?:n?p?gettext|n?gettext_lazy|n?pgettext_lazy) as (?!_\b)\w+")

    assert [str(path.relative_to(ROOT)) for path in files(".py", under=tuple(PACKAGES)) if renamed.search(path.read_text())] == []


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    """The strings of each package as xgettext finds them now, in a copy of the tree."""
    copy = tmp_path_factory.mktemp("tree") / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_OURS, ".*", "tests", "docs", "benchmarks"))
    env = {**os.environ, "DATA_DIR": str(copy / "var"), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    found = {}
    for package in PACKAGES:
        (copy / package / "locale").mkdir(exist_ok=True)
        command = ["makemessages", "-l", "fr", "--no-location", "--no-wrap", "--no-obsolete", "--verbosity", "0"]
        made = subprocess.run([sys.executable, "../manage.py", *command], cwd=copy / package, env=env, capture_output=True, text=True)
        assert made.returncode == 0, made.stdout + made.stderr
        catalogue = copy / package / "locale" / "fr" / "LC_MESSAGES" / "django.po"
        found[package] = keys(catalogue) if catalogue.exists() else set()
    return found


def keys(path: Path) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete}


@pytest.mark.needs("xgettext")
@pytest.mark.parametrize("package", PACKAGES)
def test_the_catalogue_holds_every_string_of_its_package(gathered, package):
    committed = ROOT / package / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    held = keys(committed) if committed.exists() else set()

    assert gathered[package] - held == set(), f"strings without French: cd {package} && python ../manage.py makemessages -l fr"
    assert held - gathered[package] == set(), "French for strings that are gone"
