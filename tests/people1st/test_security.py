"""Security events: a fixed word, and facts among which no address, name, token or client's address can be."""

import logging
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import override

from people1st.security import REFUSALS, Event, record

TOKEN = "aB3-x_secret"


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture):
    def facts(event: Event, **more: Any) -> dict[str, str | int]:
        caplog.clear()
        with caplog.at_level(logging.INFO, "people1st.security"):
            record(event, **more)
        [line] = caplog.records
        assert line.getMessage() == f"Security event: {event.value}"
        assert line.event == event.value
        return line.facts

    return facts


def test_a_fact_is_a_number_or_one_of_our_own_words(written) -> None:
    facts = {"endorsement": 12, "verb": "approved", "held_for": "hand_check", "view": "admin:auth_user_change"}
    assert written(Event.DECISION, **facts) == facts


@pytest.mark.parametrize(
    "secret",
    [
        "olha.contact@org.example",
        "olha@localhost",
        "Olha Contact",
        "contact",  # the one word that could be a name is one of ours: it shows what the others are not
        "192.0.2.7",
        "2001:db8::7",
        "2001:db8:0:0:0:0:0:7",
        "fe80::1",
        "fe80:0:0:0:0:0:0:7",
        "org.example",
        TOKEN,
        "/en/endorse/manage/abc/",
        "Ольга",
        "a" * 81,
        "two\nlines",
        "",
    ],
)
def test_a_text_that_may_be_somebodys_is_not_written(written, secret: str) -> None:
    assert written(Event.LIMIT_HIT, key=secret)["key"] == (secret if secret == "contact" else "…")


def test_a_fact_of_another_kind_is_a_mistake_of_ours() -> None:
    for wrong in (1.5, None, ["approved"], {"a": 1}, b"bytes"):
        with pytest.raises(TypeError, match="text or a whole number"):
            record(Event.EXPORT, kind=wrong)  # type: ignore[arg-type]


def test_a_request_gives_its_view_and_never_its_path(written, rf: RequestFactory) -> None:
    request = rf.post(f"/en/endorse/manage/{TOKEN}/?q={TOKEN}", REMOTE_ADDR="192.0.2.7")
    assert written(Event.REFUSED_REQUEST, request=request) == {"method": "POST"}
    with override("en"):
        request.resolver_match = resolve(request.path_info)
    assert written(Event.REFUSED_REQUEST, request=request) == {"method": "POST", "view": "manage"}


def test_a_method_that_nobody_knows_is_not_repeated(written, rf: RequestFactory) -> None:
    assert written(Event.REFUSED_REQUEST, request=rf.generic(TOKEN, "/en/")) == {"method": "…"}


@pytest.mark.django_db
def test_the_actor_is_told_for_staff_alone_and_reads_no_session_by_itself(written, rf: RequestFactory) -> None:
    request = rf.get("/admin/")
    request.session, request.user = SessionStore(), User.objects.create_user("moderator", is_staff=True)
    assert written(Event.PERMISSION_DENIED, request=request) == {"method": "GET"}
    assert not request.session.accessed

    request.session.accessed = True
    assert written(Event.PERMISSION_DENIED, request=request) == {"method": "GET", "actor": request.user.pk}
    request.user = User(is_staff=False)
    assert "actor" not in written(Event.PERMISSION_DENIED, request=request)


def test_what_a_control_refused_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "people1st.security"):
        for event in Event:
            record(event)
    assert {line.event for line in caplog.records if line.levelno == logging.WARNING} == REFUSALS
    assert len(caplog.records) == len(Event)
