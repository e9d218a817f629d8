"""What moderators are shown beside a request, and the proof of a domain."""

from django.db import migrations, models

from people1st.encrypted import EncryptedJSONField


class Migration(migrations.Migration):
    """What moderators are shown beside a request, and the proof of a domain."""

    dependencies = [("endorsements", "0003_protection")]

    operations = [
        migrations.AddField(
            model_name='endorsement',
            name='evidence',
            field=EncryptedJSONField(blank=True, db_default='', default=list, editable=False, verbose_name='evidence'),
        ),
        migrations.AddField(
            model_name='endorsement',
            name='proof_code',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name='endorsement',
            name='proven_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='domain proven'),
        ),
        migrations.AddField(
            model_name='endorsement',
            name='proven_by',
            field=models.CharField(blank=True, choices=[('dns', 'TXT record'), ('file', 'file on the website')], db_default='', default='', editable=False, max_length=4, verbose_name='proven by'),
        ),
        migrations.AddField(
            model_name='endorsement',
            name='proven_domain',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=253, verbose_name='proven domain'),
        ),
        migrations.AddField(
            model_name='endorsement',
            name='sender_digest',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name='event',
            name='verb',
            field=models.CharField(choices=[('submitted', 'sent in'), ('resubmitted', 'sent in again, with other content'), ('confirmed', 'confirmed by email'), ('first_approved', 'approved by the first of two'), ('approved', 'approved'), ('rejected', 'rejected'), ('taken_back', 'decision taken back'), ('withdrawn', 'withdrawn'), ('expired', 'expired'), ('entered', 'entered by staff'), ('corrected', 'corrected'), ('hidden', 'name hidden'), ('change_proposed', 'change proposed'), ('change_accepted', 'change accepted'), ('change_declined', 'change declined'), ('invited', 'contact invited'), ('taken_over', 'taken over by its contact'), ('move_asked', 'new mailbox asked for'), ('moved', 'mailbox changed'), ('contact_erased', 'contact data erased'), ('erased', 'everything erased'), ('review_asked', 'asked whether the contact is still right'), ('reviewed', 'contact is still right'), ('contact_exported', 'contact exported'), ('released', 'checked by hand, email sent'), ('domain_proven', 'domain proven'), ('domain_not_proven', 'domain not proven')], max_length=20, verbose_name='what'),
        ),
        migrations.AddIndex(
            model_name='endorsement',
            index=models.Index(condition=models.Q(('sender_digest', ''), _negated=True), fields=['sender_digest'], name='endorsement_sender'),
        ),
        migrations.AddConstraint(
            model_name='endorsement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'public'), models.Q(('status__in', ('withdrawn', 'expired')), _negated=True)), models.Q(('proof_code', ''), ('proven_domain', '')), _connector='OR'), name='unnamed_proves_nothing'),
        ),
    ]
