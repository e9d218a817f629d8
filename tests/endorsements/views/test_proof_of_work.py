import base64
import json
from datetime import timedelta

import altcha
import pytest

from endorsements import proof_of_work
from endorsements.models import Endorsement, Mail, Protection
from tests.endorsements.factories import the_demands
from tests.endorsements.visitors import FILLED_IN, opened, send_form
from tests.reading import as_served, document, form_with

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "uk", "ru")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that is small enough to be solved here again and again."""
    monkeypatch.setattr(proof_of_work, "ROUNDS", 50)
    monkeypatch.setattr(proof_of_work, "TRIALS", 20)


@pytest.fixture
def switched_on() -> None:
    Protection.objects.update_or_create(pk=1, defaults={"proof_of_work": True})


def switch_off() -> None:
    Protection.objects.update(proof_of_work=False)


@pytest.mark.parametrize("asked_for", [True, False])
def test_the_page_after_the_form_says_that_a_person_looks_at_some_while_the_task_is_asked_for(client, asked_for):
    Protection.objects.update_or_create(pk=1, defaults={"proof_of_work": asked_for})
    assert ("is first looked at by a person" in client.get("/en/endorse/sent/").content.decode()) == asked_for


def test_the_privacy_page_knows_of_the_script_of_the_form(client, switched_on):
    the_demands()
    assert "<script" in client.get("/en/endorse/").content.decode()
    assert "the page to endorse on runs a small script of ours" in client.get("/en/privacy/").content.decode()


def policy_of(response) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";")]
    return {name: sources for name, _space, sources in parts}


def challenge_on(response) -> str:
    return form_with(document(response.content), "contact_email").one(name="altcha")["data-challenge"]


def solved(challenge: str) -> str:
    given = altcha.Challenge.from_dict(json.loads(challenge))
    solution = altcha.solve_challenge(given)
    assert solution
    return altcha.Payload(given, solution).to_base64()


def held() -> list[str]:
    return [mail.held_for for mail in Mail.objects.filter(kind="confirm").order_by("queued_at")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_while_it_is_off_the_page_has_no_script_and_may_run_none(client, language):
    the_demands()
    response = client.get(f"/{language}/endorse/")
    page = document(response.content)
    assert not page.all("script")
    assert not page.all(name="altcha")
    policy = policy_of(response)
    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy


@pytest.mark.parametrize("language", LANGUAGES)
def test_while_it_is_on_the_page_has_one_script_of_our_own_and_says_beforehand_what_goes_without(
    client, switched_on, language
):
    the_demands()
    response = client.get(f"/{language}/endorse/")
    page = document(response.content)
    script = page.one("script")
    assert script["src"].startswith("/static/js/proof-of-work")
    assert not script.source_text
    policy = policy_of(response)
    assert (policy["default-src"], policy["script-src"]) == ("'none'", "'self'")
    assert "JavaScript" in page.one(role="status").text
    assert page.text.count("JavaScript") == 3
    assert json.loads(challenge_on(response))["parameters"]["algorithm"] == "PBKDF2/SHA-256"


@pytest.mark.parametrize("days", [5, 7])
def test_while_it_is_on_the_page_says_how_long_a_form_waits_for_a_person(client, switched_on, settings, days):
    the_demands()
    settings.CONFIRM_LINK_LIFETIME = timedelta(days=days)
    said = f"nobody has looked at it within {days} days, it is forgotten; please send it again"
    assert said in document(client.get("/en/endorse/").content).text
    assert f"if nobody has within {days} days, they are erased" in document(client.get("/en/privacy/").content).text
    switch_off()
    assert said not in document(client.get("/en/endorse/").content).text


def test_no_other_page_has_the_script_meanwhile(client, switched_on):
    the_demands()
    for path in ("", "endorse/sent/", "endorse/link/", "endorsements/", "privacy/"):
        response = client.get(f"/en/{path}")
        assert not document(response.content).all("script"), path
        assert "script-src" not in policy_of(response), path


def test_with_a_proof_the_form_goes_its_ordinary_way(client, switched_on):
    the_demands()
    proof = solved(challenge_on(client.get("/en/endorse/")))
    response = send_form(client, altcha=proof)
    assert (response.status_code, response["Location"]) == (302, "/en/endorse/sent/")
    assert held() == [""]


def test_the_form_as_served_and_filled_in_is_kept_and_waits_for_a_person(client, switched_on):
    the_demands()
    data = as_served(form_with(document(client.get("/uk/endorse/").content), "contact_email"))
    response = client.post("/uk/endorse/", {**data, **FILLED_IN, "opened": opened()})
    assert (response.status_code, response["Location"]) == (302, "/uk/endorse/sent/")
    assert Endorsement.objects.get().status == "unconfirmed"
    assert held() == ["hand_check"]


@pytest.mark.parametrize("proof", ["", "x", "\x00", "e30=", base64.b64encode(b"[" * 900).decode(), "A" * 50_000])
def test_what_is_no_proof_is_no_error(client, switched_on, proof):
    assert send_form(client, altcha=proof).status_code == 302
    assert held() == ["hand_check"]


def test_a_proof_is_good_for_one_form(client, switched_on):
    the_demands()
    proof = solved(challenge_on(client.get("/en/endorse/")))
    for number in range(3):
        mailbox = f"office@organisation-{number}.example"
        assert send_form(client, altcha=proof, name=f"Organisation {number}", contact_email=mailbox).status_code == 302
    assert held() == ["", "hand_check", "hand_check"]


def test_a_form_with_errors_uses_no_proof_up_and_comes_back_with_a_new_challenge(client, switched_on):
    the_demands()
    first = challenge_on(client.get("/en/endorse/"))
    proof = solved(first)
    again = send_form(client, altcha=proof, website="x")
    assert again.status_code == 422
    assert challenge_on(again) != first
    assert policy_of(again)["script-src"] == "'self'"
    assert as_served(form_with(document(again.content), "contact_email"))["altcha"] == ""
    send_form(client, altcha=proof)
    assert held() == [""]


def test_over_the_limit_of_a_source_the_page_keeps_its_script(client, switched_on):
    Protection.objects.update(forms_an_hour=1)
    send_form(client)
    response = send_form(client)
    assert response.status_code == 429
    assert policy_of(response)["script-src"] == "'self'"
    assert challenge_on(response)


def test_the_answer_is_the_same_with_and_without_a_proof(client, switched_on):
    the_demands()
    proof = solved(challenge_on(client.get("/en/endorse/")))
    answers = [
        send_form(client, altcha=proof),
        send_form(client, altcha="x", name="Another", contact_email="office@another.example"),
        send_form(client, altcha="x", name="A machine’s", subject="x"),
    ]
    assert len({(one.status_code, str(sorted(one.items())), one.content) for one in answers}) == 1
    assert held() == ["", "hand_check"]


def test_switched_off_meanwhile_nothing_waits(client, switched_on):
    the_demands()
    client.get("/en/endorse/")
    switch_off()
    send_form(client)
    assert held() == [""]


def test_switched_on_meanwhile_an_open_page_is_not_lost(client):
    the_demands()
    Protection.objects.update_or_create(pk=1, defaults={"proof_of_work": True})
    assert send_form(client).status_code == 302
    assert held() == ["hand_check"]
