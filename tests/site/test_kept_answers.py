"""Which answers may be kept, by whom, and that they are the same for everybody."""

import pytest
from django.contrib.auth.models import User

from people1st.caching import PUBLIC
from tests.endorsements.factories import an_endorsement, the_demands

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/en/", "/uk/news/", "/robots.txt", "/endorsements.json"])
def test_public_answers_may_be_kept_but_are_asked_for_again(client, address):
    the_demands()
    response = client.get(address)
    assert response["Cache-Control"] == PUBLIC
    if response.status_code == 200:
        assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/en/endorse/", "/en/endorse/link/", "/admin/login/", "/en/no/", "/healthz"])
def test_other_answers_are_kept_by_nobody(client, address):
    the_demands()
    assert client.get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", ["/en/", "/uk/endorsements/", "/en/news/", "/endorsements.json"])
def test_public_pages_are_the_same_for_staff_and_whatever_cookies_say(client, address):
    the_demands()
    for_all = client.get(address)
    client.force_login(User.objects.create_superuser("root", "root@people1st.example"))
    client.cookies["messages"] = client.cookies["csrftoken"] = "x"
    for_staff = client.get(address)
    assert for_staff.content == for_all.content
    assert not for_staff.cookies
    assert dict(for_staff.items()) == dict(for_all.items())


def test_a_compressed_page_is_not_sent_again_to_who_has_it(client):
    an_endorsement("approved")
    first = client.get("/en/endorsements/", headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    known = {"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]}
    assert client.get("/en/endorsements/", headers=known).status_code == 304
    an_endorsement("approved")
    assert client.get("/en/endorsements/", headers=known).status_code == 200
