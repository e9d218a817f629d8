"""Error pages, in the reader's language and without a database."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils.translation import override

from people1st import errors

LANGUAGES = ("en", "uk", "ru")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("make", "status"),
    [
        (lambda request: errors.bad_request(request, Exception()), 400),
        (lambda request: errors.forbidden(request, Exception()), 403),
        (errors.csrf_failure, 403),
        (lambda request: errors.not_found(request, Exception()), 404),
        (errors.server_error, 500),
    ],
)
def test_an_error_page_needs_no_database_and_no_middleware(
    rf: RequestFactory, language: str, make, status: int
) -> None:
    with override("en"):
        response = make(rf.get(f"/{language}/x/"))
    assert response.status_code == status
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in response.content.decode()


def test_staff_are_told_of_their_role_and_lead_back_to_the_admin(rf: RequestFactory) -> None:
    text = errors.forbidden(rf.get("/admin/auth/user/"), Exception()).content.decode()
    assert "Your role does not include it." in text
    assert 'href="/admin/"' in text
    assert "this browser" not in text
    assert "Your role" not in errors.forbidden(rf.get("/en/"), Exception()).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_500_page_is_there_while_the_database_is_down(
    client: Client, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    try:
        response = client.get(f"/{language}/figures/")
    finally:
        monkeypatch.undo()
    assert response.status_code == 500
    assert f'<html lang="{language}"' in response.text
    assert response.headers["Cache-Control"] == "private, no-store"


def test_an_unknown_path_without_a_language_speaks_the_readers(client: Client) -> None:
    response = client.get("/nothing", headers={"accept-language": "ru"})
    assert response.status_code == 404
    assert '<html lang="ru"' in response.text
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_without_its_token_says_what_to_do_in_the_readers_language(language: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"/{language}/endorse/", {})
    assert response.status_code == 403
    assert f'<html lang="{language}"' in response.text


def test_a_foreign_host_is_refused_in_the_readers_language(client: Client) -> None:
    response = client.get("/uk/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.text
    assert '<html lang="uk"' in response.text


@pytest.mark.parametrize(
    "path", ["/en/%00", "/en/news/%ff%fe/", "/%F0%9F", "/en/" + "a" * 5000, "/en/?q=%00", "/en/;x"]
)
@pytest.mark.django_db
def test_strange_paths_are_never_our_fault(client: Client, path: str) -> None:
    assert client.get(path).status_code < 500
