import csv
import io
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from endorsements.models import Event, Mail
from tests.endorsements.factories import an_endorsement, the_demands
from tests.reading import document

pytestmark = pytest.mark.django_db
LIST = "/admin/endorsements/endorsement/"
EXPORT = f"{LIST}contacts/"
CONTACT = {
    "contact_name": "Very Private",
    "contact_role": "Secret Keeper",
    "contact_email": "very.private@quiet-house.example",
}
PIECES = ("Very Private", "Secret Keeper", "very.private", "quiet-house.example")


def with_permissions(*codenames: str) -> Client:
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


def of_group(name: str) -> Client:
    call_command("staff_groups", verbosity=0)
    user = User.objects.create_user(f"one-of-{name}", is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def exporter() -> Client:
    return with_permissions("view_endorsement", "view_contact", "export_contacts")


def export(client: Client, reason: str = "To ask whether they come to the vigil", **more):
    return client.post(EXPORT, {"status": "approved", "reason": reason, **more})


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode())))


# Who sees them


def test_moderators_see_contacts():
    there = an_endorsement("waiting", **CONTACT)
    page = of_group("Moderators").get(f"{LIST}{there.pk}/change/").content.decode()
    assert all(piece in page for piece in PIECES[:3])
    assert "mails-group" in page


@pytest.mark.parametrize("more", [(), ("change_endorsement", "moderate_endorsement", "view_mail", "view_event")])
def test_without_the_permission_no_page_has_them(more):
    the_demands()
    there = an_endorsement("approved", **CONTACT, website="https://elsewhere.example")
    an_endorsement("approved", **CONTACT, name="Another", website="https://another.example")
    clerk = with_permissions("view_endorsement", *more)
    for address in (LIST, f"{LIST}?q=quiet", f"{LIST}{there.pk}/change/", f"{LIST}{there.pk}/history/", "/admin/"):
        response = clerk.get(address)
        assert response.status_code == 200
        text = response.content.decode()
        assert not [piece for piece in PIECES if piece in text], address
        assert "mails-group" not in text
    assert clerk.get(EXPORT).status_code == export(clerk).status_code == 403


def taken(client: Client, *queries: str) -> list[str]:
    """Those that are not refused."""
    return [query for query in queries if client.get(f"{LIST}?{query}").status_code != 400]


@pytest.mark.parametrize("field", ["contact_email", "contact_name", "contact_role", "new_contact_email", "mailbox_key"])
def test_nobody_learns_them_by_filtering(exporter, field):
    an_endorsement("approved", **CONTACT)
    ways = ("", "__startswith", "__exact", "__isnull", "__key")
    assert taken(exporter, *(f"{field}{how}=very" for how in ways)) == []


NO_FILTERS = (
    "evidence__0__sign=free_mail", "evidence__contains=[]", "evidence__0__tone__startswith=plain", "evidence=[]",
    "sender_digest__startswith=ab", "sender_digest=ab", "sealed__startswith=a", "proof_code=x",
    "search_text__contains=a", "name__regex=(", "name__startswith=A", "submitted_at__year=99999999999",
    "status__regex=(", "country__startswith=U", "status__in=waiting", "id__in=1,2",
    "mails__recipient__startswith=a", "events__actor__password__startswith=a", "events__reason__contains=a",
    "nothing=1",
)  # fmt: skip


@pytest.mark.parametrize("who", ["viewer", "moderator", "superuser"])
def test_nobody_filters_by_what_is_no_filter(who):
    an_endorsement("waiting", **CONTACT, sender_digest="ab" * 32)
    client = {
        "viewer": lambda: with_permissions("view_endorsement"),
        "moderator": lambda: of_group("Moderators"),
        "superuser": superuser,
    }[who]()
    assert taken(client, *NO_FILTERS) == []


def superuser() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


def test_every_filter_beside_the_list_works():
    there = an_endorsement("waiting", name="Quiet House", country="UA", visibility="public", language="uk")
    an_endorsement("approved", name="Other House", country="PL", visibility="public", language="en")
    an_endorsement("approved", name="Third House", country="", visibility="unnamed", language="ru")
    client = with_permissions("view_endorsement")
    offered = document(client.get(LIST).content, strict=False).all("a")
    queries = {link["href"] for link in offered if link["href"].startswith("?") and not link["href"].startswith("?o=")}
    assert len(queries) > 15
    for query in (*queries, f"?pk={there.pk}", "?country=UA", "?_popup=1", "?_to_field=id", "?_facets=True", "?o=1"):
        assert client.get(f"{LIST}{query}").status_code == 200, query
    found = client.get(f"{LIST}?status__exact=waiting&country=UA&language=uk&queue=waiting&q=house").content.decode()
    assert "Quiet House" in found
    assert "Other House" not in found


def test_moderators_of_a_site_that_is_there_already_go_on_seeing_them():
    group = Group.objects.create(name="Moderators")
    Permission.objects.filter(codename="view_contact").delete()  # Django makes it after all migrations
    migration = import_module("endorsements.migrations.0010_moderators_see_contacts")
    migration.give_to_moderators(apps, None)
    assert [permission.codename for permission in group.permissions.all()] == ["view_contact"]
    group.delete()
    migration.give_to_moderators(apps, None)


# The export


