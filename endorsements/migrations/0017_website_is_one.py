"""The list links to websites: the database keeps no other kind of address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The list links to websites: the database keeps no other kind of address."""

    dependencies = [
        ('campaign', '0001_content'),
        ('endorsements', '0016_sealed_index'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='endorsement',
            constraint=models.CheckConstraint(condition=models.Q(('website', ''), ('website__startswith', 'https://'), ('website__startswith', 'http://'), _connector='OR'), name='website_is_one'),
        ),
    ]
