"""The mails, as a real SMTP server takes them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core import signing
from django.utils import timezone

from endorsements import contacts, jobs, mails, submissions, tokens, workflow
from endorsements.models import Endorsement, Mail, Token
from endorsements.models.token import Purpose
from tests.endorsements import factories
from tests.endorsements.letters import Deliver, secret_in

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://[^\s\"<>]+")
HOSTILE = (
    "Circle\r\nBcc: victim@evil.com\r\nSubject: Win\r\n\r\nhttps://evil.example/x evil.com www.evil.com\u202e"
    " victim@evil.com <a href='//evil.com'>"
)


def test_the_first_mail_asks_to_confirm_with_one_link(deliver: Deliver) -> None:
    endorsement = factories.an_endorsement("unconfirmed", name="The Circle")
    (letter,) = deliver()
    assert letter.to == ["office@" + endorsement.website.removeprefix("https://")]
    assert letter.message["Subject"] == "Please confirm the endorsement"
    assert letter.message["From"] == "People First <info@people1st.org>"
    assert letter.message["Reply-To"] == "info@people1st.org"
    assert letter.message["Auto-Submitted"] == "auto-generated"
    (link,) = LINK.findall(letter.text)
    assert link.startswith("http://127.0.0.1:8000/en/endorse/confirm/")
    assert tokens.find(link.rstrip("/").rsplit("/", 1)[1], Purpose.CONFIRM) == endorsement
    assert re.findall(r'href="([^"]+)"', letter.html) == [link]
    assert "The Circle" in letter.text
    assert "The Circle" in letter.html
    assert "7 days" in letter.text
    typed = ("We stand with", "Olena", "Director", "organisation-")
    assert not [words for words in typed if words in letter.text + letter.html]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_it_is_in_the_language_of_the_form(language: str, deliver: Deliver) -> None:
    factories.an_endorsement("approved", language=language)
    (letter,) = deliver()  # the request to confirm is no longer true
    assert letter.message["Content-Language"] == language
    assert f'<html lang="{language}">' in letter.html
    assert re.search(rf"http://127\.0\.0\.1:8000/{language}/endorse/manage/", letter.text)


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_subject_is_fixed_text(language: str, deliver: Deliver) -> None:
    factories.an_endorsement("unconfirmed", language=language, name=HOSTILE)
    factories.an_endorsement("unconfirmed", language=language)
    first, second = deliver()
    assert first.message["Subject"] == second.message["Subject"]
    assert first.message["Content-Language"] == language


def test_a_hostile_name_adds_no_header_and_no_link(deliver: Deliver) -> None:
    sent = factories.a_submission(name=HOSTILE, contact_email="office@circle.example")
    submissions.submit(sent)
    (letter,) = deliver()
    assert letter.to == ["office@circle.example"]
    assert letter.message["Bcc"] is None
    assert letter.message.get_all("Subject") == ["Please confirm the endorsement"]
    assert len(LINK.findall(letter.text)) == 1
    assert len(re.findall(r"<a\b", letter.html)) == 1
    assert "evil. com" in letter.text
    assert "\u202e" not in letter.text + letter.html
    assert "Circle Bcc" in letter.text


def test_the_decisions_are_told_with_the_reason(deliver: Deliver) -> None:
    moderator = factories.a_moderator()
    approved, rejected = factories.an_endorsement("waiting"), factories.an_endorsement("waiting")
    workflow.approve(approved, actor=moderator, reason="Welcome to the list.")
    workflow.reject(rejected, actor=moderator, reason="We could not find this organisation.")
    yes, no = deliver()
    assert yes.message["Subject"] == "Your endorsement has been approved"
    assert "Welcome to the list." in yes.text
    assert tokens.find(secret_in(yes, "manage"), Purpose.MANAGE) == approved
    assert "We could not find this organisation." in no.text
    assert not LINK.findall(no.text.replace("http://127.0.0.1:8000/en/", ""))


@pytest.mark.parametrize("act", [
    lambda e: workflow.take_back(e, actor=factories.a_moderator(), reason="Wrong button"),
    workflow.withdraw,
])  # fmt: skip
def test_a_decision_that_no_longer_holds_is_not_told(act: Callable[[Endorsement], object], deliver: Deliver) -> None:
    act(factories.an_endorsement("approved"))
    assert "Your endorsement has been approved" not in [letter.message["Subject"] for letter in deliver()]
    dropped = Mail.objects.get(kind="approved")
    assert dropped.dropped_at
    assert (dropped.sent_at, dropped.recipient) == (None, "")


def test_after_a_withdrawal_comes_a_receipt(deliver: Deliver) -> None:
    endorsement = factories.an_endorsement("approved", contact_email="office@circle.example")
    deliver()
    workflow.withdraw(endorsement)
    (letter,) = deliver()
    assert letter.to == ["office@circle.example"]
    assert letter.message["Subject"] == "The endorsement has been withdrawn"


def test_after_a_move_both_mailboxes_are_told_and_old_links_are_dead(deliver: Deliver) -> None:
    endorsement = factories.an_endorsement("approved", contact_email="old@circle.example")
    (approval,) = deliver()
    contacts.ask_move(endorsement, "new@circle.example")
    (question,) = deliver()
    assert question.to == ["new@circle.example"]
    assert tokens.find(secret_in(question, "mailbox"), Purpose.MAILBOX) == endorsement
    contacts.move(endorsement)
    told = {letter.to[0]: letter for letter in deliver()}
    assert set(told) == {"old@circle.example", "new@circle.example"}
    assert tokens.find(secret_in(approval, "manage"), Purpose.MANAGE) is None
    assert tokens.find(secret_in(told["new@circle.example"], "manage"), Purpose.MANAGE) == endorsement
    assert "/manage/" not in told["old@circle.example"].text


def test_a_late_mail_gives_no_link_to_a_mailbox_that_was_left(deliver: Deliver) -> None:
    endorsement = factories.an_endorsement("approved", contact_email="old@circle.example")
    contacts.ask_move(endorsement, "wrong@circle.example")
    contacts.ask_move(endorsement, "new@circle.example")
    contacts.move(endorsement)
    assert sorted(to for letter in deliver() for to in letter.to) == ["new@circle.example", "old@circle.example"]
    assert Token.objects.filter(purpose=Purpose.MANAGE).count() == 1
    assert not Token.objects.filter(purpose=Purpose.MAILBOX).exists()


def test_a_late_invitation_gives_no_link_to_a_mailbox_that_was_mistyped(deliver: Deliver) -> None:
    entry = factories.an_entry()
    contacts.invite(entry, "wrong@entry.example", "en", actor=factories.a_moderator())
    contacts.invite(entry, "right@entry.example", "en", actor=factories.a_moderator())
    assert [letter.to for letter in deliver()] == [["right@entry.example"]]


def test_a_lost_link_brings_every_link_of_the_mailbox(deliver: Deliver) -> None:
    own = [factories.an_endorsement("approved", contact_email="office@circle.example") for _ in range(2)]
    other = factories.an_endorsement("approved", contact_email="else@circle.example")
    deliver()
    contacts.send_links("Office@circle.example", "uk")
    (letter,) = deliver()
    secrets = re.findall(r"/uk/endorse/manage/([^/\s]+)/", letter.text)
    assert [tokens.find(secret, Purpose.MANAGE) for secret in secrets] == own
    assert other.name not in letter.text


def test_a_lost_link_brings_each_spelling_of_the_address_its_own_links(deliver: Deliver) -> None:
    one = factories.an_endorsement("approved", contact_email="office@circle.example")
    other = factories.an_endorsement("approved", contact_email="office+list@circle.example")
    deliver()
    day_ago = timezone.now() - timedelta(days=1)  # its mails of the day are three, all spellings together
    Mail.objects.update(queued_at=day_ago, sent_at=day_ago)
    contacts.send_links("office@circle.example", "en")
    told = {letter.to[0]: tokens.find(secret_in(letter, "manage"), Purpose.MANAGE) for letter in deliver()}
    assert told == {"office@circle.example": one, "office+list@circle.example": other}


def test_moderators_are_sent_to_the_queue(deliver: Deliver) -> None:
    factories.a_moderator(email="moderator@people1st.example")
    factories.an_endorsement("waiting")
    deliver()
    jobs.write_to_moderators()
    (letter,) = deliver()
    assert letter.to == ["moderator@people1st.example"]
    assert LINK.findall(letter.text)[0] == "http://127.0.0.1:8000/admin/endorsements/endorsement/"


def test_a_mailbox_with_a_domain_in_letters_of_its_own_gets_its_mail(deliver: Deliver) -> None:
    factories.an_endorsement("unconfirmed", contact_email="office@організація.example")
    (letter,) = deliver()
    assert letter.to == ["office@xn--80aahr3ado7cve2cd.example"]


def test_the_message_id_is_of_the_site(settings: LazySettings) -> None:
    settings.SITE_URL = "https://people1st.example"
    factories.an_endorsement("unconfirmed")
    assert mails.message_id(Mail.objects.get()).endswith("@people1st.example>")


def test_no_signature_stands_in_a_mail_by_mistake(deliver: Deliver) -> None:
    factories.an_endorsement("unconfirmed")
    (letter,) = deliver()
    assert signing.dumps({}) not in letter.text
    assert "{" not in letter.text
    assert "None" not in letter.text
