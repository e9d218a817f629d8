"""Limits, requests that come in numbers, and what is held of their mails."""

from endorsements import submissions
from endorsements.models import Endorsement, Mail, Protection
from tests.endorsements import factories


def protect(**limits_an_hour: int) -> None:
    """Set limits."""
    Protection.objects.update_or_create(pk=1, defaults=limits_an_hour)


def requests(number: int, domain: str = "") -> list[Endorsement]:
    """So many requests of different mailboxes, all at `domain`, or each at its own."""
    given = [{"contact_email": f"office-{n}@{domain}"} if domain else {} for n in range(number)]
    return [submissions.submit(factories.a_submission(**changed)) for changed in given]


def held() -> list[str]:
    """Why each mail that was queued is held, the oldest first; an empty text where it is not."""
    return [mail.held_for for mail in Mail.objects.order_by("queued_at", "pk")]


def queued() -> list[str]:
    """The ids of the mails that have a job, in the order of their jobs."""
    return [job["mail_id"] for job in factories.the_jobs("send_mail")]
