"""One place in an order for one thing."""

from django.db import models


def one_place_each(name: str) -> models.UniqueConstraint:
    """Give the constraint that no two rows share a position.

    It is checked at the end of the transaction: editors who swap two rows in the admin pass through a moment in which
    both have the same position. Source: https://www.postgresql.org/docs/current/sql-set-constraints.html
    """
    return models.UniqueConstraint(fields=["position"], name=name, deferrable=models.Deferrable.DEFERRED)
