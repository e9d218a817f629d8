"""A row of a session is worth nothing to who reads it."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from people1st.staff.session_store import SessionStore, kept_under

pytestmark = pytest.mark.django_db
COOKIE = settings.SESSION_COOKIE_NAME


def with_cookie(value: str) -> Client:
    client = Client()
    client.cookies[COOKIE] = value
    return client


def test_what_is_kept_opens_no_session(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root", "root@people1st.example", "correct horse battery staple"))
    key = client.cookies[COOKIE].value
    row = Session.objects.get()
    assert with_cookie(key).get("/admin/").status_code == 200
    assert row.session_key == kept_under(key) != key
    assert key not in row.session_data + str(row.get_decoded())
    assert with_cookie(row.session_key).get("/admin/").status_code == 302


def test_a_session_lives_and_ends_as_djangos_does() -> None:
    session = SessionStore()
    session["seen"] = 1
    session.save()
    key = session.session_key
    assert SessionStore(key)["seen"] == 1
    assert session.exists(key)

    session.cycle_key()
    assert session.session_key != key
    assert not session.exists(key)
    assert SessionStore(session.session_key)["seen"] == 1

    session.set_expiry(-1)
    session.save()
    assert dict(SessionStore(session.session_key)) == {}
    assert Session.objects.count() == 1
    SessionStore.clear_expired()
    assert not Session.objects.exists()


def test_ending_it_takes_the_row_away() -> None:
    session = SessionStore()
    session.create()
    session.flush()
    assert not Session.objects.exists()
    session.delete()  # there is none any more


@pytest.mark.parametrize("key", ["", "x", "ж" * 32, "a" * 5000, "\x00" * 32])
def test_odd_keys_are_nobodys(key: str) -> None:
    assert SessionStore(key).load() == {}
    assert with_cookie("odd").get("/admin/").status_code == 302
