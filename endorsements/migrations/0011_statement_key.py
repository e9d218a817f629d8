"""A digest of each statement, by which repetitions are found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column has a default in the database too, so that the former version goes on meanwhile."""

    dependencies = [("endorsements", "0010_moderators_see_contacts")]

    operations = [
        migrations.AddField(
            model_name="endorsement",
            name="statement_key",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.AddIndex(
            model_name="endorsement",
            index=models.Index(
                condition=models.Q(("statement_key", ""), _negated=True),
                fields=["statement_key"],
                name="endorsement_statement",
            ),
        ),
    ]
