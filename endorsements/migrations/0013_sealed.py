"""A place for the words of unnamed organisations, and for what is asked to be changed, encrypted."""

from django.db import migrations

from people1st.encrypted import EncryptedTextField


class Migration(migrations.Migration):
    """A place for the words of unnamed organisations, and for what is asked to be changed, encrypted."""

    dependencies = [("endorsements", "0012_fill_statement_keys")]

    operations = [
        migrations.AddField(
            model_name="endorsement",
            name="sealed",
            field=EncryptedTextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.AlterField(
            model_name="change",
            name="statement",
            field=EncryptedTextField(blank=True, null=True, verbose_name="statement"),
        ),
        migrations.AlterField(
            model_name="change",
            name="website",
            field=EncryptedTextField(blank=True, null=True, verbose_name="website"),
        ),
    ]
