import json
import statistics
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from people1st.staff import factors
from tests.people1st.staff.people import PASSWORD, a_member, code, opens, sign_in, type_code, type_password

pytestmark = pytest.mark.django_db
FORM = b'name="username"'


def test_in_development_username_and_password_open_the_admin(client):
    a_member()
    response = type_password(client)
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert opens(client)


def test_the_page_that_was_asked_for_comes_after(client):
    a_member()
    assert client.get("/admin/auth/")["Location"] == "/admin/login/?next=/admin/auth/"
    sent = {"username": "olena", "password": PASSWORD, "next": "/admin/account/"}
    assert client.post("/admin/login/", sent)["Location"] == "/admin/account/"


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_another_site_never_does(client, where):
    a_member()
    response = client.post("/admin/login/", {"username": "olena", "password": PASSWORD, "next": where})
    assert response["Location"] == "/admin/"
    assert client.get("/admin/login/", {"next": where})["Location"] == "/admin/"


def test_who_is_signed_in_is_sent_on(client):
    client = sign_in(a_member())
    assert client.get("/admin/login/?next=/admin/account/")["Location"] == "/admin/account/"


def test_with_an_app_the_password_opens_nothing_and_the_code_the_admin(client, as_in_production):
    a_member(app=True)
    assert type_password(client)["Location"] == "/admin/account/second-step/"
    assert not opens(client)
    assert opens(client, "/admin/account/second-step/")
    assert type_code(client, "000000").status_code == 422
    assert not opens(client)
    assert type_code(client, code())["Location"] == "/admin/"
    assert opens(client)


def test_it_is_asked_for_in_development_too_where_there_is_one(client):
    a_member(app=True)
    type_password(client)
    assert not opens(client)


def test_a_code_is_good_once_over_all_browsers(client, as_in_production):
    a_member(app=True)
    used = code()
    for browser, works in ((client, True), (Client(), False)):
        type_password(browser)
        type_code(browser, used)
        assert opens(browser) is works
    other = Client()
    type_password(other)
    type_code(other, code(1))  # the clock of the phone may be half a minute off
    assert opens(other)


def test_older_codes_are_none_after_a_younger_one(client, as_in_production):
    a_member(app=True)
    type_password(client)
    type_code(client, code(1))
    assert opens(client)
    other = Client()
    type_password(other)
    assert type_code(other, code()).status_code == 422


@pytest.mark.parametrize("steps", [-3, 3, 100])
def test_codes_of_other_times_are_none(client, as_in_production, steps):
    a_member(app=True)
    type_password(client)
    assert type_code(client, code(steps)).status_code == 422


def test_a_recovery_code_is_good_once(client, as_in_production):
    user = a_member(app=True)
    first, second, *_others = factors.new_recovery_codes(user)
    for browser, typed, works in ((client, first, True), (Client(), first, False), (Client(), second, True)):
        type_password(browser)
        type_code(browser, f"{typed[:5]} {typed[5:]}")
        assert opens(browser) is works
    assert factors.codes_left(user) == 8


@pytest.mark.parametrize("typed", ["", " ", "x", "\x00", "9" * 5000, "٣٣٣٣٣٣", "𝟙𝟚𝟛𝟜𝟝𝟞", "-000000", "0x1F"])
def test_odd_codes(client, as_in_production, typed):
    a_member(app=True)
    type_password(client)
    assert type_code(client, typed).status_code == 422


def test_there_is_no_second_step_without_the_first(client, as_in_production):
    a_member(app=True)
    for response in (client.get("/admin/account/second-step/"), type_code(client, code())):
        assert response["Location"] == "/admin/login/"
    assert not opens(client)


def test_the_second_step_is_not_left_open_for_ever(client, as_in_production):
    a_member(app=True)
    type_password(client)
    session = client.session
    session["signing_in"] = {**session["signing_in"], "at": time.time() - 601}
    session.save()
    assert type_code(client, code())["Location"] == "/admin/login/"


@pytest.mark.parametrize("changed", [{"is_active": False}, {"is_staff": False}, {"password": "!"}])
def test_nor_when_the_account_changed_meanwhile(client, as_in_production, changed):
    user = a_member(app=True)
    type_password(client)
    type(user).objects.filter(pk=user.pk).update(**changed)
    assert type_code(client, code())["Location"] == "/admin/login/"
    assert not opens(client)


def test_where_a_second_factor_is_asked_for_a_password_alone_is_as_good_as_a_wrong_one(client, as_in_production):
    a_member()
    right, wrong = type_password(client), type_password(client, password="wrong")
    assert right.status_code == wrong.status_code == 200
    assert without_tokens(right) == without_tokens(wrong)
    assert not opens(client)


