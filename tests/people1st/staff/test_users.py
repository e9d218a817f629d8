import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client

from people1st.models import EnrolmentLink
from people1st.staff import factors, mailboxes
from tests.endorsements.test_erasure import everything_in_the_database
from tests.people1st.staff.people import a_member, code, opens, set_state, show_identity, sign_in

pytestmark = pytest.mark.django_db
USERS = "/admin/auth/user/"
NEW = {"username": "nina", "email": "nina@people1st.example", "first_name": "", "last_name": ""}


def page_of(user: User) -> str:
    return f"{USERS}{user.pk}/change/"


def sent(user: User, **changed) -> dict[str, object]:
    """The form of an account as it is, with something else typed."""
    fields = {
        "username": user.username,
        "mailbox": mailboxes.of(user),
        "first_name": "",
        "last_name": "",
        "groups": [group.pk for group in user.groups.all()],
        **{name: "on" for name in ("is_active", "is_staff", "is_superuser") if getattr(user, name)},
        **changed,
    }
    return {name: value for name, value in fields.items() if value is not None}


@pytest.fixture
def admin() -> Client:
    """A superuser who has just shown who they are."""
    return sign_in(a_member("admin", superuser=True))


def test_an_account_is_made_without_a_password(admin):
    call_command("staff_groups", verbosity=0)
    moderators = Group.objects.get(name="Moderators")
    assert admin.post(f"{USERS}add/", {**NEW, "groups": moderators.pk}).status_code == 302
    nina = User.objects.get(username="nina")
    assert (nina.is_staff, nina.is_superuser, nina.has_usable_password()) == (True, False, False)
    assert list(nina.groups.all()) == [moderators]


def test_a_role_that_is_given_or_taken_is_an_event_and_ends_the_sessions(admin, caplog):
    caplog.set_level("INFO", "people1st.security")
    member = a_member(group="Moderators")
    theirs = sign_in(member)
    assert admin.post(page_of(member), sent(member, groups=None)).status_code == 302
    assert not member.groups.exists()
    assert not opens(theirs)
    [line] = [line for line in caplog.records if getattr(line, "event", "") == "role_changed"]
    assert (line.facts["user"], line.facts["what"]) == (member.pk, "groups")


