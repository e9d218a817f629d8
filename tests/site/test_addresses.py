import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from campaign.models import Article
from people1st.caching import PUBLIC
from tests.endorsements.factories import an_endorsement, the_demands
from tests.reading import as_served, document, form_with
from tests.site.conftest import DEMANDS, INDEXED, LANGUAGES

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("en", "en"),
        ("uk", "uk"),
        ("ru", "ru"),
        ("uk-UA,uk;q=0.9,en;q=0.5", "uk"),
        ("ru-RU", "ru"),
        ("ua", "uk"),
        ("de", "en"),
        ("de, uk;q=0.2, en;q=0.1", "uk"),
        ("fr;q=1, ru;q=0.3, uk;q=0.8", "uk"),
        ("*", "en"),
        ("uk;q=0, ru", "ru"),
        ("x" * 100_000, "en"),
        ("uk" + ",de" * 100_000, "uk"),
        ("\x00;;q=,,;=", "en"),
        ("uk;q=9999999999", "en"),
        ("é", "en"),
        ("-", "en"),
        ("uk_UA", "en"),
        ("../../etc/passwd", "en"),
    ],
)
def test_the_root_leads_to_the_best_language(client, wanted, language):
    response = client.get("/", headers={} if wanted is None else {"Accept-Language": wanted})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert response["Vary"] == "Accept-Language"
    assert not response.cookies


def test_a_language_cookie_has_no_say(client):
    client.cookies["django_language"] = "ru"
    assert client.get("/")["Location"] == "/en/"
    the_demands()
    assert client.get("/uk/")["Content-Language"] == "uk"


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/ua/", "/uk/"),
        ("/ua", "/uk/"),
        ("/ua/news/", "/uk/news/"),
        ("/ua/endorsements/?q=%D0%B0%26b&page=2", "/uk/endorsements/?q=%D0%B0%26b&page=2"),
        ("/ua/no/such/page", "/uk/no/such/page"),
        ("/ua//evil.example/", "/uk//evil.example/"),
        ("/ua/%0d%0aX: y/", "/uk/%0D%0AX:%20y/"),
        ("/ua/endorse/confirm/abc_-/", "/uk/endorse/confirm/abc_-/"),
        ("/ua/%D0%BA/", "/uk/%D0%BA/"),
    ],
)
def test_ua_leads_to_uk_with_the_rest_of_the_path(client, asked, target):
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, target)


def test_words_that_begin_with_ua_are_not_meant(client):
    assert client.get("/uah/").status_code == 404


@pytest.mark.parametrize("page", ["about/", "news/", "endorse/"])
def test_an_address_without_a_language_leads_to_the_best_one(client, page):
    response = client.get(f"/{page}", headers={"Accept-Language": "uk"})
    assert (response.status_code, response["Location"]) == (302, f"/uk/{page}")
    assert "Accept-Language" in response["Vary"]


def test_a_missing_slash_at_the_end_is_forgiven(client):
    assert client.get("/uk/about")["Location"] == "/uk/about/"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "no-such-page/",
        "news/no-such-article/",
        "demands/no-such-demand/",
        "endorse/confirm/x/",
        "news/?year=1066",
        "news/?kind=x",
    ],
)
def test_what_is_not_there_is_told_in_the_readers_language(client, language, path):
    response = client.get(f"/{language}/{path}")
    page = document(response.content)
    assert response.status_code == 404
    assert page.one("html")["lang"] == response["Content-Language"] == language
    assert page.one("h1").text
    assert page.one("meta", name="robots")["content"] == "noindex"
    assert not response.cookies
    assert not page.all("script")


def test_each_language_says_it_in_its_own_words(client):
    headings = {document(client.get(f"/{language}/no/").content).one("h1").text for language in LANGUAGES}
    assert len(headings) == 3


