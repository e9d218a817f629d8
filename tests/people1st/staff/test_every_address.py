"""Whatever the admin answers, it answers to nobody who has given a password alone."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.endorsements.factories import an_endorsement, the_demands
from tests.people1st.staff.people import a_member, sign_in, type_password

pytestmark = pytest.mark.django_db
FOR_EVERYBODY = {
    "/admin/login/",
    "/admin/account/passkey/",  # a challenge
    "/admin/account/enrol/1/",  # 404 without the right token
}
VALUES = {"app_label": "auth", "url": "no-such-page/", "content_type_id": "1", "id": "1", "token": "1"}


def addresses(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    """Every address below, with 1 for whatever an address holds."""
    for pattern in patterns:
        route = str(pattern.pattern)
        for name, converter in pattern.pattern.converters.items():
            kind = {"IntConverter": "int", "PathConverter": "path", "StringConverter": "str"}[type(converter).__name__]
            value = VALUES.get(name, "1")
            route = route.replace(f"<{kind}:{name}>", value).replace(f"<{name}>", value)
        if route.startswith("^(?P<app_label>"):
            route = "auth/"
        if route.startswith("(?P<url>"):
            route = VALUES["url"]
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + route)
        else:
            yield before + route


def of_the_admin() -> list[str]:
    [admin] = [one for one in get_resolver().url_patterns if str(one.pattern) == "admin/"]
    return list(dict.fromkeys(addresses(admin.url_patterns, "/admin/")))


@pytest.fixture
def site(as_in_production) -> None:
    the_demands()
    an_endorsement("approved")


def test_there_are_many():
    found = of_the_admin()
    assert len(found) > 70
    assert not [address for address in found if "<" in address or "(" in address]
    assert {"/admin/auth/user/1/change/", "/admin/endorsements/endorsement/contacts/", "/admin/jsi18n/"} <= set(found)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("app", [False, True])
def test_a_password_alone_reaches_none(site, method, app):
    a_member(superuser=True, app=app)
    thief = Client()
    type_password(thief)
    reached = {}
    for address in of_the_admin():
        response = thief.generic(method, address)
        if not (response.status_code == 302 and response["Location"].startswith(("/admin/login/", "/admin/?"))):
            reached[address] = response.status_code
    reached.pop("/admin/logout/", None)  # sends to the first page, which sends to the login
    if app:
        assert reached.pop("/admin/account/second-step/") in {200, 422}
    else:
        assert "/admin/account/second-step/" not in reached
    assert set(reached) <= FOR_EVERYBODY, reached
    assert reached.get("/admin/account/enrol/1/") == 404


def test_with_the_factor_nearly_all_are_reached(site):
    client = sign_in(a_member(superuser=True, app=True))
    answers = {address: client.get(address) for address in of_the_admin()}
    to_login = [a for a, r in answers.items() if r.status_code == 302 and r["Location"].startswith("/admin/login/")]
    assert to_login == ["/admin/account/second-step/"]
    assert not [address for address, response in answers.items() if response.status_code >= 500]


def test_an_anonymous_reader_reaches_none(site):
    reached = {}
    for address in of_the_admin():
        response = Client().get(address)
        if response.status_code != 302:
            reached[address] = response.status_code
    assert set(reached) <= FOR_EVERYBODY, reached
