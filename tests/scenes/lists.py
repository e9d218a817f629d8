"""The public list: empty, short, long, searched, and with names that nobody thought of."""

import uuid
from collections.abc import Callable
from urllib.parse import quote

from endorsements import samples
from endorsements.models import Endorsement
from tests.endorsements.factories import an_endorsement
from tests.scenes import words
from tests.scenes.stage import Scene, Stage

PATH = "endorsements/"


def launched(query: str) -> Callable[[Stage], str]:
    def prepare(stage: Stage) -> str:
        stage.endorsers()
        return PATH + query

    return prepare


def many(count: int, query: str = "") -> Callable[[Stage], str]:
    """The endorsers of the launch, and samples up to this number."""

    def prepare(stage: Stage) -> str:
        stage.endorsers()
        samples.add(count - Endorsement.objects.public().count())
        return PATH + query

    return prepare


def named(*names: str, **same: str) -> Callable[[Stage], str]:
    """Approved entries with these names, kept as if every check had let them in."""

    def prepare(_stage: Stage) -> str:
        model = an_endorsement("approved", **{"statement": "", **same})
        skipped = {"id", "public_id", "mailbox_key"}
        kept = {
            field.name: getattr(model, field.name) for field in Endorsement._meta.fields if field.name not in skipped
        }
        Endorsement.objects.bulk_create(
            Endorsement(**kept | {"name": name, "name_key": f"name-{number}", "website_key": f"site-{number}"})
            for number, name in enumerate(names)
        )
        Endorsement.objects.filter(pk=model.pk).update(name="Organisation")
        return PATH

    return prepare


def unnamed_alone(_stage: Stage) -> str:
    for _ in range(3):
        an_endorsement("approved", visibility="unnamed")
    return PATH


def with_statements(_stage: Stage) -> str:
    """One has all there is to say, one little, one waits, one is gone."""
    an_endorsement("approved", statement=words.LONG_STATEMENT, name="Old Town Library")
    an_endorsement("approved", statement="Two lines.\n\nThe second.", name="Northern Archive", country="PL")
    for status in ("waiting", "withdrawn", "rejected"):
        an_endorsement(status, name=f"Never shown: {status}")
    return PATH


SCENES = [
    Scene("list-empty", "Nobody has endorsed yet.", lambda _stage: PATH),
    Scene("list-30", "The thirty endorsers of the launch.", launched("")),
    Scene("list-73", "Seventy-three endorsers.", many(73)),
    Scene("list-1030", "The first page of 1,030 endorsers.", many(1030)),
    Scene("list-1030-last", "The last page of 1,030 endorsers.", many(1030, "?before=end")),
    Scene("list-no-such-page", "A page that never was.", launched(f"?after={uuid.UUID(int=0)}"), status=404),
    Scene("list-found", "Searched, and found.", many(73, "?q=library")),
    Scene("list-country", "Filtered by a country.", many(73, "?country=PL")),
    Scene("list-found-nothing", "Searched, and nothing found.", launched("?q=qqqqqq&country=PL")),
    Scene("list-found-nothing-long", "Searched for a word without a place to break.", launched("?q=" + "q" * 100)),
    Scene("list-search-hostile", "Searched for markup.", launched(f"?q={quote(words.HOSTILE[1])}")),
    Scene("list-wrong-country", "A country that does not exist.", launched("?country=XX"), status=400),
    Scene("list-search-too-long", "A search over the limit.", launched("?q=" + "long " * 30), status=400),
    Scene("list-by-country", "Grouped by country.", many(73, "?by=country")),
    Scene("list-by-letter", "Grouped by letter.", many(73, "?by=letter")),
    Scene("list-statements", "A long statement, a short one; others wait or are gone.", with_statements),
    Scene("list-long", "Names, websites and statements as long as they may be.",
          named(words.LONG_NAME, words.LONG_WORD, words.ENDLESS_NAME, statement=words.ENDLESS_STATEMENT,
                website=words.LONG_WEBSITE)),
    Scene("list-scripts", "Names in the scripts of the world.", named(*words.SCRIPTS)),
    Scene("list-right-to-left", "Names and statements from right to left.",
          named(*words.OTHER_WAYS, statement="نحن نقف مع المحتجزين. People first!")),
    Scene("list-hostile", "Names and statements with markup.",
          named(*words.HOSTILE, statement=words.HOSTILE_STATEMENT)),
    Scene("list-unnamed-alone", "Three endorse, none of them named.", unnamed_alone),
]  # fmt: skip
