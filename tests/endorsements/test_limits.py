"""How often a mailbox is written to because somebody typed its address."""

import hashlib
import re
import secrets
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from endorsements import changes, contacts, limits, submissions, workflow
from endorsements.models import Endorsement, Mail
from endorsements.models.mail import CAUSED_BY_VISITORS, Kind
from tests.endorsements import factories

pytestmark = pytest.mark.django_db
SPELLINGS = (
    "o.ffice@gmail.com",
    "OFFICE@googlemail.com",
    "office+one@gmail.com",
    "off.ice@gmail.com",
    "office@gmail.com",
)


def age(**by: int) -> None:
    """Let every mail be older, and sent."""
    for mail in Mail.objects.all():
        then = mail.queued_at - timedelta(**by)
        Mail.objects.filter(pk=mail.pk).update(queued_at=then, sent_at=then)


def test_three_a_day_over_all_spellings_of_a_mailbox() -> None:
    for spelling in SPELLINGS:
        submissions.submit(factories.a_submission(contact_email=spelling))
    assert Endorsement.objects.count() == len(SPELLINGS)
    assert factories.the_kinds() == ["confirm"] * 3
    contacts.send_links("office@gmail.com", "en")
    assert len(factories.the_kinds()) == 3
    age(hours=24, seconds=1)
    contacts.send_links("office@gmail.com", "en")
    assert len(factories.the_kinds()) == 6


def test_another_mailbox_has_its_own_limit() -> None:
    for spelling in SPELLINGS:
        submissions.submit(factories.a_submission(contact_email=spelling))
    submissions.submit(factories.a_submission(contact_email="else@gmail.com"))
    assert Mail.objects.filter(mailbox_digest=limits.digest("else@gmail.com")).count() == 1


def test_what_is_counted_is_a_hash_that_only_the_key_of_the_site_makes(settings: LazySettings) -> None:
    digest = limits.digest("office@circle.example")
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert digest == limits.digest("office@circle.example") != limits.digest("else@circle.example")
    assert digest != hashlib.sha256(b"office@circle.example").hexdigest()
    settings.ENCRYPTION_KEYS = (secrets.token_bytes(32),)
    assert digest != limits.digest("office@circle.example")


def test_the_same_mail_again_only_after_a_pause() -> None:
    sent = factories.a_submission()
    submissions.submit(sent)
    submissions.submit(sent)
    age(minutes=9)
    submissions.submit(sent)
    assert factories.the_kinds() == ["confirm"]
    age(minutes=2)
    submissions.submit(sent)
    assert factories.the_kinds() == ["confirm", "confirm"]


def test_what_is_sent_in_again_is_kept_though_no_mail_goes_out() -> None:
    sent = factories.a_submission()
    endorsement = submissions.submit(sent)
    submissions.submit(factories.a_submission(**{**vars(sent), "statement": "Corrected."}))
    endorsement.refresh_from_db()
    assert endorsement.statement == "Corrected."
    assert factories.the_events(endorsement) == ["submitted", "resubmitted"]
    assert factories.the_kinds() == ["confirm"]


def test_decisions_and_receipts_count_for_nothing_and_are_never_held_back() -> None:
    moderator = factories.a_moderator()
    one = factories.an_endorsement("approved", contact_email="office@circle.example")
    for number in range(4):
        changes.propose(one, {"statement": f"Statement {number}"})
        changes.decline(one, actor=moderator)
    workflow.withdraw(one)
    assert factories.the_kinds() == ["confirm", "approved", *["change_declined"] * 4, "withdrawn"]
    for number in range(2):
        submissions.submit(factories.a_submission(contact_email="office@circle.example", name=f"Circle {number}"))
    assert factories.the_kinds().count("confirm") == 3
    submissions.submit(factories.a_submission(contact_email="office@circle.example"))
    assert factories.the_kinds().count("confirm") == 3
    for endorsement in Endorsement.objects.filter(status="unconfirmed"):
        workflow.reject(workflow.confirm(endorsement), actor=moderator)
    assert factories.the_kinds().count("rejected") == 3


@pytest.mark.parametrize("kind", Kind.values)
def test_only_what_a_visitor_causes_is_counted(kind: str) -> None:
    for _ in range(3):
        Mail.objects.create(kind=kind, mailbox_digest=limits.digest("office@circle.example"), language="en")
    may = limits.may_write("office@circle.example", Kind.LINKS, factories.an_endorsement("approved"))
    assert may == (kind not in CAUSED_BY_VISITORS)
    assert set(CAUSED_BY_VISITORS) == {"confirm", "already_here", "links", "mailbox_confirm"}


def test_a_confirmed_request_is_not_touched_by_a_form_that_anybody_can_fill_in() -> None:
    sent = factories.a_submission()
    endorsement = workflow.confirm(submissions.submit(sent))
    seen = Endorsement.objects.values().get(pk=endorsement.pk)
    submissions.submit(
        factories.a_submission(**{**vars(sent), "statement": "Something else", "contact_name": "Somebody"})
    )
    assert Endorsement.objects.values().get(pk=endorsement.pk) == seen
    assert factories.the_kinds() == ["confirm", "already_here"]


@pytest.mark.parametrize("status", ["unconfirmed", "waiting", "approved"])
@pytest.mark.parametrize(
    "email", ["office@circle.example", "any@office.fastmail.com", "o+a@proton.me", "a@münchen.example"]
)
def test_what_is_sent_in_again_leaves_nothing_but_a_mail(status: str, email: str) -> None:
    sent = factories.a_submission(contact_email=email)
    endorsement = factories.an_endorsement(status, **vars(sent))
    age(minutes=11)
    before, events = Endorsement.objects.values().get(pk=endorsement.pk), factories.the_events(endorsement)
    submissions.submit(sent)
    assert Endorsement.objects.values().get() == before
    assert factories.the_events(endorsement) == events
    assert factories.the_kinds()[-1] == ("confirm" if status == "unconfirmed" else "already_here")


@pytest.mark.parametrize("status", ["rejected", "withdrawn", "expired"])
def test_what_is_over_may_be_sent_in_anew(status: str) -> None:
    sent = factories.a_submission()
    old = factories.an_endorsement(status, **vars(sent))
    new = submissions.submit(sent)
    assert new != old
    assert new.status == "unconfirmed"
    assert new.submitted_at <= timezone.now()


def test_another_mailbox_stands_beside_the_first_and_neither_is_touched() -> None:
    first = factories.an_endorsement("unconfirmed", name="The Circle", contact_email="anybody@else.example")
    second = factories.an_endorsement("waiting", name="The Circle", contact_email="office@circle.example")
    assert first != second
    assert workflow.approve(second, actor=factories.a_moderator()).status == "approved"
    assert list(Endorsement.objects.of_organisation("THE CIRCLE", "").order_by("pk")) == [first, second]
