"""How often something was done lately: one row a key and window, so that a limit holds over all processes."""

from typing import ClassVar

from django.db import models


class Count(models.Model):
    """How many hits a key had in the window that began at `starts_at`. Keys are keyed hashes, never addresses."""

    scope = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    hits = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a window; old ones are found by their time."""

        indexes: ClassVar = [models.Index(fields=["starts_at"], name="count_age")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "key", "starts_at"], name="one_count_per_window")
        ]

    def __str__(self) -> str:
        return f"{self.scope}, {self.starts_at:%Y-%m-%d %H:%M}: {self.hits}"
