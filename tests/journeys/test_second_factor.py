"""Journey 5: joining by a link, a second factor, a wrong code, a recovery code, and five wrong passwords."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

EMAIL = "nora.blake@example.invalid"
PASSWORD = "seven green kettles sing"


def code_of(key: str, steps: int = 0) -> str:
    """The code an app shows for a key now, or so many steps of 30 seconds from now; phones keep the real time.

    Nobody types a code that is about to change: with less than ten seconds left the next is waited for.
    """
    now = time.time()  # noqa: TID251 - the phone's clock
    if (left := 30 - now % 30) < 10:
        time.sleep(left)
        now += left
    return format_hotp_value(hotp_value(key, int(now) // 30 + steps))


def give_password(person, password=PASSWORD):
    person.page.get_by_label("Work e-mail").fill(EMAIL)
    person.page.get_by_label("Password", exact=True).fill(password)
    person.page.get_by_role("button", name="Sign in", exact=True).click()


def give_code(person, code):
    person.page.get_by_label("Code").fill(code)
    person.page.get_by_role("button", name="Verify").click()


def sign_out(person):
    person.page.locator("header details summary").click()
    person.page.get_by_role("button", name="Sign out").first.click()
    person.page.wait_for_url(re.compile("signed-out"))


def test_from_an_invitation_to_a_second_factor_a_recovery_code_and_a_lockout(site, visitor):
    admin = visitor("en", 1366)
    admin.sign_in("ADM")
    admin.open("manage/people/add/")
    admin.page.get_by_label("Name").fill("Nora Blake")
    admin.page.get_by_label("Work e-mail").fill(EMAIL)
    admin.page.get_by_label("Role").select_option("PRO")
    admin.stop("add a person")
    admin.page.get_by_role("button", name="Add this person").click()
    link = admin.page.locator(".invitation-link").inner_text()
    admin.stop("the link of the invitation")

    nora = visitor("en", 1366)
    nora.page.goto(link)
    nora.page.get_by_label("New password", exact=True).fill(PASSWORD)
    nora.page.get_by_label("New password again").fill(PASSWORD)
    nora.stop("choose a password")
    nora.page.get_by_role("button", name="Save and go on").click()
    key = nora.page.locator(".key-letters").inner_text().replace(" ", "")
    nora.stop("set up an app")
    nora.page.get_by_label("Code from the app").fill(code_of(key, -1))
    nora.page.get_by_role("button", name="Turn on").click()
    recovery = nora.page.locator(".recovery-codes code").all_inner_texts()
    nora.stop("recovery codes")
    assert len(recovery) == 10
    sign_out(nora)
    nora.stop("signed out")

    nora.open("account/password/?from=journal")
    give_password(nora)
    nora.stop("second step")
    give_code(nora, "000000")
    assert "This code is not right" in nora.page.locator("main").inner_text()
    nora.stop("wrong code")
    give_code(nora, code_of(key))
    nora.page.wait_for_url(f"{site.url}/en/account/password/?from=journal")
    nora.stop("the page that was asked for")
    sign_out(nora)

    give_password(nora)
    give_code(nora, recovery[0])
    nora.page.wait_for_url(re.compile(r"^(?!.*/sign-in/)"))
    nora.open("account/")
    assert "9 recovery codes are left" in nora.page.locator("main").inner_text()
    sign_out(nora)

    give_password(nora)
    give_code(nora, recovery[0])
    assert "This code is not right" in nora.page.locator("main").inner_text()
    nora.page.get_by_role("button", name="Sign in as somebody else").click()

    for _turn in range(5):
        nora.open("sign-in/")
        give_password(nora, "not the right one at all")
    nora.stop("closed for 15 minutes")
    nora.open("sign-in/")
    give_password(nora)
    assert "15 minutes" in nora.page.locator("main").inner_text()
    nora.stop("the right password is refused too")

    admin.open("manage/people/")
    assert "Nora Blake" in admin.page.locator("main").inner_text()
    admin.check()
