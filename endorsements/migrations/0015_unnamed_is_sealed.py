"""The database refuses an unnamed organisation whose words stand in clear."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The database refuses an unnamed organisation whose words stand in clear."""

    dependencies = [("endorsements", "0014_seal_unnamed")]

    operations = [
        migrations.AddConstraint(
            model_name="endorsement",
            constraint=models.CheckConstraint(
                condition=(~models.Q(visibility="unnamed") & models.Q(sealed=""))
                | (
                    models.Q(
                        visibility="unnamed",
                        name="",
                        country="",
                        website="",
                        statement="",
                        search_text="",
                    )
                    & ~models.Q(sealed="")
                ),
                name="unnamed_is_sealed",
            ),
        ),
    ]
