"""What staff may write by hand: an organisation's public words, and a mailbox to invite."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from endorsements import countries, moderation
from endorsements.fields import MailboxField, NameField, StatementField, WebsiteField
from endorsements.models import Endorsement
from endorsements.models.states import OPEN, Status
from endorsements.records import rival_of
from endorsements.refusals import AlreadyThere


class EndorsementForm(forms.ModelForm):
    """Staff enter an organisation, or correct what the public sees of one. Never a status, never a contact."""

    name = NameField(label=_("Name"), min_length=2, max_length=200, widget=forms.TextInput(attrs={"size": 60}))
    country = forms.ChoiceField(label=_("Country"), required=False)
    website = WebsiteField(
        label=_("Website"), required=False, max_length=200, widget=forms.URLInput(attrs={"class": "vURLField"})
    )
    statement = StatementField(label=_("Statement"), required=False, max_length=600)

    seen = forms.CharField(label="", widget=forms.HiddenInput, required=False)

    class Meta:
        """The fields that the public sees."""

        model = Endorsement
        fields: ClassVar = ["name", "country", "website", "statement", "endorsed_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "country" in self.fields:
            country = self.fields["country"]
            assert isinstance(country, forms.ChoiceField)  # noqa: S101 - narrows the type
            country.choices = [("", _("not known")), *countries.choices()]
        self.initial["seen"] = moderation.seen_now()

    @cached_property
    def changed_data(self) -> list[str]:
        """What staff changed; the time of the page is none of it."""
        return [field for field in super().changed_data if field != "seen"]

    def clean(self) -> dict[str, Any]:
        """Refuse a name or website that another record has which the database keeps this one apart from."""
        cleaned = super().clean() or {}
        if self.instance.status == Status.APPROVED and "endorsed_on" in cleaned and not cleaned["endorsed_on"]:
            self.add_error("endorsed_on", _("An approved endorsement has a date."))
        if "name" not in cleaned:
            return cleaned
        candidate = Endorsement(
            pk=self.instance.pk,
            name=cleaned["name"],
            website=cleaned.get("website", ""),
            contact_email=self.instance.contact_email,
            status=self.instance.status if self.instance.pk else Status.APPROVED,
        )
        rival = rival_of(candidate) if candidate.status in {Status.APPROVED, *OPEN} else None
        if rival and rival.status == Status.APPROVED:
            raise forms.ValidationError(
                _("“%(name)s” is approved already with this name or website."), params={"name": rival.name}
            )
        if rival and candidate.mailbox_key:
            raise forms.ValidationError(str(AlreadyThere(rival)))
        return cleaned


class InvitationForm(forms.Form):
    """Whom to invite to take over an entry that staff made."""

    email = MailboxField(label=_("Email address of the organisation"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the email"), choices=settings.LANGUAGES)
