"""Markdown that people type becomes HTML that cannot harm."""

import pytest

from foundation.pages.prose import to_html


def test_markdown_is_drawn():
    html = to_html("# Head\n\n- **one**\n- two\n\n> quoted\n\n[a case](https://example.invalid/a)")

    assert "<h3>Head</h3>" in html
    assert "<strong>one</strong>" in html
    assert "<blockquote>" in html
    assert 'href="https://example.invalid/a"' in html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://example.invalid/spy.png)",
        '<a href="#" style="color:red" onclick="x()">x</a>',
        "<iframe src='//example.invalid'></iframe>",
    ],
)
def test_nothing_runs_loads_or_styles(typed):
    html = to_html(typed)

    assert "<script" not in html
    assert "<img" not in html
    assert "<iframe" not in html
    assert 'href="javascript' not in html
    assert '<a href="#" style' not in html


@pytest.mark.parametrize("typed", ["", None, "\x00", "😀" * 2000, "*" * 5000])
def test_odd_text_does_no_harm(typed):
    assert isinstance(to_html(typed), str)
