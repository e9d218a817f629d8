from datetime import timedelta

import pytest
from django.utils import timezone

from endorsements import submissions, tokens, workflow
from endorsements.models import Endorsement, Event, Mail, Token
from endorsements.models.token import Purpose
from tests.endorsements.factories import a_moderator, a_submission, an_endorsement
from tests.endorsements.visitors import deliver, link_to, links_in, path_of, press, send_form, the_form
from tests.reading import as_served, document, form_with, tick_of

pytestmark = pytest.mark.django_db
SECRET_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@pytest.fixture
def unconfirmed() -> Endorsement:
    return an_endorsement("unconfirmed")


@pytest.fixture
def address(unconfirmed) -> str:
    return link_to(Purpose.CONFIRM, unconfirmed)


def age_links(endorsement: Endorsement, age: timedelta) -> None:
    Token.objects.filter(endorsement=endorsement).update(made_at=timezone.now() - age)


def status_of(endorsement: Endorsement) -> str:
    return Endorsement.objects.get(pk=endorsement.pk).status


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_mailed_link_opens_a_page_in_the_language_of_the_form(client, language):
    send_form(client, language)
    [link] = links_in(deliver()[0])
    assert f"/{language}/endorse/confirm/" in link
    response = client.get(path_of(link))
    page = document(response.content)
    assert (response.status_code, page.one("html")["lang"]) == (200, language)


def test_opening_the_page_changes_nothing_whoever_asks(client, unconfirmed, address):
    before = (Event.objects.count(), Mail.objects.count(), Token.objects.count(), unconfirmed.updated_at)
    for _ in range(3):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    unconfirmed.refresh_from_db()
    assert (Event.objects.count(), Mail.objects.count(), Token.objects.count(), unconfirmed.updated_at) == before
    assert unconfirmed.status == "unconfirmed"


def test_the_page_shows_what_was_sent_in(client):
    sent = an_endorsement("unconfirmed", name="Old Town Library", statement="A line.\n\nAnother line.")
    page = document(client.get(link_to(Purpose.CONFIRM, sent)).content)
    for words in (
        "Old Town Library",
        sent.website,
        "A line. Another line.",
        sent.contact_email,
        "Olena Example",
        "Director",
    ):
        assert words in page.one("main").text


def test_the_page_has_one_button_and_one_box_which_is_not_ticked(client, address):
    form = the_form(client, address, "confirm")
    assert len(document(client.get(address).content).all("button")) == 1
    assert "checked" not in form.one("input", type="checkbox").attrs


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_sent_as_served_it_says_what_is_missing_and_changes_nothing(client, unconfirmed, language):
    address = link_to(Purpose.CONFIRM, unconfirmed, language)
    response = press(client, address, "confirm", tick=False)
    page = document(response.content)
    assert response.status_code == 422
    assert page.one(id=page.one(role="alert").one("a")["href"][1:])["type"] == "checkbox"
    assert status_of(unconfirmed) == "unconfirmed"


def test_an_empty_post_changes_nothing(client, unconfirmed, address):
    assert client.post(address).status_code == 422
    assert status_of(unconfirmed) == "unconfirmed"


def test_with_the_tick_it_is_confirmed(client, unconfirmed, address):
    response = press(client, address, "confirm")
    assert (response.status_code, response["Location"]) == (302, "/en/endorse/confirmed/")
    assert status_of(unconfirmed) == "waiting"
    assert client.get(response["Location"]).status_code == 200


def test_it_needs_no_cookie(address, client):
    strict = type(client)(enforce_csrf_checks=True)
    assert press(strict, address, "confirm").status_code == 302
    assert not strict.cookies


def test_confirming_twice_says_the_same_and_is_one_event(client, unconfirmed, address):
    first, second = press(client, address, "confirm"), press(client, address, "confirm")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Event.objects.filter(endorsement=unconfirmed, verb="confirmed").count() == 1


@pytest.mark.parametrize("decide", [workflow.approve, workflow.reject])
def test_after_the_decision_it_still_says_the_same(client, unconfirmed, address, decide):
    form = the_form(client, address, "confirm")
    data = {**as_served(form, "confirm"), tick_of(form): "on"}
    client.post(address, data)
    decided = decide(unconfirmed, actor=a_moderator())
    assert client.post(address, data)["Location"] == "/en/endorse/confirmed/"
    assert status_of(unconfirmed) == decided.status


def test_what_was_sent_in_anew_meanwhile_is_read_first(client, unconfirmed, address):
    form = the_form(client, address, "confirm")
    data = {**as_served(form, "confirm"), tick_of(form): "on"}
    again = a_submission(
        name=unconfirmed.name, contact_email=unconfirmed.contact_email, statement="Not what was shown."
    )
    submissions.submit(again)
    response = client.post(address, data)
    assert response.status_code == 409
    assert "Not what was shown." in document(response.content).text
    assert status_of(unconfirmed) == "unconfirmed"
    form = form_with(document(response.content), "confirm")
    assert client.post(address, {**as_served(form, "confirm"), tick_of(form): "on"}).status_code == 302


