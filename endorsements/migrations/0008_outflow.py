"""When a mail was given to the queue, and to which domain: what the outflow is limited by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """When a mail was given to the queue, and to which domain: what the outflow is limited by."""

    dependencies = [("endorsements", "0007_encrypt_contacts")]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="released_at",
            field=models.DateTimeField(null=True, verbose_name="given to the queue"),
        ),
        migrations.AddField(
            model_name="mail",
            name="domain_digest",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["released_at"], name="mail_released"),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("domain_digest", ""), _negated=True),
                fields=["domain_digest", "released_at"],
                name="mail_of_domain",
            ),
        ),
    ]
