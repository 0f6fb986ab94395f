"""Settings of the tests: a data folder of their own, quick password hashes, files served without a manifest."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="casetracker-test-"))

from .base import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SEARCH_ENGINE = "tantivy"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
if os.environ.get("TEST_DATABASE") == "postgresql":  # ./test --database postgresql; the server is TEST_POSTGRES_URL
    DATABASES["default"] = database(os.environ["TEST_POSTGRES_URL"])  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
else:  # more of them at once than a web process has threads: twenty race for one record (tests/test_races.py)
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 24, "timeout": 60}  # noqa: F405
SHOW_COMPONENTS = True
