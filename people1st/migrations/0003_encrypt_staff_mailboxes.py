"""Move the mailboxes of staff out of their accounts, where they stood in clear. Reversible with the same keys."""

from django.db import migrations


def encrypt(apps, _editor):
    """Written through the field, which encrypts."""
    accounts, mailboxes = apps.get_model("auth", "User").objects, apps.get_model("people1st", "StaffMailbox").objects
    for account in accounts.filter(is_staff=True).exclude(email=""):
        mailboxes.update_or_create(user_id=account.pk, defaults={"address": account.email})
        accounts.filter(pk=account.pk).update(email="")


def decrypt(apps, _editor):
    """Read through the field, which opens them."""
    accounts, mailboxes = apps.get_model("auth", "User").objects, apps.get_model("people1st", "StaffMailbox").objects
    for mailbox in mailboxes.all():
        accounts.filter(pk=mailbox.user_id).update(email=mailbox.address)


class Migration(migrations.Migration):
    """Move the mailboxes of staff out of their accounts."""

    dependencies = [("people1st", "0002_staff_mailboxes")]

    operations = [migrations.RunPython(encrypt, decrypt)]
