"""The files of an installation with Docker: well formed, nothing open, no secret in them, and no variable that nobody reads or explains.

The form is checked by compose-spec, which knows every key of the Compose Specification and refuses any other.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from compose_spec import PyOptions

from config import keys

ROOT = Path(__file__).resolve().parent.parent
OURS = ("prepare", "web", "worker")
# Read by docker-compose.yml alone
OF_COMPOSE = {"SITE_NAME", "TLS_DIR", "POSTGRES_PASSWORD", "HTTP_PORT", "HTTPS_PORT"}
SECRETS = {"POSTGRES_PASSWORD", "SECRET_KEY", "FIELD_KEYS", "AUDIT_KEY", "BACKUP_KEY", "MAIL_URL", "METRICS_TOKEN"}


def words() -> str:
    return (ROOT / "docker-compose.yml").read_text()


def parsed(text: str) -> dict:
    options = PyOptions()
    options.apply_merge = True
    return options.from_yaml(text).to_dict()


def filled_in(text: str) -> str:
    """Put something in the place of every variable, its default where it has one, as Compose does before it reads the file."""
    something = {"TLS_DIR": "/etc/casetracker/tls"}
    return re.sub(
        r"\$\{([A-Z_]+)(?:(:[?-])([^}]*))?\}",
        lambda found: found[3] if found[2] == ":-" else something.get(found[1], found[1].lower()),
        text,
    )


@cache
def compose() -> dict:
    return parsed(filled_in(words()))


def explained() -> set[str]:
    """The variables that .env.example has a line for."""
    return set(re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def read_by_the_settings() -> set[str]:
    """The names that our own configuration asks the environment for: settings, keys, web process, health check."""
    found = set(keys.NAMES)
    for path in [*(ROOT / "config").rglob("*.py"), *(ROOT / "foundation").rglob("*.py")]:
        if path.name == "test.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = ast.unparse(node.func)
                if re.fullmatch(r"(os\.environ\.get|os\.getenv|(\w+\.)?env(\.\w+)?|environ\.get)", called):
                    found.add(node.args[0].value)
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ" and isinstance(node.ctx, ast.Load):
                found.add(ast.literal_eval(node.slice))
    return {name for name in found if isinstance(name, str) and name.isupper()} - {"DJANGO_SETTINGS_MODULE", "PROMETHEUS_MULTIPROC_DIR"}


def variables_of(service: str) -> dict[str, str]:
    given = compose()["services"][service].get("environment") or {}
    return given if isinstance(given, dict) else dict(line.split("=", 1) for line in given)


def test_the_file_is_what_compose_reads():
    assert set(compose()["services"]) == {"postgres", "elasticsearch", "prepare", "web", "worker", "proxy"}


@pytest.mark.parametrize(
    "wrong",
    ["services:\n  web:\n    image: a\n    restrat: always\n", "services:\n  web:\n    image: a\n    ports: {a: b}\n", "servces: {}\n"],
)
def test_the_check_of_the_form_finds_a_wrong_one(wrong):
    with pytest.raises(ValueError):
        parsed(wrong)


def test_every_service_comes_back_and_says_whether_it_lives():
    for name, service in compose()["services"].items():
        if name == "prepare":
            assert service["restart"] == "no"
        else:
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"], name


def test_every_volume_and_network_is_declared_and_used():
    services = compose()["services"].values()
    mounted = {str(one).split(":")[0] for service in services for one in service.get("volumes", [])}
    joined = {name for service in services for name in service["networks"]}

    assert {name for name in mounted if re.fullmatch(r"\w+", name)} == set(compose()["volumes"])
    assert joined == set(compose()["networks"])
    for name in mounted:
        assert not name.startswith("./") or (ROOT / name).exists(), name


def test_only_the_proxy_is_reached_from_outside():
    services = compose()["services"]

    assert [name for name, service in services.items() if service.get("ports")] == ["proxy"]
    assert compose()["networks"]["inside"]["internal"] is True
    assert {name for name, service in services.items() if "outside" not in service["networks"]} == {"postgres", "elasticsearch"}
    assert services["proxy"]["networks"] == ["outside"]


def test_nothing_of_ours_is_root_or_may_become_it():
    for name in (*OURS, "proxy"):
        service = compose()["services"][name]
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["read_only"] is True, name
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "pip install --no-cache-dir --require-hashes -r requirements/base.txt" in dockerfile
    assert dockerfile.index("\nUSER casetracker") < dockerfile.index("\nCMD")
    assert re.findall(r"^USER (.*)$", dockerfile, re.MULTILINE) == ["casetracker"]
    assert str(compose()["services"]["proxy"]["user"]).split(":")[0] not in ("0", "root")


def test_every_package_is_locked_by_its_hash():
    for name in ("base", "test"):
        lock = (ROOT / "requirements" / f"{name}.txt").read_text()
        packages = re.findall(r"^([\w.-]+)(?:\[.*\])?==[^\n]*\\\n    --hash=sha256:", lock, re.MULTILINE)
        assert len(packages) == len(re.findall(r"^[\w.-]+(?:\[.*\])?==", lock, re.MULTILINE)) > 10


def test_no_secret_stands_in_the_file():
    for name in SECRETS:
        uses = re.findall(rf"^\s*(?:\w+: |.*:){{0,1}}.*\b{name}\b.*$", words(), re.MULTILINE)
        assert uses, name
        assert all(f"${{{name}" in line for line in uses), uses
    for name in SECRETS - {"METRICS_TOKEN", "BACKUP_KEY"}:
        assert f"${{{name}:?" in words(), f"{name}: nothing starts without it"
    for name in SECRETS:
        assert not re.search(rf"^#?{name}=\S", (ROOT / ".env.example").read_text(), re.MULTILINE), name


def test_what_the_file_asks_for_is_explained():
    asked = set(re.findall(r"\$\{([A-Z_]+)", words()))

    assert asked - explained() == set()


def test_what_ours_are_given_is_read():
    read = read_by_the_settings() | {"BACKUP_KEY"}  # the backup command's key

    for service in OURS:
        assert set(variables_of(service)) - read == set()


def test_every_variable_that_is_read_is_explained_and_the_other_way_round():
    read = read_by_the_settings() | {"BACKUP_KEY"}

    assert read - explained() == set()
    assert explained() - read - OF_COMPOSE == set()
    assert {"PROFILE", "DATABASE_URL", "SECRET_KEY", "WEB_PROCESSES", "MAIL_URL"} <= read
