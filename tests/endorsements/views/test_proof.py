import pytest
from django.test import Client
from django.utils import timezone

from endorsements import changes, proving, workflow
from endorsements.models import Count, Endorsement, Event
from endorsements.models.states import ProvenBy
from endorsements.models.token import Purpose
from endorsements.proof.findings import Finding, Sighting
from tests.endorsements.factories import a_moderator, an_endorsement, the_events, the_jobs
from tests.endorsements.visitors import link_to, press
from tests.reading import Element, as_served, document, form_with

pytestmark = pytest.mark.django_db
WEBSITE = "https://www.club.organisation.example/about"
ADDRESSES = ("/en/", "/en/endorsements/", "/endorsements.json", "/endorsements.csv", "/en/endorsements/?q=Old")


class Finds:
    def __init__(self, finding: Finding, domain: str = "", by: ProvenBy = ProvenBy.DNS) -> None:
        self.sighting, self.by = Sighting(finding, domain), by

    def look(self, *_where) -> Sighting:
        return self.sighting


@pytest.fixture
def approved() -> Endorsement:
    return an_endorsement("approved", name="Old Town Library", website=WEBSITE)


def main(client: Client, address: str) -> Element:
    return document(client.get(address).content).one("main")


def buttons(client: Client, address: str) -> list[str]:
    return [button.get("name") for button in main(client, address).all("button")]


def codes(client: Client, address: str) -> list[str]:
    return [code.text for code in main(client, address).all("code")]


def test_the_proof_is_offered_and_says_that_nobody_has_to(client, address) -> None:
    page = main(client, address)
    assert "prove" in [button["name"] for button in page.all("button")]
    section = page.one("section", aria_labelledby="form-prove")
    assert "optional" in section.one("h2").text
    assert "Nobody has to" in section.text
    assert "stay unnamed, do not leave it" in section.text
    assert "people1st-verification" not in page.text


def test_opening_the_page_makes_no_line(client, approved, address) -> None:
    client.get(address)
    client.get(f"{address}?prove=1&prove-agree=on")
    approved.refresh_from_db()
    assert approved.proof_code == ""


def test_a_form_as_it_is_served_does_nothing(client, approved, address) -> None:
    assert client.post(address, as_served(form_with(main(client, address), "prove"), "prove")).status_code == 422
    approved.refresh_from_db()
    assert approved.proof_code == ""
    proving.give_line(approved)
    assert client.post(address, as_served(form_with(main(client, address), "look"), "look")).status_code == 422
    assert the_jobs("prove_domain") == []
    assert not Count.objects.filter(scope__startswith="proof").exists()


def test_the_tick_shows_the_line_and_both_ways(client, approved, address) -> None:
    response = press(client, address, "prove")
    assert (response.status_code, response["Location"]) == (302, f"{address}?done=prove")
    approved.refresh_from_db()
    line = f"people1st-verification={approved.proof_code}"
    assert codes(client, address) == [
        "organisation.example",
        line,
        "club.organisation.example",
        "https://www.club.organisation.example/.well-known/people1st.txt",
        line,
    ]
    assert "prove" not in buttons(client, address)
    assert "look" in buttons(client, address)
    assert "The line is on this page now" in main(client, response["Location"]).one("p", class_="done").text


def test_asking_to_look_leaves_it_to_the_worker(client, approved, address) -> None:
    press(client, address, "prove")
    response = press(client, address, "look")
    assert response.status_code == 302
    assert the_jobs("prove_domain") == [{"endorsement_id": approved.pk}]
    assert "We are looking" in main(client, response["Location"]).one("p", class_="done").text
    assert the_events(approved)[-1] == "approved"


def test_too_often_is_said_in_words(client, address) -> None:
    press(client, address, "prove")
    assert [press(client, address, "look").status_code for _time in range(6)] == [302] * 6
    answer = press(client, address, "look")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 66 * 60
    assert "Ask again in" in document(answer.content).one("div", role="alert").text


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_what_was_not_found_is_said_with_the_reasons(client, approved, language) -> None:
    there = proving.give_line(approved)
    proving.look(there, [Finds(Finding.NO_RECORD), Finds(Finding.CERTIFICATE, by=ProvenBy.FILE)])
    page = main(client, link_to(Purpose.MANAGE, approved, language))
    found = [item.text for item in page.one("ul", class_="found").all("li")]
    assert len(found) == 2
    assert str(timezone.localtime().year) in page.text
    if language == "en":
        assert found == [
            "TXT record: There is no TXT record with the line.",
            "File on the website: The website’s certificate is not valid for its name.",
        ]


