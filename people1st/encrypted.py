"""A text that the database holds encrypted: neither a dump, a log of PostgreSQL nor a backup tells what it says."""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models import lookups

from people1st import keyring


class EncryptedTextField(models.TextField):
    """Encrypted as it is written, opened as it is read (people1st/keyring.py). An empty text stays empty.

    A ciphertext belongs to its table and column and opens in no other. The row is not part of that: its key is not
    known before it is written. Two ciphertexts of the same text differ, so the database can look for nothing but
    emptiness (`exact=""`, `isnull`) and the key's id (`field__key`); everything else raises FieldError. What has to be
    found again needs a keyed hash beside it.
    """

    def get_prep_value(self, value: Any) -> Any:
        """The ciphertext of what is to be written."""
        text = super().get_prep_value(value)
        return keyring.encrypt(text, self.place) if text else text

    def from_db_value(self, value: str | None, *_about: Any) -> str | None:
        """The text of what was read. Raises keyring.UnreadableError."""
        return keyring.decrypt(value, self.place) if value else value

    @property
    def place(self) -> str:
        """Where the ciphertext belongs."""
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 - Django's documented way to a table's name

    def get_lookup(self, lookup_name: str) -> Any:
        """Emptiness alone can be asked for."""
        return {"exact": IsEmpty, "isnull": lookups.IsNull}.get(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        """The id of the key."""
        return KeyId if lookup_name == "key" else None


class EncryptedJSONField(EncryptedTextField):
    """A list that the database holds encrypted, as JSON. An empty one is an empty text there."""

    def get_prep_value(self, value: Any) -> Any:
        """The ciphertext of what is to be written."""
        return super().get_prep_value(json.dumps(value, ensure_ascii=False) if value else "")

    def from_db_value(self, value: str | None, *about: Any) -> Any:
        """The list that was written. Raises keyring.UnreadableError."""
        text = super().from_db_value(value, *about)
        return json.loads(text) if text else []


class IsEmpty(lookups.Exact):
    """`field=""`, the only text that can be compared."""

    def get_prep_lookup(self) -> Any:
        """The empty text; raises FieldError for any other."""
        if self.rhs != "":
            msg = "An encrypted text can't be looked for in the database; only that it is empty."
            raise FieldError(msg)
        return ""


class KeyId(models.Transform):
    """The id of the key that a ciphertext or a keyed hash begins with; empty for an empty text."""

    template = f"LEFT(%(expressions)s, {keyring.ID_LENGTH})"
    output_field = models.CharField()
