import pytest

from endorsements import changes, tokens, workflow
from endorsements.models import Change, Endorsement, Event, Mail
from endorsements.models.token import Purpose
from tests.endorsements.factories import a_moderator, an_endorsement, an_entry
from tests.endorsements.visitors import deliver, link_to, links_in, path_of, press, the_form
from tests.reading import as_served, document

pytestmark = pytest.mark.django_db
BUTTONS = ("correct", "hide", "move", "prove", "withdraw", "erase")


@pytest.fixture
def approved() -> Endorsement:
    return an_endorsement("approved", name="Old Town Library", statement="The old words.")


@pytest.fixture
def address(approved) -> str:
    return link_to(Purpose.MANAGE, approved)


def everything_about(endorsement: Endorsement) -> tuple[object, ...]:
    return (
        Endorsement.objects.filter(pk=endorsement.pk).values().get(),
        list(Event.objects.values_list("pk")),
        list(Mail.objects.values_list("pk")),
        list(Change.objects.values()),
    )


def names_in_public(client) -> str:
    addresses = ("/en/endorsements/", "/en/", "/endorsements.json", "/endorsements.csv", "/en/endorsements/?country=UA")
    return "".join(client.get(address).content.decode() for address in addresses)


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


def test_a_new_statement_waits_and_the_old_one_stays_meanwhile(client, approved, address):
    response = press(client, address, "correct", statement="The new words.")
    assert response.status_code == 302
    page = names_in_public(client)
    assert "The old words." in page
    assert "The new words." not in page
    assert "The new words." in document(client.get(response["Location"]).content).text
    changes.accept(approved, actor=a_moderator())
    page = names_in_public(client)
    assert "The new words." in page
    assert "The old words." not in page


def test_a_declined_statement_is_never_public(client, approved, address):
    press(client, address, "correct", statement="The new words.")
    changes.decline(approved, actor=a_moderator())
    assert "The new words." not in names_in_public(client)
    assert "The old words." in names_in_public(client)


def test_a_new_website_waits(client, approved, address):
    press(client, address, "correct", website="https://moved.example")
    assert "moved.example" not in names_in_public(client)
    changes.accept(approved, actor=a_moderator())
    assert "https://moved.example" in names_in_public(client)


def test_the_role_changes_at_once_and_waits_for_nobody(client, approved, address):
    press(client, address, "correct", contact_role="Chair")
    approved.refresh_from_db()
    assert approved.contact_role == "Chair"
    assert not Change.objects.exists()


def test_a_wrong_correction_comes_back_with_what_was_typed(client, approved, address):
    before = everything_about(approved)
    response = press(client, address, "correct", website="http://localhost", statement="Typed words.")
    page = document(response.content)
    assert response.status_code == 422
    assert page.one(id=page.one(role="alert").one("a")["href"][1:])["name"] == "correct-website"
    assert page.one("textarea", name="correct-statement").text == "Typed words."
    assert everything_about(approved) == before


def test_a_statement_may_be_taken_away(client, approved, address):
    press(client, address, "correct", statement="")
    changes.accept(approved, actor=a_moderator())
    assert "The old words." not in names_in_public(client)


def test_a_statement_of_600_characters_passes_with_its_line_breaks(client, approved, address):
    statement = "\n\n".join(["x" * 298, "y" * 300])
    press(client, address, "correct", statement=statement.replace("\n", "\r\n"))
    assert Change.objects.get().statement == statement


def test_what_waits_for_its_first_decision_is_corrected_at_once(client):
    waiting = an_endorsement("waiting")
    press(client, link_to(Purpose.MANAGE, waiting), "correct", statement="The new words.")
    waiting.refresh_from_db()
    assert (waiting.status, waiting.statement) == ("waiting", "The new words.")


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


def test_a_correction_that_is_ticked_as_served_keeps_what_waits(client, approved, address):
    press(client, address, "correct", statement="The new words.", website="https://moved.example")
    before = everything_about(approved)
    assert press(client, address, "correct").status_code == 302
    assert everything_about(approved) == before
    assert Change.objects.get().asked() == {"statement": "The new words.", "website": "https://moved.example"}


def test_a_new_name_of_the_contact_changes_at_once_and_waits_for_nobody(client, approved, address):
    assert press(client, address, "correct", contact_name="Oksana Example").status_code == 302
    approved.refresh_from_db()
    assert approved.contact_name == "Oksana Example"
    assert not Change.objects.exists()
    assert "Oksana Example" not in names_in_public(client)


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
