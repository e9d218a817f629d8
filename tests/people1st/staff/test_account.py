import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import connection

from people1st.staff import factors
from people1st.staff.forms import ResponseField
from tests.people1st.staff.people import SECRET, a_member, opens, show_identity, sign_in

pytestmark = pytest.mark.django_db
MINE = "/admin/account/"


def remove(client, factor: Authenticator):
    return client.post(f"{MINE}factors/{factor.pk}/remove/")


def a_key(user, name: str = "Work phone") -> Authenticator:
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": name, "credential": {}})


def test_the_last_factor_stays_where_one_is_asked_for(as_in_production):
    user = a_member(app=True)
    client = sign_in(user)
    show_identity(client)
    remove(client, factors.of(user).get())
    assert factors.has_any(user)
    key = a_key(user)
    client = sign_in_again(user)
    remove(client, factors.of(user).get(type="totp"))
    assert list(factors.of(user)) == [key]
    assert opens(client)


def sign_in_again(user):
    app = factors.of(user).get(type="totp")
    app.data["last_step"] -= 120
    app.save()
    client = sign_in(user)
    app.refresh_from_db()
    app.data["last_step"] -= 120
    app.save()
    show_identity(client)
    return client


def test_recovery_codes_go_with_the_last_factor():
    user = a_member(app=True)
    factors.new_recovery_codes(user)
    client = sign_in(user)
    remove(client, factors.of(user).get(type="totp"))
    assert not factors.of(user).exists()
    assert opens(client)


def test_nobody_removes_somebody_elses():
    other = a_member("oleh", app=True)
    client = sign_in(a_member())
    assert remove(client, factors.of(other).get()).status_code == 404
    assert factors.has_any(other)


def test_who_one_is_is_asked_first(as_in_production):
    user = a_member(app=True)
    client = sign_in(user)
    assert opens(client, MINE)
    for address in (f"{MINE}keys/add/", f"{MINE}app/add/", f"{MINE}recovery-codes/"):
        assert client.get(address)["Location"].startswith(f"{MINE}identity/")
        assert client.post(address)["Location"].startswith(f"{MINE}identity/")
    assert remove(client, factors.of(user).get())["Location"].startswith(f"{MINE}identity/")


def test_the_secret_of_an_app_is_encrypted_and_not_shown_again(as_in_production):
    user = a_member(app=True)
    factors.new_recovery_codes(user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert SECRET not in kept
    assert not re.search(r"[0-9a-f]{80}", kept)  # a seed in the clear
    client = sign_in(user)
    show_identity(client)
    pages = [client.get(address).content.decode() for address in (MINE, f"{MINE}app/add/", f"{MINE}recovery-codes/")]
    assert not any(SECRET in page.replace(" ", "") for page in pages)


def test_recovery_codes_need_a_factor(client):
    user = a_member()
    client = sign_in(user)
    assert client.post(f"{MINE}recovery-codes/")["Location"] == MINE
    assert not factors.of(user).exists()


NO_KEYS = [
    "", "x", "[]", "null", '{"id": 1}', '{"id": "AA", "rawId": "AA", "response": {}}',
    "[" * 100_000, "[" * 9_000 + "]" * 9_000, "1" * 5_000, "x" * 20_001,
]  # fmt: skip


@pytest.mark.parametrize("sent", NO_KEYS)
def test_what_is_no_key_shows_nobody_who_one_is(sent):
    response = sign_in(a_member()).post(f"{MINE}identity/", {"credential": sent})
    assert response.status_code == 422
    assert len(response.content) < 20_000


def test_the_longest_answer_of_a_browser_is_read_on():
    typed = '"' + "x" * 19_998 + '"'
    assert ResponseField().clean(typed) == "x" * 19_998
    with pytest.raises(ValidationError):
        ResponseField().clean(typed + " ")


def test_the_name_of_a_key_is_words(client):
    user = a_member()
    a_key(user, "<b>Kitchen</b>")
    client.force_login(user)
    assert "&lt;b&gt;Kitchen" in client.get(MINE).content.decode()


@pytest.mark.parametrize("sent", NO_KEYS)
def test_what_is_no_key_is_not_added(sent):
    user = a_member()
    client = sign_in(user)
    client.get(f"{MINE}keys/add/")
    response = client.post(f"{MINE}keys/add/", {"name": "x", "credential": sent})
    assert response.status_code == 200
    assert len(response.content) < 20_000  # nothing of it comes back
    assert not factors.of(user).exists()


def test_the_page_of_a_new_app_has_a_picture_without_a_style():
    page = sign_in(a_member()).get(f"{MINE}app/add/").content.decode()
    picture = page[
        page.index("<svg", page.index('class="picture"')) : page.index("</svg>", page.index('class="picture"'))
    ]
    assert "style" not in picture
    assert "otpauth://totp/" in page
    assert "issuer=People%20First" in page
