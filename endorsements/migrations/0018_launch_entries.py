"""Which entries of the launch list were dealt with."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Which entries of the launch list were dealt with."""

    dependencies = [("endorsements", "0017_website_is_one")]

    operations = [
        migrations.CreateModel(
            name="LaunchEntry",
            fields=[("position", models.PositiveSmallIntegerField(primary_key=True, serialize=False))],
        ),
    ]
