"""Each journey gets a site of its own, on a copy of a demonstration made once, and visitors in a real browser."""

import fcntl
import os
import re
import shutil

import pytest

from tests.browser import LAUNCH_FLAGS, RESULTS, Site, Visitor, make_demonstration
from tests.needs import browser_path

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the tests


def pytest_collection_modifyitems(items):
    """Mark the journeys, and begin with the one that makes its site from nothing while others wait for the demonstration."""
    for item in items:
        if "tests/journeys" in item.nodeid:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: "tests/journeys/test_production" not in item.nodeid)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": browser_path(), "args": LAUNCH_FLAGS}


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The data of a demonstration, made once for all workers; nobody writes to it."""
    place = tmp_path_factory.getbasetemp()
    place = place.parent if "PYTEST_XDIST_WORKER" in os.environ else place
    with (place / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        data, making = place / "demonstration", place / "demonstration.part"
        if not data.exists():
            making.mkdir()
            make_demonstration(making)
            making.rename(data)
    return data


@pytest.fixture
def site(demonstration, tmp_path):
    """A running site on its own copy of the demonstration."""
    data = tmp_path / "data"
    shutil.copytree(demonstration, data)
    site = Site(data)
    try:
        site.start("web")
        site.start("worker")
        yield site
    finally:
        site.stop()


@pytest.fixture
def visitor(site, browser, request):
    """Bring a visitor: ``visitor("fr", 375)``; what went wrong behind her pages fails the test at its end."""
    folder = RESULTS / re.sub(r"\W+", "-", request.node.name).strip("-")
    shutil.rmtree(folder, ignore_errors=True)
    visitors = []

    def bring(language="en", width=1366):
        visitors.append(Visitor(site, browser, folder, language, width))
        return visitors[-1]

    yield bring
    try:
        for one in visitors:
            one.check()
    finally:
        for one in visitors:
            one.close()
