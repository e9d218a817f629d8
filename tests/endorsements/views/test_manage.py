"""The page behind the mailed link: what it shows, what acts there and what does not, the end of an endorsement."""

import pytest

from endorsements import changes, logos, tokens, workflow
from endorsements.models import Mail
from endorsements.models.token import Purpose
from tests.endorsements.factories import a_moderator, an_endorsement, an_entry
from tests.endorsements.views.showing import everything_about, names_in_public
from tests.endorsements.visitors import deliver, link_to, links_in, path_of, press, the_form
from tests.images import encoded
from tests.reading import as_served, document

pytestmark = pytest.mark.django_db
BUTTONS = ("correct", "hide", "move", "prove", "withdraw", "erase")


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_link_in_the_mail_opens_what_is_kept(client, language):
    approved = an_endorsement("approved", language=language, name="Old Town Library", statement="The old words.")
    link = links_in(deliver()[-1])[0]
    response = client.get(path_of(link))
    page = document(response.content)
    assert response.status_code == 200
    assert page.one("html")["lang"] == language
    for words in ("Old Town Library", approved.website, "The old words.", approved.contact_email, "Olena Example"):
        assert words in page.one("main").text


def test_a_logo_is_named_among_what_is_kept_with_who_permitted_it(client, approved, address):
    assert "Logo" not in document(client.get(address).content).one("section", aria_labelledby="kept").text
    logos.put(approved, encoded(), "Olena Example, by email", actor=a_moderator())
    kept = document(client.get(address).content).one("section", aria_labelledby="kept").text
    assert "A picture of 200 × 200 pixels" in kept
    assert "Olena Example, by email" in kept


def test_opening_the_page_changes_nothing(client, approved, address):
    before = everything_about(approved)
    client.get(address)
    client.head(address)
    client.get(f"{address}?done=hide&withdraw=1&withdraw-agree=on")
    assert everything_about(approved) == before


def test_no_form_acts_when_it_is_sent_as_served(client, approved, address):
    page = document(client.get(address).content)
    before = everything_about(approved)
    forms = page.one("main").all("form")
    assert [form.one("button")["name"] for form in forms] == list(BUTTONS)
    for form in forms:
        button = form.one("button")["name"]
        assert client.post(address, as_served(form, button)).status_code == 422
        assert client.post(address, as_served(form)).status_code == 422
    assert everything_about(approved) == before


def test_every_box_at_once_without_a_button_does_nothing(client, approved, address):
    before = everything_about(approved)
    assert client.post(address, {f"{button}-agree": "on" for button in BUTTONS}).status_code == 422
    assert everything_about(approved) == before


def test_a_box_of_another_form_is_no_tick(client, approved, address):
    before = everything_about(approved)
    data = {**as_served(the_form(client, address, "withdraw"), "withdraw"), "hide-agree": "on"}
    assert client.post(address, data).status_code == 422
    assert everything_about(approved) == before


def test_it_needs_no_cookie(client, address):
    strict = type(client)(enforce_csrf_checks=True)
    assert press(strict, address, "hide").status_code == 302
    assert not strict.cookies


def test_the_box_and_the_button_withdraw_in_one_step(client, approved, address):
    response = press(client, address, "withdraw")
    assert (response.status_code, response["Location"]) == (302, "/en/endorse/withdrawn/")
    approved.refresh_from_db()
    assert (approved.status, approved.contact_email, approved.contact_name, approved.statement) == (
        "withdrawn",
        "",
        "",
        "",
    )
    assert "Old Town Library" not in names_in_public(client)
    assert client.get(response["Location"]).status_code == 200
    assert client.get(address).status_code == 410
    assert Mail.objects.filter(kind="withdrawn").count() == 1


def test_withdrawing_twice_says_that_it_is_gone(client, address):
    data = {"withdraw": "1", "withdraw-agree": "on"}
    assert [client.post(address, data).status_code for _ in range(2)] == [302, 410]


def test_what_waits_may_be_withdrawn_too(client):
    waiting = an_endorsement("waiting")
    assert press(client, link_to(Purpose.MANAGE, waiting), "withdraw").status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == "withdrawn"


def test_each_form_offers_what_can_be_done_now(client, approved, address):
    main = document(client.get(address).content).one("main")
    assert not main.all(name="show")
    changes.hide(approved)
    main = document(client.get(address).content).one("main")
    assert not main.all(name="hide")
    assert main.all(name="show")


def test_moving_writes_to_the_new_mailbox_and_changes_nothing_before_it_confirms(client, approved, address):
    old = approved.contact_email
    assert press(client, address, "move", new_email="new@old-town.example").status_code == 302
    approved.refresh_from_db()
    assert approved.contact_email == old
    assert Mail.objects.get(kind="mailbox_confirm").recipient == "new@old-town.example"
    assert client.get(address).status_code == 200


def test_the_invited_contact_takes_an_entry_of_staff_over(client):
    entry = an_entry(name="Old Town Library")
    address = link_to(Purpose.MANAGE, entry)
    sent = {"contact_name": "Olena Example", "contact_role": "Director"}
    assert press(client, address, "take_over", tick=False, **sent).status_code == 422
    assert press(client, address, "take_over", **sent).status_code == 302
    entry.refresh_from_db()
    assert (entry.contact_name, entry.status) == ("Olena Example", "approved")
    assert entry.consent_wording
    assert not document(client.get(address).content).all(name="take_over")


def test_what_its_contact_agreed_to_is_not_taken_over_again(client, approved, address):
    before = everything_about(approved)
    sent = {"take_over": "1", "take_over-agree": "on", "take_over-contact_name": "X", "take_over-contact_role": "Y"}
    assert client.post(address, sent).status_code == 422
    assert everything_about(approved) == before


@pytest.mark.parametrize("status", ["withdrawn", "expired"])
def test_the_link_to_what_has_ended_is_gone(client, status):
    assert client.get(link_to(Purpose.MANAGE, an_endorsement(status))).status_code == 410


def test_the_link_works_as_long_as_the_endorsement_lives(client, approved, address):
    workflow.take_back(approved, actor=a_moderator(), reason="Looked at again.")
    assert client.get(address).status_code == 200
    workflow.approve(approved, actor=a_moderator())
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.MAILBOX])
def test_a_link_for_another_purpose_manages_nothing(client, approved, purpose):
    address = f"/en/endorse/manage/{tokens.make(approved, purpose)}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"withdraw": "1", "withdraw-agree": "on"}).status_code == 404
    approved.refresh_from_db()
    assert approved.status == "approved"


def test_every_answer_is_kept_by_nobody_and_told_to_nobody(client, address):
    answers = [client.get(address), client.post(address), press(client, address, "withdraw"), client.get(address)]
    assert [answer.status_code for answer in answers] == [200, 422, 302, 410]
    for answer in answers:
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert not answer.cookies


def test_the_page_names_no_address_of_itself_to_others(client, address):
    page = document(client.get(address).content)
    token = address.split("/")[-2]
    assert not [link["href"] for link in page.all("a", "link") if token in link["href"] and not link.get("hreflang")]
    assert not page.all("link", rel="canonical")
