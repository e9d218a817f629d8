"""A place for the mailboxes of staff, encrypted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people1st.encrypted import EncryptedTextField


class Migration(migrations.Migration):
    """A place for the mailboxes of staff, encrypted."""

    dependencies = [
        ("people1st", "0001_enrolment_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffMailbox",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="mailbox",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("address", EncryptedTextField(verbose_name="mailbox")),
            ],
            options={
                "verbose_name": "mailbox of staff",
                "verbose_name_plural": "mailboxes of staff",
            },
        ),
    ]
