"""Mails that wait although they are due."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Mails that wait although they are due."""

    dependencies = [("endorsements", "0004_evidence_and_proof")]

    operations = [
        migrations.AddField(
            model_name='mail',
            name='held_at',
            field=models.DateTimeField(null=True, verbose_name='held'),
        ),
        migrations.AddField(
            model_name='mail',
            name='held_for',
            field=models.CharField(blank=True, choices=[('breaker', 'too many emails in an hour'), ('domain', 'too many emails to one domain in an hour'), ('hand_check', 'a moderator looks at it first')], db_default='', default='', max_length=10, verbose_name='held because'),
        ),
        migrations.AlterField(
            model_name='mail',
            name='kind',
            field=models.CharField(choices=[('confirm', 'please confirm'), ('already_here', 'already with us'), ('approved', 'approved'), ('rejected', 'not accepted'), ('change_accepted', 'change published'), ('change_declined', 'change not published'), ('invitation', 'invitation to take over'), ('links', 'manage links'), ('mailbox_confirm', 'please confirm the new mailbox'), ('mailbox_moved', 'this is the new mailbox'), ('mailbox_left', 'this was the old mailbox'), ('withdrawn', 'withdrawn'), ('erased', 'everything erased'), ('review', 'is this still right?'), ('moderators', 'something waits for moderators'), ('breaker', 'emails wait')], max_length=16, verbose_name='kind'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('held_at__isnull', False)), fields=['queued_at'], name='mail_held'),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_at__isnull', True), ('held_for', '')), models.Q(('held_at__isnull', False), ('held_for__in', ['breaker', 'domain', 'hand_check'])), _connector='OR'), name='held_for_a_reason'),
        ),
    ]
