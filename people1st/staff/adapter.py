"""How allauth's second factors are kept and named here."""

from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext

from people1st import keyring

NAME = "People First"
PLACE = "mfa_authenticator.data"


class StaffMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Secrets are encrypted with the key ring; an app and a passkey show the campaign's and the user's name."""

    def encrypt(self, text: str) -> str:
        """What is stored of the secret of an authenticator app, or of the seed of recovery codes."""
        return keyring.encrypt(text, PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself."""
        return keyring.decrypt(encrypted_text, PLACE)

    def get_totp_issuer(self) -> str:
        """Whose account it is."""
        return NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site that a passkey is bound to (WebAuthn, 5.1.2): the admin's host, whatever a request says."""
        return {"id": relying_party(), "name": NAME}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002, ARG002 - the library's signature
        """What a passkey is called until its owner says otherwise."""
        return gettext("Passkey")

    def _get_user_identifier(self, user: User) -> str:
        """The user's name here, never the mailbox."""
        return user.get_username()


def relying_party() -> str:
    """The host that passkeys are for. In development the one that is asked for: localhost can have them."""
    if settings.ADMIN_HOST:
        return settings.ADMIN_HOST
    if settings.PRODUCTION:
        return urlsplit(settings.SITE_URL).hostname or ""
    host: str = context.request.get_host().partition(":")[0]
    return host
