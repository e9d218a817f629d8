from datetime import datetime

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from endorsements import changes, moderation
from endorsements.models import Endorsement, Event
from tests.endorsements.factories import a_change, a_moderator, an_endorsement, the_events

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Whatever language the page before was in: what is said to a request of one's own is in the active one."""
    with translation.override("en"):
        yield


def a_request(**posted: str) -> HttpRequest:
    request = RequestFactory().post("/admin/", posted)
    request.user = a_moderator()
    request.session = {}
    request._messages = default_storage(request)
    return request


def said(request: HttpRequest) -> list[str]:
    return [str(message) for message in get_messages(request)]


def test_each_record_is_decided_by_itself():
    waiting, gone, other = (
        an_endorsement("waiting"),
        an_endorsement("expired", name="Long Gone"),
        an_endorsement("waiting"),
    )
    request = a_request(reason="  Read and checked.  ")
    moderation.act_on_each(request, [waiting, gone, other], moderation.approve)
    assert [Endorsement.objects.get(pk=one.pk).status for one in (waiting, gone, other)] == [
        "approved",
        "expired",
        "approved",
    ]
    done, skipped = said(request)
    assert done == "2 records were done."
    assert "Long Gone" in skipped
    assert "expired" in skipped
    assert Event.objects.filter(endorsement=waiting).latest("pk").reason == "Read and checked."


def test_when_nothing_was_done_nothing_is_said_to_be_done():
    request = a_request()
    moderation.act_on_each(request, [an_endorsement("withdrawn")], moderation.reject)
    assert len(said(request)) == 1
    assert said(request)[0].startswith("Skipped")


def test_ten_that_were_skipped_are_named_and_the_others_counted():
    request = a_request()
    those = [an_endorsement("waiting")]
    those += [an_endorsement("expired", name=f"{'Long Gone ' * 15}{number}") for number in range(13)]
    moderation.act_on_each(request, those, moderation.approve)
    done, more, *skipped = said(request)
    assert (done, more, len(skipped)) == ("1 record was done.", "3 more records were skipped.", 10)
    assert max(len(sentence) for sentence in skipped) < 200


def test_ten_that_wait_for_another_moderator_too(settings):
    settings.APPROVALS_NEEDED = 2
    request = a_request()
    moderation.act_on_each(request, [an_endorsement("waiting") for _number in range(11)], moderation.approve)
    done, more, *open_still = said(request)
    assert (done, more, len(open_still)) == ("11 records were done.", "1 more record is not decided yet.", 10)


def test_an_unnamed_one_is_called_by_its_number(settings):
    settings.APPROVALS_NEEDED = 2
    quiet = an_endorsement("waiting", name="Quiet Circle", visibility="unnamed")
    gone = an_endorsement("expired", name="Quiet Forum", visibility="unnamed")
    request = a_request()
    moderation.act_on_each(request, [quiet, gone], moderation.approve)
    _done, open_still, skipped = said(request)
    assert open_still.startswith(f"endorsement {quiet.pk} — ")
    assert skipped.startswith(f"Skipped: endorsement {gone.pk} — ")
    assert "Quiet" not in open_still + skipped


def test_no_message_of_a_long_list_gets_into_the_database(admin_client):
    those = [an_endorsement("expired", name=f"Громада {number} " + "ї" * 90) for number in range(40)]
    sent = {"action": "approve", "_selected_action": [one.pk for one in those], "reason": "", "seen": ""}
    answer = admin_client.post("/admin/endorsements/endorsement/", sent)
    assert answer.status_code == 302
    assert answer.cookies["messages"].value
    assert [row.get_decoded() for row in Session.objects.all() if "_messages" in row.get_decoded()] == []
    page = admin_client.get("/admin/endorsements/endorsement/").content.decode()
    assert "30 more records were skipped." in page
    assert "Громада 0 " in page


def test_approve_accepts_the_change_of_an_approved_one():
    there = an_endorsement("approved")
    a_change(there, statement="New words.")
    moderation.act_on_each(a_request(), [there], moderation.approve)
    assert the_events(there)[-1] == "change_accepted"


def test_reject_declines_the_change_of_an_approved_one_which_stays_approved():
    there = an_endorsement("approved")
    a_change(there, statement="New words.")
    moderation.act_on_each(a_request(), [there], moderation.reject)
    there.refresh_from_db()
    assert (there.status, the_events(there)[-1]) == ("approved", "change_declined")


def test_the_page_carries_when_it_was_made_and_what_is_younger_is_skipped():
    there = an_endorsement("waiting")
    seen = str(moderation.DecisionForm()["seen"].value())
    changes.propose(there, {"statement": "Younger than the page."})
    request = a_request(seen=seen)
    moderation.act_on_each(request, [there], moderation.approve)
    assert "changed since" in said(request)[0]
    request = a_request(seen=str(moderation.DecisionForm()["seen"].value()))
    moderation.act_on_each(request, [there], moderation.approve)
    assert said(request) == ["1 record was done."]


def test_a_time_that_was_tampered_with_is_older_than_everything():
    seen = moderation.when_seen("forged")
    assert seen is not None
    assert seen < datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    assert moderation.when_seen("") is None


@pytest.mark.parametrize(
    ("act", "status", "verb"),
    [
        (moderation.take_back, "approved", "taken_back"),
        (moderation.take_back, "rejected", "taken_back"),
        (moderation.hide, "approved", "hidden"),
        (moderation.withdraw, "approved", "withdrawn"),
        (moderation.withdraw, "waiting", "withdrawn"),
        (moderation.withdraw, "rejected", "withdrawn"),
        (moderation.withdraw, "unconfirmed", "withdrawn"),
    ],
)
def test_each_act_is_the_verb_of_its_name_by_the_one_who_is_logged_in(act, status, verb):
    there = an_endorsement(status)
    moderation.act_on_each(a_request(reason="A reason."), [there], act)
    event = Event.objects.filter(endorsement=there).latest("pk")
    assert (event.verb, event.by, event.actor) == (verb, "staff", a_moderator())
