"""The form as a page: what stands before each field, what belongs together, what browsers are told."""

import pytest

from endorsements.models import Endorsement
from tests.endorsements.factories import an_endorsement
from tests.endorsements.visitors import FILLED_IN, filled_in, link_to, opened
from tests.reading import Element, document, form_with

pytestmark = pytest.mark.django_db
GROUPS = {
    "Your organisation": ["name", "country", "website", "statement"],
    "How the organisation appears": ["visibility"],
    "Contact": ["contact_name", "contact_role", "contact_email"],
    "Consent": ["consent"],
}


@pytest.fixture
def wrong(client) -> Element:
    """The form with every field wrong."""
    sent = {**dict.fromkeys(FILLED_IN, ""), "statement": "x" * 601, "opened": opened()}
    return document(client.post("/en/endorse/", sent).content)


@pytest.fixture
def form(client) -> Element:
    filled_in()
    return form_with(document(client.get("/en/endorse/").content), "contact_email")


def seen(root: Element) -> list[Element]:
    """The fields that a person sees, each group of radio buttons once."""
    fields = {
        field["name"]: field
        for field in reversed(root.all("input", "select", "textarea"))
        if field.get("type") != "hidden" and field["name"] != "subject"
    }
    return list(reversed(fields.values()))


def test_the_label_comes_first_then_the_hint_then_the_error_then_the_field(wrong):
    order = list(form_with(wrong, "contact_email"))
    for field in seen(form_with(wrong, "contact_email")):
        name = field["name"]
        said = [
            next(
                place
                for place, element in enumerate(order)
                if element.get("id") == f"id_{name}_{part}" or (part == "field" and element is field)
            )
            for part in ("helptext", "error", "field")
            if part == "field" or any(element.get("id") == f"id_{name}_{part}" for element in order)
        ]
        assert said == sorted(said), name
        assert len(said) >= 2, name
        if field.get("type") not in {"radio", "checkbox"}:
            label = next(place for place, one in enumerate(order) if one.get("for") == field["id"])
            assert label < said[0], name


def test_whatever_describes_a_field_is_there_and_says_something(wrong):
    described = [element for element in wrong if element.get("aria-describedby")]
    ids = {element["id"]: element for element in wrong if element.get("id")}
    assert len(described) >= len(FILLED_IN)
    for element in described:
        for part in element["aria-describedby"].split():
            assert ids[part].text, part
    assert len(ids) == len([element for element in wrong if element.get("id")])


def test_fields_stand_in_groups_that_are_named(form):
    groups = {group.one("legend").text: [field["name"] for field in seen(group)] for group in form.all("fieldset")}
    assert groups == GROUPS
    contact = form.one("p", id="contact-hint")
    assert contact.text.startswith("Never shown in public.")
    assert [group["aria-describedby"] for group in form.all("fieldset") if contact in list(group)] == [contact["id"]]


def test_each_way_to_appear_is_explained_where_it_is_chosen(form):
    for choice in form.all("input", name="visibility"):
        hint = form.one(id=choice["aria-describedby"])
        assert len(hint.text) > 40
        assert list(form).index(hint) > list(form).index(choice)
    assert "If in doubt, choose this" in form.one(id="id_visibility_1_hint").text


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_nothing_stands_in_a_field_instead_of_its_label(client, language):
    filled_in()
    form = form_with(document(client.get(f"/{language}/endorse/").content), "contact_email")
    for field in seen(form):
        assert "placeholder" not in field.attrs
        assert any(label.text for label in form.all("label") if label["for"] == field["id"])


def test_names_and_addresses_are_sent_to_no_spelling_checker(form):
    unchecked = {field["name"] for field in seen(form) if field.get("spellcheck") == "false"}
    assert unchecked == {"name", "website", "contact_name", "contact_role", "contact_email"}


def test_a_statement_that_is_too_long_is_kept_whole_and_its_length_is_told(client, form):
    assert "maxlength" not in form.one("textarea").attrs
    typed = "word " * 130
    page = document(client.post("/en/endorse/", filled_in(statement=typed)).content)
    assert page.one(id="id_statement_error").text == "Error: Shorten this to 600 characters; it has 649."
    assert page.one("textarea").text == typed.strip()
    assert not Endorsement.objects.exists()


def test_a_form_goes_to_its_page_without_the_fragment_of_a_followed_line(client, form):
    """With a fragment in the address, a browser would go there again instead of to the summary of errors."""
    assert form["action"] == "/en/endorse/"
    address = link_to("manage", an_endorsement("approved"))
    assert {form["action"] for form in document(client.get(address).content).all("form")} == {address}


def test_a_wrong_form_of_the_manage_page_says_so_in_the_title(client):
    address = link_to("manage", an_endorsement("approved"))
    assert not document(client.get(address).content).one("title").text.startswith("Error:")
    page = document(client.post(address, {"withdraw": "1"}).content)
    assert page.one("title").text.startswith("Error:")
    assert "autofocus" in page.one(role="alert").attrs


def test_the_manage_page_begins_with_a_list_of_what_can_be_done(client):
    page = document(client.get(link_to("manage", an_endorsement("approved"))).content)
    links = {link["href"]: link.text for link in page.one("main").one("nav").all("a")}
    assert links == {f"#{heading['id']}": heading.text for heading in page.all("h2") if "form-" in heading.get("id")}
    assert "#form-withdraw" in links
