"""What some tests need from the machine: without it they are left out, and say how to get it.

    @pytest.mark.needs("xgettext")

Nothing is left out where CI=true: there ./test takes it as a failure.
"""

import os
import shutil
from collections.abc import Callable

import pytest

from config import environment

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the first takes the least of the processor

NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "browser": (lambda: browser_path(), "no browser here; on Debian: apt-get install chromium"),
    "environment": (lambda: not environment.missing(["base"]), "no .venv here; ./test and ./run make it"),
    "xgettext": (lambda: shutil.which("xgettext"), "no xgettext here; on Debian: apt-get install gettext"),
    "strace": (lambda: shutil.which("strace"), "no strace here; on Debian: apt-get install strace"),
    "postgres": (
        lambda: os.environ.get("TEST_POSTGRES_URL"),
        "no PostgreSQL; start one and set TEST_POSTGRES_URL=postgres://user:password@127.0.0.1/postgres",
    ),
    "elasticsearch": (
        lambda: os.environ.get("ELASTICSEARCH_URL"),
        "no search node; .ci/elasticsearch-node says how to start one, then set ELASTICSEARCH_URL=http://127.0.0.1:9200",
    ),
    "search nodes": (
        lambda: os.environ.get("ELASTICSEARCH_HOME"),
        "no Elasticsearch to start nodes from; .ci/elasticsearch-node install DIR fetches one, then set ELASTICSEARCH_HOME=DIR",
    ),
    "production": (
        lambda: os.environ.get("TEST_POSTGRES_URL") and os.environ.get("ELASTICSEARCH_URL") and nginx_path(),
        "no PostgreSQL, search node and proxy together; .ci/run starts them (nginx on Debian: apt-get install nginx-light)",
    ),
}


def browser_path() -> str | None:
    """Find the browser of this machine; BROWSER_PATH names another one."""
    return os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)


def nginx_path() -> str | None:
    """Find the proxy, which Debian keeps where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out a test whose needs this machine does not meet."""
    wanted = [name for mark in item.iter_markers("needs") for name in mark.args]
    wanted += [name for name in ("browser", "elasticsearch") if item.get_closest_marker(name)]
    for name in wanted:
        is_here, sentence = NEEDS[name]
        if not is_here():
            pytest.skip(sentence)
