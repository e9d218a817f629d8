"""What waits for a first look in the admin: listed, let go, dropped, by those who may decide."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from endorsements.models import Event
from tests.endorsements.admin_pages import LIST, act
from tests.endorsements.factories import a_moderator, an_endorsement, the_events, the_jobs
from tests.endorsements.first_looks import a_request, age, status_of
from tests.reading import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    """Somebody who may decide, and no more."""
    client = Client()
    client.force_login(a_moderator())
    return client


def test_the_admin_lists_what_is_to_be_checked(staff):
    for name, days in (("To be checked", 1), ("Came later", 0), ("Came first", 2)):
        age(a_request(name=name), timedelta(days=days))
    an_endorsement("unconfirmed", name="Has its mail")
    an_endorsement("waiting", name="Waits for a decision")
    page = staff.get(LIST, {"queue": "by_hand"}).content.decode()
    assert page.index("Came first") < page.index("To be checked") < page.index("Came later")
    assert "Has its mail" not in page
    assert "Waits for a decision" not in page
    assert "To be checked" not in staff.get(LIST, {"queue": "waiting"}).content.decode()


def test_the_admin_lists_it_among_what_waits_by_its_age(staff):
    an_endorsement("approved", name="Waits for nothing")
    an_endorsement("unconfirmed", name="Waits for its contact")
    an_endorsement("waiting", name="Waits since today")
    age(a_request(name="Waits for a first look"), timedelta(days=2))
    rows = document(staff.get(LIST).content, strict=False).one("table", id="result_list").one("tbody").all("tr")
    told = [tuple(row.one("td", class_=f"field-{name}").text for name in ("waits", "age")) for row in rows]
    assert [row.one("th").text for row in rows[:2]] == ["Waits for a first look", "Waits since today"]
    assert told[0] == ("first look", "2 days")
    assert {what for what, _ in told[2:]} == {"–"}


def test_the_admin_lets_what_was_checked_be_confirmed(staff):
    one, other = a_request(), a_request()
    page = act(staff, "let_confirm", one, other, an_endorsement("approved", name="Long approved")).content.decode()
    assert "2 records were done." in page
    assert "Long approved" in page
    assert {the_events(there)[-1] for there in (one, other)} == {"released"}
    assert len(the_jobs("send_mail")) == 2 + 2  # those of the approved one


def test_the_admin_drops_what_was_checked(staff):
    there, confirmed = a_request(), an_endorsement("waiting")
    act(staff, "drop", there, confirmed, reason="A machine’s.")
    assert (status_of(there), status_of(confirmed)) == ("expired", "waiting")
    assert Event.objects.filter(endorsement=there).latest("pk").actor == a_moderator()


def test_who_may_not_decide_may_not_release():
    there = a_request()
    editor = a_moderator("editor")
    editor.user_permissions.set(Permission.objects.filter(codename__in=["view_endorsement", "change_endorsement"]))
    client = Client()
    client.force_login(editor)
    for action in ("let_confirm", "drop"):
        act(client, action, there)
    assert the_events(there) == ["submitted"]
