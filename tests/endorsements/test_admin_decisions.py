"""Decisions from the list in the admin: what acts, on what, and what was skipped."""

import pytest

from endorsements import changes
from endorsements.models import Endorsement, Event, Mail
from tests.endorsements.admin_pages import LIST, act, document
from tests.endorsements.factories import a_change, an_endorsement
from tests.reading import as_served, form_with

pytestmark = pytest.mark.django_db


def said(response) -> list[str]:
    found = document(response.content).all("ul", class_="messagelist")
    return [item.text for item in found[0].all("li")] if found else []


def status_of(endorsement: Endorsement) -> str:
    return Endorsement.objects.get(pk=endorsement.pk).status


def test_approving_acts_at_once_and_tells_the_contact(staff):
    there = an_endorsement("waiting")
    response = act(staff, "approve", there)
    assert status_of(there) == "approved"
    assert said(response) == ["1 record was done."]
    event = Event.objects.filter(endorsement=there).latest("pk")
    assert (event.verb, event.actor.username) == ("approved", "root")
    assert Mail.objects.filter(kind="approved", endorsement=there).count() == 1


def test_rejecting_acts_at_once_and_keeps_the_reason(staff):
    there = an_endorsement("waiting")
    act(staff, "reject", there, reason="We could not find the organisation.")
    assert status_of(there) == "rejected"
    assert Event.objects.filter(endorsement=there).latest("pk").reason == "We could not find the organisation."
    assert Mail.objects.filter(kind="rejected", endorsement=there).count() == 1


def test_several_are_decided_together_and_what_was_skipped_is_named_with_the_reason(staff):
    waiting, other = an_endorsement("waiting"), an_endorsement("waiting")
    gone = an_endorsement("withdrawn", name="Long Gone")
    response = act(staff, "approve", waiting, gone, other)
    assert [status_of(one) for one in (waiting, gone, other)] == ["approved", "withdrawn", "approved"]
    done, skipped = said(response)
    assert done == "2 records were done."
    assert "Long Gone" in skipped
    assert "withdrawn" in skipped


@pytest.mark.parametrize("status", ["unconfirmed", "approved", "rejected", "withdrawn", "expired"])
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_what_does_not_wait_is_not_decided(staff, status, action):
    there = an_endorsement(status)
    response = act(staff, action, there)
    assert status_of(there) == status
    assert len(said(response)) == 1


def test_a_second_record_of_an_organisation_is_not_approved_beside_the_first(staff):
    an_endorsement("approved", name="Old Town Library")
    second = an_endorsement("waiting", name="OLD TOWN LIBRARY")
    response = act(staff, "approve", second)
    assert status_of(second) == "waiting"
    assert "Old Town Library" in said(response)[0]


def test_approving_publishes_the_change_that_an_approved_one_asks_for(staff):
    there = an_endorsement("approved")
    a_change(there, statement="The new words.")
    act(staff, "approve", there)
    there.refresh_from_db()
    assert there.statement == "The new words."
    a_change(there, statement="Newer words.")
    act(staff, "reject", there)
    there.refresh_from_db()
    assert there.statement == "The new words."


def test_a_decision_is_taken_back_with_a_reason_only(staff):
    there = an_endorsement("approved")
    assert "needs a reason" in said(act(staff, "take_back", there))[0]
    assert status_of(there) == "approved"
    act(staff, "take_back", there, reason="Approved by mistake.")
    assert status_of(there) == "waiting"


def test_staff_hide_and_withdraw_for_an_organisation(staff):
    there = an_endorsement("approved")
    act(staff, "hide", there)
    there.refresh_from_db()
    assert there.visibility == "unnamed"
    act(staff, "withdraw", there, reason="Asked for by telephone.")
    assert status_of(there) == "withdrawn"


def test_what_changed_after_the_page_was_made_is_not_published_unseen(staff):
    there = an_endorsement("waiting")
    seen = as_served(form_with(document(staff.get(LIST).content), "_selected_action"))["seen"]
    changes.propose(there, {"statement": "Not what was on the page."})
    response = act(staff, "approve", there, seen=seen)
    assert status_of(there) == "waiting"
    assert "changed since" in said(response)[0]
    seen = as_served(form_with(document(staff.get(LIST).content), "_selected_action"))["seen"]
    act(staff, "approve", there, seen=seen)
    assert status_of(there) == "approved"


def test_a_forged_time_of_the_page_decides_nothing(staff):
    there = an_endorsement("waiting")
    act(staff, "approve", there, seen="forged")
    assert status_of(there) == "waiting"


def test_nothing_is_decided_by_reading(staff):
    there = an_endorsement("waiting")
    staff.get(LIST, {"action": "approve", "_selected_action": there.pk})
    assert status_of(there) == "waiting"


def test_an_action_that_does_not_exist_does_nothing(staff):
    there = an_endorsement("waiting")
    act(staff, "delete_selected", there)
    act(staff, "no_such_action", there)
    assert status_of(there) == "waiting"
