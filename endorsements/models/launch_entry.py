"""Which entries of the launch list were dealt with, once and for ever."""

from django.db import models


class LaunchEntry(models.Model):
    """One place of campaign/content/endorsers.toml that was entered, or left to the organisation's own record.

    It outlives the record's name and place: what was hidden or erased since does not come back with the next start.
    """

    position = models.PositiveSmallIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.position)
