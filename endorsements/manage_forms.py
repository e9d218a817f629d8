"""The small forms of the manage page. Each does one thing, and only when its box is ticked."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy as _

from endorsements import changes, consent, contacts, reviews, widgets
from endorsements.fields import ContactField, MailboxField, StatementField, WebsiteField
from endorsements.link_forms import AT_ONCE, TickedForm
from endorsements.models.states import Visibility

AGREED = _("In public once a moderator has agreed")


class CorrectForm(TickedForm):
    """The contact corrects what is shown, and their own role."""

    button = "correct"
    button_label = _("Send the correction")
    heading = _("Correct what is shown")
    takes_effect = AGREED
    explanation = _(
        "A new statement or website waits for a moderator before it is published; what stands now stays until then. "
        "Your name and role are never public and change at once."
    )
    tick_label = _("I want to send this correction.")
    done = _("Your correction was sent. What is public changes once a moderator has read it.")

    website = WebsiteField(label=_("Website"), max_length=200, widget=widgets.website())
    statement = StatementField(label=_("Statement"), max_length=600, required=False, widget=widgets.statement())
    contact_name = ContactField(
        label=_("Your name"),
        error_messages={"required": _("Enter your name.")},
        max_length=200,
        widget=widgets.person(),
    )
    contact_role = ContactField(
        label=_("Your role in the organisation"),
        error_messages={"required": _("Enter your role in the organisation.")},
        max_length=200,
        widget=widgets.role(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An entry that staff made may have no website yet; a website that stands is replaced, not removed.
        self.fields["website"].required = bool(self.endorsement.website)

    def act(self) -> None:
        """Propose what differs from what stands."""
        data = self.cleaned_data
        changes.propose(
            self.endorsement,
            {"website": data["website"], "statement": data["statement"]},
            contact={"contact_name": data["contact_name"], "contact_role": data["contact_role"]},
        )


class HideForm(TickedForm):
    """The organisation is no longer named; nobody has to agree."""

    button = "hide"
    button_label = _("Hide the name now")
    heading = _("Hide the organisation’s name")
    takes_effect = AT_ONCE
    explanation = _("The name leaves the list and the open data at once. The endorsement stays in the total.")
    tick_label = _("I want the name to be hidden.")
    done = _("The name is hidden.")

    def act(self) -> None:
        """Hide it."""
        changes.hide(self.endorsement)


class StayUnnamedForm(HideForm):
    """An unnamed organisation that asked to be named takes that back; the same act as hiding."""

    button_label = _("Stay unnamed")
    heading = _("Stay unnamed")
    explanation = _("You asked to be named, and no moderator has decided yet. Take it back, and the name stays hidden.")
    tick_label = _("I want the organisation to stay unnamed.")
    done = _("The organisation stays unnamed.")


class ShowForm(TickedForm):
    """The organisation wants to be named; a moderator agrees first."""

    button = "show"
    button_label = _("Ask to be named")
    heading = _("Name the organisation on the public list")
    takes_effect = AGREED
    explanation = _("The name appears once a moderator has agreed.")
    tick_label = _("I want the organisation to be named in public.")
    done = _("Your request was sent. The name appears once a moderator has agreed.")

    def act(self) -> None:
        """Ask for it."""
        changes.propose(self.endorsement, {"visibility": Visibility.PUBLIC})


class MoveForm(TickedForm):
    """The endorsement moves to another mailbox, which has to confirm."""

    button = "move"
    button_label = _("Move to this mailbox")
    heading = _("Move to another mailbox")
    takes_effect = _("Once the new mailbox has confirmed")
    explanation = _(
        "We write to the new mailbox. When it has confirmed, it holds the endorsement, both mailboxes are told, "
        "and the links in earlier emails stop working."
    )
    tick_label = _("I want to move the endorsement to this mailbox.")
    done = _("We have written to the new mailbox. Until it confirms, everything stays as it is.")

    new_email = MailboxField(
        label=_("New email address"),
        max_length=254,
        widget=widgets.mailbox(),
    )

    def act(self) -> None:
        """Write to the new mailbox."""
        contacts.ask_move(self.endorsement, self.cleaned_data["new_email"])


class StillRightForm(TickedForm):
    """The contact was asked whether all of it is still right, and says yes."""

    button = "still_right"
    button_label = _("It is still right")
    heading = _("Is this still right?")
    explanation = _("Once a year we ask. If something has changed, correct it below, or have it erased.")
    tick_label = _("What is kept is still right, and I still speak for this organisation.")
    done = _("Thank you. We ask again in a year.")

    def act(self) -> None:
        """Note the answer."""
        reviews.answer(self.endorsement)


class TakeOverForm(TickedForm):
    """The invited contact of an entry that staff made takes it over."""

    button = "take_over"
    button_label = _("Take over this entry")
    heading = _("Take over this entry")
    takes_effect = AT_ONCE
    explanation = _(
        "The campaign entered your organisation on its list. "
        "Say who you are, and the entry is yours to keep, correct or withdraw."
    )
    tick_label = ""
    done = _("The entry is yours.")

    contact_name = ContactField(
        label=_("Your name"), help_text=_("Never shown in public."), max_length=200,
        widget=widgets.person(),
    )  # fmt: skip
    contact_role = ContactField(
        label=_("Your role in the organisation"),
        error_messages={"required": _("Enter your role in the organisation.")},
        help_text=_("Never shown in public."),
        max_length=200,
        widget=widgets.role(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = get_language() or "en"
        self.fields["agree"].label = consent.wording(self.language)

    def act(self) -> None:
        """Take it over."""
        contacts.take_over(
            self.endorsement,
            contact_name=self.cleaned_data["contact_name"],
            contact_role=self.cleaned_data["contact_role"],
            language=self.language,
        )
