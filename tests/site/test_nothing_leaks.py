"""After a whole journey over the wire, each log and each table is searched for what is private.

Nothing that a contact typed, no secret of a mail, no password and no client's address may be in them.
"""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from tests.endorsements.factories import an_entry
from tests.endorsements.letters import Letterbox, free_port
from tests.site.journeys import TYPED, Journey
from tests.site.programs import Programs


@pytest.fixture
def box() -> Iterator[Letterbox]:
    box = Letterbox(free_port())
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    yield box
    server.stop()


@pytest.fixture
def programs(
    transactional_db: None, tmp_path: Path, box: Letterbox, settings: Settings, quick_passwords: list[str]
) -> Iterator[Programs]:
    settings.PASSWORD_HASHERS = quick_passwords  # the programs know no others
    call_command("staff_groups", verbosity=0)
    programs = Programs(tmp_path, box.port)
    try:
        programs.serve()
        programs.work()
        yield programs
    finally:
        programs.end()


def dump() -> str:
    """Every row of every table as PostgreSQL writes it, and what is in the sessions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
        rows: list[str] = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608 - the names come from PostgreSQL, quoted
            rows += [f"{table}: {row}" for (row,) in cursor.fetchall()]
    return "\n".join([*rows, *(f"session: {session.get_decoded()}" for session in Session.objects.all())])


def found(needles: list[str], text: str) -> set[str]:
    """Which of the needles are in the text, in any case, percent-encoded or escaped."""
    text = text.casefold()
    ways = {needle: {needle, quote(needle), needle.encode("unicode_escape").decode()} for needle in needles}
    return {needle for needle, spellings in ways.items() if any(way.casefold() in text for way in spellings)}


def test_after_a_whole_journey_no_log_and_no_table_holds_what_is_private(programs: Programs, box: Letterbox) -> None:
    an_entry()
    journey = Journey(programs, box)
    journey.from_the_first_form_to_the_end()
    programs.end()
    programs.running.clear()

    private = [*TYPED, *journey.secrets]
    assert len(set(journey.secrets)) >= 6
    planted_and_found(programs, private)

    lines = programs.lines()
    written = "\n".join([*map(str, lines), programs.log(), programs.log("*.out")])
    postgres = Path(os.environ["PEOPLE1ST_TESTS"]) / "postgres.log"
    written += postgres.read_text(encoding="utf-8", errors="replace") if postgres.exists() else ""
    assert found(private, written) == set()
    assert found(private, dump()) == set()

    events = {line["event"] for line in lines if "event" in line}
    assert {"sign_in", "sign_in_failed", "permission_denied", "refused_request", "decision"} <= events
    loggers = {str(line["logger"]).partition(".")[0] for line in lines}
    assert {"django", "gunicorn", "people1st", "endorsements"} <= loggers
    assert "UndefinedTable" in written
    assert "is given up: SMTPRecipientsRefused 550" in written


def planted_and_found(programs: Programs, needles: list[str]) -> None:
    """The search finds what an undiscreet program would have written: in a log, in a table, in a session."""
    careless = logging.LogRecord("careless", logging.ERROR, "x.py", 1, "%s", (needles,), None)
    planted = programs.folder / "planted.log"
    planted.write_text(logging.Formatter().format(careless), encoding="utf-8")
    assert found(needles, programs.log()) == set(needles)
    planted.unlink()
    row = LogEntry.objects.create(
        user=User.objects.get(username="judge"), action_flag=2, object_repr="", change_message=str(needles)
    )
    assert found(needles, dump()) == set(needles)
    row.delete()
    session = Session.objects.latest("expire_date")
    kept = session.session_data
    session.session_data = Session.objects.encode({"typed": needles})
    session.save()
    assert found(needles, dump()) == set(needles)
    session.session_data = kept
    session.save()
