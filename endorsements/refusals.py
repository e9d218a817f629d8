"""Why a verb of the workflow said no: each with a sentence for the person who asked."""

import math
from datetime import timedelta

from django.utils.translation import gettext as _, ngettext

from endorsements.models import Endorsement
from endorsements.models.states import Status


class Refused(Exception):  # noqa: N818 - it is a refusal, not an error
    """A verb was refused; `str()` of it is a sentence in the active language."""

    wait: timedelta | None = None  # when it may be tried again; None where no time helps


class NotAllowed(Refused):
    """The table of moves does not allow it from the present status."""

    def __init__(self, before: Status, to: Status) -> None:
        self.before, self.to = before, to
        super().__init__(_("What is “%(before)s” cannot become “%(to)s”.") % {"before": before.label, "to": to.label})


class Ended(Refused):
    """It was withdrawn, has expired or was rejected: there is nothing left to change."""

    def __init__(self, status: Status) -> None:
        self.status = status
        super().__init__(
            _("This endorsement is %(status)s: nothing can be changed any more.") % {"status": status.label}
        )


class AlreadyThere(Refused):
    """The database keeps another record for the same organisation."""

    def __init__(self, rival: Endorsement | None) -> None:
        self.rival = rival
        super().__init__(
            _("“%(name)s” has the same name, website or mailbox and stands already.")
            % {"name": rival.name if rival else "…"}
        )


class TakenOver(Refused):
    """The entry has a contact of its own."""

    def __init__(self) -> None:
        super().__init__(_("This entry has a contact already, who has taken it over."))


class ChangedSinceSeen(Refused):
    """The record changed after the moderator's page was made."""

    def __init__(self) -> None:
        super().__init__(_("It has changed since this page was opened. Look at it again, then decide."))


class NothingWaits(Refused):
    """There is no change that waits for a decision."""

    def __init__(self) -> None:
        super().__init__(_("Nothing waits for a decision here."))


class MailboxFull(Refused):
    """The mailbox has had as many mails today as visitors may cause."""

    def __init__(self) -> None:
        super().__init__(_("This mailbox has had its emails of the day. Let this one be confirmed tomorrow."))


class ReasonMissing(Refused):
    """A decision is not taken back without saying why."""

    def __init__(self) -> None:
        super().__init__(_("Taking a decision back needs a reason."))


class NeedsAnother(Refused):
    """Two different people have to approve, and this one has."""

    def __init__(self) -> None:
        super().__init__(_("You have approved it already. Another moderator has to approve it too."))


class NothingToProve(Refused):
    """There is no website, or none of which this organisation could show that it is its own."""

    def __init__(self) -> None:
        super().__init__(_("There is no website here that can be proven."))


class AskedTooOften(Refused):
    """The limit of an hour is used up."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        minutes = math.ceil(wait / timedelta(minutes=1))
        sentence = ngettext(
            "We have looked several times. Ask again in %(minutes)d minute.",
            "We have looked several times. Ask again in %(minutes)d minutes.",
            minutes,
        )
        super().__init__(sentence % {"minutes": minutes})


class NoLogoHere(Refused):
    """A logo stands beside a name: of the unnamed, and of what is refused or has ended, none is kept."""

    def __init__(self) -> None:
        super().__init__(_("Only an organisation that is named, and waits or is approved, can have a logo."))


class NeedsTakingBack(Refused):
    """Two people have to approve: one alone does not change what is on the public list."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Two people have to approve what is public. Take the decision back, correct the record while it waits, "
                "then let two people approve it."
            )
        )
