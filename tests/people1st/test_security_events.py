"""What a control refused, and what staff decided, is in the security log: once, by name, without anybody's data."""

import logging
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from endorsements import workflow
from endorsements.models import Protection
from people1st.local.configuration import ROOT
from people1st.security import Event
from tests.endorsements import factories, visitors

pytestmark = pytest.mark.django_db
Lines = Callable[[], list[tuple[str, dict[str, str | int]]]]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Lines:
    caplog.set_level(logging.INFO, "people1st.security")
    return lambda: [(line.event, line.facts) for line in caplog.records if line.name == "people1st.security"]


def test_a_form_without_its_csrf_token(lines: Lines) -> None:
    Client(enforce_csrf_checks=True).post("/uk/endorse/", {"name": "Olha Contact"})
    assert lines() == [("refused_request", {"method": "POST", "view": "endorse", "why": "csrf"})]


@pytest.mark.parametrize("subject", ["Offer", "x"])
def test_a_form_that_a_machine_filled_in(client: Client, lines: Lines, subject: str) -> None:
    visitors.send_form(client, subject=subject)
    assert lines() == [("refused_request", {"method": "POST", "view": "endorse", "why": "machine"})]


def test_a_page_that_sent_more_forms_than_a_page_may(client: Client, lines: Lines) -> None:
    Protection.objects.update_or_create(pk=1, defaults={"forms_an_hour": 1})
    stamp = visitors.opened()
    for number in range(11):
        client.post("/en/endorse/", visitors.filled_in(opened=stamp), REMOTE_ADDR=f"192.0.2.{number}")
    assert lines() == [("limit_hit", {"method": "POST", "view": "endorse", "scope": "page"})]


def test_a_foreign_host(client: Client, lines: Lines) -> None:
    client.get("/en/", headers={"host": "evil.example"})
    assert lines() == [("refused_request", {"method": "GET", "why": "disallowed_host"})]


def test_a_foreign_host_is_told_once_and_not_as_it_was_typed(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    of_django = logging.getLogger("django")  # it passes nothing on
    of_django.addHandler(caplog.handler)
    try:
        client.get("/en/", headers={"host": "evil.example"})
        client.post("/en/endorse/", headers={"host": "evil.example"})
    finally:
        of_django.removeHandler(caplog.handler)
    assert "evil.example" not in caplog.text
    assert {line.name for line in caplog.records} == {"people1st.security"}


def test_a_body_that_is_no_text(client: Client, lines: Lines) -> None:
    client.post("/en/endorse/", b"name=x", content_type="application/x-www-form-urlencoded; charset=utf-7")
    assert lines() == [("refused_request", {"method": "POST", "why": "bad_request"})]


def test_too_many_fields(client: Client, lines: Lines) -> None:
    client.post("/en/endorse/", {f"field-{number}": "" for number in range(1001)})
    assert lines() == [("refused_request", {"method": "POST", "view": "endorse", "why": "too_many_fields_sent"})]


def test_a_page_of_the_admin_that_an_account_may_not_open(client: Client, lines: Lines) -> None:
    editor = User.objects.create_user("editor", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="view_endorsement"))
    client.force_login(editor)
    endorsement = factories.an_entry()
    assert client.get(f"/admin/endorsements/endorsement/{endorsement.pk}/invite/").status_code == 403
    [(_event, facts)] = [line for line in lines() if line[0] == "permission_denied"]
    assert facts == {"method": "GET", "view": "admin:endorsements_endorsement_invite", "actor": editor.pk}


def test_a_decision_once_it_is_committed(lines: Lines, django_capture_on_commit_callbacks) -> None:
    moderator = factories.a_moderator()
    with django_capture_on_commit_callbacks(execute=True):
        endorsement = factories.an_endorsement("waiting")
    assert lines() == []
    with django_capture_on_commit_callbacks(execute=True):
        workflow.approve(endorsement, actor=moderator, reason="Olha Contact is known to us")
        assert lines() == []
    assert lines() == [("decision", {"verb": "approved", "endorsement": endorsement.pk, "actor": moderator.pk})]


def test_no_event_is_named_that_nothing_records() -> None:
    rooms = [path for folder in ("people1st", "endorsements") for path in (ROOT / folder).rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in rooms if path.name != "security.py")
    assert [event.name for event in Event if f"Event.{event.name}" not in code] == []
