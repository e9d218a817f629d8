"""Who an unnamed organisation is stands in the database encrypted: a stolen dump or backup does not name it.

Its record's plain columns are empty; `sealed` holds their values, and keyed hashes take the place of the keys that the
unique constraints stand on. Whoever reads records as objects meets the values; who reads columns meets nothing.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db.models import Q

from endorsements import names
from people1st import keyring

if TYPE_CHECKING:
    from endorsements.models.endorsement import Endorsement

# What would tell who it is, and what each column holds instead.
INSTEAD: dict[str, str] = {"name": "", "country": "", "website": "", "statement": ""}

# What hashes of mailboxes are for: those of mails that were sent are of the first kind too.
MAILBOX, UNNAMED_MAILBOX = "mailbox", "mailbox of an unnamed one"


@contextmanager
def put_away(endorsement: "Endorsement") -> Iterator[None]:
    """While it is written: the words of an unnamed one are in `sealed` alone, those of a named one in their columns."""
    endorsement.sealed = ""
    if not endorsement.is_unnamed:
        yield
        return
    words = {field: getattr(endorsement, field) for field in INSTEAD}
    endorsement.sealed = json.dumps(words, ensure_ascii=False)
    for field, value in INSTEAD.items():
        setattr(endorsement, field, value)
    try:
        yield
    finally:
        take_out(endorsement)


def take_out(endorsement: "Endorsement") -> None:
    """Give a record that was read the words that are sealed in it."""
    if endorsement.__dict__.get("sealed"):
        for field, value in json.loads(endorsement.sealed).items():
            setattr(endorsement, field, value)


def derive_keys(endorsement: "Endorsement") -> None:
    """Set the canonical forms of name, website, statement and mailbox; of an unnamed one only hashes.

    Its mailbox has a hash of its own kind: beside a named record of the same mailbox it would be found by it.
    """
    mailbox = names.mailbox_key(endorsement.contact_email) if endorsement.contact_email else ""
    purpose = UNNAMED_MAILBOX if endorsement.is_unnamed else MAILBOX
    endorsement.mailbox_key = keyring.digest(purpose, mailbox) if mailbox else ""
    name = names.name_key(endorsement.name)
    website = names.website_key(endorsement.website) if endorsement.website else ""
    if endorsement.is_unnamed:
        endorsement.name_key = keyring.digest("name", name) if name else ""
        endorsement.website_key = keyring.digest("website", website) if website else ""
        endorsement.search_text = endorsement.statement_key = ""
    else:
        endorsement.name_key, endorsement.website_key = name, website
        endorsement.search_text = names.search_form(endorsement.name)
        endorsement.statement_key = names.statement_key(endorsement.statement)


def has_mailbox(email: str) -> Q:
    """Records whose contact reads this mailbox, in whatever spelling, named or not."""
    key = names.mailbox_key(email)
    return Q(mailbox_key__in=[*keyring.digests(MAILBOX, key), *keyring.digests(UNNAMED_MAILBOX, key)])


def has_name(name: str) -> Q:
    """Records of this name in its canonical form, named or not."""
    key = names.name_key(name)
    return Q(name_key__in=[key, *keyring.digests("name", key)])


def has_website(website: str) -> Q:
    """Records of this website in its canonical form, named or not."""
    key = names.website_key(website)
    return Q(website_key__in=[key, *keyring.digests("website", key)])
