from datetime import date

import pytest

from campaign.models import Article
from people1st.caching import PUBLIC
from tests.campaign import makers
from tests.reading import document

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def data(client, address):
    """The document that the page at the address names, and the page itself."""
    page = document(client.get(address).content)
    [link] = [one for one in page.all("link", rel="alternate") if one.get("type") == "application/ld+json"]
    response = client.get(link["href"])
    assert response["Content-Type"] == "application/ld+json"
    assert response["Cache-Control"] == PUBLIC
    content = response.json()
    assert content["@context"] == "https://schema.org"
    return content, page


def test_the_first_page_says_who_the_campaign_is(client):
    organisation = data(client, "/uk/")[0]["@graph"][0]
    assert organisation == {
        "@type": "Organization",
        "@id": f"{SITE}/#campaign",
        "name": "People First",
        "alternateName": ["People1st", "People First!"],
        "url": f"{SITE}/",
        "logo": f"{SITE}/static/img/icon-512.png",
        "email": "info@people1st.org",
        "foundingDate": "2025-01-28",
        "sameAs": "https://people1st.online",
    }


def test_a_site_is_not_elsewhere_when_it_is_there(client, settings):
    settings.SITE_URL = "https://people1st.online"
    organisation = client.get("/en/data.jsonld").json()["@graph"][0]
    assert organisation["url"] == "https://people1st.online/"
    assert "sameAs" not in organisation


def test_a_voice_is_what_the_page_shows(client):
    makers.quote(1, original_language="uk")
    makers.quote(2, original_language="en")
    makers.quote(3, shown=False, fragment_en="Taken back")
    makers.quote(4, source_en="", fragment_en="Without a source")
    content, page = data(client, "/en/")
    translated, original = content["@graph"][1:]
    assert translated["translationOfWork"] == {"@type": "Quotation", "inLanguage": "uk"}
    assert "translationOfWork" not in original
    for voice in (translated, original):
        assert (voice["@type"], voice["inLanguage"]) == ("Quotation", "en")
        shown = page.one("body").text
        person = voice["spokenByCharacter"]
        for words in (voice["text"], person["name"], person["jobTitle"], voice["citation"]):
            assert words in shown


def test_a_voice_without_a_translation_is_in_english(client):
    makers.quote(1, original_language="en", fragment_uk="")
    voice = client.get("/uk/data.jsonld").json()["@graph"][1]
    assert (voice["text"], voice["inLanguage"]) == ("Words", "en")
    assert "translationOfWork" not in voice


def test_of_what_others_published_we_say_that_our_page_is_based_on_it(client):
    makers.article(
        "theirs",
        publisher_en="The Nation",
        author_en="Two Authors",
        original_url="https://nation.example/a",
        kind="press",
    )
    content, page = data(client, "/en/news/theirs/")
    assert content["@type"] == "NewsArticle"
    assert content["headline"] == page.one("h1").text
    assert content["description"] == page.one("p", class_="standfirst").text
    assert content["url"] == content["mainEntityOfPage"] == page.one("link", rel="canonical")["href"]
    assert content["inLanguage"] == page.one("html")["lang"]
    assert content["publisher"]["name"] == "People First"
    assert not {"datePublished", "author", "creditText", "articleBody"} & content.keys()
    assert content["isBasedOn"] == {
        "@type": "CreativeWork",
        "datePublished": page.one("time")["datetime"],
        "creditText": "Two Authors",
        "publisher": {"@type": "Organization", "name": "The Nation"},
        "url": "https://nation.example/a",
    }


def test_what_we_published_is_ours(client):
    makers.article("ours", publisher_en="People First", author_en="People First", kind="statement")
    content = data(client, "/en/news/ours/")[0]
    assert content["author"] == content["publisher"]
    assert content["datePublished"] == "2025-02-19"
    assert "isBasedOn" not in content


@pytest.mark.parametrize(("precision", "told"), [("day", "2025-10-01"), ("month", "2025-10"), ("season", None)])
def test_of_a_date_no_more_is_told_than_is_known(client, precision, told):
    makers.article("one", date=date(2025, 10, 1), date_precision=precision)
    assert client.get("/en/news/one/data.jsonld").json()["isBasedOn"].get("datePublished") == told


def test_what_has_no_author_and_no_address_is_said_to_have_none(client):
    makers.article("one")
    assert client.get("/en/news/one/data.jsonld").json()["isBasedOn"].keys() == {"@type", "datePublished"}


def test_an_article_without_a_translation_is_in_english(client):
    makers.article("one", title_uk="")
    assert client.get("/uk/news/one/data.jsonld").json()["inLanguage"] == "en"
    assert client.get("/ru/news/one/data.jsonld").json()["inLanguage"] == "en"


def test_a_draft_has_no_document(client):
    makers.article("one")
    assert client.get("/en/news/one/data.jsonld").status_code == 200
    Article.objects.update(status="draft")
    assert client.get("/en/news/one/data.jsonld").status_code == 404


def test_words_of_editors_stay_words(client):
    makers.article("one", title_en='"</script><b>&\u2028', summary_en="\\")
    content = data(client, "/en/news/one/")[0]
    assert (content["headline"], content["description"]) == ('"</script><b>&\u2028', "\\")


def test_it_is_not_sent_again_to_who_has_it(client):
    first = client.get("/en/data.jsonld")
    assert client.get("/en/data.jsonld", headers={"If-None-Match": first["ETag"]}).status_code == 304
    makers.quote(1)
    assert client.get("/en/data.jsonld", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_nobody_else_names_it(client):
    makers.article("one")
    for address in ("/sitemap.xml", "/robots.txt", "/en/news/feed/"):
        assert "jsonld" not in client.get(address).text
