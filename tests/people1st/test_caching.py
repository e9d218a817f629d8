"""Who may keep a copy."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from people1st.caching import PRIVATE, PUBLIC, PrivateUnlessPublicMiddleware, public


def plain(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("x")


def with_cookie(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    return response


def test_what_is_not_marked_is_private(rf: RequestFactory) -> None:
    assert PrivateUnlessPublicMiddleware(plain)(rf.get("/")).headers["Cache-Control"] == PRIVATE


def test_what_is_marked_is_public(rf: RequestFactory) -> None:
    assert PrivateUnlessPublicMiddleware(public(plain))(rf.get("/")).headers["Cache-Control"] == PUBLIC


def test_a_public_page_that_sets_a_cookie_is_made_private_and_reported(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        response = PrivateUnlessPublicMiddleware(public(with_cookie))(rf.get("/x"))
    assert response.headers["Cache-Control"] == PRIVATE
    assert "/x" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/endorse/", "/admin/login/", "/en/nothing/", "/about/", "/healthz", "/readyz"])
def test_forms_errors_and_the_admin_are_kept_by_nobody(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.headers["Cache-Control"] == PRIVATE
    assert "ETag" not in response.headers
