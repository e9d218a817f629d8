"""What a page says of itself to search engines, social networks and messengers."""

from collections import Counter

import pytest
from django.conf import settings
from django.test import Client

from endorsements.models.token import Purpose
from tests.endorsements.factories import an_endorsement, the_demands
from tests.endorsements.visitors import link_to
from tests.reading import document
from tests.site.conftest import ARTICLES, DEMANDS, INDEXED, LANGUAGES

pytestmark = pytest.mark.django_db
SHARED = [f"/{language}/{page}" for language in LANGUAGES for page in (*INDEXED, *DEMANDS[:2], *ARTICLES)]
LOCALES = {"en": "en_GB", "uk": "uk_UA", "ru": "ru_RU"}
TITLE, HEADLINE, DESCRIPTION = range(25, 71), range(20, 81), range(60, 171)


@pytest.fixture(params=SHARED)
def shared(request, site):
    """Each page that may be indexed."""
    return site.page(request.param)


def graph(root) -> dict[str, list[str]]:
    """The page's Open Graph properties."""
    found: dict[str, list[str]] = {}
    for meta in root.all("meta"):
        if meta.get("property"):
            found.setdefault(meta["property"], []).append(meta["content"])
    return found


def test_a_page_has_a_title_and_a_description_of_a_length_that_is_shown(shared):
    title = shared.root.one("head").one("title").text
    description = shared.root.one("meta", name="description")["content"]
    assert len(title) in (HEADLINE if shared.rest.startswith("news/") else TITLE), (len(title), title)
    assert len(description) in DESCRIPTION, (len(description), description)
    assert description == " ".join(description.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_pages_of_a_language_have_the_same(language, site):
    pages = [site.page(address) for address in SHARED if address.startswith(f"/{language}/")]
    titles = Counter(page.root.one("head").one("title").text for page in pages)
    descriptions = Counter(page.root.one("meta", name="description")["content"] for page in pages)
    assert not [text for texts in (titles, descriptions) for text, count in texts.items() if count > 1]


def test_a_page_says_what_social_networks_show(shared):
    language = shared.address.split("/")[1]
    said = graph(shared.root)
    assert said["og:title"] == [shared.root.one("head").one("title").text.removesuffix(" — People First")]
    assert said["og:description"] == [shared.root.one("meta", name="description")["content"]]
    assert said["og:url"] == [shared.root.one("link", rel="canonical")["href"]]
    assert said["og:type"] == ["article" if shared.rest.startswith("news/") and shared.rest != "news/" else "website"]
    assert said["og:site_name"] == ["People First"]
    assert said["og:locale"] == [LOCALES[language]]
    assert {*said["og:locale:alternate"]} == {*LOCALES.values()} - {LOCALES[language]}
    assert shared.root.one("meta", name="twitter:card")["content"] == "summary_large_image"


def test_a_page_has_a_card_in_its_language_that_is_there(shared, site):
    said = graph(shared.root)
    [address] = said["og:image"]
    path = address.removeprefix(settings.SITE_URL)
    own = {"news": "article-", "demands": "demand-"}.get(shared.rest.split("/")[0], "")
    own = own if shared.rest.count("/") == 2 else "campaign-"
    assert path.startswith(f"/cards/{shared.address.split('/')[1]}/{own}")
    assert (said["og:image:width"], said["og:image:height"]) == (["1200"], ["630"])
    assert len(said["og:image:alt"][0]) > 20
    assert site.client.head(path).status_code == 200


def test_a_page_that_is_not_to_be_indexed_says_nothing():
    the_demands()
    endorsement = an_endorsement("approved")
    mailed = [link_to(purpose, endorsement) for purpose in (Purpose.CONFIRM, Purpose.MANAGE, Purpose.MAILBOX)]
    for address in (*mailed, "/en/endorse/manage/none/", "/en/none/", "/uk/endorse/sent/", "/en/endorse/link/"):
        root = document(Client().get(address).content)
        assert not graph(root)
        assert not root.all("meta", name="twitter:card")
        assert not root.all("link", type="application/ld+json")
        assert "/cards/" not in str([element.attrs for element in root])


def test_what_is_typed_into_the_address_is_in_no_property(client):
    the_demands()
    root = document(client.get('/en/endorsements/?q=zzz"><script>').content)
    assert not root.all("script")
    assert "zzz" not in str(graph(root))
