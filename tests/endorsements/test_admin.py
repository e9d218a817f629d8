import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from endorsements import changes, workflow
from endorsements.models import Endorsement, Event, Mail
from endorsements.models.event import Verb
from tests import reading
from tests.endorsements.factories import a_change, a_moderator, an_endorsement, an_entry, the_demands, the_events
from tests.reading import Element, as_served, form_with

pytestmark = pytest.mark.django_db
LIST = "/admin/endorsements/endorsement/"
STATES = ("unconfirmed", "waiting", "approved", "rejected", "withdrawn", "expired")


@pytest.fixture
def staff() -> Client:
    """A superuser, who may do everything that the admin lets anybody do."""
    client = Client()
    client.force_login(User.objects.create_superuser("root", "root@people1st.example"))
    return client


def document(content: bytes) -> Element:
    return reading.document(content, strict=False)  # Django's own admin pages close more than they open


def act(client: Client, action: str, *chosen: Endorsement, **more: str):
    """Post an action as a program does: nothing but what the contract names."""
    return client.post(LIST, {"action": action, "_selected_action": [one.pk for one in chosen], **more}, follow=True)


def page_of(endorsement: Endorsement) -> str:
    return f"{LIST}{endorsement.pk}/change/"


def said(response) -> list[str]:
    found = document(response.content).all("ul", class_="messagelist")
    return [item.text for item in found[0].all("li")] if found else []


def rows(client: Client, query: str = "") -> list[str]:
    page = document(client.get(f"{LIST}{query}").content)
    return (
        [row.one("th").text for row in page.one("table", id="result_list").one("tbody").all("tr")]
        if page.all("table")
        else []
    )


def status_of(endorsement: Endorsement) -> str:
    return Endorsement.objects.get(pk=endorsement.pk).status


def form_of(page: Element) -> Element:
    return page.one("form", id="endorsement_form")


def test_what_waits_comes_first_and_of_that_the_oldest(staff):
    now = timezone.now()
    for name, status, ago in [
        ("Approved", "approved", 9),
        ("Younger", "waiting", 1),
        ("Rejected", "rejected", 8),
        ("Oldest", "waiting", 5),
    ]:
        there = an_endorsement(status, name=name)
        Endorsement.objects.filter(pk=there.pk).update(confirmed_at=now - timezone.timedelta(days=ago))
    change = a_change(an_endorsement("approved", name="Asks for a change"))
    type(change).objects.filter(pk=change.pk).update(proposed_at=now - timezone.timedelta(days=3))
    assert rows(staff)[:3] == ["Oldest", "Asks for a change", "Younger"]
    assert set(rows(staff)[3:]) == {"Approved", "Rejected"}


def test_the_field_of_a_website_is_wide(staff):
    there = an_endorsement("approved")
    assert form_of(document(staff.get(page_of(there)).content)).one("input", name="website")["class"] == "vURLField"


def test_what_a_row_waits_for_stands_beside_its_state(staff):
    an_endorsement("waiting", visibility="unnamed")
    table = document(staff.get(LIST).content).one("table", id="result_list")
    [row] = table.one("tbody").all("tr")
    assert [cell["class"] for cell in row.all("td")][1:4] == ["field-status", "field-named", "field-waits"]


@pytest.mark.parametrize(
    ("visibility", "heading"),
    [("public", "What the public sees"), ("unnamed", "Counted without a name: none of this is public")],
)
def test_the_heading_says_whether_the_words_are_public(staff, visibility, heading):
    there = an_endorsement("approved", visibility=visibility)
    assert form_of(document(staff.get(page_of(there)).content)).all("h2")[0].text == heading


def test_the_queue_names_what_waits_once(staff):
    there = an_endorsement("approved", name="Asked twice")
    a_change(there, statement="Once.")
    a_change(there, statement="Twice.")
    workflow.take_back(there, actor=a_moderator(), reason="Looked at again.")
    a_change(an_endorsement("approved", name="Asks for a change"))
    an_endorsement("approved", name="Waits for nobody")
    assert sorted(rows(staff, "?queue=waiting")) == ["Asked twice", "Asks for a change"]
    assert Endorsement.objects.needs_decision().count() == 2


@pytest.mark.parametrize("status", STATES)
def test_the_search_finds_a_record_in_any_state_by_name_and_by_website(staff, status):
    there = an_endorsement(status, name=f"Old Town Library’s {status}")
    an_endorsement("waiting", name="Another")
    for words in (there.name, there.website, "Town Library", there.website.removeprefix("https://")):
        page = document(staff.get(LIST, {"q": words}).content)
        [row] = page.one("table", id="result_list").one("tbody").all("tr")
        assert row.one("th").text == there.name
        assert row.one("td", class_="field-status").text == status
        assert row.one("input", type="checkbox")["value"] == str(there.pk)