def test_outside_the_languages_the_readers_wish_decides(client):
    response = client.get("/no-such-page/", headers={"Accept-Language": "uk"})
    assert (response.status_code, response["Content-Language"]) == (404, "uk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_host_is_refused_in_the_readers_language(client, language):
    response = client.get(f"/{language}/", headers={"Host": "evil.example"})
    assert (response.status_code, response["Content-Language"]) == (400, language)
    assert "evil.example" not in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forged_form_is_refused_in_the_readers_language(language):
    response = Client(enforce_csrf_checks=True).post(f"/{language}/endorse/link/")
    page = document(response.content)
    assert response.status_code == 403
    assert page.one("html")["lang"] == response["Content-Language"] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_of_ours_is_told_in_the_readers_language(client, language, monkeypatch):
    def broken(*_args: object, **_kwargs: object) -> None:
        msg = "broken on purpose"
        raise RuntimeError(msg)

    monkeypatch.setattr("campaign.models.question.Question.objects.all", broken)
    client.raise_request_exception = False
    response = client.get(f"/{language}/about/")
    page = document(response.content)
    assert response.status_code == 500
    assert page.one("html")["lang"] == response["Content-Language"] == language
    assert "broken on purpose" not in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_is_an_atom_feed_of_its_language(site, language):
    response = site.client.get(f"/{language}/news/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "Cookie" not in response.get("Vary", "")
    feed = ET.fromstring(response.content)  # noqa: S314 - our own
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"{settings.SITE_URL}/{language}/news/feed/"
    assert links["alternate"] == f"{settings.SITE_URL}/{language}/news/"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 5
    for part in (feed, *entries):
        for required in ("id", "title", "updated"):
            assert part.findtext(f"{ATOM}{required}"), required
        assert datetime.fromisoformat(part.findtext(f"{ATOM}updated")).tzinfo
    for entry in entries:
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        assert entry.find(f"{ATOM}link").get("href").startswith(f"{settings.SITE_URL}/{language}/news/")
        assert entry.findtext(f"{ATOM}summary")
    ids = [part.findtext(f"{ATOM}id") for part in (feed, *entries)]
    assert len(ids) == len(set(ids))


def test_a_draft_is_in_no_feed_no_list_and_no_sitemap(site):
    article = Article.objects.published().first()
    addresses = ("/en/news/feed/", "/en/news/", "/sitemap.xml", f"/en/news/{article.slug}/")
    assert all(article.slug in site.client.get(address).content.decode() for address in addresses)
    Article.objects.filter(pk=article.pk).update(status="draft")
    assert site.client.get(addresses[-1]).status_code == 404
    assert not any(f"/{article.slug}/" in site.client.get(address).content.decode() for address in addresses[:-1])


def test_the_sitemap_lists_each_page_in_each_language(site):
    response = site.client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314 - our own
    pages = [*INDEXED, *DEMANDS, *(f"news/{slug}/" for slug in site.slugs)]
    locations = [url.findtext(f"{SITEMAP}loc") for url in root.findall(f"{SITEMAP}url")]
    assert sorted(locations) == sorted(
        f"{settings.SITE_URL}/{language}/{page}" for language in LANGUAGES for page in pages
    )
    for url in root.findall(f"{SITEMAP}url"):
        alternates = {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}
        assert alternates.keys() == {*LANGUAGES, "x-default"}
        assert url.findtext(f"{SITEMAP}loc") in alternates.values()


def test_the_sitemap_and_the_pages_name_the_same_translations(site):
    root = ET.fromstring(site.client.get("/sitemap.xml").content)  # noqa: S314 - our own
    told = {
        url.findtext(f"{SITEMAP}loc"): {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}
        for url in root.findall(f"{SITEMAP}url")
    }
    for address in [f"/en/{page}" for page in INDEXED] + ["/uk/", "/uk/demands/demand-1/", "/ru/article-1"]:
        page = site.page(address)
        links = {
            link["hreflang"]: link["href"] for link in page.root.all("link", rel="alternate") if link.get("hreflang")
        }
        assert told[settings.SITE_URL + page.address] == links


def test_robots_may_read_the_site_but_no_mailed_page(client):
    response = client.get("/robots.txt")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /*/endorse/manage/" in text
    assert not re.search(r"Disallow: /$", text, re.MULTILINE)


def test_security_txt_says_whom_to_tell_and_is_not_about_to_expire(client):
    fields = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines() if line
    )
    assert fields["Contact"].startswith("mailto:")
    assert fields["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=366)


def test_the_site_says_that_it_lives_and_is_ready(client):
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 200)


def test_no_migration_is_pending(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0, stdout=StringIO())
    call_command("migrate", check_unapplied=True, verbosity=0)


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


def test_a_broken_cookie_is_replaced_where_a_form_needs_it_and_gets_no_form_through():
    the_demands()
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "x"
    assert client.post("/en/endorse/link/", {"csrfmiddlewaretoken": "x", "email": "a@b.example"}).status_code == 403
    token = as_served(form_with(document(client.get("/en/endorse/link/").content), "email"))["csrfmiddlewaretoken"]
    assert client.cookies["csrftoken"].value != "x"
    sent = {"csrfmiddlewaretoken": token, "email": "a@b.example"}
    assert client.post("/en/endorse/link/", sent).status_code == 302
