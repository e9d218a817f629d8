"""The hidden time of the form: machines, pages that stood open, forged ones, demands that changed meanwhile."""

import re
from datetime import timedelta

import pytest

from campaign import versions
from campaign.models import Demand
from endorsements.models import Endorsement, Protection
from tests.endorsements.factories import the_demands
from tests.endorsements.views.answers import nothing_is_kept, the_form
from tests.endorsements.visitors import FILLED_IN, filled_in, opened, send_form
from tests.reading import as_served, document

pytestmark = pytest.mark.django_db
# What a page repeats of what was typed, and its own secrets.
TYPED = re.compile(rb'(?:name="(?:csrfmiddlewaretoken|opened|subject)"[^>]*)')


@pytest.mark.parametrize("ago", [0, 1, 1.5])
def test_a_form_that_comes_back_within_two_seconds_gets_the_same_answer_and_nothing_is_kept(client, settings, ago):
    settings.FASTEST_PERSON, ago = settings.FASTEST_PERSON * 60, ago * 60  # a busy machine is slower than a person
    response = send_form(client, opened=opened(timedelta(seconds=ago)))
    assert (response.status_code, response["Location"]) == (302, "/en/endorse/sent/")
    assert nothing_is_kept()


@pytest.mark.parametrize("tell", [{"subject": "Offer"}, {"opened": ""}])
def test_a_machine_can_not_tell_that_it_was_told(client, settings, tell):
    """Its answers are a person's to the byte, but for what differs between two persons' too."""

    def answers(**sent: str) -> list[tuple[int, dict[str, str], bytes]]:
        tried = [
            send_form(client, **sent),
            send_form(client, **{**sent, "website": "x"}),
            send_form(client, **{**sent, "name": "", "consent": ""}),
        ]
        return [
            (one.status_code, dict(one.items()) | {"Content-Length": ""}, TYPED.sub(b"", one.content)) for one in tried
        ]

    if "opened" in tell:
        tell = {"opened": opened(timedelta(seconds=1))}
        settings.FASTEST_PERSON *= 25  # a busy machine may take longer than a person, yet not a minute
    machines = answers(**tell)
    assert nothing_is_kept()
    assert [status for status, _headers, _content in machines] == [302, 422, 422]
    assert machines == answers(opened=opened())
    assert Endorsement.objects.exists()


def test_a_form_that_comes_back_after_two_seconds_is_a_persons(client):
    send_form(client, opened=opened(timedelta(seconds=2.1)))
    assert Endorsement.objects.exists()


def test_a_form_as_served_carries_the_time_of_now(client, settings):
    the_demands()
    settings.FASTEST_PERSON = timedelta(minutes=10)  # a busy machine may take two seconds from one page to the next
    data = as_served(the_form(client.get("/en/endorse/")))
    response = client.post("/en/endorse/", {**FILLED_IN, "opened": data["opened"]})
    assert response.status_code == 302
    assert nothing_is_kept()


def test_a_form_shown_again_keeps_its_first_time(client):
    first = opened(timedelta(seconds=30))
    again = the_form(client.post("/en/endorse/", filled_in(website="x", opened=first)))
    assert as_served(again)["opened"] == first
    send_form(client, opened=as_served(again)["opened"])
    assert Endorsement.objects.exists()


@pytest.mark.parametrize("forged", ["", "x", "1:2:3", "é", "\x00", "eyJhdCI6MH0:1w:AAAA"])
def test_a_form_that_this_site_did_not_hand_out_is_shown_again_with_what_was_typed(client, forged):
    response = send_form(client, opened=forged)
    assert response.status_code == 422
    assert nothing_is_kept()
    form = the_form(response)
    assert as_served(form)["name"] == FILLED_IN["name"]
    assert as_served(form)["opened"] not in {"", forged}


def test_one_page_sends_no_more_than_ten_sources_and_then_asks_to_send_again(client):
    Protection.objects.update_or_create(pk=1, defaults={"forms_an_hour": 1})
    stamp = opened()
    answers = [
        client.post("/en/endorse/", filled_in(opened=stamp), REMOTE_ADDR=f"192.0.2.{number}") for number in range(11)
    ]
    assert [answer.status_code for answer in answers] == [302] * 10 + [422]
    page = document(answers[-1].content)
    assert page.one(role="alert").one("li").text.startswith("Many forms were sent from this page.")
    again = {**FILLED_IN, "opened": as_served(the_form(answers[-1]))["opened"]}
    assert client.post("/en/endorse/", again, REMOTE_ADDR="192.0.2.99").status_code == 302


def test_one_source_meets_its_own_limit_and_wears_no_page_out(client):
    Protection.objects.update_or_create(pk=1, defaults={"forms_an_hour": 2})
    stamp = opened()
    answers = [send_form(client, opened=stamp).status_code for _ in range(30)]
    assert answers == [302] * 2 + [429] * 28


def test_a_page_that_was_open_for_days_says_so_and_keeps_what_was_typed(client):
    response = send_form(client, opened=opened(timedelta(days=3)))
    assert response.status_code == 422
    page = document(response.content)
    assert page.one(role="alert").one("li").text.startswith("This page was open for a long time.")
    shown = as_served(the_form(response))
    assert {field: shown[field] for field in FILLED_IN} == FILLED_IN
    assert client.post("/en/endorse/", {**FILLED_IN, "opened": shown["opened"]}).status_code == 302
    assert Endorsement.objects.exists()


def test_a_form_without_its_hidden_field_is_shown_again(client):
    the_demands()
    response = client.post("/en/endorse/", FILLED_IN)
    assert response.status_code == 422
    assert as_served(the_form(response))["opened"]


def test_demands_that_changed_in_substance_meanwhile_are_read_first(client):
    sent = filled_in()
    Demand.objects.filter(position=1).update(text_en="Something else")
    new = versions.make_version(substance=True)
    response = client.post("/en/endorse/", sent)
    assert response.status_code == 422
    assert nothing_is_kept()
    stamp = as_served(the_form(response))["opened"]
    assert client.post("/en/endorse/", {**sent, "opened": stamp}).status_code == 302
    assert Endorsement.objects.get().demands_version == new


def test_a_corrected_comma_does_not_hold_up_anybody_and_the_words_that_were_read_are_kept(client):
    sent = filled_in()
    read = the_demands()
    Demand.objects.filter(position=1).update(text_en="Text 1, en")
    versions.current()
    assert client.post("/en/endorse/", sent).status_code == 302
    assert Endorsement.objects.get().demands_version == read