@pytest.mark.parametrize("words", ["\x00", "'", '"', "%", "\\", "x" * 10_000, "<script>alert(1)</script>"])
def test_odd_words_break_no_search(staff, words):
    an_endorsement("waiting")
    response = staff.get(LIST, {"q": words})
    assert response.status_code in {200, 302, 400}
    assert b"<script>alert" not in response.content


def test_a_search_of_thousands_of_words_is_one_of_two_hundred_characters(staff):
    an_endorsement("waiting", name="a" * 100)
    with CaptureQueriesContext(connection) as asked:
        assert rows(staff, f"?q={'a+' * 100}{'nothing+' * 1000}") == ["a" * 100]
    assert 100 < max(query["sql"].count("LIKE") for query in asked) <= 400


def test_the_number_of_queries_of_the_list_does_not_grow(staff):
    counts = set()
    staff.get(LIST)
    for number in (1, 30):
        while Endorsement.objects.count() < number:
            an_endorsement("waiting")
        with CaptureQueriesContext(connection) as queries:
            staff.get(LIST)
        counts.add(len(queries))
    assert len(counts) == 1


def test_approving_acts_at_once_and_tells_the_contact(staff):
    there = an_endorsement("waiting")
    response = act(staff, "approve", there)
    assert status_of(there) == "approved"
    assert said(response) == ["1 record was done."]
    event = Event.objects.filter(endorsement=there).latest("pk")
    assert (event.verb, event.actor.username) == ("approved", "root")
    assert Mail.objects.filter(kind="approved", endorsement=there).count() == 1


def test_rejecting_acts_at_once_and_keeps_the_reason(staff):
    there = an_endorsement("waiting")
    act(staff, "reject", there, reason="We could not find the organisation.")
    assert status_of(there) == "rejected"
    assert Event.objects.filter(endorsement=there).latest("pk").reason == "We could not find the organisation."
    assert Mail.objects.filter(kind="rejected", endorsement=there).count() == 1


def test_several_are_decided_together_and_what_was_skipped_is_named_with_the_reason(staff):
    waiting, other = an_endorsement("waiting"), an_endorsement("waiting")
    gone = an_endorsement("withdrawn", name="Long Gone")
    response = act(staff, "approve", waiting, gone, other)
    assert [status_of(one) for one in (waiting, gone, other)] == ["approved", "withdrawn", "approved"]
    done, skipped = said(response)
    assert done == "2 records were done."
    assert "Long Gone" in skipped
    assert "withdrawn" in skipped


@pytest.mark.parametrize("status", ["unconfirmed", "approved", "rejected", "withdrawn", "expired"])
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_what_does_not_wait_is_not_decided(staff, status, action):
    there = an_endorsement(status)
    response = act(staff, action, there)
    assert status_of(there) == status
    assert len(said(response)) == 1


def test_a_second_record_of_an_organisation_is_not_approved_beside_the_first(staff):
    an_endorsement("approved", name="Old Town Library")
    second = an_endorsement("waiting", name="OLD TOWN LIBRARY")
    response = act(staff, "approve", second)
    assert status_of(second) == "waiting"
    assert "Old Town Library" in said(response)[0]


def test_approving_publishes_the_change_that_an_approved_one_asks_for(staff):
    there = an_endorsement("approved")
    a_change(there, statement="The new words.")
    act(staff, "approve", there)
    there.refresh_from_db()
    assert there.statement == "The new words."
    a_change(there, statement="Newer words.")
    act(staff, "reject", there)
    there.refresh_from_db()
    assert there.statement == "The new words."


def test_a_decision_is_taken_back_with_a_reason_only(staff):
    there = an_endorsement("approved")
    assert "needs a reason" in said(act(staff, "take_back", there))[0]
    assert status_of(there) == "approved"
    act(staff, "take_back", there, reason="Approved by mistake.")
    assert status_of(there) == "waiting"


def test_staff_hide_and_withdraw_for_an_organisation(staff):
    there = an_endorsement("approved")
    act(staff, "hide", there)
    there.refresh_from_db()
    assert there.visibility == "unnamed"
    act(staff, "withdraw", there, reason="Asked for by telephone.")
    assert status_of(there) == "withdrawn"


def test_what_changed_after_the_page_was_made_is_not_published_unseen(staff):
    there = an_endorsement("waiting")
    seen = as_served(form_with(document(staff.get(LIST).content), "_selected_action"))["seen"]
    changes.propose(there, {"statement": "Not what was on the page."})
    response = act(staff, "approve", there, seen=seen)
    assert status_of(there) == "waiting"
    assert "changed since" in said(response)[0]
    seen = as_served(form_with(document(staff.get(LIST).content), "_selected_action"))["seen"]
    act(staff, "approve", there, seen=seen)
    assert status_of(there) == "approved"


