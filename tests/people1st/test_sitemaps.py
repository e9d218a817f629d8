"""The sitemap."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from tests.campaign import makers

SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.mark.django_db
def test_it_names_every_page_in_every_language_at_the_sites_address(client: Client) -> None:
    makers.demand(1)
    makers.article("one")
    makers.article("draft", status="draft")
    response = client.get("/sitemap.xml", headers={"host": "localhost", "accept-language": "uk"})
    root = ET.fromstring(response.content)  # noqa: S314 - our own sitemap
    found = {entry.findtext(f"{SITE}loc"): entry for entry in root}
    named = ("about", "news", "news/one", "figures", "leaflet", "endorsements", "endorse", "privacy", "accessibility")
    pages = ["", "demands/demand-1/", *(f"{name}/" for name in named)]
    base = "http://127.0.0.1:8000"
    assert set(found) == {f"{base}/{language}/{page}" for language in ("en", "uk", "ru") for page in pages}
    links = {link.attrib["hreflang"]: link.attrib["href"] for link in found[f"{base}/uk/about/"].iter(f"{XHTML}link")}
    assert links == {
        "en": f"{base}/en/about/",
        "uk": f"{base}/uk/about/",
        "ru": f"{base}/ru/about/",
        "x-default": f"{base}/en/about/",
    }
    assert found[f"{base}/en/news/one/"].findtext(f"{SITE}lastmod")
