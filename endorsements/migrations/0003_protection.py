"""The limits that staff set, and the counts that hold them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    """The limits that staff set, and the counts that hold them."""

    dependencies = [("endorsements", "0002_endorsements")]

    operations = [
        migrations.CreateModel(
            name='Count',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=64)),
                ('starts_at', models.DateTimeField()),
                ('hits', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Protection',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('forms_an_hour', models.PositiveIntegerField(default=30, help_text='A source is an IPv4 address or an IPv6 /64 network; an office often stands behind one.', validators=[MinValueValidator(1), MaxValueValidator(10000)], verbose_name='forms an hour from one source')),
                ('domain_mails_an_hour', models.PositiveIntegerField(default=300, help_text='Emails that visitors cause. Those above it wait; none is lost.', validators=[MinValueValidator(1), MaxValueValidator(100000)], verbose_name='emails an hour to one domain')),
                ('mails_an_hour', models.PositiveIntegerField(default=2000, help_text='Above it, emails that visitors cause wait, and moderators are told. Decisions and receipts go out.', validators=[MinValueValidator(1), MaxValueValidator(1000000)], verbose_name='emails an hour in all')),
                ('proof_of_work', models.BooleanField(default=False, help_text='While the form is flooded: browsers with JavaScript solve a small task. What comes without it waits until a moderator has looked at it.', verbose_name='proof of work')),
            ],
            options={
                'verbose_name': 'protection',
                'verbose_name_plural': 'protection',
            },
        ),
        migrations.AddIndex(
            model_name='count',
            index=models.Index(fields=['starts_at'], name='count_age'),
        ),
        migrations.AddConstraint(
            model_name='count',
            constraint=models.UniqueConstraint(fields=('scope', 'key', 'starts_at'), name='one_count_per_window'),
        ),
        migrations.AddConstraint(
            model_name='protection',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='one_protection'),
        ),
    ]
