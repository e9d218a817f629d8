"""The limits in the admin: who changes them, how far, and what it says about the mails that wait."""

import logging

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from endorsements import outflow, submissions
from endorsements.models import Mail, Protection
from tests import reading
from tests.endorsements.factories import a_submission
from tests.endorsements.visitors import send_form
from tests.reading import Element, as_served, form_with

pytestmark = pytest.mark.django_db
LIST = "/admin/endorsements/protection/"
PAGE = f"{LIST}1/change/"


def somebody_with(*permissions: str) -> Client:
    """Staff who may do this much."""
    user = User.objects.create_user("somebody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def page(response) -> Element:
    return reading.document(response.content, strict=False)  # Django's own admin pages close more than they open


def save(client: Client, **changed: str):
    form = form_with(page(client.get(PAGE)), "forms_an_hour")
    return client.post(PAGE, {**as_served(form), **changed})


def test_there_is_one_row_and_it_is_there_before_anybody_saved_it(staff):
    assert staff.get(LIST)["Location"] == PAGE
    assert not Protection.objects.exists()
    served = as_served(form_with(page(staff.get(PAGE)), "forms_an_hour"))
    assert {name: served[name] for name in ("forms_an_hour", "domain_mails_an_hour", "mails_an_hour")} == {
        "forms_an_hour": "30",
        "domain_mails_an_hour": "300",
        "mails_an_hour": "2000",
    }
    assert "proof_of_work" not in served


def test_nothing_is_added_or_deleted(staff):
    assert staff.get(f"{LIST}add/").status_code == 403
    assert staff.post(f"{LIST}add/", {"forms_an_hour": 7}).status_code == 403
    save(staff)
    assert staff.post(f"{LIST}1/delete/", {"post": "yes"}).status_code == 403
    assert staff.get(f"{LIST}2/change/").status_code == 302
    assert Protection.objects.count() == 1


def test_a_change_holds_at_once_and_the_security_log_says_whose_it_is(staff, caplog):
    with caplog.at_level(logging.INFO, "people1st.security"):
        assert save(staff, forms_an_hour="5", proof_of_work="on").status_code == 302
    [told] = [record for record in caplog.records if getattr(record, "event", "") == "protection_changed"]
    assert told.facts["forms_an_hour"] == 5
    assert told.facts["proof_of_work"] == 1
    assert told.facts["actor"] == User.objects.get(username="root").pk
    assert "mails_an_hour" not in told.facts
    current = Protection.current()
    assert (current.forms_an_hour, current.mails_an_hour, current.proof_of_work) == (5, 2000, True)
    visitor = Client()
    assert [send_form(visitor).status_code for _ in range(6)] == [302] * 5 + [429]


@pytest.mark.parametrize(("field", "value"), [
    ("forms_an_hour", "4"), ("forms_an_hour", "0"), ("forms_an_hour", "-1"), ("forms_an_hour", "10001"),
    ("forms_an_hour", ""), ("forms_an_hour", "many"), ("domain_mails_an_hour", "19"),
    ("domain_mails_an_hour", "100001"), ("mails_an_hour", "99"), ("mails_an_hour", "1000001"),
    ("domain_mails_an_hour", "2001"), ("mails_an_hour", "299"),
])  # fmt: skip
def test_senseless_limits_are_refused(staff, field, value):
    answer = save(staff, **{field: value})
    assert answer.status_code == 200
    assert page(answer).all("ul", class_="errorlist")
    assert not Protection.objects.exists()


def test_the_widest_and_the_narrowest_are_taken(staff):
    save(staff, forms_an_hour="5", domain_mails_an_hour="20", mails_an_hour="100")
    save(staff, forms_an_hour="10000", domain_mails_an_hour="100000", mails_an_hour="1000000")
    assert Protection.current().mails_an_hour == 1_000_000


def test_who_may_only_look_changes_nothing():
    looker = somebody_with("view_protection")
    answer = looker.get(PAGE)
    assert answer.status_code == 200
    assert not page(answer).all("input", name="forms_an_hour")
    assert looker.post(PAGE, {"forms_an_hour": "99"}).status_code == 403
    assert not Protection.objects.exists()


def test_a_permission_of_its_own_lets_change_it():
    changer = somebody_with("change_protection")
    assert save(changer, forms_an_hour="40").status_code == 302
    assert Protection.current().forms_an_hour == 40


@pytest.mark.parametrize("permission", ["moderate_endorsement", "change_endorsement"])
def test_others_do_not_see_it(permission):
    other = somebody_with(permission)
    assert other.get(PAGE).status_code == 403
    assert other.get(LIST).status_code == 403


def test_it_says_how_things_stand(staff):
    Protection.objects.create(mails_an_hour=2)
    for _ in range(5):
        submissions.submit(a_submission())
    text = page(staff.get(PAGE)).text
    assert "too many emails in an hour: 3" in text
    assert page(staff.get(PAGE)).one("div", class_="field-sent").one("div", class_="readonly").text == "2"


@pytest.mark.parametrize("address", ["/admin/", "/admin/endorsements/endorsement/"])
def test_index_and_queue_say_that_mails_wait(staff, address):
    assert "too many emails" not in page(staff.get(address)).text
    Protection.objects.create(mails_an_hour=1)
    for _ in range(3):
        submissions.submit(a_submission())
    found = page(staff.get(address))
    assert "too many emails within an hour: 2 that visitors caused wait" in found.text
    assert found.all("a", href=LIST)
    Protection.objects.update(mails_an_hour=100)
    outflow.release()
    assert not Mail.objects.exclude(held_at=None).exists()
    assert "too many emails" not in page(staff.get(address)).text


@pytest.mark.parametrize("address", ["/admin/", "/admin/endorsements/endorsement/"])
def test_index_and_queue_say_that_mails_to_one_domain_wait(staff, address):
    Protection.objects.create(domain_mails_an_hour=1)
    for number in range(3):
        submissions.submit(a_submission(contact_email=f"office-{number}@circle.example"))
    assert "too many emails within an hour: 2 that visitors caused wait" in page(staff.get(address)).text
