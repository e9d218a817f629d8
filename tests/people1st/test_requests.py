import pytest
from django.test import Client

from people1st.requests import PUBLIC_BODY
from tests.endorsements.factories import an_endorsement, the_demands
from tests.endorsements.visitors import link_to
from tests.reading import document

pytestmark = pytest.mark.django_db
URLENCODED = "application/x-www-form-urlencoded"
LANGUAGES = ("en", "uk", "ru")


@pytest.fixture
def visitor() -> Client:
    the_demands()
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "propfind"])
def test_other_methods_are_refused_in_the_readers_language(visitor, method, language):
    for address in (f"/{language}/", f"/{language}/endorse/", f"/{language}/no-such-page/"):
        response = visitor.generic(method, address)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
        assert document(response.content).one("html")["lang"] == language


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/endorsements.json", "/", "/healthz"])
def test_other_methods_are_refused_everywhere(visitor, address):
    for method in ("OPTIONS", "TRACE", "DELETE"):
        assert visitor.generic(method, address).status_code == 405


def test_a_page_that_is_only_read_says_so_in_words():
    the_demands()
    response = Client().post("/uk/about/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert document(response.content).one("html")["lang"] == "uk"
    assert response["Referrer-Policy"] == "no-referrer"


def test_head_answers_as_get_does_without_a_body(visitor):
    for address in ("/en/", "/en/endorse/", "/endorsements.csv", "/admin/login/", "/en/none/"):
        got, headed = visitor.get(address), visitor.head(address)
        assert headed.status_code == got.status_code
        assert not headed.content
        assert {name for name, _ in headed.items()} | {"ETag"} == {name for name, _ in got.items()} | {"ETag"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_body_far_too_long_is_refused_in_words_and_unread(visitor, language):
    link = link_to("manage", an_endorsement("approved"), language)
    for address in (f"/{language}/endorse/", f"/{language}/endorse/link/", link):
        response = visitor.generic("POST", address, b"name=" + b"x" * PUBLIC_BODY, content_type=URLENCODED)
        assert response.status_code == 413
        assert response.wsgi_request._read_started is False
        assert document(response.content).one("html")["lang"] == language


def test_what_is_too_long_for_a_field_alone_comes_back_as_typed():
    the_demands()
    response = Client().post("/en/endorse/", {"statement": "x" * 60_000})
    assert response.status_code == 422
    assert b"x" * 60_000 in response.content


def test_editors_may_send_long_articles(admin_client):
    sent = {"body_uk": "слово " * 60_000}
    response = admin_client.post("/admin/campaign/article/add/", sent)
    assert response.status_code == 200
    response = admin_client.generic("POST", "/admin/campaign/article/add/", b"x" * 2_700_000, content_type=URLENCODED)
    assert response.status_code == 413


@pytest.mark.parametrize("length", ["9" * 5_000, "0" * 5_000, "1" * 19, str(PUBLIC_BODY + 1)])
def test_a_length_beyond_all_numbers_is_too_long(visitor, length):
    response = visitor.post("/en/endorse/", {}, CONTENT_LENGTH=length)
    assert response.status_code == 413


def test_a_body_of_unknown_length_is_refused(visitor):
    response = visitor.generic("POST", "/en/endorse/", b"", headers={"Transfer-Encoding": "chunked"})
    assert response.status_code == 411


def test_no_file_is_taken(tmp_path):
    the_demands()
    part = b'--b\r\nContent-Disposition: form-data; name="name"; filename="x"\r\n\r\nx\r\n--b--\r\n'
    for address in ("/en/endorse/", "/en/endorse/link/", "/admin/login/"):
        response = Client().generic("POST", address, part, content_type="multipart/form-data; boundary=b")
        assert response.status_code == 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_with_thousands_of_parameters_breaks_nothing(language):
    the_demands()
    for address in (f"/{language}/", f"/{language}/endorsements/", f"/{language}/news/", f"/{language}/none/"):
        response = Client(raise_request_exception=False).get(address + "?" + "a=&" * 2000)
        assert response.status_code in {200, 400, 404}  # a page that asks nothing of the address need not mind
        assert document(response.content).one("html")["lang"] == language
