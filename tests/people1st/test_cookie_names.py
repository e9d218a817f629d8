"""The names and attributes of every cookie that production sets."""

import json
import os
import secrets
import subprocess
import sys
from http.cookies import SimpleCookie

import pytest
from django.conf import LazySettings
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory

from people1st.local.checks import PRODUCTION_LIKE
from people1st.local.configuration import ROOT

ASK = """
import json
from people1st import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if "COOKIE" in name}))
"""


def told_to(rf: RequestFactory) -> SimpleCookie:
    """The cookies of an answer after which a message waits."""
    request = rf.get("/admin/")
    request.session = SessionStore()
    storage = default_storage(request)
    storage.add(messages.SUCCESS, "It is done.")
    response = HttpResponse()
    storage.update(response)
    return response.cookies


@pytest.mark.parametrize(("secure", "name"), [(True, "__Host-messages"), (False, "messages")])
def test_a_message_waits_in_a_cookie_of_this_host(
    rf: RequestFactory, settings: LazySettings, *, secure: bool, name: str
) -> None:
    settings.SESSION_COOKIE_SECURE = secure
    [(key, cookie)] = told_to(rf).items()
    assert (key, bool(cookie["secure"]), cookie["httponly"]) == (name, secure, True)
    assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", settings.SESSION_COOKIE_SAMESITE)

    request = rf.get("/admin/")
    request.COOKIES, request.session = {name: cookie.value}, SessionStore()
    waiting = default_storage(request)
    assert [str(message) for message in waiting] == ["It is done."]
    response = HttpResponse()
    waiting.update(response)
    assert response.cookies[name]["max-age"] == 0
    assert bool(response.cookies[name]["secure"]) is secure


@pytest.mark.parametrize("debug", [True, False])
def test_of_more_messages_than_a_cookie_holds_the_first_are_kept_and_none_elsewhere(
    settings: LazySettings, *, debug: bool
) -> None:
    settings.DEBUG = debug
    request = RequestFactory().get("/admin/")
    request.session = SessionStore()
    storage = default_storage(request)
    for number in range(200):
        storage.add(messages.WARNING, f"{number}: {secrets.token_hex(20)}")
    response = HttpResponse()
    assert not storage.update(response)  # Django's middleware fails on what is left, in development
    assert not dict(request.session)
    value = response.cookies["messages"].value
    assert 1000 < len(value) <= 2048
    request.COOKIES = {"messages": value}
    kept = [str(message) for message in default_storage(request)]
    assert [words.partition(":")[0] for words in kept] == [str(number) for number in range(len(kept))]


def test_in_production_every_cookie_is_secure_and_has_a_prefix() -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION_LIKE},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    values = json.loads(told)
    names = {name: value for name, value in values.items() if name.endswith("_COOKIE_NAME")}
    assert names == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "DEVICE_COOKIE_NAME": "__Secure-device",
    }
    assert values["SESSION_COOKIE_SECURE"] is values["CSRF_COOKIE_SECURE"] is True
    assert values["SESSION_COOKIE_HTTPONLY"] is values["CSRF_COOKIE_HTTPONLY"] is True
    assert {values["SESSION_COOKIE_SAMESITE"], values["CSRF_COOKIE_SAMESITE"]} <= {"Strict", "Lax"}