def test_who_left_is_made_inactive_and_is_out_at_once(admin):
    member = a_member()
    theirs = sign_in(member)
    admin.post(page_of(member), sent(member, is_active=None))
    assert not opens(theirs)
    assert admin.post(f"{USERS}{member.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=member.pk).exists()


def test_nobody_changes_what_they_may_do_themselves(admin):
    me = User.objects.get(username="admin")
    admin.post(page_of(me), sent(me, is_superuser=None, is_active=None, mailbox="new@people1st.example"))
    me.refresh_from_db()
    assert (me.is_superuser, me.is_active, mailboxes.of(me)) == (True, True, "new@people1st.example")


def test_only_superusers_see_accounts_whatever_permissions_others_have():
    member = a_member(group="Moderators")
    member.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    client = sign_in(member)
    group = Group.objects.get(name="Moderators")
    for address in (
        USERS,
        f"{USERS}add/",
        page_of(member),
        f"/admin/auth/group/{group.pk}/change/",
        "/admin/auth/group/",
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, sent(member, is_superuser="on")).status_code == 403
    assert client.post(f"{USERS}{member.pk}/enrol/").status_code == 404
    member.refresh_from_db()
    assert not member.is_superuser
    assert not EnrolmentLink.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_one_is_is_asked_before_each_change(as_in_production, method):
    client = sign_in(a_member("admin", superuser=True, app=True))
    member = a_member()
    group = Group.objects.create(name="Readers")
    closed = (f"{USERS}add/", page_of(member), f"{USERS}{member.pk}/enrol/", f"/admin/auth/group/{group.pk}/change/")
    for address in closed:
        answer = getattr(client, method)(address)
        assert answer["Location"].startswith("/admin/account/identity/?next=")
    assert opens(client, USERS)
    show_identity(client)
    for address in closed:
        assert opens(client, address)
    set_state(client, shown=0)
    for address in closed:
        assert not opens(client, address)


def test_five_minutes_after_signing_in_it_is_asked_in_development_too(admin):
    member = a_member()
    assert opens(admin, page_of(member))
    set_state(admin, began=admin.session["staff"]["began"] - 301)
    assert admin.get(page_of(member))["Location"].startswith("/admin/account/identity/")
    assert admin.post("/admin/account/identity/", {"password": "wrong"}).status_code == 422
    show_identity(admin)
    assert opens(admin, page_of(member))


def test_the_password_without_the_code_shows_nothing(as_in_production):
    client = sign_in(a_member("admin", superuser=True, app=True))
    from tests.people1st.staff.people import PASSWORD  # noqa: PLC0415

    for typed in ({"password": PASSWORD}, {"password": PASSWORD, "code": "000000"}, {"password": "x", "code": code(1)}):
        assert client.post("/admin/account/identity/", typed).status_code == 422
    assert not opens(client, f"{USERS}add/")


def test_a_link_for_a_colleague_is_shown_once(admin, events):
    member = a_member(app=True)
    address = f"{USERS}{member.pk}/enrol/"
    assert "/account/enrol/" not in admin.get(address).content.decode()
    page = admin.post(address)
    assert page.content.decode().count("http://127.0.0.1:8000/admin/account/enrol/") == 1
    assert "no-store" in page["Cache-Control"]
    assert EnrolmentLink.objects.get().made_by.username == "admin"
    assert factors.has_any(member)
    assert "enrolment" in events()


def test_never_for_oneself(admin):
    me = User.objects.get(username="admin")
    assert admin.post(f"{USERS}{me.pk}/enrol/").status_code == 302
    assert not EnrolmentLink.objects.exists()


def test_nobody_sets_somebody_elses_password(admin):
    member = a_member()
    typed = {"password1": "a quite different one", "password2": "a quite different one", "usable_password": "true"}
    assert admin.post(f"{USERS}{member.pk}/password/", typed).status_code == 404


def test_what_a_group_may_do_is_an_event(admin, events):
    group = Group.objects.create(name="Readers")
    permission = Permission.objects.first()
    admin.post(f"/admin/auth/group/{group.pk}/change/", {"name": "Readers", "permissions": [permission.pk]})
    assert list(group.permissions.all()) == [permission]
    assert "role_changed" in events()


def test_the_history_of_the_admin_holds_no_secret(admin):
    member = a_member(app=True)
    admin.post(page_of(member), sent(member, mailbox="olena@people1st.example"))
    admin.post(f"{USERS}{member.pk}/enrol/")
    told = " ".join(f"{entry.object_repr} {entry.change_message}" for entry in LogEntry.objects.all())
    assert "olena" in told
    assert "pbkdf2" not in told
    assert "md5$" not in told
    assert "/enrol/" not in told


def test_the_mailbox_of_an_account_stands_nowhere_in_clear(admin):
    member = a_member()
    admin.post(page_of(member), sent(member, mailbox="olena@people1st.example"))
    assert mailboxes.of(member) == "olena@people1st.example"
    assert "olena@people1st.example" in admin.get(page_of(member)).content.decode()
    assert "olena@people1st.example" not in everything_in_the_database()
    admin.post(page_of(member), sent(member, mailbox=""))
    assert mailboxes.of(member) == ""


def test_factors_are_nobody_elses_business(admin):
    a_member(app=True)
    page = admin.get("/admin/").content.decode()
    assert "/admin/mfa/" not in page
    assert admin.get("/admin/mfa/authenticator/").status_code == 404
    assert admin.get("/admin/account/emailaddress/").status_code == 404
