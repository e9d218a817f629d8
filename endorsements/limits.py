"""How often a mailbox may be written to because somebody typed its address."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from endorsements.models import Endorsement, Mail
from endorsements.models.mail import CAUSED_BY_VISITORS, Kind


def lock_mailbox(mailbox_key: str) -> None:
    """Hold the mailbox until the end of the transaction, so that parallel posts come one after the other.

    Must be called inside a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"mailbox:{mailbox_key}"])


def digest(mailbox_key: str) -> str:
    """A keyed hash of the mailbox, which is all that stays of a mail's recipient once it is sent."""
    return salted_hmac("endorsements.mailbox", mailbox_key, algorithm="sha256").hexdigest()


def may_write(mailbox_key: str, kind: Kind, endorsement: Endorsement | None) -> bool:
    """Whether a visitor may cause one more mail to this mailbox now.

    At most MAILBOX_MAILS_A_DAY in 24 hours, and the same mail again only after MAILBOX_RESEND_PAUSE. The caller holds
    the mailbox (`lock_mailbox`).
    """
    now = timezone.now()
    mails = Mail.objects.filter(mailbox_digest=digest(mailbox_key), kind__in=CAUSED_BY_VISITORS)
    if mails.filter(queued_at__gt=now - timedelta(days=1)).count() >= settings.MAILBOX_MAILS_A_DAY:
        return False
    same = mails.filter(kind=kind, endorsement=endorsement)
    return not same.filter(queued_at__gt=now - settings.MAILBOX_RESEND_PAUSE).exists()
