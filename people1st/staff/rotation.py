"""What is private of staff, brought under the newest key of the ring: secrets of second factors, mailboxes."""

from collections import Counter

from allauth.mfa.models import Authenticator
from django.db import transaction

from people1st import keyring
from people1st.models import StaffMailbox
from people1st.staff.adapter import PLACE

SECRETS = ("secret", "seed")  # of an authenticator app, of recovery codes


def texts() -> Counter[str]:
    """How many secrets stand under which key id."""
    rows = Authenticator.objects.values_list("data", flat=True)
    found = Counter(keyring.key_id(data[name]) for data in rows for name in SECRETS if data.get(name))
    return found + Counter(StaffMailbox.objects.values_list("address__key", flat=True))


@transaction.atomic
def rotate() -> int:
    """Bring them under the newest key, each row under its lock; gives how many were written."""
    done = 0
    for factor in Authenticator.objects.select_for_update(skip_locked=True):
        older = {name for name in SECRETS if factor.data.get(name) and _is_older(factor.data[name])}
        if older:
            again = {name: keyring.encrypt(keyring.decrypt(factor.data[name], PLACE), PLACE) for name in older}
            Authenticator.objects.filter(pk=factor.pk).update(data={**factor.data, **again})
            done += 1
    for mailbox in StaffMailbox.objects.exclude(address__key=keyring.ids()[0]).select_for_update(skip_locked=True):
        mailbox.save(update_fields=["address"])
        done += 1
    return done


def erase_lost() -> int:
    """Remove factors and mailboxes whose key is lost. Their owners enrol again, and name a mailbox again."""
    lost = [
        factor.pk
        for factor in Authenticator.objects.all()
        for name in SECRETS
        if factor.data.get(name) and keyring.key_id(factor.data[name]) not in keyring.ids()
    ]
    Authenticator.objects.filter(pk__in=lost).delete()
    mailboxes, _by_model = StaffMailbox.objects.exclude(address__key__in=keyring.ids()).delete()
    return len(lost) + mailboxes


def _is_older(token: str) -> bool:
    return keyring.key_id(token) != keyring.ids()[0]
