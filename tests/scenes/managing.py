"""What a contact sees behind the manage link, in every state of the record and with each form used well and badly."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import RequestFactory

from endorsements import changes, contacts, limits, proving, reviews
from endorsements.models import Endorsement, Protection
from endorsements.models.states import ProvenBy
from endorsements.models.token import Purpose
from endorsements.proof.findings import Finding, Sighting
from tests.endorsements.aging import age_events
from tests.endorsements.factories import a_change, a_moderator, an_endorsement, an_entry
from tests.scenes import words
from tests.scenes.links import HOSTILE, LONG, press
from tests.scenes.stage import Scene, Stage


class Finds:
    """A check that finds this."""

    def __init__(self, by: ProvenBy, finding: Finding, domain: str = "") -> None:
        self.by, self.sighting = by, Sighting(finding, domain)

    def look(self, _place: Any, _line: str) -> Sighting:
        return self.sighting


def manage(
    status: str = "approved", then: Callable[[Endorsement], object] = lambda _one: None, **changed: str
) -> Callable[[Stage], str]:
    """The link to an endorsement in this state, to which `then` has happened."""

    def prepare(stage: Stage) -> str:
        endorsement = an_endorsement(status, language=stage.language, **changed)
        then(endorsement)
        endorsement.refresh_from_db()
        return stage.link(Purpose.MANAGE, endorsement)

    return prepare


def asks_for_much(endorsement: Endorsement) -> None:
    """A change of everything that it may change, and a move, wait."""
    a_change(endorsement, statement="Our statement,\n\ncorrected.", website="https://new.example")
    contacts.ask_move(endorsement, words.LONG_MAILBOX)


def asks_to_be_named(endorsement: Endorsement) -> None:
    changes.propose(endorsement, {"visibility": "public"})


def hides(endorsement: Endorsement) -> None:
    """It had a line to prove its website, which may still be there."""
    proving.give_line(endorsement)
    changes.hide(endorsement)


def a_year_later(endorsement: Endorsement) -> None:
    age_events(endorsement, "confirmed", timedelta(days=366))
    assert reviews.ask(endorsement)


def looked_for(*checks: Finds) -> Callable[[Endorsement], None]:
    def then(endorsement: Endorsement) -> None:
        proving.look(proving.give_line(endorsement), checks)

    return then


def invited(stage: Stage) -> str:
    entry = an_entry(name="Riverside Archive", website="https://riverside-archive.example")
    return stage.link(
        Purpose.MANAGE,
        contacts.invite(entry, "office@riverside-archive.example", stage.language, actor=a_moderator()),
    )


def looked_too_often(endorsement: Endorsement) -> None:
    proving.give_line(endorsement)
    for _ in range(proving.MOST_LOOKS_AN_HOUR):
        proving.ask(endorsement)


def sent_too_many(_endorsement: Endorsement) -> None:
    Protection.objects.update_or_create(pk=1, defaults={"forms_an_hour": 1})
    limits.form_wait(RequestFactory().get("/"))


NOT_FOUND = (Finds(ProvenBy.DNS, Finding.OTHER_CODE), Finds(ProvenBy.FILE, Finding.CERTIFICATE))
WRONG = {"website": "http://localhost", "contact_name": "", "statement": words.LONG_STATEMENT * 2}

SCENES = [
    Scene("manage", "On the list: what is kept, and every form.", manage()),
    Scene("manage-waiting", "Confirmed; no moderator has decided yet.", manage("waiting")),
    Scene("manage-unnamed", "Counted without a name.", manage(visibility="unnamed")),
    Scene("manage-hidden", "Its name was hidden; a line in DNS may be left.", manage(then=hides)),
    Scene("manage-asks-to-be-named", "An unnamed one asks to be named.",
          manage(then=asks_to_be_named, visibility="unnamed")),
    Scene("manage-change-waits", "A change and a move wait.", manage(then=asks_for_much)),
    Scene("manage-review", "A year later: is it still right?", manage(then=a_year_later)),
    Scene("manage-invited", "The campaign entered it: its contact takes over.", invited),
    Scene("manage-taken-over", "Taken over a moment ago.", invited,
          press("take_over", contact_name="Ann Example", contact_role="Director")),
    Scene("manage-take-over-errors", "Taken over without a word.", invited, press("take_over", tick=False), status=422),
    Scene("manage-corrected", "A correction was sent a moment ago.", manage(),
          press("correct", statement="Our statement, corrected.")),
    Scene("manage-correct-errors", "A correction with errors.", manage(), press("correct", tick=False, **WRONG),
          status=422),
    Scene("manage-move-errors", "A move to an address that is none.", manage(), press("move", new_email="nobody@"),
          status=422),
    Scene("manage-move-wait", "One move too many: how long to wait.", manage(then=sent_too_many),
          press("move", new_email="new@organisation.example"), status=429),
    Scene("manage-line", "The line that proves the website.", manage(), press("prove")),
    Scene("manage-line-not-found", "The line was looked for in vain.", manage(then=looked_for(*NOT_FOUND))),
    Scene("manage-proven", "The website is proven.",
          manage(then=looked_for(Finds(ProvenBy.DNS, Finding.FOUND, "organisation.example")))),
    Scene("manage-looked-too-often", "The line was looked for too often.", manage(then=looked_too_often),
          press("look"), status=429),
    Scene("manage-withdraw-without-tick", "Withdrawn without the tick.", manage(), press("withdraw", tick=False),
          status=422),
    Scene("manage-long", "Every text as long as it may be.", manage(**LONG)),
    Scene("manage-hostile", "Markup, and texts from right to left.", manage(**HOSTILE)),
    Scene("manage-gone", "A manage link after withdrawing.", manage("withdrawn"), status=410),
    Scene("withdrawn", "Withdrawn.", manage(), press("withdraw")),
    Scene("erased", "Everything erased.", manage(), press("erase")),
]  # fmt: skip
