"""Form fields that know what this site accepts: public web addresses, public mailboxes, clean lines of text."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email

from endorsements import hosts, names, writing
from endorsements.hosts import is_public_host

# A text of megabytes is refused before anything reads it letter by letter.
MOST_TYPED = 6000


class TypedField(forms.CharField):
    """A text of a length that a person types."""

    def to_python(self, value: object) -> str:
        """The text as it was typed. Raises a ValidationError when it is longer by far than the field holds."""
        typed = super().to_python(value) or ""
        if len(typed) > MOST_TYPED:
            MaxLengthValidator(self.max_length or MOST_TYPED)(typed)
        return typed


class LineField(TypedField):
    """One line of text: NFC, no control or invisible characters."""

    def to_python(self, value: object) -> str:
        """The cleaned line."""
        return writing.clean_line(super().to_python(value))


class ContactField(LineField):
    """A person’s name or role: readable, and nothing that a spreadsheet would run."""

    def validate(self, value: str) -> None:
        """Raise a ValidationError that says what to do."""
        super().validate(value)
        _check_writing(value)


class NameField(LineField):
    """An organisation's name: readable, with letters, without anything that a mail program would make a link."""

    def validate(self, value: str) -> None:
        """Raise a ValidationError that says what to do."""
        super().validate(value)
        if value and not names.name_key(value):
            raise ValidationError(_("Enter the organisation’s name in letters."), code="no_letters")
        _check_writing(value)
        if hosts.holds_host(value):
            raise ValidationError(
                _("Enter the name without a web address. Where the name has a dot, put a space after it."),
                code="link",
            )


class StatementField(TypedField):
    """Several lines of text: NFC, no control or invisible characters, readable, without a link."""

    widget = forms.Textarea
    default_error_messages = {
        "max_length": _("Shorten this to %(limit_value)d characters; it has %(show_value)d."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: a browser would cut off the end of what is pasted, and say nothing."""
        attrs = super().widget_attrs(widget)
        return {name: value for name, value in attrs.items() if name != "maxlength"}

    def to_python(self, value: object) -> str:
        """The cleaned text."""
        return writing.clean_text(super().to_python(value))

    def validate(self, value: str) -> None:
        """Raise a ValidationError that says what to do."""
        super().validate(value)
        _check_writing(value)
        if hosts.holds_link(value):
            raise ValidationError(
                _("Write without web and email addresses. Where a dot ends a sentence, put a space after it."),
                code="link",
            )


def _check_writing(text: str) -> None:
    if writing.has_piled_marks(text):
        raise ValidationError(
            _("Some accents are piled on each other, or stand on nothing. Type the letters with their usual accents."),
            code="marks",
        )
    if writing.begins_formula(text):
        raise ValidationError(
            _("Begin with a letter, a digit or a long dash (—): spreadsheets take =, +, - and @ for a formula."),
            code="formula",
        )


class WebsiteField(forms.URLField, TypedField):
    """An http or https address with a public host name; without a scheme, https is assumed."""

    default_error_messages = {
        "required": _("Enter a web address."),
        "invalid": _("Enter a web address, such as https://www.organisation.org."),
        "not_public": _("Enter a web address whose host is public, such as https://www.organisation.org."),
        "credentials": _("Enter the web address without a user name, a password or a port."),
    }

    def __init__(self, **kwargs: object) -> None:
        super().__init__(assume_scheme="https", **kwargs)  # type: ignore[arg-type]

    def to_python(self, value: object) -> str:
        """The address with its host as browsers understand it: `круг。укр` is `круг.укр`."""
        typed = super().to_python(value) or ""
        # Browsers read a backslash as a slash and skip tabs and line breaks: the host would be another than it seems.
        if "\\" in typed or any(c.isspace() or not writing.is_shown(c) for c in typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            parts = urlsplit(typed)
            host = parts.hostname or ""
            understood = host if host.isascii() else idna.decode(names.ascii_host(host))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if understood == host:
            return typed
        return urlunsplit(parts._replace(netloc=parts.netloc.lower().replace(host, understood)))

    def validate(self, value: str) -> None:
        """Raise a ValidationError that says what to do."""
        super().validate(value)
        if not value:
            return
        try:
            parts = urlsplit(value)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if parts.scheme not in {"http", "https"}:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if parts.username is not None or parts.password is not None or port is not None or parts.netloc.endswith(":"):
            raise ValidationError(self.error_messages["credentials"], code="credentials")
        if not is_public_host(host):
            raise ValidationError(self.error_messages["not_public"], code="not_public")


class MailboxField(TypedField):
    """One email address with a public domain, which may be internationalised (RFC 5891).

    The part before the @ is ASCII: Django's SMTP backend refuses any other (it speaks no SMTPUTF8), so no mail would
    ever reach it.
    """

    widget = forms.EmailInput
    default_error_messages = {
        "required": _("Enter an email address."),
        "invalid": _("Enter one email address, such as name@organisation.org."),
    }

    def to_python(self, value: object) -> str:
        """The address in its normal form, or an empty text."""
        text = super().to_python(value).strip()
        if not text:
            return ""
        try:
            found = validate_email(text, check_deliverability=False, strict=True, allow_smtputf8=False)
        except EmailNotValidError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not is_public_host(found.ascii_domain):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found.normalized