def test_what_was_found_is_said_with_the_day(client, approved, address) -> None:
    proving.look(proving.give_line(approved), [Finds(Finding.FOUND, "organisation.example")])
    section = document(client.get(address).content).one("h2", id="proof").parent
    assert "organisation.example" in section.text
    assert str(timezone.localtime().year) in section.text
    assert not {"prove", "look"} & set(buttons(client, address))


def test_nothing_public_tells_of_the_proof(client, approved, address) -> None:
    there = proving.give_line(approved)
    proving.look(there, [Finds(Finding.FOUND, "organisation.example")])
    before = [client.get(page).content for page in ADDRESSES]
    Endorsement.objects.filter(pk=there.pk).update(proof_code="", proven_domain="", proven_at=None, proven_by="")
    assert [client.get(page).content for page in ADDRESSES] == before
    assert not [page for page in before if there.proof_code.encode() in page]


@pytest.mark.parametrize("changed", [
    {"visibility": "unnamed"}, {"website": "https://facebook.com/organisation"}, {"website": "https://me.medium.com"},
])  # fmt: skip
def test_where_nothing_can_be_proven_nothing_is_offered(client, changed) -> None:
    there = an_endorsement("approved", **changed)
    address = link_to(Purpose.MANAGE, there)
    assert not {"prove", "look"} & set(buttons(client, address))
    for button in ("prove", "look"):
        assert client.post(address, {button: "1", f"{button}-agree": "on"}).status_code == 422
    there.refresh_from_db()
    assert there.proof_code == ""
    assert "people1st-verification" not in main(client, address).text


def test_whoever_hides_the_name_is_told_to_take_the_line_away(client, approved, address) -> None:
    press(client, address, "prove")
    press(client, address, "hide")
    approved.refresh_from_db()
    assert approved.proof_code == ""
    assert codes(client, address) == ["people1st-verification="]
    page = main(client, address)
    assert "take it away" in page.text
    assert page.text.index("take it away") < page.text.index("Send the correction")
    assert not {"prove", "look"} & set(buttons(client, address))


def test_whoever_was_never_named_is_not_told_of_a_line(client) -> None:
    address = link_to(Purpose.MANAGE, an_endorsement("approved", visibility="unnamed"))
    assert codes(client, address) == []


def test_a_new_website_needs_a_new_proof(client, approved, address) -> None:
    proving.look(proving.give_line(approved), [Finds(Finding.FOUND, "organisation.example")])
    changes.correct(approved, {"website": "https://another.example"}, actor=a_moderator())
    assert "prove" in buttons(client, address)
    assert not document(client.get(address).content).all("h2", id="proof")


def test_the_history_names_no_domain(approved) -> None:
    proving.look(proving.give_line(approved), [Finds(Finding.FOUND, "organisation.example")])
    workflow.erase(approved)
    assert "organisation" not in "".join(Event.objects.filter(endorsement=approved).values_list("reason", flat=True))


def test_the_contact_takes_it_away_with_the_rest(client, approved, address) -> None:
    there = proving.give_line(approved)
    proving.look(there, [Finds(Finding.FOUND, "organisation.example")])
    kept = client.get(f"{address}people1st.json").json()["organisation"]
    assert (kept["proof_code"], kept["domain_proven_by"]) == (there.proof_code, "dns")
    assert kept["proven_domain"] == "organisation.example"


def test_moderators_see_it_beside_the_record(client, approved) -> None:
    proving.look(proving.give_line(approved), [Finds(Finding.FOUND, "proven.organisation.example")])
    client.force_login(a_moderator())
    page = client.get(f"/admin/endorsements/endorsement/{approved.pk}/change/").content.decode()
    assert "proven.organisation.example" in page
    assert 'name="proven_domain"' not in page
