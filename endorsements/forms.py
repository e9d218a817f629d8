"""The endorsement form: what a person fills in, what is checked, and the one verb it calls."""

import time
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import get_language, gettext_lazy as _

from campaign import versions
from endorsements import consent, countries, workflow
from endorsements.fields import LineField, MailboxField, NameField, StatementField, WebsiteField
from endorsements.models.endorsement import Visibility
from endorsements.refusals import AlreadyThere

SALT = "endorsements.opened"


def plain_helper() -> FormHelper:
    """Crispy renders the fields; the template writes `<form>` and its button."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class EndorseForm(forms.Form):
    """An organisation endorses the demands.

    `opened` carries, signed, when the form was first shown and with which version of the demands; it survives errors,
    so that a quick correction is a person's.
    """

    name = NameField(
        label=_("Name of the organisation"),
        help_text=_("As it should stand on the list."),
        error_messages={"required": _("Enter the organisation’s name.")},
        min_length=2,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(
        label=_("Country"),
        help_text=_("Where the organisation is based."),
        error_messages={"required": _("Choose the country where the organisation is based.")},
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    website = WebsiteField(
        label=_("Website"),
        help_text=_("The organisation’s public address, such as https://www.organisation.org."),
        error_messages={"required": _("Enter the organisation’s web address.")},
        max_length=200,
        widget=forms.URLInput(attrs={"autocomplete": "url", "inputmode": "url"}),
    )
    statement = StatementField(
        label=_("Statement"),
        help_text=_("Up to 600 characters. Published beside the name once a moderator has read it."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    visibility = forms.ChoiceField(
        label=_("How the organisation appears"),
        choices=[
            (Visibility.PUBLIC, _("Named: on the public list and in the open data")),
            (Visibility.UNNAMED, _("Unnamed: counted in the total, never named anywhere in public")),
        ],
        initial=Visibility.PUBLIC,
        error_messages={"required": _("Choose whether the organisation is named.")},
        widget=forms.RadioSelect,
    )
    contact_name = LineField(
        label=_("Your name"),
        help_text=_("Never shown in public."),
        error_messages={"required": _("Enter your name.")},
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_role = LineField(
        label=_("Your role in the organisation"),
        help_text=_("Never shown in public."),
        error_messages={"required": _("Enter your role in the organisation.")},
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    contact_email = MailboxField(
        label=_("Your email address"),
        help_text=_(
            "Never shown in public. We write to it to confirm; an address at the organisation’s own domain helps."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    consent = forms.BooleanField(
        label=_("Consent"), error_messages={"required": _("Without this consent we may not keep the endorsement.")}
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = versions.current()
        self.language = get_language() or settings.LANGUAGE_CODE
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)  # noqa: S101 - narrows the type
        country.choices = [("", _("Choose a country")), *countries.choices()]
        self.fields["consent"].label = consent.wording(self.language)
        self.fields["opened"].initial = self._stamp(time.time())
        self.helper = plain_helper()
        self._opened = self._read_opened()
        if self.is_bound and self._opened is None:
            self._replace_stamp(time.time())

    def _stamp(self, at: float) -> str:
        return signing.dumps({"at": at, "version": self.version.pk, "number": self.version.number}, salt=SALT)

    def _replace_stamp(self, at: float) -> None:
        self.data = {**dict(self.data.items()), "opened": self._stamp(at)}

    def _read_opened(self) -> dict[str, float] | None:
        try:
            opened: dict[str, float] = signing.loads(str(self.data.get("opened", "")), salt=SALT)
        except signing.BadSignature:
            return None
        return opened

    @property
    def is_machine(self) -> bool:
        """Whether the form came back faster than a person could have filled it in."""
        if self._opened is None:
            return False
        return time.time() - self._opened["at"] <= settings.FASTEST_PERSON.total_seconds()

    def clean(self) -> dict[str, Any]:
        """Refuse a form that this site did not hand out, and one whose demands have changed under the reader."""
        cleaned = super().clean() or {}
        if self._opened is None:
            raise forms.ValidationError(
                _("This form could not be matched to the page it came from. Nothing is lost: please send it again."),
                code="not_ours",
            )
        if self._opened["number"] != self.version.number:
            self._replace_stamp(self._opened["at"])
            raise forms.ValidationError(
                _("The demands have changed since you opened this page. Please read them, then send again."),
                code="demands_changed",
            )
        return cleaned

    def submit(self) -> None:
        """Hand the cleaned form to the workflow; what a machine sent is dropped without a word."""
        if self._opened is None or self.is_machine:
            return
        values = {field: self.cleaned_data[field] for field in self.cleaned_data if field not in {"consent", "opened"}}
        sent = workflow.Submission(
            **values,
            language=self.language,
            # The edition that was on the page, word for word; a corrected comma since then was not read.
            demands_version_id=int(self._opened["version"]),
            consent_wording=consent.wording(self.language),
            consent_version=consent.VERSION,
        )
        try:
            workflow.submit(sent)
        except AlreadyThere:
            # Staff gave another record this name or mailbox at the same moment; now it is there to be seen.
            workflow.submit(sent)


class SearchForm(forms.Form):
    """Search and filter of the public list, read from the address."""

    q = LineField(
        label=_("Search by name"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    country = forms.ChoiceField(
        label=_("Country"), required=False, error_messages={"invalid_choice": _("There is no country with this code.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)  # noqa: S101 - narrows the type
        country.choices = [("", _("All countries")), *countries.choices()]
        self.helper = plain_helper()
