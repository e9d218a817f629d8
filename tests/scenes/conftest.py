"""The stage of the scenes: one live server for the tests of a file, and the function that opens a scene in a page."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import PATIENCE, chromium

if TYPE_CHECKING:
    from tests.scenes.stage import Scene, Seen, Stage

__all__ = ["chromium"]
SETTINGS: dict[str, Any] = {
    "FASTEST_PERSON": timedelta(0),  # the browser types faster than a person
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "MAILERS": {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}},
}
IS_THE_STATUS = re.compile("the server responded with a status of")


@pytest.fixture(scope="module")
def transactional_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The database of the tests, in place of pytest-django's: here the stage empties it, not each test.

    Under this name pytest-django knows that a database is needed.
    """
    with django_db_blocker.unblock():
        # A browser's connection lives on for a moment: the thread that serves it must not hold the database meanwhile.
        kept = connection.settings_dict["CONN_MAX_AGE"]
        connection.settings_dict["CONN_MAX_AGE"] = 0
        yield
        connection.settings_dict["CONN_MAX_AGE"] = kept


@pytest.fixture(scope="module")
def stage(transactional_db, chromium) -> Iterator["Stage"]:
    """The stage, cleared before each scene and emptied at the end."""
    # pytest reads this file before Django is ready for models.
    from tests.scenes.stage import Stage  # noqa: PLC0415

    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(**SETTINGS, STORAGES={**settings.STORAGES, **plain}):
        server = LiveServer("127.0.0.1")
        stage = Stage(server.url)
        with override_settings(SITE_URL=server.url):
            yield stage
            stage.close()
        server.stop()
        connection.close()  # while Playwright's loop runs, Django has another connection here than before and after


@pytest.fixture(scope="module")
def show(stage) -> Callable[["Scene", Page, str], "Seen"]:
    """Prepare a scene in a language and open it in a page of the caller's; gives what the browser met."""
    return lambda scene, page, language: _show(stage, scene, page, language)


@pytest.fixture
def new_page(chromium, stage) -> Iterator[Callable[..., Page]]:
    """A page of a browser that knows nothing yet; takes what Playwright's contexts take."""
    contexts = []

    def open_one(**kind: Any) -> Page:
        context = chromium.new_context(base_url=stage.address, **kind)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def _show(stage: "Stage", scene: "Scene", page: Page, language: str) -> "Seen":
    stage.language = language
    path = scene.path(stage)
    seen = watch(page)
    page.set_extra_http_headers({"Accept-Language": language})
    page.context.clear_cookies()
    if stage.session:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": stage.session, "url": stage.address}
        page.context.add_cookies([cookie])
    if stage.page:
        answer = {"status": scene.status, "content_type": "text/html; charset=utf-8", "body": stage.page}
        page.route(stage.address + path, lambda route: route.fulfill(**answer))
    page.goto(path)
    if scene.steps:
        scene.steps(page)
        page.wait_for_load_state("load")
    return seen


def watch(page: Page) -> "Seen":
    """Write down what the page answers and complains of from now on."""
    from tests.scenes.stage import Seen  # noqa: PLC0415

    seen = Seen()

    def answered(response: Any) -> None:
        if response.request.is_navigation_request():
            seen.status = response.status
        elif response.status >= 400:
            seen.complaints.append(f"{response.status} {response.url}")

    def said(message: Any) -> None:
        if message.type in {"error", "warning"} and not IS_THE_STATUS.search(message.text):
            seen.complaints.append(f"console: {message.text}")

    def failed(request: Any) -> None:
        # A step that leaves the page at once takes the icon's request back; nobody misses it.
        if request.failure != "net::ERR_ABORTED" or not request.url.endswith(".svg"):
            seen.complaints.append(f"failed: {request.url} {request.failure}")

    page.on("response", answered)
    page.on("console", said)
    page.on("pageerror", lambda error: seen.complaints.append(f"script: {error}"))
    page.on("requestfailed", failed)
    return seen
