"""Sessions in the database, found by a hash of their key: who reads a copy of it can go on with nobody's session."""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

LENGTH = 40  # hexadecimal digits, 160 bits: as long as the column is, and about as much as a key has


def kept_under(session_key: str) -> str:
    """What the row of the session with this key is found by."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:LENGTH]


class SessionStore(db.SessionStore):
    """Django's store, but the key itself is in the browser's cookie alone. The site is synchronous; so is this."""

    def _get_session_from_db(self) -> Session | None:
        known = Session.objects.filter(expire_date__gt=timezone.now())
        row = known.filter(session_key=kept_under(self.session_key)).first() if self.session_key else None
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return super().exists(kept_under(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to be written."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101 - narrows the type
        row.session_key = kept_under(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End the session with this key, or this one."""
        key = session_key or self.session_key
        if key:
            super().delete(kept_under(key))
