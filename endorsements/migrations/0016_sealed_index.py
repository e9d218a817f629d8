"""The few sealed records are found without reading the others: by which keys they need."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index of the sealed."""

    dependencies = [("endorsements", "0015_unnamed_is_sealed")]

    operations = [
        migrations.AddIndex(
            model_name="endorsement",
            index=models.Index(condition=models.Q(("sealed", ""), _negated=True), fields=["id"], name="endorsement_sealed"),
        ),
    ]
