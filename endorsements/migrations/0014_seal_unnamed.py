"""Seal what tells who an unnamed organisation is, and encrypt what is asked to be changed.

One transaction: interrupted, nothing has happened. Reversible with the same keys.
"""

import json

from django.db import migrations
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from endorsements import names
from people1st import keyring

WORDS = ("name", "country", "website", "statement")
ASKED = ("statement", "website")
AT_A_TIME = 500


def seal(apps, _editor):
    """Rows are read as they stand in the table, and written through the field, which encrypts."""
    endorsements, changes = (apps.get_model("endorsements", name).objects for name in ("Endorsement", "Change"))
    as_it_stands = {f"old_{field}": Cast(field, TextField()) for field in ASKED}
    for row in changes.annotate(**as_it_stands).values("pk", *as_it_stands).iterator(AT_A_TIME):
        changes.filter(pk=row["pk"]).update(**{field: row[f"old_{field}"] for field in ASKED})
    entries = apps.get_model("admin", "LogEntry").objects.filter(
        content_type__app_label="endorsements", content_type__model="endorsement"
    )
    for row in endorsements.filter(visibility="unnamed", sealed="").iterator(AT_A_TIME):
        row.sealed = json.dumps({field: getattr(row, field) for field in WORDS}, ensure_ascii=False)
        row.name_key = keyring.digest("name", row.name_key)
        row.website_key = keyring.digest("website", row.website_key) if row.website_key else ""
        row.name = row.country = row.website = row.statement = row.search_text = row.statement_key = ""
        row.mailbox_key = ""
        if row.contact_email:
            row.mailbox_key = keyring.digest("mailbox of an unnamed one", names.mailbox_key(row.contact_email))
        row.save()
        # The admin's own log named it beside each entry.
        entries.filter(object_id=str(row.pk)).update(object_repr=f"endorsement {row.pk}", change_message="")


def unseal(apps, _editor):
    """Rows are read through the field, which opens them, and written as they are."""
    endorsements, changes = (apps.get_model("endorsements", name).objects for name in ("Endorsement", "Change"))
    for row in changes.values("pk", *ASKED).iterator(AT_A_TIME):
        asked = {field: Value(row[field], TextField()) for field in ASKED if row[field]}
        if asked:
            changes.filter(pk=row["pk"]).update(**asked)
    for row in endorsements.exclude(sealed="").iterator(AT_A_TIME):
        for field, value in json.loads(row.sealed).items():
            setattr(row, field, value)
        row.sealed = ""
        row.name_key = names.name_key(row.name)
        row.website_key = names.website_key(row.website) if row.website else ""
        row.mailbox_key = keyring.digest("mailbox", names.mailbox_key(row.contact_email)) if row.contact_email else ""
        row.search_text = names.search_form(row.name)
        row.statement_key = names.statement_key(row.statement)
        row.save()


class Migration(migrations.Migration):
    """Seal what is there."""

    dependencies = [("admin", "0003_logentry_add_action_flag_choices"), ("endorsements", "0013_sealed")]

    operations = [migrations.RunPython(seal, unseal)]
