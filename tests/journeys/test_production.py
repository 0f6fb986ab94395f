"""The production start without Docker: PostgreSQL, Elasticsearch, gunicorn and worker behind the proxy of deploy/.

From an empty database to a file that is found: the first administrator by the documented command, second factors, secure cookies, and
what the outside may not fetch. The containers of docker-compose.yml start the same processes with the same files.
"""

import http.client
import json
import os
import re
import shutil
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from config import environment
from tests.journeys.steps import box, choose, group, identity
from tests.journeys.test_second_factor import code_of
from tests.needs import nginx_path

ROOT = Path(__file__).resolve().parents[2]
KEY = "2Yn5LzJf1ZyTqvXo0c3sT7p9wQ4rB6uE8iA1dG5hK2lM7nV3xC9zS0fJ4gH6"
TOKEN = "the-word-of-whoever-watches"
WORDS = "seven green kettles sing"
NAME = "Zebulon-Quillfeather"
READY_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mailbox(socketserver.StreamRequestHandler):
    """Takes mail in as a mail server does, and keeps its words."""

    kept: list[str] = []

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        inside = False
        for line in self.rfile:
            words = line.decode(errors="replace").rstrip("\r\n")
            if inside:
                inside = words != "."
                self.kept.append(words)
                if inside:
                    continue
            command = words[:4].upper()
            inside = command == "DATA"
            self.wfile.write(b"354 go on\r\n" if inside else b"221 bye\r\n" if command == "QUIT" else b"250 ok\r\n")


class House:
    """The processes of an installation, and how to reach them."""

    def __init__(self, folder: Path, database: str):
        self.folder, self.running = folder, {}
        self.web, self.tls, self.plain, self.mail = (free_port() for _number in range(4))
        self.url = f"https://localhost:{self.tls}"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "JAVA_HOME") if name in os.environ}
        self.env = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "config.settings.base",
            "PYTHONUNBUFFERED": "1",
            "PROFILE": "production",
            "DATA_DIR": str(folder / "data"),
            "DATABASE_URL": database,
            "ELASTICSEARCH_URL": os.environ["ELASTICSEARCH_URL"],
            "SECRET_KEY": KEY,
            "AUDIT_KEY": KEY[::-1],
            "FIELD_KEYS": "3q2-7w4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "ALLOWED_HOSTS": "localhost,web",
            "PUBLIC_URL": self.url,
            "PROXY_COUNT": "1",
            "MAIL_URL": f"smtp://127.0.0.1:{self.mail}",
            "METRICS_TOKEN": TOKEN,
            "WEB_PROCESSES": "2",
            "WEB_PORT": str(self.web),
        }

    def manage(self, *arguments: str) -> str:
        done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout + done.stderr

    def start(self, name: str, command: list[str]) -> None:
        with open(self.folder / f"{name}.log", "ab") as log:
            self.running[name] = environment.start(command, self.env, log.fileno())

    def start_proxy(self) -> None:
        """Start the proxy with the file that is shipped: other ports, another upstream, a certificate of today."""
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
            + ["-addext", "subjectAltName=DNS:localhost", "-keyout", "privkey.pem", "-out", "fullchain.pem"],
            cwd=self.folder,
            check=True,
            capture_output=True,
        )
        shutil.copy(ROOT / "deploy" / "headers.conf", self.folder)
        words = (ROOT / "deploy" / "nginx.conf").read_text()
        for shipped, here in (
            ("/tmp/", f"{self.folder}/"),
            ("server web:8000;", f"server 127.0.0.1:{self.web};"),
            ("listen 8080;", f"listen 127.0.0.1:{self.plain};"),
            ("listen 8443 ssl;", f"listen 127.0.0.1:{self.tls} ssl;"),
            ("/etc/nginx/headers.conf", f"{self.folder}/headers.conf"),
            ("/etc/tls/", f"{self.folder}/"),
            ("access_log /dev/stdout", f"access_log {self.folder}/access.log"),
        ):
            assert shipped in words, shipped
            words = words.replace(shipped, here)
        (self.folder / "nginx.conf").write_text(words)
        own = "daemon off;" if os.geteuid() else "daemon off; user root;"  # the files of a test are its owner's alone
        self.start("proxy", [nginx_path(), "-c", str(self.folder / "nginx.conf"), "-g", own])

    def log(self) -> str:
        """Everything that any of the processes wrote."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def ask(self, path: str, *, plain: bool = False, **headers: str) -> tuple[int, dict[str, str], str]:
        """Ask the proxy for a page, with or without TLS."""
        trusted = ssl.create_default_context(cafile=self.folder / "fullchain.pem")
        connection = (
            http.client.HTTPConnection("localhost", self.plain, timeout=30)
            if plain
            else http.client.HTTPSConnection("localhost", self.tls, timeout=30, context=trusted)
        )
        return _answer(connection, path, headers)

    def ask_inside(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Ask the web process itself, past the proxy."""
        return _answer(http.client.HTTPConnection("127.0.0.1", self.web, timeout=30), path, {"Host": "web", **headers})

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            try:
                if self.ask("/readyz")[0] == 200:
                    return
            except OSError:  # not there yet
                pass
            time.sleep(0.2)
        raise AssertionError("it did not start:\n" + self.log()[-6000:])


