"""What programs ask for."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from people1st.views import SECURITY_TXT_EXPIRES


def test_healthz_asks_nothing_of_the_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/healthz", "/readyz", "/robots.txt", "/.well-known/security.txt", "/sitemap.xml", "/endorsements.csv",
     "/en/news/feed/", "/en/", "/en/nothing/", "/admin/login/"],
)  # fmt: skip
def test_every_text_says_how_its_letters_are_written(client: Client, address: str) -> None:
    assert client.get(address).headers["Content-Type"].lower().split("; ")[1] == "charset=utf-8"


@pytest.mark.parametrize(
    "folder", ["/static/", "/static/css/", "/static/css", "/media/", "/locale/", "/.git/", "/.git/HEAD"]
)
def test_no_folder_is_listed(client: Client, folder: str) -> None:
    assert client.get(folder).status_code == 404


@pytest.mark.django_db
def test_readyz_is_ready(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_waits_for_migrations(client: Client) -> None:
    recorder = MigrationRecorder(connection)
    newest = max(name for application, name in recorder.applied_migrations() if application == "campaign")
    recorder.record_unapplied("campaign", newest)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations are not applied\n")


@pytest.mark.django_db
def test_readyz_waits_for_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    try:
        response = client.get("/readyz")
    finally:
        monkeypatch.undo()
    assert (response.status_code, response.content) == (503, b"the database does not answer\n")


def test_robots_are_kept_from_mailed_links(client: Client) -> None:
    text = client.get("/robots.txt").text
    for path in ("/admin/", "/*/endorse/confirm/", "/*/endorse/manage/"):
        assert f"Disallow: {path}\n" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml\n" in text


def test_security_txt_has_what_rfc_9116_asks_for(client: Client) -> None:
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert fields["Contact"] == "mailto:info@people1st.org"
    assert fields["Canonical"] == "http://127.0.0.1:8000/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en, uk, ru"


def test_security_txt_is_renewed_a_month_before_it_expires() -> None:
    left = datetime.fromisoformat(SECURITY_TXT_EXPIRES) - datetime.now(UTC)
    assert left > timedelta(days=30), "Move SECURITY_TXT_EXPIRES to about eleven months from now."
    assert left < timedelta(days=366), "RFC 9116, section 2.5.5: less than a year."
