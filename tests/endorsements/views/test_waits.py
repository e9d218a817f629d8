"""One form too many from one source: how long to wait, in words, with everything that was typed."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from endorsements import limits
from endorsements.models import Count, Endorsement, Mail, Protection
from endorsements.models.token import Purpose
from people1st import sources
from tests.endorsements.factories import an_endorsement
from tests.endorsements.visitors import FILLED_IN, filled_in, link_to, opened, press, send_form
from tests.reading import as_served, document, form_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("within_a_step")]
ASKED = {"email": "nobody@elsewhere.example"}


def others(number: int, start: int = 0, **headers: str) -> list[int]:
    """So many other organisations' forms; gives the statuses of the answers."""
    return [
        Client(headers=headers)
        .post("/en/endorse/", filled_in(name=f"Circle {n}", contact_email=f"office@circle-{n}.example"))
        .status_code
        for n in range(start, start + number)
    ]


def use_up() -> None:
    """As if thirty forms had come from here lately."""
    assert Client().post("/en/endorse/link/", ASKED).status_code == 302
    Count.objects.filter(scope="form").update(hits=30)


def let_pass(**time: int) -> None:
    """Let every count be older."""
    Count.objects.filter(scope="form").update(starts_at=F("starts_at") - timedelta(**time))


def test_thirty_an_hour_are_taken_and_the_next_one_waits(client):
    assert others(30) == [302] * 30
    answer = send_form(client)
    assert answer.status_code == 429
    assert 3600 <= int(answer["Retry-After"]) <= 3900
    assert answer["Cache-Control"] == "private, no-store"
    assert Endorsement.objects.count() == Mail.objects.count() == 30
    let_pass(minutes=59)
    assert send_form(client).status_code == 429
    let_pass(minutes=6)
    assert send_form(client).status_code == 302
    assert Endorsement.objects.filter(name=FILLED_IN["name"]).exists()


