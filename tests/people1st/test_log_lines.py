"""How a line of the log is written: JSON or text, whole, without what breaks a line or steers a terminal."""

import json
import logging
import re

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from people1st import logs
from people1st.logs import DiscreetFormatter, JsonFormatter
from tests.people1st.telling import MAILBOX, caught, record


def test_a_line_of_json_has_the_time_in_utc_the_facts_and_the_error() -> None:
    told = record("Security event: %s", "limit_hit", error=caught(lambda: int("olha@org.example")))
    told.created, told.process = 1_795_000_000.0625, 7
    told.event, told.facts = "limit_hit", {"scope": "source", "actor": 3}
    line = json.loads(JsonFormatter().format(told))
    assert line.pop("exception").startswith("Traceback (most recent call last):\n")
    assert line == {
        "time": "2026-11-18T11:06:40.062+00:00",
        "level": "ERROR",
        "logger": "people1st",
        "process": 7,
        "message": "Security event: limit_hit",
        "event": "limit_hit",
        "facts": {"scope": "source", "actor": 3},
    }
    assert (
        DiscreetFormatter()
        .format(told)
        .startswith(
            "2026-11-18T11:06:40.062+00:00 ERROR people1st: Security event: limit_hit scope=source actor=3\nTraceback"
        )
    )


@pytest.mark.parametrize("formatter", [DiscreetFormatter("{levelname} {message}"), JsonFormatter()])
@pytest.mark.parametrize("arguments", [(MAILBOX,), (MAILBOX, 1), (1, 2, MAILBOX)])
def test_arguments_that_do_not_fit_are_not_written(formatter: logging.Formatter, arguments: tuple[object, ...]) -> None:
    written = formatter.format(record("%d jobs, %s", *arguments))
    assert "%d jobs, %s (called with arguments that do not fit)" in written
    assert "olha" not in written


def test_no_text_breaks_a_line_of_json_or_steers_a_terminal() -> None:
    hostile = 'a\nb\r\u2028\x00\x1b[2J\x9b2J\u202e", "level": "ok'
    written = JsonFormatter().format(record(hostile))
    assert re.fullmatch(r"[ -~]+", written)
    assert json.loads(written)["message"] == hostile
    told = record("x")
    told.stack_info = f"Stack:\n  {MAILBOX}"
    assert json.loads(JsonFormatter().format(told))["stack"] == "Stack:\n  …@…"


def test_every_handler_of_the_settings_writes_discreetly() -> None:
    formatters = {name: one["()"] for name, one in settings.LOGGING["formatters"].items()}
    for handler in settings.LOGGING["handlers"].values():
        assert issubclass(formatters[handler["formatter"]], DiscreetFormatter)
    assert {"root", "django", "django.server"} <= {"root", *settings.LOGGING["loggers"]}


def test_production_writes_json_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOG_FORMAT", raising=False)
    assert logs.chosen() == "line"
    monkeypatch.delenv("ENVIRONMENT")
    assert logs.chosen() == "json"
    monkeypatch.setenv("LOG_FORMAT", "line")
    assert logs.chosen() == "line"
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT is 'xml', but must be one of: line, json"):
        logs.chosen()
