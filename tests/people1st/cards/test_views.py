from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.utils.translation import override
from PIL import Image

from campaign import cards
from campaign.models import Demand
from people1st.caching import PUBLIC
from people1st.cards import keeping
from tests.campaign import makers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.CARDS_DIR = tmp_path / "cards"
    return settings.CARDS_DIR


@pytest.fixture
def drawings(monkeypatch):
    """How often a card was drawn."""
    drawn = []
    draw = keeping.draw
    monkeypatch.setattr(keeping, "draw", lambda card: drawn.append(card.name) or draw(card))
    return drawn


def of_demand(language="en"):
    with override(language):
        return cards.of_demand(Demand.objects.get(position=1))


def test_a_card_is_kept_no_longer_than_a_page_and_asked_for_again(client):
    makers.demand()
    response = client.get(of_demand().address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cache-Control"] == PUBLIC
    known = client.get(of_demand().address, headers={"If-None-Match": response["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert "Set-Cookie" not in response
    assert not {"Cookie", "Accept-Language"} & {*response.get("Vary", "").split(", ")}
    assert Image.open(BytesIO(response.content)).size == (1200, 630)
    assert client.head(of_demand().address).status_code == 200


def test_each_language_has_its_own(client):
    makers.demand()
    pictures = {
        client.get(of_demand(language).address, headers={"Accept-Language": "de"}).content
        for language in ("en", "uk", "ru")
    }
    assert len(pictures) == 3


def test_it_is_drawn_once(client, drawings):
    makers.demand()
    first, second = (client.get(of_demand().address).content for _ in range(2))
    assert first == second
    assert drawings == ["demand-demand-1"]


def test_an_old_address_leads_to_the_present_one_and_draws_nothing(client, drawings):
    demand = makers.demand()
    old = of_demand().address
    demand.heading_en = "Another heading"
    demand.save()
    for address in (old, "/cards/en/demand-demand-1-000000000000.png"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, of_demand().address)
        assert response["Cache-Control"] == PUBLIC
    assert not drawings
    assert of_demand().address != old


def test_only_the_present_one_is_kept(client, kept):
    demand = makers.demand()
    for heading in ("One", "Two", "Three"):
        demand.heading_en = heading
        demand.save()
        client.get(of_demand().address)
    assert [file.stem for file in kept.rglob("*.png")] == [of_demand().digest]


@pytest.mark.parametrize(
    "address",
    [
        "/cards/en/nothing-000000000000.png",
        "/cards/en/demand-demand-9-000000000000.png",
        "/cards/en/article-draft-000000000000.png",
        "/cards/en/article-none-000000000000.png",
        "/cards/de/campaign-000000000000.png",
        "/cards/en/campaign.png",
        "/cards/en/campaign-00000000000.png",
        "/cards/en/campaign-00000000000G.png",
        "/cards/en/../campaign-000000000000.png",
        "/cards/en/..%2f..-000000000000.png",
    ],
)
def test_what_there_is_no_card_of_is_not_found(client, drawings, kept, address):
    makers.article("draft", status="draft")
    assert client.get(address).status_code == 404
    assert not drawings
    assert not kept.exists()


def test_an_article_that_is_taken_back_has_no_card(client):
    article = makers.article("one")
    address = cards.of_article(article).address
    assert client.get(address).status_code == 200
    article.status = "draft"
    article.save()
    assert client.get(address).status_code == 404


def test_several_that_ask_at_once_have_it_drawn_once(drawings):
    card = cards.of_demand(makers.demand())
    with ThreadPoolExecutor(4) as threads:
        pictures = list(threads.map(keeping.picture, [card] * 4))
    assert len(set(pictures)) == 1
    assert len(drawings) == 1
