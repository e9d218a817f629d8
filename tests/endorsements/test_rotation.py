"""A new key while the site runs: every link works, every mailbox is found, nothing is lost on the way."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from endorsements import contacts, records, rotation
from endorsements.models import Change, Endorsement, Event, Mail
from endorsements.models.states import CONTACT_FIELDS
from people1st import keys
from people1st.staff import mailboxes, rotation as staff_rotation
from tests.endorsements import factories
from tests.endorsements.racing import DEADLINE
from tests.endorsements.rings import ID_A, ID_B, A, B, Ring


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
