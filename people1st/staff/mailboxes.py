"""Where staff are written to; kept encrypted, since a stolen backup must not name who moderates."""

from django.contrib.auth.models import User
from django.db.models import QuerySet

from people1st.models import StaffMailbox


def of(user: User) -> str:
    """The address of one account, or an empty text."""
    mailbox = StaffMailbox.objects.filter(user=user).first() if user.pk else None
    return mailbox.address if mailbox else ""


def addresses(users: QuerySet[User]) -> list[str]:
    """The addresses of those of `users` who have one, in the order of their accounts."""
    return list(StaffMailbox.objects.filter(user__in=users).order_by("user").values_list("address", flat=True))


def put(user: User, address: str) -> None:
    """Keep the address of an account that is saved; an empty one is forgotten."""
    if address:
        StaffMailbox.objects.update_or_create(user=user, defaults={"address": address})
    else:
        StaffMailbox.objects.filter(user=user).delete()