@pytest.mark.parametrize("seen", ["x", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "\x00"])
def test_a_forged_time_never_breaks_it(client, address, seen):
    data = {"confirm": "1", "confirm-agree": "on", "confirm-seen": seen}
    assert client.post(address, data).status_code in {302, 409, 422}


def test_a_link_works_for_seven_days_from_the_last_such_mail(client, unconfirmed, address):
    age_links(unconfirmed, timedelta(days=6, hours=23))
    assert client.get(address).status_code == 200
    age_links(unconfirmed, timedelta(days=7, hours=1))
    assert client.get(address).status_code == 410
    tokens.make(unconfirmed, Purpose.CONFIRM)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_a_link_that_is_too_old_is_gone_and_confirms_nothing(client, unconfirmed, language):
    address = link_to(Purpose.CONFIRM, unconfirmed, language)
    age_links(unconfirmed, timedelta(days=8))
    response = client.post(address, {"confirm": "1", "confirm-agree": "on"})
    assert response.status_code == 410
    assert document(response.content).one("html")["lang"] == language
    assert status_of(unconfirmed) == "unconfirmed"


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("status", ["waiting", "approved", "rejected"])
def test_a_link_that_has_run_out_after_it_was_used_does_not_say_that_nothing_was_counted(client, status, language):
    there, other = an_endorsement(status), an_endorsement("unconfirmed")
    used, unused = (link_to(Purpose.CONFIRM, one, language) for one in (there, other))
    for one in (there, other):
        age_links(one, timedelta(days=8))
    response, of_unused = client.get(used), client.get(unused)
    assert (response.status_code, response.context["reason"]) == (410, "confirmed")
    assert (of_unused.status_code, of_unused.context["reason"]) == (410, "expired")
    said, said_of_unused = (document(page.content).one("main").one("p").text for page in (response, of_unused))
    assert said != said_of_unused
    assert client.post(used, {"confirm": "1", "confirm-agree": "on"}).status_code == 410
    assert status_of(there) == status


@pytest.mark.parametrize("status", ["unconfirmed", "waiting"])
def test_a_link_never_brings_back_what_was_withdrawn(client, status):
    there = an_endorsement(status)
    address = link_to(Purpose.CONFIRM, there)
    workflow.withdraw(there)
    assert client.get(address).status_code == 410
    assert client.post(address, {"confirm": "1", "confirm-agree": "on"}).status_code == 410
    assert status_of(there) == "withdrawn"


def test_a_link_to_what_has_expired_is_gone(client, unconfirmed, address):
    workflow.expire(unconfirmed)
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("purpose", [Purpose.MANAGE, Purpose.MAILBOX])
def test_a_link_for_another_purpose_confirms_nothing(client, unconfirmed, purpose):
    address = f"/en/endorse/confirm/{tokens.make(unconfirmed, purpose)}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"confirm": "1", "confirm-agree": "on"}).status_code == 404
    assert status_of(unconfirmed) == "unconfirmed"


@pytest.mark.parametrize(
    "token", ["x", "A" * 43, "A" * 5000, "%00", "%ff%fe", "é", "a%0D%0Ab", "'; DROP TABLE", "%ED%A0%80"]
)
def test_unknown_links_are_not_found(client, token):
    response = client.get(f"/en/endorse/confirm/{token}/")
    assert response.status_code == 404
    assert {name: response[name] for name in SECRET_HEADERS} == SECRET_HEADERS


def test_every_answer_is_kept_by_nobody_and_told_to_nobody(client, unconfirmed, address):
    answers = [client.get(address), client.post(address), press(client, address, "confirm")]
    workflow.withdraw(unconfirmed)
    answers.append(client.get(address))
    assert [answer.status_code for answer in answers] == [200, 422, 302, 410]
    for answer in answers:
        assert {name: answer[name] for name in SECRET_HEADERS} == SECRET_HEADERS
        assert not answer.cookies


def test_what_was_typed_is_shown_as_text(client):
    payload = "<script>alert(1)</script>"
    sent = an_endorsement(
        "unconfirmed", name=f"A {payload}", statement=payload, contact_name=payload, contact_role=payload
    )
    content = client.get(link_to(Purpose.CONFIRM, sent)).content.decode()
    assert "<script" not in content
    assert content.count("&lt;script&gt;") == 4


def test_other_methods_are_refused(client, address):
    assert {client.generic(method, address).status_code for method in ("PUT", "DELETE", "PATCH", "OPTIONS")} == {405}
