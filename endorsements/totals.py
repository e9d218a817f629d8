"""How many endorse the demands: from the row that the database keeps, and by counting, to check it."""

import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from endorsements.models import Endorsement, Total
from endorsements.models.states import Visibility

logger = logging.getLogger(__name__)


def named() -> int:
    """How many stand on the public list."""
    return Total.current().named


def counted() -> int:
    """What the public total says: every approved endorsement, the unnamed ones too.

    With UNNAMED_COUNTED_LATER those of today count from midnight on, all together: a total that rises by one while no
    name appears would tell when an unnamed organisation was approved.
    """
    total = Total.current()
    if not settings.UNNAMED_COUNTED_LATER or not total.unnamed:
        return total.named + total.unnamed
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = Endorsement.objects.approved().filter(visibility=Visibility.UNNAMED, decided_at__gte=midnight)
    return total.named + total.unnamed - today.count()


@transaction.atomic
def check() -> bool:
    """Whether the row is right. Where it is not, says so as an error, and writes what was counted.

    Whoever approves meanwhile waits: they have not changed the row yet, and what they change is not seen here.
    """
    total, _made = Total.objects.select_for_update().get_or_create(pk=1)
    is_named = Q(visibility=Visibility.PUBLIC)
    right = (
        Endorsement.objects.approved()
        .order_by()
        .aggregate(named=Count("pk", filter=is_named), unnamed=Count("pk", filter=~is_named))
    )
    if right == {"named": total.named, "unnamed": total.unnamed}:
        return True
    logger.error("The total said %s, and is %s.", total, right)
    Total.objects.filter(pk=1).update(**right)
    return False
