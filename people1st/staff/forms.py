"""What is typed for signing in."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from people1st.staff import factors

# What fido2 raises on a response that is no response; allauth catches some of them.
MALFORMED = (TypeError, ValueError, KeyError, AttributeError, IndexError, RecursionError)
LONGEST_CODE = 40
LONGEST_RESPONSE = 20_000  # characters; a browser sends some 1,500, with an attestation a few thousand


class PasswordForm(AdminAuthenticationForm):
    """Username and password. One answer for whatever is wrong: the name, the password, the account."""

    error_messages = {
        "invalid_login": _(
            "Username and password do not fit, or the account is not set up. A new account, and one without a second "
            "factor, is set up through the enrolment link that an administrator hands over."
        ),
    }

    def confirm_login_allowed(self, user: Any) -> None:
        """Active staff alone. Raises the same ValidationError as a wrong password."""
        if not (user.is_active and user.is_staff and may_sign_in(user)):
            raise self.get_invalid_login_error()


def username_in(typed: str) -> str:
    """The username that the form makes of what was typed: guesses are counted by it, however it is spelled."""
    field = PasswordForm.base_fields["username"]
    return str(field.to_python(typed))


class CodeForm(forms.Form):
    """A code of an authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
    )


class IdentityForm(forms.Form):
    """The password, and a code where the account has codes."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    code = CodeForm.base_fields["code"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not factors.has_codes(user):
            del self.fields["code"]


class AppForm(CodeForm):
    """The first code of a new authenticator app."""

    code = forms.CharField(
        label=_("The six digits that the app shows now"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ResponseField(forms.JSONField):
    """What the browser answers for a passkey, as JSON. It is good once and never shown again."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """The object. Raises ValidationError on what is too long, too deep or no JSON."""
        malformed = ValidationError(self.error_messages["invalid"], code="invalid", params={"value": ""})
        if isinstance(value, str) and len(value) > LONGEST_RESPONSE:
            raise malformed
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise malformed from error

    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002 - Django's
        """Nothing: what was sent is not read a second time."""
        return InvalidJSONInput("")


class KeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """A new passkey or security key."""

    credential = ResponseField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, passwordless = self.fields["name"], self.fields["passwordless"]
        name.label, name.max_length = _("Name"), 100
        name.help_text = _("So that you know it among others, such as “Work phone”.")
        passwordless.label, passwordless.initial = _("Sign in with it alone, without the password"), True
        passwordless.help_text = _("For phones, computers and newer security keys. Untick it when your key refuses.")

    def clean(self) -> dict[str, Any]:
        """As allauth's; whatever is malformed is wrong."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except MALFORMED as error:
            raise ValidationError(_("That did not work.")) from error
        return cleaned


class SecondKeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc] # the same
    """A passkey or security key of a user who is known already."""

    credential = ResponseField()

    def clean_credential(self) -> Authenticator:
        """The factor that was used. Raises ValidationError."""
        try:
            return super().clean_credential()
        except MALFORMED as error:
            raise ValidationError(_("That did not work.")) from error


class PasskeyForm(LoginWebAuthnForm, SecondKeyForm):  # type: ignore[misc] # the same
    """A passkey that says itself whose it is."""

    credential = ResponseField()  # allauth's would win otherwise


def may_sign_in(user: User) -> bool:
    """Whether a password can be the first step: with a second factor, or where none is asked for."""
    return not settings.REQUIRE_SECOND_FACTOR or factors.has_any(user)
