"""The statements that are there get their digests."""

from django.db import migrations

from endorsements import names

AT_A_TIME = 500


def fill(apps, _editor):
    """Written as an update, so that no record counts as changed."""
    endorsements = apps.get_model("endorsements", "Endorsement").objects
    for pk, statement in endorsements.exclude(statement="").values_list("pk", "statement").iterator(AT_A_TIME):
        key = names.statement_key(statement)
        if key:
            endorsements.filter(pk=pk).update(statement_key=key)


class Migration(migrations.Migration):
    """Backwards there is nothing to do: the column goes."""

    dependencies = [("endorsements", "0011_statement_key")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
