import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from campaign.models import Article, Demand
from endorsements.models import Endorsement, Mail
from tests import reading
from tests.endorsements.factories import an_endorsement, an_entry, the_demands
from tests.reading import Element

pytestmark = pytest.mark.django_db
LIST = "/admin/endorsements/endorsement/"
CONTENT = ("demand", "group", "quote", "question", "figure", "release", "article")


def of_group(name: str) -> Client:
    """Somebody of a group that the command `staff_groups` makes; of none when the name is empty."""
    call_command("staff_groups", verbosity=0)
    user = User.objects.create_user(f"one-of-{name or 'staff'}", is_staff=True)
    if name:
        user.groups.add(Group.objects.get(name=name))
    client = Client()
    client.force_login(user)
    return client


def document(response) -> Element:
    return reading.document(response.content, strict=False)


def decide(client: Client, action: str, endorsement: Endorsement) -> str:
    client.post(LIST, {"action": action, "_selected_action": endorsement.pk, "reason": "A reason."})
    endorsement.refresh_from_db()
    return endorsement.status


def models_seen(client: Client) -> set[str]:
    page = document(client.get("/admin/"))
    links = [link.get("href") for link in page.one(id="content").all("a")]
    return {link.split("/")[3] for link in links if link.count("/") == 4}


def test_moderators_see_endorsements_and_no_content():
    assert models_seen(of_group("Moderators")) == {"endorsement", "protection"}


def test_editors_see_content_and_no_endorsements():
    seen = models_seen(of_group("Editors"))
    assert set(CONTENT) <= seen
    assert not seen & {"endorsement", "event", "mail", "token", "change", "user"}


def test_staff_without_a_group_see_nothing():
    assert models_seen(of_group("")) == set()


def test_moderators_decide():
    moderator = of_group("Moderators")
    assert decide(moderator, "approve", an_endorsement("waiting")) == "approved"
    assert decide(moderator, "reject", an_endorsement("waiting")) == "rejected"
    assert decide(moderator, "take_back", an_endorsement("approved")) == "waiting"
    assert decide(moderator, "withdraw", an_endorsement("approved")) == "withdrawn"


@pytest.mark.parametrize("group", ["Editors", ""])
@pytest.mark.parametrize("action", ["approve", "reject", "take_back", "hide", "withdraw"])
def test_others_decide_nothing(group, action):
    other = of_group(group)
    waiting, approved = an_endorsement("waiting"), an_endorsement("approved")
    assert (decide(other, action, waiting), decide(other, action, approved)) == ("waiting", "approved")
    assert approved.visibility == "public"


@pytest.mark.parametrize("group", ["Editors", ""])
def test_others_read_no_record(group):
    other = of_group(group)
    there = an_endorsement("waiting", contact_name="Very Private")
    for address in (
        LIST,
        f"{LIST}{there.pk}/change/",
        f"{LIST}{there.pk}/history/",
        f"{LIST}add/",
        f"{LIST}{there.pk}/invite/",
    ):
        response = other.get(address)
        assert response.status_code == 403
        assert b"Very Private" not in response.content


def test_who_may_only_view_sees_but_does_not_act():
    viewer = of_group("")
    user = User.objects.get(username="one-of-staff")
    user.user_permissions.add(*Group.objects.get(name="Moderators").permissions.filter(codename="view_endorsement"))
    there = an_endorsement("waiting")
    assert viewer.get(f"{LIST}{there.pk}/change/").status_code == 200
    assert decide(viewer, "approve", there) == "waiting"
    assert viewer.post(f"{LIST}{there.pk}/change/", {"name": "Forged"}).status_code == 403
    assert viewer.get(f"{LIST}{there.pk}/invite/").status_code == 403
    assert viewer.get(f"{LIST}add/").status_code == 403


def test_who_may_change_but_not_decide_publishes_nothing():
    clerk = of_group("")
    user = User.objects.get(username="one-of-staff")
    names = ["view_endorsement", "change_endorsement", "add_endorsement"]
    user.user_permissions.add(*Group.objects.get(name="Moderators").permissions.filter(codename__in=names))
    there = an_endorsement("waiting")
    assert decide(clerk, "approve", there) == "waiting"
    assert clerk.get(f"{LIST}add/").status_code == 403


def test_moderators_enter_and_invite_but_delete_nothing():
    moderator = of_group("Moderators")
    entry = an_entry()
    assert moderator.get(f"{LIST}add/").status_code == 200
    assert moderator.get(f"{LIST}{entry.pk}/history/").status_code == 200
    invited = moderator.post(f"{LIST}{entry.pk}/invite/", {"email": "office@old-town.example", "language": "en"})
    assert invited.status_code == 302
    assert Mail.objects.filter(kind="invitation").count() == 1
    assert moderator.post(f"{LIST}{entry.pk}/delete/", {"post": "yes"}).status_code == 403


def test_moderators_see_the_history_and_the_mails_beside_a_record():
    there = an_endorsement("approved")
    page = document(of_group("Moderators").get(f"{LIST}{there.pk}/change/"))
    assert page.one(id="events-group")
    assert page.one(id="mails-group")


@pytest.mark.parametrize("model", CONTENT)
def test_editors_open_all_content(model):
    the_demands()
    editor = of_group("Editors")
    assert editor.get(f"/admin/campaign/{model}/").status_code == 200
    assert editor.get(f"/admin/campaign/{model}/add/").status_code == 200


def test_editors_change_what_the_campaign_says():
    the_demands()
    article = Article.objects.create(
        slug="a", kind="press", title_en="A", summary_en="S", date="2025-02-19", status="draft"
    )
    editor = of_group("Editors")
    assert editor.get(f"/admin/campaign/article/{article.pk}/change/").status_code == 200
    assert editor.get(f"/admin/campaign/demand/{Demand.objects.earliest('pk').pk}/change/").status_code == 200


def test_moderators_change_no_content():
    the_demands()
    moderator = of_group("Moderators")
    assert {moderator.get(f"/admin/campaign/{model}/").status_code for model in CONTENT} == {403}


def test_readers_are_asked_to_log_in():
    there = an_endorsement("waiting")
    reader = Client()
    for address in ("/admin/", LIST, f"{LIST}{there.pk}/change/", f"{LIST}{there.pk}/invite/"):
        response = reader.get(address)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/admin/login/")
    assert decide(reader, "approve", there) == "waiting"


def test_who_is_no_staff_stays_outside():
    call_command("staff_groups", verbosity=0)
    user = User.objects.create_user("outsider")
    user.groups.add(Group.objects.get(name="Moderators"))
    outsider = Client()
    outsider.force_login(user)
    assert decide(outsider, "approve", an_endorsement("waiting")) == "waiting"
    assert outsider.get(LIST).status_code == 302
