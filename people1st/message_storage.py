"""Where the admin's one-time messages wait for the next page: in a cookie under a name that binds it to this host."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Django's, but for the cookie's name where cookies are `Secure` (RFC 6265bis, 4.1.3.2; ASVS 5.0, 3.3.3).

    A cookie, not the session: a message may name an organisation, and a session is a row that backups hold.
    """

    @property
    def cookie_name(self) -> str:  # type: ignore[override] # the library has a constant
        """`__Host-messages`, or `messages` over plain http."""
        return "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class MessageStorage(FallbackStorage):
    """Django's choice: the cookie, and the session for what is too long for one."""

    storage_classes = (HostCookieStorage, SessionStorage)