def test_a_forged_time_of_the_page_decides_nothing(staff):
    there = an_endorsement("waiting")
    act(staff, "approve", there, seen="forged")
    assert status_of(there) == "waiting"


def test_nothing_is_decided_by_reading(staff):
    there = an_endorsement("waiting")
    staff.get(LIST, {"action": "approve", "_selected_action": there.pk})
    assert status_of(there) == "waiting"


def test_an_action_that_does_not_exist_does_nothing(staff):
    there = an_endorsement("waiting")
    act(staff, "delete_selected", there)
    act(staff, "no_such_action", there)
    assert status_of(there) == "waiting"


def test_a_forged_post_edits_no_status_and_no_contact(staff):
    there = an_endorsement("waiting")
    form = form_of(document(staff.get(page_of(there)).content))
    forged = {
        "status": "approved",
        "contact_email": "thief@evil.example",
        "visibility": "unnamed",
        "source": "staff",
        "consent_wording": "x",
        "launch_position": "1",
        "confirmed_at": "",
        "language": "ru",
        "public_id": "x",
    }
    before = Endorsement.objects.values().get(pk=there.pk)
    response = staff.post(page_of(there), {**as_served(form), **forged})
    assert response.status_code == 302
    assert Endorsement.objects.values().get(pk=there.pk) == before


def test_a_public_name_is_corrected_and_its_history_says_so(staff):
    there = an_endorsement("approved", name="Old Town Libary")
    form = form_of(document(staff.get(page_of(there)).content))
    staff.post(page_of(there), {**as_served(form), "name": "Old Town Library"})
    there.refresh_from_db()
    assert (there.name, there.status) == ("Old Town Library", "approved")
    event = Event.objects.filter(endorsement=there).latest("pk")
    assert (event.verb, event.actor.username) == ("corrected", "root")
    assert event.reason == "name"
    assert "Old Town Library" in Client().get("/en/endorsements/").content.decode()


def test_saving_a_record_as_served_changes_nothing(staff):
    there = an_endorsement("approved", statement="A line.\n\nAnother line.")
    form = form_of(document(staff.get(page_of(there)).content))
    before, events = Endorsement.objects.values().get(pk=there.pk), the_events(there)
    staff.post(page_of(there), as_served(form))
    assert Endorsement.objects.values().get(pk=there.pk) == before
    assert the_events(there) == events


@pytest.mark.parametrize("status", ["waiting", "approved", "unconfirmed", "rejected"])
def test_a_correction_that_meets_another_record_is_told_not_failed(staff, status):
    there = an_endorsement(status, name="One", contact_email="office@same.example")
    an_endorsement(status, name="Two", contact_email="office@same.example", website="https://two.example")
    form = form_of(document(staff.get(page_of(there)).content))
    response = staff.post(page_of(there), {**as_served(form), "name": "TWO"})
    assert response.status_code in {200, 302}
    if status != "rejected":
        assert document(response.content).all(class_="errornote")
        assert Endorsement.objects.get(pk=there.pk).name == "One"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x"},
        {"name": "visit evil.example"},
        {"website": "http://localhost"},
        {"statement": "x" * 601},
        {"country": "XX"},
    ],
)
def test_staff_are_held_to_the_rules_of_the_form(staff, wrong):
    there = an_endorsement("approved")
    form = form_of(document(staff.get(page_of(there)).content))
    response = staff.post(page_of(there), {**as_served(form), **wrong})
    assert response.status_code == 200
    assert document(response.content).all(class_="errorlist")


def test_staff_enter_an_organisation_which_is_public_at_once_and_marked(staff):
    the_demands()
    response = staff.post(
        f"{LIST}add/",
        {
            "name": "Old Town Library",
            "country": "",
            "website": "",
            "statement": "",
            "endorsed_on": "2025-01-28",
            **management_of(staff),
        },
    )
    assert response.status_code == 302
    entered = Endorsement.objects.get()
    assert (entered.status, entered.source, entered.demands_version) == ("approved", "staff", the_demands())
    assert the_events(entered) == ["entered"]
    assert "Old Town Library" in Client().get("/en/endorsements/").content.decode()


def management_of(staff: Client) -> dict[str, str]:
    served = as_served(form_of(document(staff.get(f"{LIST}add/").content)))
    return {name: value for name, value in served.items() if "_FORMS" in name}


def test_an_organisation_that_is_on_the_list_is_not_entered_twice(staff):
    an_entry(name="Old Town Library")
    sent = {
        "name": "old town library",
        "country": "",
        "website": "",
        "statement": "",
        "endorsed_on": "",
        **management_of(staff),
    }
    response = staff.post(f"{LIST}add/", sent)
    assert response.status_code == 200
    assert "Old Town Library" in document(response.content).text
    assert Endorsement.objects.count() == 1