def test_the_file_has_those_that_were_asked_for(exporter):
    there = an_endorsement("approved", **CONTACT, name="Quiet House")
    an_endorsement("waiting", contact_email="other@other.example")
    response = export(exporter)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="contacts-2')
    assert "no-store" in response["Cache-Control"]
    assert rows(response) == [
        {"id": str(there.public_id), "name": "Quiet House", "status": "approved", "language": there.language, **CONTACT}
    ]
    assert [row["contact_email"] for row in rows(export(exporter, status="waiting"))] == ["other@other.example"]


def test_or_those_that_were_chosen_on_the_list(exporter):
    wanted = [an_endorsement("approved", name=f"Wanted {number}") for number in range(2)]
    an_endorsement("approved", name="Not wanted")
    sent = {"action": "export_contacts", "_selected_action": [one.pk for one in wanted]}
    page = exporter.post(LIST, sent)["Location"]
    assert page.startswith(f"{EXPORT}?chosen=")
    shown = exporter.get(page).content.decode()
    assert "2 records are chosen" in shown
    chosen = page.partition("chosen=")[2]
    assert [row["name"] for row in rows(export(exporter, chosen=chosen))] == ["Wanted 0", "Wanted 1"]


def test_looking_at_the_page_exports_nothing(exporter):
    an_endorsement("approved", **CONTACT)
    before = Event.objects.count()
    page = exporter.get(EXPORT)
    assert page.status_code == 200
    assert "quiet-house" not in page.content.decode()
    assert Event.objects.count() == before


def test_each_record_says_who_took_its_contact_away_and_what_for(exporter, caplog):
    caplog.set_level("INFO", "people1st.security")
    those = [an_endorsement("approved") for _number in range(3)]
    untouched = an_endorsement("waiting")
    export(exporter, "For the list of the vigil")
    for there in those:
        event = Event.objects.filter(endorsement=there).latest("pk")
        assert (event.verb, event.by, event.actor.username) == ("contact_exported", "staff", "clerk")
        assert event.reason == "For the list of the vigil"
        assert event.from_status == event.to_status == "approved"
    assert Event.objects.filter(endorsement=untouched).latest("pk").verb != "contact_exported"
    [line] = [line for line in caplog.records if getattr(line, "event", "") == "export"]
    assert (line.facts["records"], line.facts["what"]) == (3, "contacts")


@pytest.mark.parametrize("reason", ["", "   ", "why", "x" * 301, "\x00" * 9])
def test_without_a_reason_there_is_no_file(exporter, reason):
    an_endorsement("approved", **CONTACT)
    response = export(exporter, reason)
    assert response["Content-Type"].startswith("text/html")
    assert "quiet-house" not in response.content.decode()
    assert not Event.objects.filter(verb="contact_exported").exists()


@pytest.mark.parametrize("chosen", [",", "x", "1,,2", "9" * 5000, "-1", "٣", "1;DROP TABLE", "\x00"])
def test_odd_choices_choose_nothing(exporter, chosen):
    an_endorsement("approved", **CONTACT)
    response = export(exporter, chosen=chosen)
    assert response.status_code == 200
    assert "quiet-house" not in response.content.decode()


def test_what_a_spreadsheet_would_run_is_inert(exporter):
    an_endorsement("approved", contact_name="=HYPERLINK(1)", contact_role="+1", contact_email="-x@quiet.example")
    [row] = rows(export(exporter))
    assert (row["contact_name"], row["contact_role"], row["contact_email"]) == (
        "'=HYPERLINK(1)",
        "'+1",
        "'-x@quiet.example",
    )


def test_those_without_a_contact_are_left_out(exporter):
    an_endorsement("withdrawn")
    an_endorsement("approved", contact_name="", contact_role="", contact_email="")
    assert rows(export(exporter)) == []


@pytest.mark.parametrize("codenames", [("view_contact",), ("export_contacts",), ("moderate_endorsement",)])
def test_it_takes_both_permissions(codenames):
    clerk = with_permissions("view_endorsement", *codenames)
    assert clerk.get(EXPORT).status_code == export(clerk).status_code == 403
    assert b"contacts/" not in clerk.get(LIST).content


def test_moderators_do_not_export_unless_somebody_lets_them():
    assert export(of_group("Moderators")).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_one_is_is_asked_before(exporter, method):
    an_endorsement("approved", **CONTACT)
    session = exporter.session
    exporter.get("/admin/")
    session = exporter.session
    session["staff"] = {**session["staff"], "began": session["staff"]["began"] - 301}
    session.save()
    response = getattr(exporter, method)(EXPORT)
    assert response["Location"].startswith("/admin/account/identity/?next=")


def test_neither_the_admins_history_nor_the_session_holds_a_contact():
    there = an_endorsement("approved", **CONTACT)
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    client.post(f"{LIST}{there.pk}/change/", {"name": "Corrected", "endorsed_on": "2026-01-01"})
    export(client)
    told = [f"{entry.object_repr} {entry.change_message}" for entry in LogEntry.objects.all()]
    told += [str(row.get_decoded()) for row in Session.objects.all()]
    told += [str(message) for message in Mail.objects.values_list("refusal", flat=True)]
    assert told
    assert not [piece for piece in PIECES if piece in " ".join(told)]
