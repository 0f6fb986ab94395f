"""A real site in real Chromium: the web process and the worker of ./run on a copy of a demonstration, and visitors to it.

def test_a_lead_reassigns(site, visitor):
    lead = visitor("en", 1366)
    lead.sign_in("LEAD")
    lead.page.get_by_role("link", name="Team").click()
    lead.stop("the team")            # picture, axe, no sideways scrolling, language of the page
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from axe_playwright_python.base import AXE_SCRIPT
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, ViewportSize

from config import environment
from foundation.accounts.models import Role
from tests import migrated
from tests.sizes import LONG

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "test-results"
PICTURES = ROOT / "docs" / "pictures"
TODAY = date(2026, 3, 3)
FILES = 12
LAUNCH_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # no name but our own leads anywhere
]
SERIOUS = {"serious", "critical"}
# How each visible text of a page looks: its letters, and whatever it lies in that draws something or lies over something.
LOOKS = """() => {
    const plain = String(['rgba(0, 0, 0, 0)', 'none', '1', 'none', 'normal', 'static', 'auto', 'none', false])
    const described = new Map()
    const describe = one => {
        if (!one) return ''
        if (!described.has(one)) {
            const {backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position, zIndex, clipPath} = getComputedStyle(one)
            const off = one.matches(':disabled, [aria-disabled=true]')
            const drawn = String([backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position, zIndex, clipPath, off])
            described.set(one, describe(one.parentElement) + (drawn === plain ? '' : `>${drawn}`))
        }
        return described.get(one)
    }
    const looks = window.looksOfText = new Map()
    for (const one of document.body.querySelectorAll('*')) {
        const says = [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
        if (!says && !one.matches('input:not([type=checkbox], [type=radio]), select, textarea')) continue
        const {width, height, bottom, right} = one.getBoundingClientRect()
        if (width <= 1 || height <= 1 || bottom + scrollY <= 0 || right + scrollX <= 0) continue // for those who listen
        if (!one.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue
        const style = getComputedStyle(one)
        const letters = [one.localName, style.color, style.fontSize, style.fontWeight, style.textShadow, one.placeholder]
        const look = `${letters}|${describe(one)}`
        looks.set(look, [...(looks.get(look) || []), one])
    }
    return [...looks.keys()]
}"""
# Every rule on the whole page, that of contrast on the texts whose looks are new: it takes longer than all others together. Gives what was
# found, and the looks of texts that passed; what axe could not judge where it stood is looked at again on the next page.
LOOK_AT = """async fresh => {
    const {violations} = await axe.run(document, {resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}})
    const texts = fresh.flatMap(look => window.looksOfText.get(look))
    if (!texts.length) return [violations, []]
    const judged = await axe.run({include: texts}, {runOnly: ['color-contrast'], elementRef: true})
    const passed = new Set(judged.passes.flatMap(rule => rule.nodes.map(node => node.element)))
    const wrong = JSON.parse(JSON.stringify(judged.violations, (name, value) => name === 'element' ? undefined : value))
    return [violations.concat(wrong), fresh.filter(look => window.looksOfText.get(look).some(one => passed.has(one)))]
}"""
SEEN_LOOKS: set[str] = set()
READY_SECONDS = 40


def seconds_from_now_to(day: date) -> int:
    """Tell how far the clock is moved so that the site lives at ten in the morning of a day, Toronto time."""
    moment = datetime.combine(day, time_of_day(10), ZoneInfo("America/Toronto"))
    return round((moment - datetime.now(UTC)).total_seconds())  # noqa: TID251 - the real clock, to be moved from


def environment_of(data: Path, **changes: str) -> dict[str, str]:
    """Give the environment of a site that keeps its data there and stands at TODAY."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "ELASTICSEARCH_URL", "SEARCH_ENGINE"}}
    ours = {
        "DATA_DIR": str(data),
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
        "CLOCK_SHIFT_SECONDS": str(seconds_from_now_to(TODAY)),
        "PYTHONUNBUFFERED": "1",
    }
    return {**kept, **ours, **changes}


def manage(env: dict[str, str], *arguments: str) -> str:
    """Run one management command and give what it printed; a failure shows it."""
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout


def make_demonstration(data: Path) -> None:
    """Make the data of a demonstration, index included, with the clock at TODAY."""
    env = environment_of(data)
    subprocess.run([sys.executable, "-m", "foundation.pages.compile_messages"], cwd=ROOT, env=env, check=True, capture_output=True)
    manage(env, "collectstatic", "--noinput", "--verbosity", "0")
    shutil.copyfile(migrated.file(), data / "db.sqlite3")
    manage(env, "load_starter_bank")
    manage(env, "demo", "--files", str(FILES), "--today", TODAY.isoformat(), "--seed", "1")
    manage(env, "search_reindex")


@dataclass
class Site:
    """One site: its data, its address, and the two processes that a journey may stop and start."""

    data: Path
    changes: dict[str, str] = field(default_factory=dict)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    port: int = 0

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.changes.setdefault("CLOCK_SHIFT_SECONDS", str(seconds_from_now_to(TODAY)))  # a restart does not turn the clock back

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        return environment_of(self.data, **self.changes)

    def start(self, name: str) -> None:
        """Start the ``web`` process or the ``worker`` and wait until the page answers."""
        python = Path(sys.executable)
        commands = {"web": environment.web_command("127.0.0.1", self.port, python), "worker": environment.worker_command(python)}
        with open(self.data / f"{name}.log", "ab") as log:
            self.running[name] = environment.start(commands[name], self.env, log.fileno())
        if name == "web":
            self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self.running["web"].poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()
                return
            except OSError:  # not there yet, or still busy starting
                time.sleep(0.1)
        raise AssertionError("the web process did not start:\n" + self.printed("web"))

    def stop(self, *names: str) -> None:
        """Stop the named processes, or both."""
        environment.stop(*[self.running.pop(name) for name in names or tuple(self.running) if name in self.running])

    def restart(self, *names: str, **changes: str) -> None:
        """Stop and start the named processes, or both, with changes to their environment."""
        names = names or ("web", "worker")
        self.changes.update(changes)
        self.stop(*names)
        for name in names:
            self.start(name)

    def move_clock_to(self, day: date) -> None:
        """Go on living at ten in the morning of another day."""
        self.restart(CLOCK_SHIFT_SECONDS=str(seconds_from_now_to(day)))

    def work_off(self) -> None:
        """Let the worker do all that is due, and wait for it."""
        was_running = "worker" in self.running
        self.stop("worker")
        manage(self.env, "worker", "--once")
        if was_running:
            self.start("worker")

    def printed(self, name: str) -> str:
        """Give the end of what a process wrote to its log."""
        log = self.data / f"{name}.log"
        return log.read_text(errors="replace")[-4000:] if log.exists() else ""


def screen(width: int) -> ViewportSize:
    """Give a screen of this width: a telephone's or a desk's."""
    return {"width": width, "height": 812 if width < 600 else 900}


class Visitor:
    """One person at one screen: a browser context of her own, in one language and at one width."""

    def __init__(self, site: Site, browser: Browser, folder: Path, language: str, width: int) -> None:
        self.site, self.folder, self.language, self.width = site, folder, language, width
        self.troubles: list[str] = []
        self.expected: set[str] = set()
        self.context: BrowserContext = browser.new_context(
            viewport=screen(width), locale=f"{language}-CA", timezone_id="America/Toronto", reduced_motion="reduce"
        )
        self.context.set_default_timeout(15_000)
        self.context.on("request", self._note_request)
        self.context.on("response", self._note_answer)
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self.troubles.append(f"script failed: {error.error}"))
        self.page: Page = self.context.new_page()

    def _note_request(self, request: Request) -> None:
        address = urlsplit(
            request.url
        )  # no other host is reached (LAUNCH_FLAGS); a route that refused it would turn off the browser's cache
        if address.scheme in {"http", "https"} and address.hostname not in {"127.0.0.1", "localhost", "::1"}:
            self.troubles.append(f"asked another host: {request.url}")

    def _note_answer(self, answer: Response) -> None:
        if 400 <= answer.status < 500 and answer.request.is_navigation_request():
            self.expected.add(answer.url)  # a refused page is an answer, not a fault
        elif answer.status >= 500:
            self.troubles.append(f"{answer.status} from {answer.url}")

    def _note_console(self, message) -> None:
        if message.type != "error":
            return
        nobody_there = "ERR_CONNECTION_REFUSED" in message.text and "web" not in self.site.running
        if not nobody_there and message.location.get("url") not in self.expected:
            self.troubles.append(f"console: {message.text} ({message.location.get('url')})")

    def resize(self, width: int) -> None:
        """Look at the same page on a screen of another width."""
        self.width = width
        self.page.set_viewport_size(screen(width))

    def open(self, path: str) -> None:
        """Open an address given without its language: ``cases/``."""
        self.page.goto(f"{self.site.url}/{self.language}/{path.lstrip('/')}")

    def sign_in(self, who: str) -> None:
        """Sign in by the button of a demo person, named by her role (``LEAD``) or by words on the button, and open the start page."""
        self.open("sign-in/")
        with translation.override(self.language):
            words = str(Role(who).label) if who in Role.values else who
        self.page.locator("form[action*='/sign-in/demo/'] button", has_text=words).first.click()
        self.page.wait_for_url(re.compile(r"^(?!.*/sign-in/)"))
        self.open("")

    def stop(self, name: str, picture: str = "") -> None:
        """Stand still: take a picture for whoever will look, then hold the page to what every page keeps."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not os.environ.get("CI"):  # where nobody looks at them
            number = len(list(self.folder.glob("*.jpg"))) + 1
            words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
            shot = self.folder / f"{number:02d}-{words}-{self.language}-{self.width}.jpg"
            self.page.screenshot(path=shot, full_page=True, type="jpeg", quality=70)  # half the time of a PNG
        if picture and os.environ.get("TAKE_PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{picture}.png", full_page=True)
        assert self.page.locator("html").get_attribute("lang") == self.language, f"{name}: the page is in another language"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name}: the page scrolls sideways by {wide} px at {self.width}"
        assert (found := self.barriers()) == [], f"{name}: {found}"
        self.check()

    def barriers(self) -> list[str]:
        """Give what axe finds serious or critical on the page."""
        if not self.page.evaluate("'axe' in window"):  # half a megabyte, sent once for a page seen at two widths
            self.page.evaluate(AXE_SCRIPT)
        looks = set(self.page.evaluate(LOOKS))
        violations, passed = self.page.evaluate(LOOK_AT, sorted(looks if LONG else looks - SEEN_LOOKS))
        barriers = [
            f"{found['id']} ({found['impact']}): {node['target']} {node.get('failureSummary', '')}"
            for found in violations
            if found["impact"] in SERIOUS
            for node in found["nodes"]
        ]
        if not barriers:
            SEEN_LOOKS.update(passed)
        return barriers

    def check(self) -> None:
        """Show what went wrong behind the page since it was opened."""
        assert self.troubles == [], "\n".join(self.troubles + [self.site.printed("web")])

    def close(self) -> None:
        self.context.close()
