"""What is sent twice is one mail, and once it is sent no address is kept."""

import re

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from endorsements import changes, contacts, jobs, limits, tokens
from endorsements.models import Event, Mail, Token
from endorsements.models.token import Purpose
from tests.endorsements import factories
from tests.endorsements.letters import Deliver, Letterbox, secret_in

pytestmark = pytest.mark.django_db


def test_sent_twice_it_is_the_same_mail_and_both_links_work(deliver: Deliver, letterbox: Letterbox) -> None:
    endorsement = factories.an_endorsement("unconfirmed", contact_email="office@circle.example")
    deliver()
    Mail.objects.update(sent_at=None, recipient="office@circle.example")  # as if the worker died before its commit
    deliver()
    first, second = letterbox.letters
    mail = Mail.objects.get()
    assert first.message["Message-ID"] == second.message["Message-ID"] == f"<{mail.pk}@127.0.0.1>"
    assert first.message["Date"] == second.message["Date"]
    found = [secret_in(letter, "confirm") for letter in (first, second)]
    assert found[0] != found[1]
    assert [tokens.find(secret, Purpose.CONFIRM) for secret in found] == [endorsement, endorsement]


def test_once_sent_the_address_is_forgotten_and_nothing_is_sent_again(deliver: Deliver, letterbox: Letterbox) -> None:
    factories.an_endorsement("unconfirmed")
    deliver()
    mail = Mail.objects.get()
    assert mail.recipient == ""
    assert mail.sent_at
    jobs.send_mail(mail_id=str(mail.pk))
    assert len(letterbox.letters) == 1


def test_a_mail_whose_recipient_was_erased_is_dropped(deliver: Deliver) -> None:
    factories.an_endorsement("unconfirmed")
    Mail.objects.update(recipient="", mailbox_digest="")
    assert deliver() == []
    mail = Mail.objects.get()
    assert mail.dropped_at
    assert mail.sent_at is None


def test_neither_the_queue_nor_the_history_holds_a_secret_or_an_address(deliver: Deliver) -> None:
    endorsement = factories.an_endorsement("approved", contact_email="private@circle.example", contact_name="Olena Own")
    changes.propose(endorsement, {"statement": "Another."}, contact={"contact_role": "Her role"})
    contacts.ask_move(endorsement, "moved@circle.example")
    letters = deliver()
    found = [secret for letter in letters for secret in re.findall(r"/endorse/\w+/([\w-]{40,})/", letter.text)]
    assert len(found) == 2
    kept = str([list(table.objects.values()) for table in (ProcrastinateJob, Event, Mail, Token)])
    assert "mail_id" in kept
    jobs_and_history = str([list(table.objects.values()) for table in (ProcrastinateJob, Event)])
    for secret in found:
        assert secret not in kept
    for personal in ("private@", "moved@", "circle.example", "Olena", "Her role"):
        assert personal not in jobs_and_history


def test_once_sent_or_dropped_no_mail_holds_an_address(deliver: Deliver) -> None:
    endorsement = factories.an_endorsement("approved", contact_email="Private@circle.example")
    contacts.ask_move(endorsement, "moved@circle.example")
    contacts.send_links("private@circle.example", "en")
    before = str(list(Mail.objects.values()))
    assert "Private@" in before
    assert "private@" not in before  # no second, canonical spelling beside the recipient
    deliver()
    assert Mail.objects.filter(dropped_at__isnull=False).exists()
    assert Mail.objects.filter(sent_at__isnull=False).exists()
    kept = str(list(Mail.objects.values())).lower()
    assert not [personal for personal in ("private", "moved@", "circle") if personal in kept]
    assert set(Mail.objects.values_list("mailbox_digest", flat=True)) == {
        limits.digest("private@circle.example"), limits.digest("moved@circle.example"),
    }  # fmt: skip
