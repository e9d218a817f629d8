"""Moderators saw contacts before it took a permission of its own: where the group is there, it gets that permission."""

from django.db import migrations


def give_to_moderators(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name="Moderators").first()
    if group is None:
        return
    kind, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="endorsements", model="endorsement"
    )
    # Django makes permissions after all migrations have run; this one is wanted now.
    permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="view_contact", defaults={"name": "Can see the contacts of endorsements"}
    )
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("endorsements", "0009_contact_permissions"),
    ]

    operations = [migrations.RunPython(give_to_moderators, migrations.RunPython.noop)]