def test_the_history_is_beside_the_record_and_cannot_be_written(staff):
    there = an_endorsement("approved")
    page = document(staff.get(page_of(there)).content)
    history = page.one(id="events-group").text
    for verb in (Verb.SUBMITTED, Verb.CONFIRMED, Verb.APPROVED):
        assert str(verb.label) in history
    for group in ("events-group", "changes-group", "mails-group"):
        fields = page.one(id=group).all("input", "select", "textarea")
        assert not [field["name"] for field in fields if field.get("type") != "hidden"]
    event = Event.objects.filter(endorsement=there).first()
    forged = {
        **as_served(form_of(page)),
        "events-0-id": str(event.pk),
        "events-0-reason": "Forged.",
        "events-0-DELETE": "on",
    }
    staff.post(page_of(there), forged)
    assert not Event.objects.filter(reason="Forged.").exists()
    assert Event.objects.filter(pk=event.pk).exists()


def test_contact_data_is_on_no_list_and_in_no_history(staff):
    there = an_endorsement("approved", contact_name="Very Private")
    assert "Very Private" not in staff.get(LIST).content.decode()
    page = document(staff.get(page_of(there)).content)
    for group in ("events-group", "changes-group", "mails-group"):
        assert there.contact_email not in page.one(id=group).text


def test_nothing_is_deleted(staff):
    there = an_endorsement("approved")
    assert staff.post(f"{LIST}{there.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in staff.get(LIST).content.decode()
    assert not document(staff.get(page_of(there)).content).all(class_="deletelink")


@pytest.mark.parametrize("status", ["withdrawn", "expired"])
def test_what_has_ended_is_read_only(staff, status):
    there = an_endorsement(status, name="Long Gone")
    staff.post(
        page_of(there), {"name": "Forged", **{f"{one}-TOTAL_FORMS": "0" for one in ("events", "changes", "mails")}}
    )
    assert Endorsement.objects.get(pk=there.pk).name == "Long Gone"


def test_records_of_the_same_organisation_are_shown_side_by_side(staff):
    first = an_endorsement("waiting", name="Old Town Library", contact_email="a@one.example")
    second = an_endorsement("waiting", name="Old Town Library", contact_email="b@two.example")
    page = document(staff.get(page_of(first)).content)
    assert page_of(second) in {link["href"] for link in page.all("a")}
    assert "two.example" in page.text


def test_the_contact_of_an_entry_is_invited(staff):
    entry = an_entry(name="Old Town Library")
    invite = f"{LIST}{entry.pk}/invite/"
    assert invite in {link["href"] for link in document(staff.get(page_of(entry)).content).all("a")}
    assert staff.get(invite).status_code == 200
    assert not Mail.objects.exists()
    assert staff.post(invite, {"email": "office@localhost", "language": "uk"}).status_code == 200
    assert not Mail.objects.exists()
    assert staff.post(invite, {"email": "office@old-town.example", "language": "uk"}).status_code == 302
    mail = Mail.objects.get()
    assert (mail.kind, mail.language, mail.recipient) == ("invitation", "uk", "office@old-town.example")
    assert the_events(entry) == ["entered", "invited"]


@pytest.mark.parametrize(
    "path", ["0/invite/", "x/invite/", f"{10**30}/invite/", "0/change/", "x/change/", f"{10**30}/change/"]
)
def test_records_that_do_not_exist_are_not_failed_on(staff, path):
    assert staff.get(f"{LIST}{path}").status_code in {302, 404}


def test_what_was_typed_is_shown_as_text(staff):
    payload = "<script>alert(1)</script>"
    there = an_endorsement(
        "waiting", name=f"A {payload}", statement=payload, contact_name=payload, contact_role=payload
    )
    a_change(an_endorsement("approved"), statement=payload)
    other = Endorsement.objects.latest("pk")
    act(staff, "take_back", there, reason=payload)
    for address in (LIST, page_of(there), page_of(other), f"{LIST}{there.pk}/history/", f"{LIST}{there.pk}/invite/"):
        content = staff.get(address).content.decode()
        assert "<script>alert" not in content
    response = act(staff, "approve", there, an_endorsement("withdrawn", name=f"B {payload}"))
    assert b"<script>alert" not in response.content


def test_the_launch_list_is_invited_like_any_entry(staff):
    call_command("load_launch_endorsers", verbosity=0)
    entry = Endorsement.objects.public().first()
    assert f"{LIST}{entry.pk}/invite/" in staff.get(page_of(entry)).content.decode()
