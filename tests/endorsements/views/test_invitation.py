import pytest
from django.test import Client

from endorsements import contacts
from endorsements.models import Endorsement, Event
from endorsements.models.token import Purpose
from tests.endorsements.factories import an_entry, the_events
from tests.endorsements.visitors import deliver, link_to, links_in, path_of, press
from tests.reading import document

pytestmark = pytest.mark.django_db
WRONG, FRIEND, RIGHT = "wrong@elsewhere.example", "friend@elsewhere.example", "office@old-town.example"
WHO = {"contact_name": "Olena Example", "contact_role": "Director"}


@pytest.fixture
def entry() -> Endorsement:
    return an_entry(name="Old Town Library")


def invite(staff: Client, entry: Endorsement, email: str):
    address = f"/admin/endorsements/endorsement/{entry.pk}/invite/"
    return staff.post(address, {"email": email, "language": "en"}, follow=True)


def mailed_to(email: str) -> str:
    """The link in the one mail that goes to this mailbox now."""
    [message] = [message for message in deliver() if message.to == [email]]
    return path_of(links_in(message)[0])


def test_a_mailbox_that_was_invited_by_mistake_cannot_take_the_entry_back(client, staff, entry):
    invite(staff, entry, WRONG)
    link_of_wrong = mailed_to(WRONG)
    assert client.get(link_of_wrong).status_code == 200
    # It prepares to come back: another mailbox of its own, and another link.
    client.post(link_of_wrong, {"move": "1", "move-agree": "on", "move-new_email": FRIEND})
    contacts.ask_move(entry, FRIEND)  # as if the page had offered that
    link_of_friend = mailed_to(FRIEND)
    assert client.get(link_of_friend).status_code == 200
    client.post("/en/endorse/link/", {"email": WRONG})
    [letter] = [message for message in deliver() if message.to == [WRONG]]
    found_again = path_of(links_in(letter)[0])
    client.post("/en/endorse/link/", {"email": WRONG})  # one more mail, still to be sent
    invite(staff, entry, RIGHT)
    messages = deliver()
    assert [message.to for message in messages] == [[RIGHT]]
    link_of_right = path_of(links_in(messages[0])[0])
    # Nothing that it holds works any more.
    for address, button in (
        (link_of_wrong, "take_over"),
        (found_again, "take_over"),
        (link_of_wrong, "withdraw"),
        (link_of_friend, "move"),
    ):
        typed = {f"{button}-{field}": value for field, value in WHO.items()}
        assert client.get(address).status_code == 404
        assert client.post(address, {button: "1", f"{button}-agree": "on", **typed}).status_code == 404
    assert press(client, link_of_right, "take_over", **WHO).status_code == 302
    # And after the right one took it over, it still does not.
    assert client.post(link_of_friend, {"move": "1", "move-agree": "on"}).status_code == 404
    client.post("/en/endorse/link/", {"email": WRONG})
    client.post("/en/endorse/link/", {"email": FRIEND})
    assert deliver() == []
    entry.refresh_from_db()
    assert (entry.status, entry.contact_email, entry.new_contact_email) == ("approved", RIGHT, "")
    assert entry.contact_name == "Olena Example"
    assert the_events(entry) == ["entered", "invited", "move_asked", "invited", "taken_over"]


def test_who_took_it_over_is_not_invited_away(client, staff, entry):
    invite(staff, entry, RIGHT)
    address = mailed_to(RIGHT)
    press(client, address, "take_over", **WHO)
    response = invite(staff, entry, WRONG)
    assert "has a contact already" in response.content.decode()
    assert deliver() == []
    entry.refresh_from_db()
    assert entry.contact_email == RIGHT
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "forged",
    [
        {"move": "1", "move-agree": "on", "move-new_email": FRIEND},
        {
            "correct": "1",
            "correct-agree": "on",
            "correct-website": "https://moved.example",
            "correct-statement": "New words.",
            "correct-contact_name": "X",
            "correct-contact_role": "Y",
        },
        {"show": "1", "show-agree": "on"},
    ],
)
def test_before_it_is_taken_over_the_page_takes_only_the_forms_that_it_offers(client, entry, forged):
    address = link_to(Purpose.MANAGE, entry)
    offered = {button["name"] for button in document(client.get(address).content).one("main").all("button")}
    assert offered == {"take_over", "hide", "withdraw", "erase"}
    before = Endorsement.objects.values().get(pk=entry.pk), Event.objects.count()
    assert client.post(address, forged).status_code == 422
    assert (Endorsement.objects.values().get(pk=entry.pk), Event.objects.count()) == before
    assert deliver() == []
