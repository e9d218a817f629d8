"""The endorsement form: what a person fills in, what is checked, and the one verb it calls."""

import time
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy as _

from campaign import versions
from endorsements import consent, countries, machines, proof_of_work, submissions, widgets
from endorsements.fields import ContactField, MailboxField, NameField, StatementField, WebsiteField
from endorsements.machines import Stamp
from endorsements.models.states import Visibility
from endorsements.refusals import AlreadyThere
from endorsements.undone import work

NOT_KEPT = {"consent", "opened", machines.TRAP}


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
        widget=widgets.organisation(),
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
        widget=widgets.website(),
    )
    statement = StatementField(
        label=_("Statement"),
        help_text=_("Up to 600 characters. Published beside the name once a moderator has read it."),
        max_length=600,
        required=False,
        widget=widgets.statement(),
    )
    visibility = forms.ChoiceField(
        label=_("How the organisation appears"),
        choices=[
            (Visibility.PUBLIC, _("Named: on the public list and in the open data")),
            (Visibility.UNNAMED, _("Unnamed: counted in the total, never named anywhere in public")),
        ],
        initial=Visibility.PUBLIC,
        error_messages={"required": _("Choose whether the organisation is named.")},
        widget=widgets.ExplainedChoices(
            hints={
                Visibility.PUBLIC: _("Its name, country, website and statement, once a moderator has approved them."),
                Visibility.UNNAMED: _(
                    "For whoever could be in danger. Neither name nor country, website or statement appears anywhere; "
                    "they are kept encrypted, and only moderators read them. If in doubt, choose this: you may ask to "
                    "be named later, while a name that was public may have been copied."
                ),
            }
        ),
    )
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
    contact_email = MailboxField(
        label=_("Your email address"),
        help_text=_(
            "We write to it to confirm. An address at the organisation’s own domain helps. Our emails mention the "
            "organisation: if that could endanger anybody, give a mailbox that is safe."
        ),
        max_length=254,
        widget=widgets.mailbox(),
    )
    consent = forms.BooleanField(
        label=_("Consent"), error_messages={"required": _("Without this consent we may not keep the endorsement.")}
    )
    subject = machines.TrapField()
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = versions.current()
        self.language = get_language() or settings.LANGUAGE_CODE
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)  # noqa: S101 - narrows the type
        country.choices = [("", _("Choose a country")), *countries.choices()]
        self.fields["consent"].label = consent.wording(self.language)
        self.fields["opened"].initial = Stamp.made(time.time(), self.version).text
        self._opened = Stamp.read(str(self.data.get("opened", "")))
        if self.is_bound and self._opened is None:
            self._stamp_anew(time.time())

    def _stamp_anew(self, at: float) -> None:
        self.data = {**dict(self.data.items()), "opened": Stamp.made(at, self.version).text}

    @cached_property
    def challenge(self) -> str:
        """What the browser has to solve while staff ask for a proof of work; otherwise an empty text."""
        return proof_of_work.challenge() if proof_of_work.is_asked_for() else ""

    @property
    def asks_to_read(self) -> bool:
        """Whether the demands changed after the page was opened: they are to be read before the form is sent again."""
        return self.has_error(NON_FIELD_ERRORS, code="demands_changed")

    @property
    def is_machine(self) -> bool:
        """Whether no person sent it: it came back too fast, or with what no person sees filled in."""
        if self._opened is None:
            return False
        return self._opened.is_fresher_than_a_person or machines.is_trapped(self.data)

    def clean(self) -> dict[str, Any]:
        """Refuse a form that this site did not hand out for this person, or whose demands have changed meanwhile."""
        cleaned = super().clean() or {}
        opened = self._opened
        if opened is None:
            raise forms.ValidationError(
                _("This form could not be matched to the page it came from. Nothing is lost: please send it again."),
                code="not_ours",
            )
        if opened.number != self.version.number:
            self._stamp_anew(machines.earliest_for_a_person() if opened.is_stale else opened.at)
            raise forms.ValidationError(
                _("The demands have changed since you opened this page. Please read them, then send again."),
                code="demands_changed",
            )
        if opened.is_stale:
            self._stamp_anew(machines.earliest_for_a_person())
            raise forms.ValidationError(
                _("This page was open for a long time. Nothing is lost: please send it again."), code="stale"
            )
        return cleaned

    def use_page(self) -> bool:
        """Count a valid form for the page it came from; False, with an error to show, when that page has sent too many.

        Machines are counted too, before anything is dropped: they are not to learn that they were told.
        """
        if self._opened is None or self._opened.use():
            return True
        self._stamp_anew(machines.earliest_for_a_person())
        again = _("Many forms were sent from this page. Nothing is lost: please send this one again.")
        self.add_error(None, forms.ValidationError(again, code="worn"))
        return False

    def submit(self, *, sender_digest: str = "") -> None:
        """Hand the cleaned form to the workflow. What a machine sent is done and undone, so that it cannot tell."""
        if self._opened is None:
            return
        values = {field: self.cleaned_data[field] for field in self.cleaned_data if field not in NOT_KEPT}
        sent = submissions.Submission(
            **values,
            language=self.language,
            # The edition that was on the page, word for word; a corrected comma since then was not read.
            demands_version_id=self._opened.version,
            consent_wording=consent.wording(self.language),
            consent_version=consent.VERSION,
            sender_digest=sender_digest,
        )
        by_hand = proof_of_work.is_missing(self.data)
        with work(kept=not self.is_machine):
            try:
                submissions.submit(sent, by_hand=by_hand)
            except AlreadyThere:
                # Staff gave another record this name or mailbox at the same moment; now it is there to be seen.
                submissions.submit(sent, by_hand=by_hand)
