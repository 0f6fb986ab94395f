"""The first page anybody sees."""

import pytest


@pytest.mark.parametrize(("language", "width", "heading"), [("en", 1366, "Sign in"), ("fr", 375, "Ouvrir une session")])
def test_a_visitor_is_led_to_the_page_headed_sign_in(visitor, language, width, heading):
    somebody = visitor(language, width)

    somebody.open("")

    assert somebody.page.get_by_role("heading", level=1).inner_text() == heading
    somebody.stop("sign in", picture=f"sign-in-{language}")
