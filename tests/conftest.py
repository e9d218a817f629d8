"""What every test stands on: the environment of the settings and a real PostgreSQL, made before Django is loaded.

The PostgreSQL of DATABASE_URL when that is set, else an embedded one in a temporary folder, started once by the process
that steers the tests, shared with pytest-xdist's workers, and gone at the end.
"""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import hypothesis
import pytest
from django.core.signals import setting_changed
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import Settings

from people1st.local.configuration import new_key
from people1st.pages import pages
from tests.emptying import empty_tables

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
running = contextlib.ExitStack()
# The same examples every time: a suite that fails by chance is not believed.
hypothesis.settings.register_profile("reproducible", derandomize=True, deadline=None)
hypothesis.settings.load_profile("reproducible")

if not IS_WORKER:
    folder = Path(
        running.enter_context(tempfile.TemporaryDirectory(prefix="people1st-tests-", ignore_cleanup_errors=True))
    )
    os.environ |= {
        "PEOPLE1ST_TESTS": str(folder),
        "DJANGO_SETTINGS_MODULE": "people1st.settings",
        "ENVIRONMENT": "development",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEYS": new_key(),
        "SITE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
    }
    if not os.environ.get("DATABASE_URL"):
        from people1st.local.postgres import EmbeddedPostgres

        server = EmbeddedPostgres(folder / "postgres", folder / "postgres.log", durable=False)
        os.environ["DATABASE_URL"] = server.url
    else:
        server = None

var_dir = Path(os.environ["PEOPLE1ST_TESTS"]) / os.environ.get("PYTEST_XDIST_WORKER", "var")
(var_dir / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is missing
os.environ["VAR_DIR"] = str(var_dir)
os.environ["STATIC_ROOT"] = str(var_dir / "static")


def pytest_configure(config: pytest.Config) -> None:
    """Loads Django, and starts the embedded PostgreSQL unless this process is a worker or only lists the tests."""
    django.setup()  # pytest-django does so only when it finds the settings in the environment before this file is read
    if not IS_WORKER and server is not None and not config.option.collectonly:
        running.enter_context(server.running())


def pytest_unconfigure() -> None:
    """Stops PostgreSQL and removes the temporary folder."""
    running.close()


@pytest.fixture(autouse=True)
def language_of_the_settings() -> None:
    """English, whatever the page was in that the last test asked for."""
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def pages_of_other_settings() -> Iterator[None]:
    """A page that was made under other settings is made anew: nobody but a test changes them while the site runs."""

    def forget(**_setting: object) -> None:
        pages.forget()

    setting_changed.connect(forget)
    yield
    setting_changed.disconnect(forget)


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    """Static files under their own names: no test waits for collectstatic."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> list[str]:
    """Passwords hashed quickly, since each slow hash is half a second; gives production's hashers to who needs them."""
    slow: list[str] = settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return slow


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> Iterator[None]:
    """The clean-up after a test that commits takes milliseconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty_tables())
        yield
