"""Encrypt the contacts that are there, and keep keyed hashes of their mailboxes instead of the mailboxes.

One transaction: interrupted, nothing has happened. The running site must be stopped meanwhile (docs/deploying.md): an
older one would take a ciphertext for an address. Reversible with the same keys. What was counted for a mailbox that no
record has any more is forgotten with the day.
"""

from django.db import IntegrityError, migrations, transaction
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from django.utils.crypto import salted_hmac

from endorsements import names
from people1st import keyring

CONTACT = ("contact_name", "contact_role", "contact_email", "new_contact_email")
AT_A_TIME = 500


def encrypt(apps, _editor):
    """Rows are read as they stand in the table, and written through the field, which encrypts."""
    endorsements, mails = (apps.get_model("endorsements", name).objects for name in ("Endorsement", "Mail"))
    as_it_stands = {f"old_{field}": Cast(field, TextField()) for field in CONTACT}
    for row in endorsements.annotate(**as_it_stands).values("pk", "mailbox_key", *as_it_stands).iterator(AT_A_TIME):
        contact = {field: row[f"old_{field}"] for field in CONTACT}
        if any(contact.values()):
            digest = _write(endorsements.filter(pk=row["pk"]), contact, row["mailbox_key"])
            if digest:
                mails.filter(mailbox_digest=_former_digest(row["mailbox_key"])).update(mailbox_digest=digest)
    to_be_sent = mails.exclude(recipient="").annotate(address=Cast("recipient", TextField()))
    for key, address in to_be_sent.values_list("pk", "address").iterator(AT_A_TIME):
        digest = keyring.digest("mailbox", names.mailbox_key(address))
        mails.filter(pk=key).update(recipient=address, mailbox_digest=digest)


def decrypt(apps, _editor):
    """Rows are read through the field, which opens them, and written as they are."""
    endorsements, mails = (apps.get_model("endorsements", name).objects for name in ("Endorsement", "Mail"))
    for row in endorsements.values("pk", "mailbox_key", *CONTACT).iterator(AT_A_TIME):
        contact = {field: Value(row[field], TextField()) for field in CONTACT if row[field]}
        if contact:
            mailbox = names.mailbox_key(row["contact_email"]) if row["contact_email"] else ""
            endorsements.filter(pk=row["pk"]).update(**contact, mailbox_key=mailbox)
            mails.filter(mailbox_digest=row["mailbox_key"]).exclude(mailbox_digest="").update(
                mailbox_digest=_former_digest(mailbox)
            )
    for key, address in mails.exclude(recipient="").values_list("pk", "recipient").iterator(AT_A_TIME):
        digest = _former_digest(names.mailbox_key(address))
        mails.filter(pk=key).update(recipient=Value(address, TextField()), mailbox_digest=digest)


def _write(row, contact, former_key):
    """Write one contact, encrypted; gives the hash of its mailbox.

    Spellings that count as one mailbox by now may have been two: then the hash is of the former one.
    """
    if not contact["contact_email"]:
        row.update(**contact)
        return ""
    digest = keyring.digest("mailbox", names.mailbox_key(contact["contact_email"]))
    try:
        with transaction.atomic():
            row.update(**contact, mailbox_key=digest)
    except IntegrityError:
        digest = keyring.digest("mailbox", former_key)
        row.update(**contact, mailbox_key=digest)
    return digest


def _former_digest(mailbox_key):
    return salted_hmac("endorsements.mailbox", mailbox_key, algorithm="sha256").hexdigest()


class Migration(migrations.Migration):
    """Encrypt what is there."""

    dependencies = [("endorsements", "0006_encrypted_contacts")]

    operations = [migrations.RunPython(encrypt, decrypt)]
