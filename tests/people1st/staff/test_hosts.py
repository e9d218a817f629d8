from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from people1st import env
from people1st.staff import adapter, enrolment, hosts
from tests.endorsements.factories import the_demands
from tests.people1st.staff.people import PASSWORD, a_member

pytestmark = pytest.mark.django_db
STAFF = "staff.people1st.example"
PUBLIC = "people1st.example"
HERE = {"host": STAFF}


@pytest.fixture
def two_hosts(settings: Settings) -> Settings:
    settings.ADMIN_HOST = STAFF
    settings.ALLOWED_HOSTS = [PUBLIC, STAFF]
    the_demands()
    return settings


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/login/", "/admin/auth/user/", "/admin/account/passkey/", "/admin"]
)
def test_the_admin_answers_only_there(client, two_hosts, address):
    assert client.get(address, headers={"host": PUBLIC}).status_code == 404
    assert client.get(address, headers=HERE).status_code in {200, 301, 302}
    assert client.get(address, headers={"host": f"{STAFF}:8443"}).status_code in {200, 301, 302}


@pytest.mark.parametrize(
    "address", ["/", "/en/", "/uk/endorse/", "/endorsements.json", "/robots.txt", "/ua/", "/sitemap.xml"]
)
def test_nothing_else_does(client, two_hosts, address):
    assert client.get(address, headers=HERE).status_code == 404
    assert client.post(address, headers=HERE).status_code == 404
    assert client.get(address, headers={"host": PUBLIC}).status_code in {200, 301, 302}


@pytest.mark.parametrize("host", [STAFF, PUBLIC])
def test_health_is_asked_everywhere(client, two_hosts, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200
    assert client.get("/readyz", headers={"host": host}).status_code == 200


def test_a_foreign_host_is_refused(client, two_hosts):
    assert client.get("/admin/", headers={"host": "evil.example"}).status_code == 400


def test_staff_sign_in_there_and_find_the_way_back_to_the_readers_pages(client, two_hosts):
    a_member()
    sent = {"username": "olena", "password": PASSWORD}
    assert client.post("/admin/login/", sent, headers=HERE)["Location"] == "/admin/"
    page = client.get("/admin/", headers=HERE)
    assert page.status_code == 200
    assert f'href="{two_hosts.SITE_URL}"' in page.content.decode()


def test_without_it_the_admin_is_where_the_site_is(client):
    assert client.get("/admin/").status_code == 302
    assert client.get("/healthz").status_code == 200


def test_links_and_passkeys_are_of_that_host(two_hosts):
    two_hosts.PRODUCTION = True
    two_hosts.SITE_URL = f"https://{PUBLIC}"
    assert urlsplit(enrolment.make_link(a_member(), by=None))[:2] == ("https", STAFF)
    assert hosts.admin_address("index") == f"https://{STAFF}/admin/"
    assert adapter.relying_party() == STAFF
    two_hosts.ADMIN_HOST, two_hosts.SITE_URL = "", f"https://{PUBLIC}"
    assert adapter.relying_party() == PUBLIC


@pytest.mark.parametrize("value", ["https://a.example", "a.example:443", "a.example/x", "user@a.example", "a b"])
def test_what_is_no_host_stops_the_program(monkeypatch, value):
    monkeypatch.setenv("ADMIN_HOST", value)
    with pytest.raises(ImproperlyConfigured, match="ADMIN_HOST"):
        env.host("ADMIN_HOST")


def test_the_readers_host_can_not_be_the_staffs_alone(monkeypatch):
    monkeypatch.setenv("ADMIN_HOST", PUBLIC)
    with pytest.raises(ImproperlyConfigured, match="ADMIN_HOST"):
        env.host("ADMIN_HOST", other_than=PUBLIC)


def test_a_host_is_read_in_small_letters(monkeypatch):
    monkeypatch.setenv("ADMIN_HOST", " Staff.People1st.example ")
    assert env.host("ADMIN_HOST") == STAFF
    monkeypatch.delenv("ADMIN_HOST")
    assert env.host("ADMIN_HOST") == ""