def test_one_answer_for_whatever_is_wrong(client):
    a_member()
    a_member("left", is_active=False)
    a_member("reader", is_staff=False)
    answers = {
        without_tokens(type_password(Client(), name, password)).replace(name, "…")
        for name, password in [("olena", "x"), ("left", PASSWORD), ("left", "x"), ("reader", PASSWORD), ("nobody", "x")]
    }
    assert len(answers) == 1
    assert "errornote" in answers.pop()


class Quicker(PBKDF2PasswordHasher):
    """A tenth of the work, and still the larger part of an answer's time."""

    iterations = PBKDF2PasswordHasher.iterations // 10


def test_unknown_names_take_as_long_as_known_ones(client, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Quicker"]
    a_member()
    a_member("left", is_active=False)
    a_member("reader", is_staff=False)
    kinds = [("olena", "x"), ("left", PASSWORD), ("reader", PASSWORD), ("nobody", "x")]
    times: dict[str, list[float]] = {name: [] for name, _password in kinds}
    type_password(client, "warm", "up")
    for _round in range(7):
        for name, password in kinds:
            began = time.thread_time()
            type_password(Client(), name, password)
            times[name].append(time.thread_time() - began)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    print("seconds of one answer:", {name: round(taken, 3) for name, taken in medians.items()})  # noqa: T201
    assert max(medians.values()) < 1.5 * min(medians.values())  # without the hash: a third, twice: nearly double


def test_a_new_session_key_at_sign_in(client):
    a_member()
    client.get("/admin/account/passkey/")  # an anonymous session
    before = client.session.session_key
    type_password(client)
    assert before
    assert client.session.session_key != before


def test_the_key_changes_at_each_step(client, as_in_production):
    a_member(app=True)
    keys = []
    client.get("/admin/account/passkey/")
    keys.append(client.session.session_key)
    type_password(client)
    keys.append(client.session.session_key)
    type_code(client, code())
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3


def test_signing_out_works_as_the_contract_says(client, events):
    client = sign_in(a_member())
    assert client.post("/admin/logout/").status_code == 200
    assert not opens(client)
    assert events() == ["sign_in", "sign_out"]


def test_what_is_wrong_is_a_security_event_without_what_was_typed(client, caplog):
    caplog.set_level("INFO")
    a_member()
    type_password(client, "my-own-password-by-mistake", "and-another-one")
    [line] = [line for line in caplog.records if line.name == "people1st.security"]
    assert (line.event, line.facts["way"]) == ("sign_in_failed", "password")
    assert not any("my-own" in str(line.__dict__) or "another-one" in str(line.__dict__) for line in caplog.records)


def a_credential(**response: object) -> str:
    return json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": response})


NO_CREDENTIALS = [
    "", "x", "{}", "[]", "null", "1", '{"id": 1}', '{"response": {"userHandle": "MQ"}}', "{" * 10_000,
    "[" * 100_000, '{"a":' * 3_900, "[" * 9_000 + "]" * 9_000, "1" * 5_000, "-" + "9" * 5_000,
    "NaN", "1e999", "x" * 20_001,
    a_credential(),
    a_credential(clientDataJSON="e30", authenticatorData="AA", signature="AA", userHandle="MQ"),
    a_credential(clientDataJSON="e30", authenticatorData="AA", signature="AA", userHandle="_w"),
    a_credential(clientDataJSON=1, authenticatorData=[], signature={}, userHandle=None),
]  # fmt: skip


@pytest.mark.parametrize("sent", NO_CREDENTIALS)
def test_what_is_no_passkey_is_refused(client, as_in_production, sent):
    user = a_member(app=True)
    Authenticator.objects.filter(user=user).update(last_used_at=None)
    client.get("/admin/account/passkey/")
    assert client.post("/admin/account/passkey/", {"credential": sent})["Location"].startswith("/admin/login/")
    type_password(client)
    assert client.post("/admin/account/second-step/", {"credential": sent}).status_code == 422
    assert not opens(client)


def test_who_came_from_another_site_is_told_how_to_go_on(client):
    page = client.get("/admin/login/?next=/admin/account/", headers={"Sec-Fetch-Site": "cross-site"})
    assert b'<a href="/admin/account/">' in page.content
    assert b'<a href="/admin/account/">' not in client.get("/admin/login/?next=/admin/account/").content


def test_no_cookie_on_public_pages_whoever_asks(client):
    client = sign_in(a_member())
    for address in ("/", "/en/", "/endorsements.json", "/robots.txt"):
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def without_tokens(response) -> str:
    text = response.content.decode()
    head, _, tail = text.partition('name="csrfmiddlewaretoken"')
    assert FORM in response.content
    pieces = [piece.partition('">')[2] for piece in tail.split('name="csrfmiddlewaretoken"')]
    return head + "".join(pieces)
