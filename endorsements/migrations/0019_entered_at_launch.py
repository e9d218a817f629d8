"""Whoever has a place of the launch list was dealt with."""

from django.db import migrations


def remember(apps, _editor):
    """One row for each place that a record has."""
    endorsements, entries = (apps.get_model("endorsements", name).objects for name in ("Endorsement", "LaunchEntry"))
    places = endorsements.exclude(launch_position=None).values_list("launch_position", flat=True)
    entries.bulk_create([entries.model(position=place) for place in places], ignore_conflicts=True)


class Migration(migrations.Migration):
    """Whoever has a place of the launch list was dealt with."""

    dependencies = [("endorsements", "0018_launch_entries")]

    operations = [migrations.RunPython(remember, migrations.RunPython.noop)]
