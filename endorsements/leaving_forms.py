"""The two forms of the manage page that end an endorsement, at once."""

from django.utils.translation import gettext_lazy as _

from endorsements import workflow
from endorsements.link_forms import AT_ONCE, TickedForm


class WithdrawForm(TickedForm):
    """The organisation withdraws, at once."""

    button = "withdraw"
    button_label = _("Withdraw the endorsement")
    heading = _("Withdraw")
    takes_effect = AT_ONCE
    explanation = _(
        "The endorsement leaves the list and the total at once, and your name, role and email address are erased. "
        "This cannot be undone; the organisation may endorse again."
    )
    tick_label = _("I want to withdraw this endorsement.")

    def act(self) -> None:
        """Withdraw."""
        workflow.withdraw(self.endorsement)


class EraseForm(TickedForm):
    """The organisation withdraws, and nothing about it is to be left."""

    button = "erase"
    button_label = _("Erase everything")
    heading = _("Erase everything")
    takes_effect = AT_ONCE
    explanation = _(
        "As withdrawing, and the organisation’s name, country, website and the wording of the consent are erased too. "
        "An empty record with the times of each step stays, without any name. This cannot be undone."
    )
    tick_label = _("I want everything about this organisation to be erased.")

    def act(self) -> None:
        """Erase it."""
        workflow.erase(self.endorsement)
