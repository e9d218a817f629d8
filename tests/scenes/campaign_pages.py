"""The campaign's own pages: as launched, without content, with more of it than anybody expects."""

from collections.abc import Callable
from datetime import date

from campaign.models import Article, Demand, Figure, Group, Question, Quote, Release
from endorsements import samples
from tests.campaign import makers
from tests.scenes import words
from tests.scenes.stage import LANGUAGES, Ground, Scene, Stage


def launched(stage: Stage) -> str:
    stage.endorsers()
    return ""


def endorsed_by_many(_stage: Stage) -> str:
    samples.add(1030)
    return ""


def long_texts(stage: Stage) -> str:
    """Every text of the demands page is three times as long as launched, and one word of it has no place to break."""
    stage.endorsers()
    for model, fields in (
        (Demand, ("heading", "text")),
        (Group, ("name", "size", "text")),
        (Quote, ("person", "role", "fragment", "lead_in", "source")),
        (Figure, ("what", "note", "source")),
    ):
        for row in model._default_manager.all():
            for field in (f"{field}_{language}" for field in fields for language in LANGUAGES):
                text = getattr(row, field) or ""
                longest = model._meta.get_field(field).max_length or 10_000
                setattr(row, field, f"{text} {words.LONG_WORD} {text} {text}"[:longest] if text else text)
            row.save()
    return ""


def long_questions(_stage: Stage) -> str:
    Question.objects.create(
        position=99, anchor="long", question_en=words.LONG_NAME,
        answer_en=f"{words.LONG_WORD * 3}\n\n{words.LONG_STATEMENT}\n\n* {words.LONG_WEBSITE}\n* {words.ENDLESS_NAME}",
    )  # fmt: skip
    return "about/#long"


def long_figures(_stage: Stage) -> str:
    makers.figure(
        98, number=9_999_999, qualifier="more_than", what_en=words.LONG_NAME, note_en=words.LONG_STATEMENT,
        source_en=words.LONG_WORD * 2, source_url=words.LONG_WEBSITE, in_short=True,
    )  # fmt: skip
    for position in range(60, 99):
        makers.release(position, freed=position * 97, what_en=words.LONG_NAME)
    return "figures/"


def articles(_stage: Stage) -> str:
    """A published article of each year, with titles that are as long as titles may be."""
    for year in range(2001, 2026):
        makers.article(f"a-{year}", date=date(year, 2, 19), title_en=words.ENDLESS_NAME, title_uk=words.LONG_NAME)
    return "news/"


def none_of_this_kind(_stage: Stage) -> str:
    makers.article(kind="press", date=date(2024, 2, 19))
    return "news/?kind=analysis&year=2024"


MARKDOWN = f"""## {words.LONG_WORD}

{words.LONG_STATEMENT} **{words.ENDLESS_NAME}** [{words.LONG_WORD}]({words.LONG_WEBSITE})

> {words.LONG_STATEMENT}

1. One
   * {words.LONG_WORD}

```
{words.ENDLESS_NAME}
```

| {words.LONG_WORD} | Two | Three | Four |
| --- | --- | --- | --- |
| {words.LONG_WORD} | {words.LONG_WORD} | 3 | 4 |

### A heading below

---

`{words.LONG_WEBSITE}`
"""


def long_article(_stage: Stage) -> str:
    makers.article(
        title_en=words.LONG_NAME, title_uk=None, summary_en=words.LONG_STATEMENT, body_en=MARKDOWN,
        author_en=words.LONG_NAME, publisher_en=words.LONG_WORD, original_url=words.LONG_WEBSITE,
    )  # fmt: skip
    return "news/an-article/"


def hostile_article(_stage: Stage) -> str:
    body = "\n\n".join((*words.HOSTILE, words.HOSTILE_STATEMENT, *words.OTHER_WAYS))
    makers.article(
        title_en=words.HOSTILE[0], title_uk=words.OTHER_WAYS[0], summary_en=words.HOSTILE_STATEMENT, body_en=body,
        author_en=words.HOSTILE[1], publisher_en=words.HOSTILE[3],
    )  # fmt: skip
    return "news/an-article/"


def of_kind(kind: str) -> Scene:
    def prepare(_stage: Stage) -> str:
        return f"news/{Article.objects.published().filter(kind=kind).latest('date').slug}/"

    return Scene(f"article-{kind.replace('_', '-')}", f"An article of the launch: {kind.replace('_', ' ')}.", prepare)


def no_releases(_stage: Stage) -> str:
    Release.objects.all().delete()
    return "figures/"


def at(path: str) -> Callable[[Stage], str]:
    return lambda _stage: path


SCENES = [
    Scene("demands", "The demands page as launched, with thirty endorsers.", launched),
    Scene("demands-many", "The demands page with 1,030 endorsers.", endorsed_by_many),
    Scene("demands-long", "The demands page with texts three times as long.", long_texts, ground=Ground.OWN),
    Scene("demands-empty", "The demands page of a database without content.", at(""), ground=Ground.NOTHING),
    Scene("demand", "The page of one demand.", at("demands/demand-1/")),
    Scene("demand-long", "The page of one demand with long texts.",
          lambda stage: f"{long_texts(stage)}demands/demand-1/", ground=Ground.OWN),
    Scene("demand-none", "A demand that is not there.", at("demands/demand-99/"), status=404),
    Scene("leaflet", "The demands on two pages, for print.", at("leaflet/")),
    Scene("about", "The questions, answered.", at("about/")),
    Scene("about-long", "A question and an answer without places to break.", long_questions, ground=Ground.OWN),
    Scene("about-empty", "No question has been answered yet.", at("about/"), ground=Ground.NOTHING),
    Scene("privacy", "What is kept, why and for how long.", at("privacy/")),
    Scene("accessibility", "The accessibility statement.", at("accessibility/")),
    Scene("news", "All articles of the launch.", at("news/")),
    Scene("news-filtered", "The articles of one kind and year.", at("news/?kind=press&year=2025")),
    Scene("news-nothing-found", "A year without an article of this kind.", none_of_this_kind, ground=Ground.OWN),
    Scene("news-long", "Twenty-five years of articles with long titles.", articles, ground=Ground.OWN),
    Scene("news-empty", "No article has been published yet.", at("news/"), ground=Ground.NOTHING),
    Scene("news-unknown-kind", "A kind of article that does not exist.", at("news/?kind=none"), status=404),
    *(of_kind(kind) for kind in ("statement", "open_letter", "press", "analysis")),
    Scene("article-long", "An article with everything that Markdown has, in one language.", long_article,
          ground=Ground.OWN),
    Scene("article-hostile", "An article with markup and texts from right to left.", hostile_article,
          ground=Ground.OWN),
    Scene("figures", "Figures and releases of the launch.", at("figures/")),
    Scene("figures-long", "Forty more releases, and a figure with long words.", long_figures, ground=Ground.OWN),
    Scene("figures-no-releases", "Figures alone.", no_releases, ground=Ground.OWN),
    Scene("figures-empty", "No figure yet.", at("figures/"), ground=Ground.NOTHING),
]  # fmt: skip
