"""A new key while the site runs: every link works, every mailbox is found, nothing is lost on the way."""

import logging
import os
import secrets
import subprocess
import sys
import threading
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings, settings as site
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from endorsements import changes, contacts, records, rotation, submissions, workflow
from endorsements.models import Change, Endorsement, Event, Mail
from endorsements.models.states import CONTACT_FIELDS
from endorsements.refusals import AlreadyThere
from people1st import keyring, keys
from people1st.staff import mailboxes, rotation as staff_rotation
from tests.endorsements import factories
from tests.endorsements.racing import DEADLINE
from tests.endorsements.visitors import deliver, links_in, path_of, press, send_form

A, B = secrets.token_bytes(32), secrets.token_bytes(32)
ID_A, ID_B = (keyring.Key.derived_from(key).id for key in (A, B))
OFFICE = "office@circle.example"
Ring = Callable[..., None]


@pytest.fixture(autouse=True)
def ring(settings: LazySettings) -> Ring:
    """Changes the ring; it is the key A alone at first."""

    def change(*ring: bytes) -> None:
        settings.ENCRYPTION_KEYS = ring

    change(A)
    return change


def in_every_state() -> list[Endorsement]:
    """Records with contacts, changes that wait, and mails that are still to be sent."""
    approved = factories.an_endorsement("approved")
    contacts.ask_move(approved, "new@circle.example")
    factories.a_change(approved, statement="Another", website="https://another.example")
    factories.a_change(factories.an_endorsement("approved", visibility="unnamed"), statement="Quiet")
    return [approved, *(factories.an_endorsement(s) for s in ("unconfirmed", "waiting", "rejected", "withdrawn"))]


def everything() -> list[object]:
    """All that is read of records, changes and mails, the hashes left out."""
    fields = ("name", "website", "updated_at", *CONTACT_FIELDS)
    records = Endorsement.objects.order_by("pk")
    rows: list[object] = [[getattr(record, field) for field in fields] for record in records]
    rows += Change.objects.order_by("pk").values_list("statement", "website", "visibility", "outcome")
    rows += Mail.objects.order_by("pk").values_list("recipient", "queued_at", "sent_at")
    return rows


@pytest.mark.django_db
def test_everything_comes_under_the_newest_key_and_reads_as_before(ring: Ring) -> None:
    in_every_state()
    read, events = everything(), Event.objects.count()
    texts, hashes = rotation.texts(), rotation.hashes()
    assert set(texts) == set(hashes) == {ID_A}
    ring(B, A)
    assert keys.lost() == []
    done = keys.rotate()
    assert rotation.texts() == Counter({ID_B: texts[ID_A]})
    assert rotation.hashes() == Counter({ID_B: hashes[ID_A]})
    assert done["endorsements"] == Endorsement.objects.exclude(mailbox_key="").count()
    assert done["changes"] == 2
    ring(B)
    assert keys.lost() == []
    assert everything() == read
    assert Event.objects.count() == events
    assert keys.rotate().total() == 0


@pytest.mark.django_db
def test_a_journey_goes_on_while_keys_change(ring: Ring, client: Client) -> None:
    send_form(client, contact_email=OFFICE)
    (confirm,) = deliver()
    ring(B, A)
    assert press(client, path_of(links_in(confirm)[0]), "confirm").status_code in {200, 302}
    there = Endorsement.objects.get()
    assert there.status == "waiting"
    workflow.approve(there, actor=factories.a_moderator())
    *_others, approved = deliver()
    assert approved.to == [OFFICE]
    rotation.rotate()
    ring(B)
    manage = path_of(links_in(approved)[0])
    page = client.get(manage)
    assert page.status_code == 200
    assert OFFICE in page.text
    assert list(Endorsement.objects.of_mailbox("Office+list@circle.example")) == [there]
    contacts.send_links(OFFICE, "en")
    (links,) = deliver()
    assert client.get(path_of(links_in(links)[0])).status_code == 200
    assert press(client, manage, "withdraw").status_code in {200, 302}
    there.refresh_from_db()
    assert there.status == "withdrawn"


@pytest.mark.django_db
def test_a_mailbox_is_written_to_three_times_a_day_however_keys_change(ring: Ring) -> None:
    sent = factories.a_submission(contact_email=OFFICE)
    workflow.confirm(submissions.submit(sent))
    ring(B, A)
    submissions.submit(sent)
    assert factories.the_kinds() == ["confirm", "already_here"]
    rotation.rotate()
    assert set(rotation.hashes_of_mails()) == {ID_B}
    ring(B)
    submissions.submit(sent)
    contacts.send_links(OFFICE, "en")
    contacts.send_links("Office@circle.example", "en")
    submissions.submit(factories.a_submission(contact_email=OFFICE))
    assert factories.the_kinds() == ["confirm", "already_here", "links"]


