"""What the tests of the pages share: signing in, addresses, and forms as a browser sends them."""

import re
from datetime import date
from html import unescape

from django.test import Client
from django.urls import reverse

from foundation.audit.models import Act, Event
from foundation.workflow.models import Move


def signed_in(user) -> Client:
    """A browser in which somebody signed in."""
    client = Client()
    client.force_login(user)
    return client


def at(page: str, case_file=None, /, **refs) -> str:
    """The address of a page; records in ``refs`` stand for their refs."""
    refs = {key: getattr(value, "ref", value) for key, value in refs.items()}
    if case_file is not None:
        refs["ref"] = case_file.ref
    return reverse(f"casetracker:{page}", kwargs=refs or None)


def day(name: str, value: date | None) -> dict:
    """A date as the three boxes send it."""
    if value is None:
        return {f"{name}_day": "", f"{name}_month": "", f"{name}_year": ""}
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def hidden(answer) -> dict:
    """The hidden boxes of the form on a page: its key, its version, the number of its rows."""
    page = answer.content.decode()
    boxes = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    boxes.pop("csrfmiddlewaretoken", None)
    return {name: unescape(value) for name, value in boxes.items() if not name.startswith("draft_")}


def send(client: Client, url: str, **typed):
    """Open a page, fill its form in and send it; where the page first shows what will follow, confirm it."""
    opened = client.get(url)
    assert opened.status_code == 200, f"{url}: {opened.status_code}"
    form = {**hidden(opened), **typed}
    return confirmed(client, url, form, client.post(url, form))


def confirmed(client: Client, url: str, form: dict, answer):
    """Send a form once more, where the page answers with what will follow."""
    seen = re.search(r'<input type="hidden" name="confirmed" value="(\w+)"', answer.content.decode()) if answer.status_code == 200 else None
    return client.post(url, {**form, "confirmed": seen[1]}) if seen else answer


def written() -> tuple[int, int, int]:
    """How much was written so far: acts, events, moves."""
    return Act.objects.count(), Event.objects.count(), Move.objects.count()


def problems(answer) -> list[str]:
    """The mistakes that a page lists at its top."""
    found = re.search(r"data-error-summary.*?<ul>(.*?)</ul>", answer.content.decode(), re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", item)).strip() for item in re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL)] if found else []


def sent(answer) -> str:
    """Give where a form led; say its mistakes where it led nowhere."""
    assert answer.status_code == 302, (answer.status_code, problems(answer))
    return answer["Location"]
