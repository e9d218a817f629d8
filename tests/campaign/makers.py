"""Rows of the campaign's tables for tests, complete unless said otherwise."""

from datetime import date
from typing import Any

from campaign.models import Article, Demand, Figure, Group, Quote, Release


def demand(position: int = 1, **values: Any) -> Demand:
    """One demand in three languages."""
    texts = {"heading": "Heading", "text": "Text"}
    translated = {
        f"{field}_{code}": f"{word} {position} {code}" for field, word in texts.items() for code in ("en", "uk", "ru")
    }
    return Demand.objects.create(**{"position": position, "anchor": f"demand-{position}", **translated, **values})


def figure(position: int = 1, **values: Any) -> Figure:
    """One figure with a date and a source."""
    given = {"what_en": "people", "source_en": "A source", "as_of": date(2024, 9, 1), "number": 7615, **values}
    return Figure.objects.create(position=position, key=f"figure-{position}", **given)


def group(position: int = 1, **values: Any) -> Group:
    """One group of captives of which nothing is counted."""
    given = {"name_en": f"Group {position}", "size_en": "thousands", **values}
    return Group.objects.create(position=position, key=f"group-{position}", **given)


def release(position: int = 1, **values: Any) -> Release:
    """One release of one day."""
    given = {"starts": date(2025, 2, 5), "ends": date(2025, 2, 5), "freed": 150, "what_en": "Exchange", **values}
    return Release.objects.create(position=position, key=f"release-{position}", source_en="A source", **given)


def quote(position: int = 1, **values: Any) -> Quote:
    """One quote, said in English, with its translations."""
    given = {
        "original_language": "en",
        "fragment_en": "Words",
        "fragment_uk": "Слова",
        "fragment_ru": "Слова",
        **values,
    }
    return Quote.objects.create(
        position=position,
        key=f"quote-{position}",
        role_en="A role",
        **{"person_en": "A person", "source_en": "S", **given},
    )


def article(slug: str = "an-article", **values: Any) -> Article:
    """One published article."""
    given = {
        "kind": "press", "title_en": f"Title of {slug}", "title_uk": f"Назва {slug}", "summary_en": "Summary",
        "date": date(2025, 2, 19), "status": "published", **values,
    }  # fmt: skip
    return Article.objects.create(slug=slug, **given)
