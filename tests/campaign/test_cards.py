from datetime import date

import pytest
from django.utils.translation import override

from campaign import cards
from tests.campaign import makers

pytestmark = pytest.mark.django_db


def test_the_campaigns_card_leads_with_the_first_figure_in_short():
    makers.figure(1, number=99)
    makers.figure(2, number=16_000, in_short=True, section="held", what_en="civilians", as_of_precision="year")
    makers.figure(3, number=5, in_short=True)
    card = cards.of_campaign()
    assert (card.number, card.heading, card.below) == ("16,000", "civilians", ("2024 · A source",))
    assert card.people == 16_000
    assert card.above == "International campaign, since 28 January 2025"


def test_without_a_figure_it_says_what_the_campaign_says():
    card = cards.of_campaign()
    assert (card.heading, card.number, card.people) == ("Whatever settlement is sought, people come first", "", 0)


def test_a_figure_without_a_source_is_on_no_card():
    demand = makers.demand()
    makers.figure(1, in_short=True, source_en="", demand=demand)
    assert not cards.of_campaign().number
    assert not cards.of_demand(demand).below


def test_a_demands_card_has_its_heading_and_its_figure():
    makers.demand(2)
    demand = makers.demand(1)
    makers.figure(1, number=20_000, qualifier="at_least", what_en="children", section="children", demand=demand)
    card = cards.of_demand(demand)
    assert (card.name, card.above, card.heading) == ("demand-demand-1", "Demand 1 of 2", "Heading 1 en")
    assert card.below == ("at least 20,000 children", "as of 1 September 2024 · A source")
    assert card.people == 20_000


def test_strokes_stand_for_people_alone():
    demand = makers.demand()
    makers.figure(1, number=280, what_en="places", section="places", demand=demand)
    assert cards.of_demand(demand).people == 0


def test_an_articles_card_says_whose_it_is_and_no_more_of_its_date_than_is_known():
    theirs = makers.article("theirs", publisher_en="The Nation", date=date(2025, 10, 1), date_precision="month")
    card = cards.of_article(theirs)
    assert (card.above, card.heading, card.below) == ("Press", "Title of theirs", ("The Nation · October 2025",))
    ours = makers.article("ours", publisher_en="People First")
    assert cards.of_article(ours).below == ("19 February 2025",)


def test_the_card_speaks_the_language_that_is_asked_for():
    demand = makers.demand()
    makers.figure(1, number=16_000, what_uk="цивільних", source_uk="Джерело", demand=demand)
    with override("uk"):
        card = cards.of_demand(demand)
    assert (card.language, card.heading) == ("uk", "Heading 1 uk")
    assert card.below[0] == "16\u00a0000 цивільних"
    assert card.digest != cards.of_demand(demand).digest


def test_a_name_finds_its_card():
    demand, article = makers.demand(), makers.article("one")
    made = (cards.of_campaign(), cards.of_demand(demand), cards.of_article(article))
    assert [cards.named(card.name) for card in made] == [*made]
    assert cards.named("demand-") is cards.named("article-") is cards.named("x") is None
