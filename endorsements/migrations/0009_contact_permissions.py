from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("endorsements", "0008_outflow"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="endorsement",
            options={
                "permissions": (
                    ("moderate_endorsement", "Can approve, reject and take back endorsements"),
                    ("view_contact", "Can see the contacts of endorsements"),
                    ("export_contacts", "Can export the contacts of endorsements"),
                ),
                "verbose_name": "endorsement",
                "verbose_name_plural": "endorsements",
            },
        ),
    ]