def _answer(connection, path, headers):
    with closing(connection):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode(errors="replace")


@pytest.fixture
def house(empty_postgres, tmp_path):
    """An installation under the production profile, prepared as docs/running.md says and running."""
    tmp_path.chmod(0o755)
    house = House(tmp_path, empty_postgres)
    box_of_mail = socketserver.ThreadingTCPServer(("127.0.0.1", house.mail), Mailbox)
    threading.Thread(target=box_of_mail.serve_forever, daemon=True).start()
    try:
        for command in (["migrate", "--noinput"], ["collectstatic", "--noinput", "--verbosity", "0"], ["load_starter_bank"]):
            house.manage(*command)
        assert "no issues" in house.manage("check", "--deploy", "--fail-level", "WARNING")
        python = Path(sys.executable)
        house.start("web", environment.web_command("127.0.0.1", house.web, python))
        house.start("worker", environment.worker_command(python))
        house.start_proxy()
        house.wait_until_it_answers()
        yield house
    finally:
        environment.stop(*house.running.values())
        box_of_mail.shutdown()
        box_of_mail.server_close()


@pytest.fixture
def arrive(house, browser):
    """Bring somebody with a browser of her own, who takes the certificate of the day."""
    contexts = []

    def bring():
        contexts.append(browser.new_context(ignore_https_errors=True, locale="en-CA"))
        contexts[-1].set_default_timeout(60_000)
        return contexts[-1].new_page()

    yield bring
    for context in contexts:
        context.close()


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def join(page, link) -> str:
    """Choose a password and set up the app, as the link leads; gives the key of the app."""
    page.goto(link)
    page.get_by_label("New password", exact=True).fill(WORDS)
    page.get_by_label("New password again").fill(WORDS)
    press(page, "Save and go on")
    key = page.locator(".key-letters").inner_text().replace(" ", "")
    page.get_by_label("Code from the app").fill(code_of(key, -1))
    press(page, "Turn on")
    return key


def mailed_link(house, seconds=60) -> str:
    """The link to join that the worker mailed."""
    for _turn in range(seconds):
        for line in Mailbox.kept:
            if found := re.search(rf"{re.escape(house.url)}/\S*join/\S+", line):
                return found[0]
        time.sleep(1)
    raise AssertionError("no link was mailed:\n" + "\n".join(Mailbox.kept) + house.log()[-4000:])