def test_what_was_typed_is_kept_and_may_be_sent_as_it_stands(client):
    use_up()
    answer = send_form(client)
    assert answer.status_code == 429
    typed = as_served(form_with(document(answer.content), "contact_email"))
    assert {field: typed[field] for field in FILLED_IN} == FILLED_IN
    assert not Endorsement.objects.exists()
    let_pass(hours=2)
    assert client.post("/en/endorse/", typed).status_code == 302
    assert Endorsement.objects.get().name == FILLED_IN["name"]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_page_says_how_long_in_its_language(client, language):
    use_up()
    answer = send_form(client, language)
    page = document(answer.content)
    alert = page.one("div", role="alert")
    minutes = -(-int(answer["Retry-After"]) // 60)
    assert f" {minutes} " in alert.text
    assert page.one("html")["lang"] == language
    assert "autofocus" in alert.attrs
    assert len(page.all("h1")) == 1


def test_all_forms_that_write_to_strangers_count_together(client):
    link = link_to(Purpose.MANAGE, an_endorsement("approved"))
    moved = [press(client, link, "move", new_email=f"new@circle-{n}.example").status_code for n in range(10)]
    asked = [client.post("/uk/endorse/link/", ASKED).status_code for _ in range(10)]
    assert others(10) == moved == asked == [302] * 10
    mails = Mail.objects.count()
    late = [
        press(client, link, "move", new_email="late@circle.example"),
        client.post("/en/endorse/link/", {"email": "late@circle.example"}),
        send_form(client, contact_email="late@circle.example"),
    ]
    for answer in late:
        assert answer.status_code == 429
        assert 3600 <= int(answer["Retry-After"]) <= 3900
        assert "no-store" in answer["Cache-Control"]
        page = document(answer.content)
        assert page.one("div", role="alert")
        assert [field for field in page.all("input") if field.get("value") == "late@circle.example"]
    assert late[0]["Referrer-Policy"] == "no-referrer"
    assert Mail.objects.count() == mails


def test_what_else_the_manage_page_does_is_not_counted(client):
    link = link_to(Purpose.MANAGE, an_endorsement("approved"))
    use_up()
    assert press(client, link, "hide").status_code == 302
    assert press(client, link, "withdraw").status_code == 302


def test_a_wrong_form_gets_its_errors_and_counts_for_nothing(client):
    use_up()
    Count.objects.filter(scope="form").update(hits=29)
    for _ in range(5):
        assert send_form(client, contact_email="nothing").status_code == 422
        assert client.post("/en/endorse/link/", {"email": "nothing"}).status_code == 422
        assert client.get("/en/endorse/").status_code == 200
    assert send_form(client).status_code == 302
    assert send_form(client, contact_email="nothing").status_code == 422
    assert send_form(client).status_code == 429


@pytest.mark.parametrize("silent", [{"opened": "now"}, {"subject": "Buy"}])
def test_a_machine_is_counted_and_told_as_a_person_is(client, settings, silent):
    settings.FASTEST_PERSON *= 25  # a busy machine may take longer than a person, yet not a minute

    def sent(n: int):
        changed = {**silent, "opened": opened(timedelta())} if "opened" in silent else silent
        return client.post("/en/endorse/", filled_in(contact_email=f"office@circle-{n}.example", **changed))

    assert [sent(n).status_code for n in range(31)] == [302] * 30 + [429]
    assert send_form(client).status_code == 429
    assert not Endorsement.objects.exists()
    assert not Mail.objects.exists()


def test_a_full_mailbox_is_counted_and_told_as_others_are(client):
    answers = [send_form(client, name=f"Circle {n}") for n in range(31)]
    assert [answer.status_code for answer in answers] == [302] * 30 + [429]
    assert Mail.objects.count() == 3


@pytest.mark.parametrize(
    ("proxies", "last", "number"),
    [(0, "", 100), (1, ", 203.0.113.7", 1000), (2, ", 203.0.113.7, 198.51.100.1", 100)],
)
def test_a_thousand_rotated_headers_are_one_source(client, rf, settings, proxies, last, number):
    settings.TRUSTED_PROXIES = proxies
    written = [{"X-Forwarded-For": f"10.1.{n // 250}.{n % 250}{last}"} for n in range(number)]
    taken = [client.post("/en/endorse/link/", ASKED, headers=headers).status_code for headers in written[:35]]
    assert taken == [302] * 30 + [429] * 5
    assert all(limits.form_wait(rf.post("/", headers=headers)) for headers in written)


def test_another_source_has_its_own_account(client, settings):
    settings.TRUSTED_PROXIES = 1
    one, other, neighbour = "203.0.113.7", "2001:db8:1:2::1", "2001:db8:1:2::2"
    assert others(31, **{"X-Forwarded-For": one})[-1] == 429
    assert others(30, 100, **{"X-Forwarded-For": other}) == [302] * 30
    assert others(1, 200, **{"X-Forwarded-For": neighbour}) == [429]


def test_midnight_opens_no_new_account(client, rf):
    use_up()
    _today, yesterday = sources.sender_digests(rf.get("/"))
    Count.objects.filter(scope="form").update(key=yesterday)
    assert send_form(client).status_code == 429


def test_the_limit_is_changed_without_a_restart(client):
    use_up()
    assert send_form(client).status_code == 429
    Protection.objects.create(forms_an_hour=31)
    assert send_form(client).status_code == 302
    assert send_form(client).status_code == 429


def test_unknown_sources_share_one_wide_account(client, caplog):
    Protection.objects.create(mails_an_hour=100)
    nowhere = {"REMOTE_ADDR": ""}
    assert client.post("/en/endorse/link/", ASKED, **nowhere).status_code == 302
    assert "TRUSTED_PROXIES" in caplog.text
    Count.objects.filter(scope="form").update(hits=99)
    assert client.post("/en/endorse/link/", ASKED, **nowhere).status_code == 302
    assert client.post("/en/endorse/link/", ASKED, **nowhere).status_code == 429
    assert client.post("/en/endorse/link/", ASKED).status_code == 302


def test_what_is_kept_of_a_source_is_a_hash(client, rf):
    send_form(client)
    digest = sources.sender_digest(rf.get("/"))
    assert Endorsement.objects.get().sender_digest == digest
    assert Count.objects.get(scope="form").key == digest
