from datetime import timedelta

import pytest
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from people1st.models import EnrolmentLink
from people1st.staff import enrolment, factors, mailboxes
from tests.people1st.staff.people import PASSWORD, a_member, code, opens, sign_in, type_password
from tests.reading import document

pytestmark = pytest.mark.django_db
NEW = "a new long passphrase"
TYPED = {"new_password1": NEW, "new_password2": NEW}


def path_of(link: str, settings) -> str:
    assert link.startswith(settings.SITE_URL + "/admin/account/enrol/")
    return link.removeprefix(settings.SITE_URL)


@pytest.fixture
def member() -> User:
    return a_member(app=True)


@pytest.fixture
def link(member, settings) -> str:
    return path_of(enrolment.make_link(member, by=a_member("admin", superuser=True)), settings)


def secret_on(client: Client) -> str:
    page = client.get("/admin/account/app/add/").content.decode()
    return page.partition('class="secret">')[2].partition("<")[0].replace(" ", "")


def add_app(client: Client):
    secret = secret_on(client)
    return client.post("/admin/account/app/add/", {"code": code(secret=secret)})


def test_link_password_factor_admin_and_not_before(client, as_in_production, link, member, events):
    assert client.get(link).status_code == 200
    assert client.post(link, TYPED)["Location"] == "/admin/account/"
    for address in ("/admin/", "/admin/auth/user/", "/admin/account/identity/", "/admin/password_change/"):
        assert client.get(address).status_code == 302
    assert b"One step is left" in client.get("/admin/account/").content
    assert client.post("/admin/account/app/add/", {"code": "000000"}).status_code == 200
    assert not opens(client)
    assert add_app(client)["Location"] == "/admin/account/recovery-codes/"
    assert opens(client)
    shown = client.post("/admin/account/recovery-codes/").content.decode()
    assert shown.count("<li>") >= 10
    assert factors.codes_left(member) == 10
    assert events() == ["enrolment", "second_factor_changed", "second_factor_changed"]


def test_a_password_manager_learns_whose_password_it_is(client, link, member):
    field = document(client.get(link).content, strict=False).one("input", name="username")
    assert (field["value"], field["autocomplete"]) == (member.username, "username")
    assert "hidden" in field.attrs
    client.post(link, {**TYPED, "username": "admin"})
    member.refresh_from_db()
    assert member.check_password(NEW)


def test_who_wanders_off_in_the_middle_is_led_back(client, as_in_production, link):
    client.post(link, TYPED)
    assert client.get("/admin/", follow=True).redirect_chain[-1] == ("/admin/account/", 302)
    add_app(client)
    assert client.get("/admin/login/")["Location"] == "/admin/"


def test_recovery_codes_are_shown_once_and_work(client, as_in_production, link):
    client.post(link, TYPED)
    add_app(client)
    page = client.post("/admin/account/recovery-codes/").content.decode()
    codes = [piece.partition("<")[0] for piece in page.partition('class="codes"')[2].split("<li>")[1:11]]
    assert len(set(codes)) == 10
    assert not any(one in client.get("/admin/account/recovery-codes/").content.decode() for one in codes)
    other = Client()
    type_password(other, password=NEW)
    assert other.post("/admin/account/second-step/", {"code": codes[3]})["Location"] == "/admin/"


def test_looking_at_it_changes_nothing(client, link, member):
    for _time in range(20):
        client.get(link)
        client.head(link)
    assert factors.has_any(member)
    assert User.objects.get(pk=member.pk).check_password(PASSWORD)
    assert EnrolmentLink.objects.get().used_at is None
    assert not client.cookies.get("sessionid")


def test_using_it_takes_the_former_factors_away_and_ends_all_sessions(as_in_production, member, link):
    former = sign_in(member)
    client = Client()
    client.post(link, TYPED)
    assert not factors.of(member).exists()
    assert not opens(former)
    assert not User.objects.get(pk=member.pk).check_password(PASSWORD)


def test_it_works_once(client, link):
    client.post(link, TYPED)
    other = Client()
    assert other.get(link).status_code == other.post(link, TYPED).status_code == 410
    assert "sessionid" not in other.cookies


def test_a_password_that_is_no_good_leaves_it_whole(client, link):
    assert client.post(link, {"new_password1": "short", "new_password2": "short"}).status_code == 422
    assert client.post(link, {"new_password1": NEW, "new_password2": "other"}).status_code == 422
    assert client.post(link, TYPED).status_code == 302


