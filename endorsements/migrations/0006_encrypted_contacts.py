"""Room for the ciphertexts of what is kept about contacts. The next migration makes them."""

from django.db import migrations, models

from people1st.encrypted import EncryptedTextField


class Migration(migrations.Migration):
    """Room for ciphertexts."""

    dependencies = [("endorsements", "0005_held_mails")]

    operations = [
        migrations.AlterField(
            model_name="endorsement",
            name="contact_name",
            field=EncryptedTextField(blank=True, max_length=200, verbose_name="contact’s name"),
        ),
        migrations.AlterField(
            model_name="endorsement",
            name="contact_role",
            field=EncryptedTextField(blank=True, max_length=200, verbose_name="contact’s role"),
        ),
        migrations.AlterField(
            model_name="endorsement",
            name="contact_email",
            field=EncryptedTextField(blank=True, max_length=254, verbose_name="contact’s mailbox"),
        ),
        migrations.AlterField(
            model_name="endorsement",
            name="new_contact_email",
            field=EncryptedTextField(blank=True, max_length=254, verbose_name="new mailbox, not confirmed yet"),
        ),
        migrations.AlterField(
            model_name="mail",
            name="recipient",
            field=EncryptedTextField(blank=True, max_length=254, verbose_name="recipient"),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("recipient", ""), _negated=True), fields=["queued_at"], name="mail_with_address"
            ),
        ),
    ]
