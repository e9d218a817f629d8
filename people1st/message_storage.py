"""Where the admin's one-time messages wait for the next page: in a cookie under a name that binds it to this host."""

from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.http.response import HttpResponseBase


class MessageStorage(CookieStorage):
    """Django's, but for the cookie's name where cookies are `Secure` (RFC 6265bis, 4.1.3.2; ASVS 5.0, 3.3.3).

    A cookie, never the session: a message may name an organisation, and a session is a row that backups hold. Of more
    than fits into a cookie the first messages are kept; the last ones are dropped.
    """

    @property
    def cookie_name(self) -> str:  # type: ignore[override] # the library has a constant
        """`__Host-messages`, or `messages` over plain http."""
        return "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"

    def _store(
        self,
        messages: list[Message],
        response: HttpResponseBase,
        remove_oldest: bool = True,  # noqa: ARG002, FBT001, FBT002 - Django's
        *args: object,
        **kwargs: object,
    ) -> list[Message]:
        super()._store(messages, response, False, *args, **kwargs)  # type: ignore[misc] # noqa: FBT003 - no type for it
        return []  # what is dropped is no error of the page, in development neither