def sign_in(page, house, email, key):
    """Sign in by password and code, in a fresh session."""
    page.context.clear_cookies()
    page.goto(f"{house.url}/en/sign-in/")
    page.get_by_label("Work e-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(WORDS)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code_of(key))
    page.get_by_role("button", name="Verify").click()
    page.wait_for_url(re.compile(r"^(?!.*/sign-in/)"))


def found_by_search(page, house, words, seconds=60) -> str:
    """Search until the index has what was just written; gives the page of results."""
    for _turn in range(seconds):
        page.goto(f"{house.url}/en/search/")
        page.get_by_label("Words, a phrase").fill(words)
        press(page, "Search")
        said = page.get_by_role("main").inner_text()
        if re.search(r"\b2 results\b", said):  # the file, and whom it is about
            return said
        page.wait_for_timeout(1000)
    raise AssertionError(f"not found:\n{said}\n{house.log()[-4000:]}")


@pytest.mark.needs("production")
def test_from_an_empty_database_to_a_file_that_is_found(house, arrive):
    link = re.search(r"^https://\S+/join/\S+$", house.manage("make_admin", "first@example.invalid", "--name", "Fern First"), re.MULTILINE)[
        0
    ]
    assert link.startswith(house.url)
    admin = arrive()
    key = join(admin, link)
    sign_in(admin, house, "first@example.invalid", key)
    admin.goto(f"{house.url}/en/manage/agencies/")
    admin.get_by_label("Name in English").fill("Northern Police")
    press(admin, "Add")
    admin.goto(f"{house.url}/en/manage/people/add/")
    admin.get_by_label("Name").fill("Lena Lead")
    admin.get_by_label("Work e-mail").fill("lead@example.invalid")
    admin.get_by_label("Role").select_option("LEAD")
    press(admin, "Add this person")

    lead = arrive()
    lead_key = join(lead, mailed_link(house))
    sign_in(lead, house, "lead@example.invalid", lead_key)
    lead.goto(f"{house.url}/en/cases/new/")
    choose(lead, "Police service", "Northern Police")
    box(lead, "Occurrence number").fill("26-90417")
    card = group(lead, "Accused 1")
    box(card, "Family name").fill(NAME)
    choose(card, "Custody", "Released by police")
    press(lead, "Open the file")
    assert "Received, not yet read" in identity(type("Person", (), {"page": lead}))
    assert re.search(r"\d\d-HT-\w{4}", found_by_search(lead, house, NAME))

    cookies = {one["name"]: one for one in lead.context.cookies()}
    assert {"__Host-session", "__Host-csrf", "__Host-active"} <= set(cookies)
    for name, one in cookies.items():
        assert one["secure"], name
        assert one["path"] == "/", name
        assert one["httpOnly"] or name == "__Host-csrf", name

    what_the_outside_sees(house)
    nothing_typed_is_in_a_log(house, lead)


def what_the_outside_sees(house):
    """TLS alone, told to stay there for a year; numbers inside only."""
    status, headers, _page = house.ask("/en/sign-in/")
    assert status == 200
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy"):
        assert name in headers
    assert "no-store" in headers["cache-control"]

    status, headers, _page = house.ask("/en/sign-in/", plain=True)
    assert status == 301
    assert headers["location"].startswith("https://localhost")

    for path in ("/metrics", "/metrics/", "/metrics?x=1"):
        status, headers, page = house.ask(path, Authorization=f"Bearer {TOKEN}")
        assert (status, "casetracker_" in page) == (404, False)
        assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"
        assert headers["x-content-type-options"] == "nosniff"
    assert house.ask_inside("/metrics")[0] == 404
    status, _headers, page = house.ask_inside("/metrics", Authorization=f"Bearer {TOKEN}")
    assert status == 200
    assert 'casetracker_jobs{state="DEAD"} 0.0' in page
    assert "casetracker_worker_silent_seconds" in page
    assert "django_http_responses_total_by_status" in page

    assert house.ask("/en/sign-in/", Host="elsewhere.invalid")[0] == 400
    assert house.ask("/healthz")[2] == "ok"
    ready = json.loads(house.ask("/readyz")[2])
    assert ready == {"database": True, "worker": True, "search": True}
    for arguments in ([], ["worker"]):
        probed = subprocess.run([sys.executable, "-m", "config.probe", *arguments], cwd=ROOT, env=house.env)
        assert probed.returncode == 0


def nothing_typed_is_in_a_log(house, lead):
    """Words go through address, referrer and search; the logs of proxy, web process and worker hold none, and no query string (T19)."""
    for path in (f"/en/cases/?q={NAME}", f"/en/{NAME}/", f"/static/{NAME}.css"):
        house.ask(path, Referer=f"{house.url}/?q={NAME}", **{"User-Agent": NAME})
    lead.goto(f"{house.url}/en/cases/?q={NAME}")
    log = house.log()
    assert '"page":"/en/sign-in/"' in log
    assert '"logger": "casetracker.access"' in log
    assert NAME not in log
    assert "?q=" not in log
    assert NAME not in "\n".join(Mailbox.kept)