@pytest.mark.django_db
def test_a_mailbox_is_one_under_two_keys(ring: Ring) -> None:
    sent = factories.a_submission(name="The Circle", contact_email=OFFICE)
    first = submissions.submit(sent)
    ring(B, A)
    again = submissions.submit(factories.a_submission(name="THE CIRCLE", contact_email="Office+new@circle.example"))
    assert again == first
    assert rotation.hashes() == Counter({ID_B: 1})


@pytest.mark.django_db
def test_no_correction_makes_two_of_a_mailbox_under_two_keys(ring: Ring) -> None:
    submissions.submit(factories.a_submission(name="The Circle", contact_email=OFFICE))
    other = submissions.submit(factories.a_submission(name="The Square", contact_email=OFFICE))
    ring(B, A)
    with pytest.raises(AlreadyThere):
        changes.correct(other, {"name": "The Circle"}, actor=factories.a_moderator())
    assert rotation.rotate()["endorsements"] == 2


@pytest.mark.django_db
def test_two_records_that_became_one_under_two_keys_are_left_and_counted(ring: Ring) -> None:
    sent = factories.a_submission(name="The Circle", contact_email=OFFICE)
    submissions.submit(sent)
    ring(B)
    second = submissions.submit(sent)
    ring(B, A)
    assert rotation.rotate()["endorsements"] == 0
    assert rotation.hashes() == Counter({ID_A: 1, ID_B: 1})
    workflow.withdraw(second, actor=factories.a_moderator())
    assert rotation.rotate()["endorsements"] == 1
    assert rotation.hashes() == Counter({ID_B: 1})


@pytest.mark.django_db
def test_what_breaks_in_the_middle_is_finished_by_the_next_run(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "TOGETHER", 2)
    several = [factories.an_endorsement("waiting") for _ in range(7)]
    read = everything()
    ring(B, A)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'stop'; END $$;"
            "CREATE TRIGGER stop BEFORE UPDATE ON endorsements_endorsement FOR EACH ROW"
            f" WHEN (OLD.id = {several[3].pk}) EXECUTE FUNCTION pg_temp.stop()"
        )
    with pytest.raises(DatabaseError, match="stop"):
        rotation.rotate()
    assert rotation.hashes() == Counter({ID_A: 5, ID_B: 2})
    assert everything() == read
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER stop ON endorsements_endorsement")
    assert rotation.rotate()["endorsements"] == 5
    assert rotation.hashes() == Counter({ID_B: 7})
    assert everything() == read


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("empty_queue")
def test_what_changes_meanwhile_is_passed_by_and_not_overwritten(ring: Ring) -> None:
    held, free = factories.an_endorsement("waiting"), factories.an_endorsement("waiting")
    ring(B, A)
    holds, go_on = threading.Event(), threading.Event()

    def change() -> None:
        try:
            with transaction.atomic():
                records.lock(held)
                Endorsement.objects.filter(pk=held.pk).update(contact_name="Somebody New")
                holds.set()
                assert go_on.wait(DEADLINE)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(change)
        try:
            assert holds.wait(DEADLINE)
            assert rotation.rotate()["endorsements"] == 1
        finally:
            go_on.set()
        running.result(DEADLINE)
    assert rotation.hashes() == Counter({ID_A: 1, ID_B: 1})
    assert rotation.rotate()["endorsements"] == 1
    ring(B)
    held.refresh_from_db()
    free.refresh_from_db()
    assert (held.contact_name, free.contact_name) == ("Somebody New", "Olena Example")


def url_safe(key: bytes) -> str:
    """As ENCRYPTION_KEYS has it."""
    return urlsafe_b64encode(key).decode()


