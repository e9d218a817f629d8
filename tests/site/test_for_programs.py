"""What programs read: the feeds, the sitemap, robots.txt, security.txt, the site's own health."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.core.management import call_command

from campaign.models import Article
from tests.site.conftest import DEMANDS, INDEXED, LANGUAGES

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


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
