"""What comes through the form: new, sent again, or already here."""

import pytest
from django.utils import timezone

from endorsements import submissions, workflow
from endorsements.models import Endorsement, Mail
from endorsements.refusals import ChangedSinceSeen
from tests.endorsements import factories

pytestmark = pytest.mark.django_db
UNCONFIRMED, WAITING, APPROVED = "unconfirmed", "waiting", "approved"


def test_what_was_sent_in_anew_is_not_confirmed_unseen() -> None:
    sent = factories.a_submission()
    endorsement = submissions.submit(sent)
    seen_at = timezone.now()
    assert submissions.submit(factories.a_submission(**{**vars(sent), "statement": "Another."})) == endorsement
    with pytest.raises(ChangedSinceSeen):
        workflow.confirm(endorsement, seen_at=seen_at)
    assert factories.the_events(endorsement) == ["submitted", "resubmitted"]


def test_sent_in_again_it_says_what_was_sent_last() -> None:
    sent = factories.a_submission(name="The Circle", contact_email="office@circle.example")
    first = submissions.submit(sent)
    newer = factories.a_submission(
        **{**vars(sent), "name": "THE CIRCLE", "statement": "Newer", "language": "uk", "consent_wording": "Згода"}
    )
    again = submissions.submit(newer)
    assert again == first
    kept = Endorsement.objects.get()
    assert {field: getattr(kept, field) for field in vars(newer)} == vars(newer)
    submissions.submit(newer)
    assert factories.the_events(first) == ["submitted", "resubmitted"]


@pytest.mark.parametrize("status", [UNCONFIRMED, WAITING, APPROVED])
def test_another_name_with_the_same_website_is_another_request_of_the_mailbox(status: str) -> None:
    mailbox = {"contact_email": "office@circle.example", "website": "https://circle.example"}
    first = factories.an_endorsement(status, name="The Circle", **mailbox)
    before = Endorsement.objects.values().get(pk=first.pk)
    second = submissions.submit(factories.a_submission(name="The Circle’s Daughter", **mailbox))
    assert second != first
    assert second.status == UNCONFIRMED
    assert Endorsement.objects.values().get(pk=first.pk) == before
    assert [mail.endorsement for mail in Mail.objects.filter(kind="confirm").order_by("queued_at")] == [first, second]


def test_a_form_finds_its_request_by_name_and_leaves_the_one_with_its_website_alone() -> None:
    mailbox = {"contact_email": "office@circle.example"}
    by_name = factories.an_endorsement(UNCONFIRMED, name="The Circle", **mailbox)
    by_website = factories.an_endorsement(UNCONFIRMED, website="https://circle.example", **mailbox)
    before = Endorsement.objects.values().get(pk=by_website.pk)
    sent = factories.a_submission(name="The Circle", website="https://circle.example", **mailbox)
    assert submissions.submit(sent) == by_name
    assert Endorsement.objects.get(pk=by_name.pk).website == "https://circle.example"
    assert Endorsement.objects.values().get(pk=by_website.pk) == before
    assert factories.the_events(by_website) == ["submitted"]


@pytest.mark.parametrize(("first", "then", "kept"), [
    ("unnamed", "public", "unnamed"), ("public", "unnamed", "unnamed"), ("public", "public", "public"),
])  # fmt: skip
def test_who_asked_once_to_stay_unnamed_stays_so(first: str, then: str, kept: str) -> None:
    sent = vars(factories.a_submission(visibility=first))
    endorsement = submissions.submit(factories.a_submission(**sent))
    submissions.submit(factories.a_submission(**{**sent, "visibility": then, "statement": "Another."}))
    endorsement.refresh_from_db()
    assert (endorsement.visibility, endorsement.statement) == (kept, "Another.")
