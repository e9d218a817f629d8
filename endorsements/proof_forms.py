"""The manage page's forms for the proof of a domain: first the line is shown, then it is looked for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from endorsements import proving
from endorsements.link_forms import TickedForm
from endorsements.models import Endorsement
from endorsements.proof import places


class ProveForm(TickedForm):
    """The contact wants to prove the website: the endorsement gets its line."""

    button = "prove"
    button_label = _("Show the line")
    heading = _("Prove that the website is yours (optional)")
    section = "endorsements/_proof.html"
    tick_label = _("The organisation is named in public, and I want to prove its website.")
    done = _("The line is on this page now, with what to do with it.")

    def act(self) -> None:
        """Give it its line."""
        proving.give_line(self.endorsement)


class LookForm(TickedForm):
    """The line is in its place: the worker looks for it."""

    button = "look"
    button_label = _("Look for the line")
    heading = ProveForm.heading
    section = ProveForm.section
    tick_label = _("The line is in its place.")
    done = _("We are looking for the line. Open this page again in a few minutes to see what was found.")

    def act(self) -> None:
        """Ask for it."""
        proving.ask(self.endorsement)


def offered(endorsement: Endorsement) -> list[type[TickedForm]]:
    """The form of the next step; none where there is nothing to prove or it is done."""
    if endorsement.proven_at or proving.place_of(endorsement) is None:
        return []
    return [LookForm if endorsement.proof_code else ProveForm]


def shown(endorsement: Endorsement) -> dict[str, Any]:
    """What the page says about the proof: the place and the line, what was found, what may have been left behind."""
    found = proving.last_look(endorsement)
    return {
        "place": proving.place_of(endorsement),
        "line": places.line(endorsement.proof_code) if endorsement.proof_code else "",
        "looked_at": found[0] if found else None,
        "found": [(by.label, finding.label) for by, finding in found[1].items()] if found else [],
        "may_be_left": proving.line_may_be_left(endorsement),
        "key": places.KEY,
    }
