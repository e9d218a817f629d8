import time

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.models import Session
from django.test import Client

from people1st.staff import factors, sessions
from tests.people1st.staff.people import PASSWORD, a_member, opens, set_state, show_identity, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changed", "why"),
    [({"seen": 3601}, "nothing was done"), ({"began": 12 * 3600 + 1}, "half a day")],
)
def test_a_session_ends_by_itself(changed, why):
    client = sign_in(a_member())
    set_state(client, **{name: time.time() - ago for name, ago in changed.items()})
    response = client.get("/admin/account/")
    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/admin/account/")
    assert why in client.get(response["Location"]).content.decode()
    assert not opens(client)


@pytest.mark.parametrize("changed", [{"seen": 3590}, {"began": 12 * 3600 - 10}])
def test_not_before_its_time(changed):
    client = sign_in(a_member())
    set_state(client, **{name: time.time() - ago for name, ago in changed.items()})
    assert opens(client)
    assert time.time() - client.session["staff"]["seen"] < 60


def test_the_cookie_holds_no_longer_than_a_session(settings):
    assert settings.SESSION_COOKIE_AGE == 12 * 3600
    client = sign_in(a_member())
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("", True, "Strict")


def change(user: User, what: str) -> None:
    """Something that an administrator or the user does elsewhere."""
    match what:
        case "password":
            user.set_password("another long password")
        case "superuser":
            user.is_superuser = False
        case "staff":
            user.is_staff = False
        case "active":
            user.is_active = False
        case "group":
            user.groups.remove(Group.objects.get(name="Moderators"))
        case "new group":
            user.groups.add(Group.objects.get(name="Editors"))
        case "permission":
            user.user_permissions.clear()
        case "factor":
            factors.of(user).delete()
        case "codes":
            factors.new_recovery_codes(user)
    user.save()


@pytest.mark.parametrize(
    "what", ["password", "superuser", "staff", "active", "group", "new group", "permission", "factor", "codes"]
)
def test_it_ends_at_the_next_request_after_its_account_changed(what, events):
    user = a_member(superuser=True, group="Moderators", app=True)
    user.user_permissions.add(Permission.objects.first())
    client = sign_in(user)
    change(User.objects.get(pk=user.pk), what)
    assert not opens(client)
    if what not in {"password", "active"}:  # these two Django ends itself
        assert "session_ended" in events()


def test_a_new_password_keeps_ones_own_session_and_ends_the_others(settings):
    user = a_member()
    mine, other = sign_in(user), sign_in(user)
    sent = {
        "old_password": PASSWORD,
        "new_password1": "a quite different one",
        "new_password2": "a quite different one",
    }
    assert mine.post("/admin/password_change/", sent).status_code == 302
    assert opens(mine)
    assert not opens(other)


def test_it_is_asked_first_who_one_is(as_in_production):
    client = sign_in(a_member(app=True))
    assert client.get("/admin/password_change/")["Location"].startswith("/admin/account/identity/?next=")
    show_identity(client)
    assert opens(client, "/admin/password_change/")


def test_all_my_other_sessions_end_when_i_say_so(events):
    user = a_member()
    other_user = sign_in(a_member("oleh"))
    mine, first, second = sign_in(user), sign_in(user), sign_in(user)
    assert mine.get("/admin/account/end-sessions/").status_code == 405
    assert mine.post("/admin/account/end-sessions/")["Location"] == "/admin/account/"
    assert opens(mine)
    assert opens(other_user)
    assert not opens(first)
    assert not opens(second)
    assert "session_ended" in events()


def test_a_session_that_was_begun_otherwise_is_none_where_a_second_factor_is_asked_for(client, as_in_production):
    client.force_login(a_member(app=True))
    assert not opens(client)


def test_in_development_it_is_one(client):
    client.force_login(a_member())
    assert opens(client)


def test_when_the_setting_is_switched_on_password_sessions_end(settings):
    client = sign_in(a_member())
    settings.REQUIRE_SECOND_FACTOR = True
    assert not opens(client)


def test_a_session_holds_no_address_and_no_secret():
    client = sign_in(a_member(app=True))
    client.get("/admin/account/app/add/")
    [kept] = [row.get_decoded() for row in Session.objects.all() if "_auth_user_id" in row.get_decoded()]
    page = client.get("/admin/account/app/add/").content.decode()
    secret = page.partition('class="secret">')[2].partition("<")[0].replace(" ", "")
    assert len(secret) == 32
    assert secret not in str(kept)
    assert "127.0.0.1" not in str(kept)
    assert PASSWORD not in str(kept)


def test_the_fingerprint_takes_in_everything_that_a_session_stands_on():
    user = a_member(group="Moderators", app=True)
    seen = {sessions.fingerprint(user)}
    for number, what in enumerate(["password", "superuser", "staff", "group", "new group", "codes", "factor"], 2):
        user = User.objects.get(pk=user.pk)
        if what == "superuser":
            user.is_superuser = True
            user.save()
        else:
            change(user, what)
        seen.add(sessions.fingerprint(User.objects.get(pk=user.pk)))
        assert len(seen) == number, what


def test_clients_without_a_session_cost_no_row():
    Client().get("/admin/")
    Client().get("/admin/login/")
    assert not Session.objects.exists()
