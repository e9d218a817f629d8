"""The groups of staff."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from people1st import groups

pytestmark = pytest.mark.django_db


def labels(name: str) -> set[str]:
    permissions = Group.objects.get(name=name).permissions.select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}" for one in permissions}


def test_a_new_site_has_both_with_just_what_they_need() -> None:
    groups.set_up()
    assert labels("Moderators") == {
        "endorsements.view_endorsement",
        "endorsements.add_endorsement",
        "endorsements.change_endorsement",
        "endorsements.moderate_endorsement",
        "endorsements.view_contact",
        "endorsements.view_event",
        "endorsements.view_change",
        "endorsements.view_mail",
        "endorsements.view_protection",
    }
    editors = labels("Editors")
    assert {label for label in editors if not label.startswith("campaign.")} == set()
    assert {label for label in editors if "demandsversion" in label} == {"campaign.view_demandsversion"}
    assert len(editors) == 7 * 4 + 1


def test_what_staff_made_of_a_group_stays_until_a_reset_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("staff_groups")
    group = Group.objects.get(name="Moderators")
    group.permissions.remove(Permission.objects.get(codename="add_endorsement"))
    group.permissions.add(Permission.objects.get(codename="view_article"))
    changed = labels("Moderators")
    call_command("staff_groups")
    assert labels("Moderators") == changed
    said = capsys.readouterr().out
    assert "Moderators lacks: endorsements.add_endorsement." in said
    assert "Moderators also has: campaign.view_article." in said
    call_command("staff_groups", reset=True)
    assert labels("Moderators") == groups.GROUPS["Moderators"]


def test_before_the_migrations_it_says_so() -> None:
    Permission.objects.filter(codename="moderate_endorsement").delete()
    with pytest.raises(CommandError, match="moderate_endorsement"):
        call_command("staff_groups")
    assert not Group.objects.exists()