COMMANDS = {
    "web": [sys.executable, "-c", "import people1st.wsgi; print('started')"],
    "worker": [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"],
    "prepare": [sys.executable, "manage.py", "migrate"],
    "make run": [sys.executable, "manage.py", "prepare_site", "--login-file", "/nowhere/login"],
    "rotation": [sys.executable, "manage.py", "rotate_keys"],
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("empty_queue")
@pytest.mark.parametrize("program", COMMANDS)
def test_without_a_key_that_is_needed_nothing_starts(program: str) -> None:
    factories.an_endorsement("waiting")
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "people1st.settings"}

    def start(*ring: bytes) -> subprocess.CompletedProcess[str]:
        variables = environment | {"ENCRYPTION_KEYS": ",".join(url_safe(key) for key in ring)}
        return subprocess.run(
            COMMANDS[program], cwd=site.BASE_DIR, env=variables, capture_output=True, text=True, check=False
        )

    refused = start(B)
    assert refused.returncode
    assert f"ENCRYPTION_KEYS lacks the key {ID_A}, which contact data is kept under." in refused.stderr
    assert url_safe(B)[:-1] not in refused.stderr
    if program in {"web", "worker"}:
        assert start(B, A).returncode == 0


@pytest.mark.django_db
def test_readyz_says_so(ring: Ring, client: Client) -> None:
    factories.an_endorsement("waiting")
    assert client.get("/readyz").status_code == 200
    ring(B)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (
        503,
        b"a key that contact data is kept under is not in ENCRYPTION_KEYS\n",
    )


@pytest.mark.django_db
def test_a_key_is_needed_as_long_as_anything_is_under_it(ring: Ring) -> None:
    assert keys.lost() == []
    one = factories.an_endorsement("approved")
    Mail.objects.update(recipient="")
    ring(B)
    assert keys.lost() == [ID_A]
    with pytest.raises(ImproperlyConfigured, match=f"lacks the key {ID_A}, "):
        keys.demand()
    ring(B, A)
    keys.rotate()
    ring(B)
    assert keys.lost() == []
    ring(A)
    mail = Mail.objects.filter(endorsement=one).latest("queued_at")
    Mail.objects.filter(pk=mail.pk).update(recipient=OFFICE)
    assert keys.lost() == [ID_B]
    ring(B)
    assert keys.lost() == [ID_A]


@pytest.mark.django_db
def test_a_text_in_clear_is_told_without_repeating_it(ring: Ring) -> None:
    factories.an_endorsement("approved")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE endorsements_mail SET recipient = %s", [OFFICE])
    with pytest.raises(ImproperlyConfigured, match=r"lacks the key \(none\), ") as refused:
        keys.demand()
    assert "office" not in str(refused.value)


def told(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("rotate_keys", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_command_counts_rotates_and_says_when_the_old_key_may_go(
    ring: Ring, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "people1st.security")
    factories.an_endorsement("waiting", contact_email=OFFICE)
    Mail.objects.update(recipient="")
    ring(B, A)
    before = told("--dry-run")
    assert f"{ID_B} (newest): 0 texts, 0 hashes of contacts, 0 of mails" in before
    assert f"{ID_A} (older): 4 texts, 1 hashes of contacts, 1 of mails" in before
    assert "Not done yet" in before
    assert rotation.hashes() == Counter({ID_A: 1})
    assert not caplog.records
    after = told()
    assert f"{ID_B} (newest): 4 texts, 1 hashes of contacts, 1 of mails" in after
    assert f"{ID_A} (older): 0 texts, 0 hashes of contacts, 0 of mails" in after
    assert "Done. The older keys may be taken out of ENCRYPTION_KEYS." in after
    (event,) = caplog.records
    assert (event.event, event.facts) == ("keys_rotated", {"written": 2, "left": 0})
    assert OFFICE not in before + after


@pytest.mark.django_db
def test_hashes_of_mails_that_nobody_can_make_again_are_told(ring: Ring) -> None:
    factories.an_endorsement("withdrawn")
    Mail.objects.update(recipient="")
    ring(B, A)
    assert "Done. Hashes of mails to nobody's mailbox go within 4 days" in told()


@pytest.mark.django_db
def test_what_is_under_a_lost_key_is_erased_when_staff_say_so(ring: Ring, client: Client) -> None:
    there = factories.an_endorsement("approved", contact_email=OFFICE)
    quiet = factories.an_endorsement("approved", visibility="unnamed")
    factories.a_change(quiet, statement="Quiet")
    manage = path_of(links_in(deliver()[-2])[0])
    contacts.send_links(OFFICE, "en")
    ring(B)
    kept = factories.an_endorsement("waiting")
    with pytest.raises(CommandError, match=f"lacks the key {ID_A}"):
        told()
    assert f"{ID_A} (LOST)" in told("--erase-lost", "--dry-run")
    assert keys.lost() == [ID_A]
    assert "LOST" not in told("--erase-lost")
    assert keys.lost() == []
    there.refresh_from_db()
    assert (there.status, there.contact_name, there.contact_email, there.mailbox_key) == ("approved", "", "", "")
    assert factories.the_events(there)[-1] == "contact_erased"
    kept.refresh_from_db()
    assert kept.contact_name == "Olena Example"
    assert client.get(manage).status_code == 200
    assert not deliver()[1:]


@pytest.mark.django_db
def test_what_is_private_of_staff_comes_along(ring: Ring) -> None:
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - the application is loaded only now
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: PLC0415
    from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415

    moderator = factories.a_moderator()
    secret = "JBSWY3DPEHPK3PXP"
    app = TOTP.activate(moderator, secret).instance
    codes = RecoveryCodes.activate(moderator).get_unused_codes()
    Authenticator.objects.create(user=moderator, type="webauthn", data={"name": "Passkey", "credential": {}})
    assert staff_rotation.texts() == Counter({ID_A: 3})
    ring(B, A)
    assert keys.rotate()["secrets of staff"] == 3
    assert staff_rotation.texts() == Counter({ID_B: 3})
    ring(B)
    from allauth.mfa.utils import decrypt  # noqa: PLC0415

    app.refresh_from_db()
    assert mailboxes.of(moderator) == "moderator@people1st.example"
    assert decrypt(app.data["secret"]) == secret
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes() == codes
