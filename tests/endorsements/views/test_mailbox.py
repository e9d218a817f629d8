import pytest

from endorsements import contacts, tokens
from endorsements.models import Endorsement, Event
from endorsements.models.token import Purpose
from tests.endorsements.factories import an_endorsement
from tests.endorsements.visitors import deliver, link_to, links_in, path_of, press
from tests.reading import document

pytestmark = pytest.mark.django_db
NEW = "new@old-town.example"


@pytest.fixture
def moving() -> Endorsement:
    return contacts.ask_move(an_endorsement("approved", contact_email="old@old-town.example"), NEW)


@pytest.fixture
def address(moving) -> str:
    link = next(links_in(message)[0] for message in deliver() if message.to == [NEW])
    assert "/endorse/mailbox/" in link
    return path_of(link)


def test_opening_the_page_changes_nothing(client, moving, address):
    assert client.get(address).status_code == client.head(address).status_code == 200
    moving.refresh_from_db()
    assert (moving.contact_email, moving.new_contact_email) == ("old@old-town.example", NEW)


def test_without_the_tick_nothing_happens(client, moving, address):
    response = press(client, address, "move", tick=False)
    assert response.status_code == 422
    assert document(response.content).one(role="alert").one("a")
    moving.refresh_from_db()
    assert moving.contact_email == "old@old-town.example"


def test_with_the_tick_the_new_mailbox_holds_it_and_both_are_told(client, moving, address):
    old_link = link_to(Purpose.MANAGE, moving)
    response = press(client, address, "move")
    assert (response.status_code, response["Location"]) == (302, "/en/endorse/moved/")
    moving.refresh_from_db()
    assert (moving.contact_email, moving.new_contact_email) == (NEW, "")
    assert client.get(old_link).status_code == 404
    told = {message.to[0]: message for message in deliver()}
    assert told.keys() == {NEW, "old@old-town.example"}
    assert not links_in(told["old@old-town.example"])
    assert client.get(path_of(links_in(told[NEW])[0])).status_code == 200


def test_the_old_mailbox_holds_no_working_link_any_more(client, moving, address):
    confirm_link, manage_link = link_to(Purpose.CONFIRM, moving), link_to(Purpose.MANAGE, moving)
    press(client, address, "move")
    assert {client.get(link).status_code for link in (confirm_link, manage_link)} == {404}


def test_doing_it_twice_says_the_same_and_is_one_event(client, moving, address):
    first, second = press(client, address, "move"), press(client, address, "move")
    assert first["Location"] == second["Location"]
    assert Event.objects.filter(endorsement=moving, verb="moved").count() == 1


def test_asked_for_again_with_another_mailbox_the_first_link_is_dead(client, moving, address):
    contacts.ask_move(moving, "third@old-town.example")
    assert client.get(address).status_code == 404


def test_a_manage_link_moves_nothing(client, moving):
    address = f"/en/endorse/mailbox/{tokens.make(moving, Purpose.MANAGE)}/"
    assert client.post(address, {"move": "1", "move-agree": "on"}).status_code == 404
    moving.refresh_from_db()
    assert moving.contact_email == "old@old-town.example"


def test_every_answer_is_kept_by_nobody_and_told_to_nobody(client, address):
    for answer in (client.get(address), client.post(address), press(client, address, "move")):
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert not answer.cookies
