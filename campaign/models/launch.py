"""What the launch content has brought in so far."""

from typing import ClassVar

from django.db import models


class LaunchEntry(models.Model):
    """One entry of campaign/content/ that was loaded once, and the digest of what was written then.

    It lets the loader tell what staff changed or deleted since: a changed entry is left alone, a deleted one does not
    come back. Rows have no admin; only campaign/launch.py writes them.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)

    class Meta:
        """One row an entry."""

        ordering = ("kind", "key")
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="one_record_per_launch_entry")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