def test_for_a_day(client, link):
    EnrolmentLink.objects.update(made_at=timezone.now() - timedelta(hours=23, minutes=59))
    assert client.get(link).status_code == 200
    EnrolmentLink.objects.update(made_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert client.get(link).status_code == client.post(link, TYPED).status_code == 410


def test_a_newer_one_takes_its_place(client, settings, member, link):
    newer = path_of(enrolment.make_link(member, by=None), settings)
    assert client.get(link).status_code == 404
    assert client.get(newer).status_code == 200


@pytest.mark.parametrize("changed", [{"is_active": False}, {"is_staff": False}])
def test_who_left_meanwhile_can_not_use_it(client, member, link, changed):
    User.objects.filter(pk=member.pk).update(**changed)
    assert client.post(link, TYPED).status_code == 410


@pytest.mark.parametrize("changed", [{"is_active": False}, {"is_staff": False}, {"is_superuser": False}])
def test_what_an_administrator_changes_while_it_is_used_stays(member, link, changed):
    User.objects.filter(pk=member.pk).update(is_superuser=True)
    used = EnrolmentLink.objects.select_related("user").get()
    form = SetPasswordForm(used.user, TYPED)
    assert form.is_valid()
    User.objects.filter(pk=member.pk).update(**changed)
    may_still = "is_superuser" in changed
    assert enrolment._use(used, form) is may_still
    there = User.objects.get(pk=member.pk)
    assert {field: getattr(there, field) for field in changed} == changed
    assert there.check_password(NEW if may_still else PASSWORD)
    assert factors.has_any(there) is not may_still


def test_one_that_is_replaced_while_it_is_used_is_used_no_more(member, link):
    used = EnrolmentLink.objects.select_related("user").get()
    form = SetPasswordForm(used.user, TYPED)
    assert form.is_valid()
    enrolment.make_link(member, by=None)
    assert enrolment._use(used, form) is False
    assert User.objects.get(pk=member.pk).check_password(PASSWORD)


@pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "%ff", "%ED%A0%80", "..", "ї", "' OR 1=1"])
def test_odd_tokens(client, token):
    for method in ("GET", "POST"):
        assert client.generic(method, f"/admin/account/enrol/{token}/").status_code in {302, 400, 404}


def test_its_page_tells_no_other_site_where_it_came_from(client, link):
    for response in (client.get(link), client.post(link, {})):
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]


def test_only_its_hash_is_kept(link):
    secret = link.split("/")[-2]
    kept = EnrolmentLink.objects.get()
    assert len(secret) == 43
    assert len(bytes(kept.digest)) == 32
    assert secret not in str(kept.__dict__)


def test_it_works_for_a_browser_without_cookies_of_ours(settings, link):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, TYPED, headers={"Origin": "null"}).status_code == 302


def test_who_is_left_in_the_middle_has_neither_factor_nor_admin(client, as_in_production, link):
    client.post(link, TYPED)
    other = Client()
    assert type_password(other, password=NEW).status_code == 200
    assert not opens(other)


def test_a_stolen_password_registers_no_factor(client, as_in_production):
    a_member()
    type_password(client)
    for address in ("/admin/account/", "/admin/account/app/add/", "/admin/account/keys/add/"):
        assert client.get(address)["Location"].startswith("/admin/login/")
        assert client.post(address, {"code": "000000"})["Location"].startswith("/admin/login/")


def test_a_session_that_enrols_ends_like_others(client, link, member):
    client.post(link, TYPED)
    User.objects.filter(pk=member.pk).update(is_staff=False)
    assert client.get("/admin/account/")["Location"].startswith("/admin/login/")


# The command


def said(capsys, *words: str, **options) -> str:
    call_command("enrol_staff", *words, **options)
    return capsys.readouterr().out.splitlines()[-1]


def test_the_first_account_of_a_site(client, capsys, settings, as_in_production):
    link = path_of(said(capsys, "first", create=True, email="first@people1st.example", superuser=True), settings)
    client.post(link, TYPED)
    add_app(client)
    assert opens(client, "/admin/auth/user/")
    assert mailboxes.of(User.objects.get(username="first")) == "first@people1st.example"


def test_a_member_of_a_group(client, capsys, settings):
    link = path_of(said(capsys, "olena", create=True, group="Moderators"), settings)
    client.post(link, TYPED)
    add_app(client)
    assert opens(client, "/admin/endorsements/endorsement/")
    assert client.get("/admin/auth/user/").status_code == 403


def test_somebody_who_is_there_already(capsys, settings, member):
    assert "/admin/account/enrol/" in said(capsys, "olena")
    assert factors.has_any(member)  # until it is used


@pytest.mark.parametrize(
    ("words", "options", "complaint"),
    [
        (["nobody"], {}, "no account"),
        (["olena"], {"create": True}, "already exists"),
        (["o lena"], {"create": True}, "valid username"),
        (["oleh"], {"create": True, "group": "Kings"}, "no group"),
        (["reader"], {}, "not active"),
    ],
)
def test_what_can_not_be(member, words, options, complaint):
    a_member("reader", is_staff=False)
    with pytest.raises(CommandError, match=complaint):
        call_command("enrol_staff", *words, **options)
    assert not User.objects.filter(username="oleh").exists()
    assert not EnrolmentLink.objects.exists()


def test_no_secret_is_mailed_or_logged(client, as_in_production, link, member, caplog, mailoutbox):
    caplog.set_level("DEBUG")
    client.post(link, TYPED)
    secret = secret_on(client)
    client.post("/admin/account/app/add/", {"code": "000000"})
    assert client.post("/admin/account/app/add/", {"code": code(secret=secret)}).status_code == 302
    page = client.post("/admin/account/recovery-codes/").content.decode()
    shown = [piece.partition("<")[0] for piece in page.partition('class="codes"')[2].split("<li>")[1:11]]
    logged = " ".join(str(line.__dict__) for line in caplog.records)
    assert "security_event" in logged.casefold().replace(" ", "_")
    for piece in (secret, NEW, PASSWORD, *shown, *(one.replace(" ", "") for one in shown)):
        assert piece not in logged
    assert mailoutbox == []
