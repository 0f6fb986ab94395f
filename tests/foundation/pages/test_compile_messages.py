"""The French is compiled when its source is newer, and left alone otherwise."""

import os

from foundation.pages.compile_messages import compile_all

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Court"\nmsgstr "Tribunal"\n'


def test_only_what_changed_is_compiled(tmp_path):
    source = tmp_path / "app" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")

    first, second = compile_all(tmp_path), compile_all(tmp_path)
    later = source.stat().st_mtime + 5
    os.utime(source, (later, later))
    third = compile_all(tmp_path)

    assert [path.name for path in first] == ["django.mo"]
    assert second == []
    assert third == first
    assert list(source.parent.glob("*.tmp")) == []


def test_catalogues_of_other_peoples_packages_are_left_alone(tmp_path):
    for folder in (".venv", "var"):
        source = tmp_path / folder / "locale" / "fr" / "LC_MESSAGES" / "django.po"
        source.parent.mkdir(parents=True)
        source.write_text(PO, encoding="utf-8")

    assert compile_all(tmp_path) == []
