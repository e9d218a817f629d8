"""The forms behind a mailed link that confirms, and the one that asks for a lost link."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from endorsements import contacts, widgets, workflow
from endorsements.fields import MailboxField
from endorsements.models import Endorsement

AT_ONCE = _("At once")


class TickedForm(forms.Form):
    """A form that does one thing, and only with its box ticked. `act()` does it; call it after `is_valid()`."""

    button: ClassVar[str]
    button_label: ClassVar[str | Promise]
    heading: ClassVar[str | Promise] = ""
    explanation: ClassVar[str | Promise] = ""
    takes_effect: ClassVar[str | Promise] = ""
    section: ClassVar[str] = "endorsements/_act_form.html"
    tick_label: ClassVar[str | Promise]
    done: ClassVar[str | Promise] = ""

    agree = forms.BooleanField(error_messages={"required": _("Tick the box if this is what you want.")})

    def __init__(self, data: Any = None, *, endorsement: Endorsement, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, prefix=self.button, initial=initial)
        self.endorsement = endorsement
        self.fields["agree"].label = self.tick_label  # type: ignore[assignment] # the stubs know one kind of lazy text
        self.order_fields([name for name in self.fields if name != "agree"])

    def act(self) -> None:
        """Call the one verb that this form stands for. Raises Refused when it cannot be done any more."""
        raise NotImplementedError


class ConfirmForm(TickedForm):
    """The contact confirms that they speak for the organisation."""

    button = "confirm"
    button_label = _("Confirm")
    heading = _("Confirm the endorsement")
    tick_label = _("I speak for this organisation, and what is shown here is right.")

    seen = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever confirms has read what stands now: a request that was sent in anew meanwhile is shown again first.
        self.initial["seen"] = self.endorsement.updated_at.isoformat()

    def act(self) -> None:
        """Confirm what was shown."""
        workflow.confirm(self.endorsement, seen_at=self.cleaned_data["seen"])


class MailboxForm(TickedForm):
    """The new mailbox confirms that it takes the endorsement over."""

    button = "move"
    button_label = _("Take over the endorsement")
    heading = _("Take the endorsement over")
    tick_label = _("I speak for this organisation, and this mailbox takes its endorsement over.")

    def act(self) -> None:
        """Move it here."""
        contacts.move(self.endorsement, to=self.endorsement.new_contact_email)


class LostLinkForm(forms.Form):
    """Somebody lost the link to their endorsement."""

    email = MailboxField(
        label=_("Your email address"),
        help_text=_("The address that the endorsement belongs to."),
        max_length=254,
        widget=widgets.mailbox(enterkeyhint="send"),
    )

    def act(self) -> None:
        """Send what this mailbox owns, if it owns anything."""
        contacts.send_links(self.cleaned_data["email"], get_language() or "en")
