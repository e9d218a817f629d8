import pytest

from endorsements.models import Mail
from tests.endorsements.factories import an_endorsement, the_demands
from tests.endorsements.visitors import deliver, links_in, path_of
from tests.reading import document

pytestmark = pytest.mark.django_db
KNOWN = "office@old-town.example"


def ask(client, address: str, language: str = "en") -> object:
    return client.post(f"/{language}/endorse/link/", {"email": address})


@pytest.mark.parametrize("status", ["unconfirmed", "waiting", "approved", "rejected", "withdrawn", "expired"])
def test_known_and_unknown_addresses_get_the_same_answer(client, status):
    an_endorsement(status, contact_email=KNOWN)
    known, unknown = ask(client, KNOWN), ask(client, "nobody@elsewhere.example")
    assert (known.status_code, known.content, dict(known.items())) == (
        unknown.status_code,
        unknown.content,
        dict(unknown.items()),
    )
    assert known["Location"] == "/en/endorse/link/sent/"
    assert client.get(known["Location"]).status_code == 200


def test_a_known_address_is_sent_a_link_that_works(client):
    an_endorsement("approved", contact_email=KNOWN, name="Old Town Library")
    deliver()
    ask(client, KNOWN, "uk")
    [message] = deliver()
    assert message.to == [KNOWN]
    [link] = links_in(message)
    assert "/uk/endorse/manage/" in link
    assert "Old Town Library" in document(client.get(path_of(link)).content).text


def test_other_spellings_of_the_mailbox_find_it(client):
    an_endorsement("approved", contact_email=KNOWN)
    deliver()
    ask(client, "OFFICE+lost@Old-Town.example")
    assert [message.to for message in deliver()] == [[KNOWN]]


def test_several_endorsements_of_one_mailbox_come_in_one_mail(client):
    for _ in range(2):
        an_endorsement("approved", contact_email=KNOWN)
    deliver()
    ask(client, KNOWN)
    [message] = deliver()
    assert len(links_in(message)) == 2


def test_what_is_not_confirmed_is_sent_its_confirm_link(client, settings):
    an_endorsement("unconfirmed", contact_email=KNOWN)
    Mail.objects.update(queued_at="2026-01-01T00:00Z")
    ask(client, KNOWN)
    assert Mail.objects.filter(kind="confirm").count() == 2


@pytest.mark.parametrize("status", ["rejected", "withdrawn", "expired"])
def test_what_has_ended_is_sent_nothing(client, status):
    an_endorsement(status, contact_email=KNOWN)
    before = Mail.objects.count()
    ask(client, KNOWN)
    assert Mail.objects.count() == before


def test_an_unknown_address_is_sent_nothing(client):
    ask(client, "nobody@elsewhere.example")
    assert not Mail.objects.exists()


def test_asked_again_at_once_it_is_not_sent_again(client):
    an_endorsement("approved", contact_email=KNOWN)
    for _ in range(5):
        ask(client, KNOWN)
    assert Mail.objects.filter(kind="links").count() == 1


@pytest.mark.parametrize("typed", ["", "x", "office@localhost", "a@b.example\r\nBcc: c@d.example", "\x00@b.example"])
def test_a_wrong_address_is_told_and_kept_in_the_field(client, typed):
    response = ask(client, typed)
    page = document(response.content)
    assert response.status_code == 422
    assert page.one(id=page.one(role="alert").one("a")["href"][1:])["name"] == "email"


def test_it_is_protected_against_other_sites(client):
    the_demands()
    assert ask(type(client)(enforce_csrf_checks=True), KNOWN).status_code == 403
