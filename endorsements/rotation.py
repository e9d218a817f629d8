"""Bringing what is private under the newest key while the site runs, and knowing which keys it still needs.

A row is read and written under its lock, in small batches: nothing that changed meanwhile is overwritten, and whoever
kills the command loses nothing. Rows that somebody holds at that moment are passed by; the next run finds them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from endorsements import erasure, names
from endorsements.models import Change, Endorsement, Mail
from endorsements.models.event import By, Verb
from endorsements.models.states import CONTACT_FIELDS
from endorsements.records import log
from people1st import keyring, pictures
from people1st.encrypted import EncryptedTextField, KeyId

TOGETHER = 200
AFTER_HEXADECIMAL = "g"
MODELS: Mapping[type[models.Model], str] = {Endorsement: "endorsements", Change: "changes", Mail: "mails"}
# Hashes that are derived anew whenever the ciphertexts beside them are written.
HASHED = {Endorsement: ("name_key", "website_key", "mailbox_key"), Change: (), Mail: ("mailbox_digest",)}


def texts() -> Counter[str]:
    """How many ciphertexts stand under which key id."""
    return sum((_by_key(_all(model), f"{field}__key") for model in MODELS for field in _encrypted(model)), Counter())


def hashes() -> Counter[str]:
    """How many hashes of contacts' mailboxes stand under which key id."""
    return _by_key(_all(Endorsement), KeyId("mailbox_key"))


def hashes_of_mails() -> Counter[str]:
    """How many hashes of mails' mailboxes stand under which key id. They count for a day, and are kept for some."""
    return _by_key(_all(Mail), KeyId("mailbox_digest"))


def needed() -> set[str]:
    """The ids of the keys that something cannot be read or found without, told by indexes and small tables.

    What is kept of a contact is written at once, so the hash of the mailbox tells for all of it.
    """
    found: set[str] = set()
    hashed = Endorsement.objects.exclude(mailbox_key="")
    while first := hashed.aggregate(first=Min("mailbox_key"))["first"]:
        found.add(keyring.key_id(first))
        hashed = hashed.filter(mailbox_key__gt=keyring.key_id(first) + AFTER_HEXADECIMAL)
    # A new mailbox may be asked for where no contact is left.
    told = set(CONTACT_FIELDS) - {"new_contact_email"}
    columns = [(model, field) for model in MODELS for field in _encrypted(model) if field not in told]
    return found.union(*(_by_key(_all(model).exclude(**{field: ""}), f"{field}__key") for model, field in columns))


def rotate() -> Counter[str]:
    """Bring everything under the newest key; gives how many `endorsements`, `changes` and `mails` were written.

    Every key that `needed` names must be in the ring.
    """
    done = Counter({called: sum(_rotate(model)) for model, called in MODELS.items()})
    done["mails"] += _rotate_hashes()
    return done


@transaction.atomic
def erase_lost() -> int:
    """Erase what of contacts stands under keys that are lost: nobody can read it any more. Gives how many rows.

    The links that were mailed go on working, so a contact can name a mailbox again.
    """
    ring = ["", *keyring.ids()]
    unreadable = _under_others(CONTACT_FIELDS, ring) | ~Q(hash_key__in=ring)
    lost = Endorsement.objects.alias(hash_key=KeyId("mailbox_key")).filter(unreadable)
    records = list(lost.only("pk", "status").select_for_update(of=("self",)))
    for record in records:
        Endorsement.objects.filter(pk=record.pk).update(**dict.fromkeys((*CONTACT_FIELDS, "mailbox_key"), ""))
        log(record, Verb.CONTACT_ERASED, By.SYSTEM)
    Endorsement.objects.exclude(evidence__key__in=ring).update(evidence=[])
    # Who permitted a logo nobody can tell any more, so it goes with the words.
    shown = Endorsement.objects.exclude(logo_permission__key__in=ring)
    for record in shown.only("pk", "status").select_for_update(of=("self",)):
        Endorsement.objects.filter(pk=record.pk).update(logo=None, logo_permission="")
        log(record, Verb.LOGO_REMOVED, By.SYSTEM)
    pictures.forget_unused()
    Change.objects.filter(_under_others(_encrypted(Change), ring)).delete()
    for record in Endorsement.objects.exclude(sealed__key__in=ring).defer("sealed").select_for_update(of=("self",)):
        # Who it was, nobody knows any more; its contact and its staff may still withdraw it.
        record.name, record.website, record.country = f"{erasure.LEFT} {record.public_id}", "", ""
        record.save(update_fields=["sealed", "name_key", "website_key"])
    mails = Mail.objects.exclude(recipient__key__in=ring)
    return len(records) + mails.update(recipient="", dropped_at=timezone.now(), held_at=None, held_for="")


def _encrypted(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, EncryptedTextField)]  # noqa: SLF001


def _all(model: type[models.Model]) -> QuerySet:
    return model._default_manager.all()  # noqa: SLF001 - as documented


def _by_key(rows: QuerySet, key: str | KeyId) -> Counter[str]:
    found = Counter(dict(rows.order_by().values_list(key).annotate(Count("pk"))))
    return Counter({one: number for one, number in found.items() if one})


def _under_others(fields: Iterable[str], keys: list[str]) -> Q:
    """Rows with a ciphertext under another key than these."""
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__isnull": False}) & ~Q(**{f"{field}__key__in": keys})
    return found


def _rotate(model: type[models.Model]) -> Iterator[int]:
    """Write each row that is behind as it is: every ciphertext and hash of it is made anew under the newest key."""
    newest, fields = keyring.ids()[0], _encrypted(model)
    behind = _under_others(fields, ["", newest])
    if model is Endorsement:
        behind |= ~Q(mailbox_key="") & ~Q(mailbox_key__startswith=newest)
    # Without the time of the last change: moderators' pages are compared with it.
    written = [*fields, *HASHED[model]]
    rows = _all(model).filter(behind).order_by("pk")
    while True:
        with transaction.atomic():
            batch = list(rows.select_for_update(of=("self",), skip_locked=True)[:TOGETHER])
            done = sum(_write_anew(row, written) for row in batch)
        if not batch:
            return
        yield done
        rows = rows.filter(pk__gt=batch[-1].pk)


def _write_anew(row: models.Model, fields: list[str]) -> bool:
    """Whether it could be done: a hash may meet that of another record, made while keys changed."""
    if isinstance(row, Mail):
        row.mailbox_digest = keyring.digest("mailbox", names.mailbox_key(row.recipient))
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError:
        return False
    return True


def _rotate_hashes() -> int:
    """Of a mail that was sent there is a hash alone: it is found again by the mailboxes that are still known."""
    hashed = Mail.objects.exclude(mailbox_digest="").exclude(mailbox_digest__startswith=keyring.ids()[0])
    older = set(hashed.values_list("mailbox_digest", flat=True))
    done = 0
    if not older:
        return done
    known = Endorsement.objects.exclude(mailbox_key="").values_list("contact_email", "new_contact_email")
    for emails in known.iterator():
        for email in filter(None, emails):
            now, *before = keyring.digests("mailbox", names.mailbox_key(email))
            if same := older.intersection(before):
                done += Mail.objects.filter(mailbox_digest__in=same).update(mailbox_digest=now)
    return done
