"""To be named and to be unnamed: at once the one, by a moderator the other."""

import pytest

from endorsements import changes
from endorsements.models import Change, Event
from endorsements.models.token import Purpose
from tests.endorsements.factories import a_moderator, an_endorsement
from tests.endorsements.views.showing import everything_about, names_in_public
from tests.endorsements.visitors import link_to, press, the_form

pytestmark = pytest.mark.django_db


def test_the_name_is_hidden_at_once_and_waits_for_nobody(client, approved, address):
    assert "Old Town Library" in names_in_public(client)
    assert press(client, address, "hide").status_code == 302
    page = names_in_public(client)
    for words in ("Old Town Library", approved.website, "The old words.", str(approved.public_id)):
        assert words not in page
    assert client.get("/endorsements.json").json()["total"] == 1


def test_to_be_named_waits_for_a_moderator(client):
    unnamed = an_endorsement("approved", name="Old Town Library", visibility="unnamed")
    address = link_to(Purpose.MANAGE, unnamed)
    assert press(client, address, "show").status_code == 302
    assert "Old Town Library" not in names_in_public(client)
    changes.accept(unnamed, actor=a_moderator())
    assert "Old Town Library" in names_in_public(client)


def test_hidden_again_before_the_moderator_agrees_it_stays_hidden(client):
    unnamed = an_endorsement("approved", name="Old Town Library", visibility="unnamed")
    changes.propose(unnamed, {"visibility": "public"})
    changes.hide(unnamed)
    assert not Change.objects.filter(outcome="waiting").exists()
    assert "Old Town Library" not in names_in_public(client)


def test_whoever_asked_to_be_named_may_take_that_back(client):
    unnamed = an_endorsement("approved", name="Old Town Library", visibility="unnamed")
    address = link_to(Purpose.MANAGE, unnamed)
    assert client.post(address, {"hide": "1", "hide-agree": "on"}).status_code == 422
    press(client, address, "show")
    assert "Stay unnamed" in the_form(client, address, "hide").one("button").text
    assert client.post(address, {"show": "1", "show-agree": "on"}).status_code == 422
    assert press(client, address, "hide").status_code == 302
    assert not Change.objects.filter(outcome="waiting").exists()
    assert [event.verb for event in Event.objects.filter(endorsement=unnamed)][-2:] == ["change_proposed", "hidden"]
    assert "Old Town Library" not in names_in_public(client)


def test_what_is_named_already_is_not_asked_to_be_named(client, approved, address):
    before = everything_about(approved)
    assert client.post(address, {"show": "1", "show-agree": "on"}).status_code == 422
    assert everything_about(approved) == before
