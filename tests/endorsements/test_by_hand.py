from contextlib import suppress
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import F
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from endorsements import by_hand, contacts, jobs, outflow, retention, submissions, workflow
from endorsements.models import Endorsement, Event, Mail, Token
from endorsements.refusals import ChangedSinceSeen, MailboxFull, NothingWaits
from people1st.staff import mailboxes
from tests.endorsements.factories import (
    a_moderator,
    a_submission,
    an_endorsement,
    the_demands,
    the_events,
    the_jobs,
)
from tests.endorsements.racing import at_once
from tests.endorsements.visitors import deliver, links_in, path_of, press
from tests.reading import document

pytestmark = pytest.mark.django_db
LIST = "/admin/endorsements/endorsement/"
MAILBOX = "office@old-town.example"


def a_request(**changed: str) -> Endorsement:
    return submissions.submit(a_submission(**changed), by_hand=True)


def age(endorsement: Endorsement, by: timedelta) -> None:
    then = timezone.now() - by
    Endorsement.objects.filter(pk=endorsement.pk).update(updated_at=then, submitted_at=then)
    endorsement.mails.update(queued_at=then, held_at=then)


def status_of(endorsement: Endorsement) -> str:
    return Endorsement.objects.get(pk=endorsement.pk).status


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(a_moderator())
    return client


def act(client: Client, action: str, *chosen: Endorsement, **more: str) -> str:
    data = {"action": action, "_selected_action": [one.pk for one in chosen], **more}
    return client.post(LIST, data, follow=True).content.decode()


def test_what_waits_is_kept_and_nobody_is_written_to():
    there = a_request()
    assert there.status == "unconfirmed"
    mail = Mail.objects.get()
    assert (mail.kind, mail.held_for, mail.sent_at) == ("confirm", "hand_check", None)
    assert the_jobs("send_mail") == []
    assert list(Endorsement.objects.to_be_checked()) == [there]


def test_no_turn_of_the_waiting_list_releases_it():
    a_request()
    assert outflow.release() == 0
    assert the_jobs("send_mail") == []


def test_released_it_can_be_confirmed():
    there = a_request(contact_email=MAILBOX)
    by_hand.release(there, actor=a_moderator(), reason="Known to us.")
    event = Event.objects.filter(endorsement=there).latest("pk")
    assert (event.verb, event.by, event.actor, event.reason) == ("released", "staff", a_moderator(), "Known to us.")
    assert (event.from_status, event.to_status) == ("unconfirmed", "unconfirmed")
    assert not Endorsement.objects.to_be_checked().exists()
    assert the_jobs("send_mail") == [{"mail_id": str(Mail.objects.get().pk)}]
    [message] = deliver()
    assert message.to == [MAILBOX]
    press(Client(), path_of(links_in(message)[0]), "confirm")
    assert status_of(there) == "waiting"


def test_released_it_has_its_mail_once():
    there = a_request()
    by_hand.release(there, actor=a_moderator())
    with pytest.raises(NothingWaits):
        by_hand.release(there, actor=a_moderator())
    assert len(the_jobs("send_mail")) == 1
    assert the_events(there) == ["submitted", "released"]


def test_of_several_mails_that_wait_the_newest_goes():
    sent = a_submission()
    there = submissions.submit(sent, by_hand=True)
    age(there, timedelta(hours=25))
    submissions.submit(sent, by_hand=True)
    older, newest = there.mails.order_by("queued_at")
    by_hand.release(there, actor=a_moderator())
    assert the_jobs("send_mail") == [{"mail_id": str(newest.pk)}]
    older.refresh_from_db()
    assert older.dropped_at
    assert older.recipient == ""


def test_a_mailbox_gets_no_more_mails_in_a_day_by_way_of_the_hand_check():
    waiting = [a_request(contact_email=MAILBOX) for _ in range(3)]
    for one in waiting:
        age(one, timedelta(hours=25))
    for _ in range(3):
        an_endorsement("unconfirmed", contact_email=MAILBOX)
    with pytest.raises(MailboxFull):
        by_hand.release(waiting[0], actor=a_moderator())
    assert the_events(waiting[0]) == ["submitted"]
    assert Endorsement.objects.to_be_checked().count() == 3


def test_what_changed_since_the_moderator_looked_is_looked_at_again():
    sent = a_submission()
    there = submissions.submit(sent, by_hand=True)
    seen_at = timezone.now()
    submissions.submit(a_submission(**{**vars(sent), "statement": "Something else."}), by_hand=True)
    for verb in (by_hand.release, by_hand.drop):
        with pytest.raises(ChangedSinceSeen):
            verb(there, actor=a_moderator(), seen_at=seen_at)
    by_hand.release(there, actor=a_moderator(), seen_at=timezone.now())


def test_dropped_it_is_forgotten_and_nobody_is_written_to():
    there = a_request(contact_email=MAILBOX)
    by_hand.drop(there, actor=a_moderator(), reason="A machine’s.")
    there.refresh_from_db()
    assert (there.status, there.contact_email, there.contact_name, there.statement) == ("expired", "", "", "")
    event = Event.objects.filter(endorsement=there).latest("pk")
    assert (event.verb, event.by, event.actor, event.reason) == ("expired", "staff", a_moderator(), "A machine’s.")
    mail = there.mails.get()
    assert mail.dropped_at
    assert (mail.recipient, mail.held_for) == ("", "")
    assert deliver() == []
    assert [mail.kind for mail in Mail.objects.all()] == ["confirm"]


@pytest.mark.parametrize("status", ["unconfirmed", "waiting", "approved", "rejected", "withdrawn", "expired"])
def test_what_does_not_wait_by_hand_is_neither_released_nor_dropped(status):
    there = an_endorsement(status)
    for verb in (by_hand.release, by_hand.drop):
        with pytest.raises(NothingWaits):
            verb(there, actor=a_moderator())
    assert status_of(there) == status
    assert "released" not in the_events(there)


@pytest.mark.parametrize("hours", [0, 25])
def test_sent_again_with_a_proof_it_needs_no_moderator(hours):
    sent = a_submission(contact_email=MAILBOX)
    there = submissions.submit(sent, by_hand=True)
    age(there, timedelta(hours=hours))
    submissions.submit(sent)
    assert Mail.objects.filter(kind="confirm").count() == 1
    [message] = deliver()
    press(Client(), path_of(links_in(message)[0]), "confirm")
    assert status_of(there) == "waiting"
    assert not Endorsement.objects.to_be_checked().exists()


def test_confirmed_by_another_link_its_mail_does_not_wait_any_more():
    there = a_request()
    workflow.confirm(there)
    outflow.release()
    mail = there.mails.get(kind="confirm")
    assert mail.dropped_at
    assert (mail.recipient, mail.held_for) == ("", "")


def test_sent_again_with_a_proof_a_full_mailbox_gets_nothing_more():
    sent = a_submission(contact_email=MAILBOX)
    age(submissions.submit(sent, by_hand=True), timedelta(hours=25))
    for _ in range(3):
        an_endorsement("unconfirmed", contact_email=MAILBOX)
    submissions.submit(sent)
    assert len(the_jobs("send_mail")) == 3
    assert Endorsement.objects.to_be_checked().count() == 1


def test_what_comes_without_a_proof_for_a_full_mailbox_is_seen_by_moderators():
    for _ in range(3):
        submissions.submit(a_submission(contact_email=MAILBOX))
    waiting = [a_request(contact_email=MAILBOX) for _ in range(5)]
    assert set(Endorsement.objects.to_be_checked()) == set(waiting)
    assert len(the_jobs("send_mail")) == 3
    with pytest.raises(MailboxFull):
        by_hand.release(waiting[0], actor=a_moderator())


def test_the_same_form_sent_again_and_again_is_one_mail_that_waits():
    sent = a_submission(contact_email=MAILBOX)
    for _ in range(5):
        submissions.submit(sent, by_hand=True)
        Mail.objects.update(queued_at=F("queued_at") - timedelta(hours=4))
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("dropped", [False, True])
def test_strangers_forms_without_a_proof_do_not_close_a_mailbox(dropped):
    strangers = [a_request(contact_email=MAILBOX) for _ in range(5)]
    for one in strangers if dropped else ():
        by_hand.drop(one, actor=a_moderator())
    own = [submissions.submit(a_submission(contact_email=MAILBOX)) for _ in range(4)]
    assert [one.mails.count() for one in own] == [1, 1, 1, 0]
    assert len(deliver()) == 3


def test_the_real_form_with_a_proof_is_written_to_among_strangers_of_its_name():
    names = [a_request(name=f"The Circle {n}", contact_email=MAILBOX).name for n in range(4)]
    own = submissions.submit(a_submission(name=names[3], contact_email=MAILBOX))
    [message] = deliver()
    press(Client(), path_of(links_in(message)[0]), "confirm")
    assert status_of(own) == "waiting"


def test_a_lost_link_is_sent_although_strangers_forms_wait():
    submissions.submit(a_submission(contact_email=MAILBOX))
    deliver()
    Mail.objects.update(queued_at=F("queued_at") - timedelta(hours=1))
    for _ in range(3):
        a_request(contact_email=MAILBOX)
    contacts.send_links(MAILBOX, "en")
    assert len(deliver()) == 1


def let_all_go() -> None:
    """What a moderator may let go of what waits."""
    for one in Endorsement.objects.to_be_checked():
        with suppress(MailboxFull):
            by_hand.release(one, actor=a_moderator())


@pytest.mark.parametrize(
    "order", ["hhhhpppp", "pppphhhh", "hphphphp", "hhrhpprpph", "hrhrhrhrpp", "pprhhhhr", "hhhhrrpp"]
)
def test_three_mails_a_day_hold_in_every_order_and_nothing_is_lost_from_sight(order):
    """`h` comes without a proof, `p` with one, `r` is a moderator who lets go what waits."""
    unproven = []
    for step in order:
        if step == "r":
            let_all_go()
        elif step == "h":
            unproven.append(a_request(contact_email=MAILBOX))
        else:
            submissions.submit(a_submission(contact_email=MAILBOX))
    let_all_go()
    assert len(deliver()) == 3
    waiting = set(Endorsement.objects.to_be_checked())
    assert waiting == {one for one in unproven if not one.mails.exclude(sent_at=None).exists()}
    Mail.objects.update(queued_at=F("queued_at") - timedelta(hours=23), sent_at=F("sent_at") - timedelta(hours=23))
    let_all_go()
    assert deliver() == []
    Mail.objects.update(queued_at=F("queued_at") - timedelta(hours=2), sent_at=F("sent_at") - timedelta(hours=2))
    let_all_go()
    assert len(deliver()) == min(len(waiting), 3)


@pytest.mark.parametrize("hours", [0, 1, 25])
def test_a_lost_link_is_not_the_way_around_the_moderator(hours):
    age(a_request(contact_email=MAILBOX), timedelta(hours=hours))
    contacts.send_links(MAILBOX, "en")
    assert the_jobs("send_mail") == []
    assert not Token.objects.exists()


def test_a_strangers_form_without_a_proof_holds_up_a_link_that_was_sent_before_for_a_day_at_most():
    sent = a_submission(contact_email=MAILBOX)
    there = submissions.submit(sent)
    deliver()
    there.mails.update(queued_at=timezone.now() - timedelta(hours=25), sent_at=timezone.now() - timedelta(hours=25))
    submissions.submit(a_submission(**{**vars(sent), "statement": "A stranger’s."}), by_hand=True)
    there.mails.exclude(held_at=None).update(queued_at=timezone.now() - timedelta(hours=25))
    contacts.send_links(MAILBOX, "en")
    assert len(deliver()) == 1


@pytest.mark.parametrize(("days", "status"), [(6, "unconfirmed"), (8, "expired")])
def test_what_nobody_looks_at_expires_as_any_request_does(days, status):
    there = a_request()
    age(there, timedelta(days=days))
    assert timedelta(days=7) == settings.CONFIRM_LINK_LIFETIME
    retention.run(dry_run=False)
    assert status_of(there) == status
    outflow.release()
    assert Mail.objects.get().recipient == ("" if status == "expired" else there.contact_email)


def test_moderators_are_told_of_what_is_to_be_checked_with_the_way_to_it():
    moderator = a_moderator()
    a_request()
    a_request()
    assert len(ProcrastinateJob.objects.filter(task_name="endorsements.jobs.write_to_moderators")) == 1
    jobs.write_to_moderators()
    mail = Mail.objects.get(kind="moderators")
    assert mail.recipient == mailboxes.of(moderator)
    [message] = deliver()
    assert "2 forms came without a proof of work" in message.body
    assert "waits for a decision" not in message.body
    assert links_in(message)[0].endswith("/admin/endorsements/endorsement/?queue=by_hand")


def test_moderators_are_not_told_when_nothing_is_to_be_checked_any_more():
    a_moderator()
    by_hand.drop(a_request(), actor=a_moderator())
    jobs.write_to_moderators()
    assert not Mail.objects.filter(kind="moderators").exists()


def test_the_admin_lists_what_is_to_be_checked(staff):
    for name, days in (("To be checked", 1), ("Came later", 0), ("Came first", 2)):
        age(a_request(name=name), timedelta(days=days))
    an_endorsement("unconfirmed", name="Has its mail")
    an_endorsement("waiting", name="Waits for a decision")
    page = staff.get(LIST, {"queue": "by_hand"}).content.decode()
    assert page.index("Came first") < page.index("To be checked") < page.index("Came later")
    assert "Has its mail" not in page
    assert "Waits for a decision" not in page
    assert "To be checked" not in staff.get(LIST, {"queue": "waiting"}).content.decode()


def test_the_admin_lists_it_among_what_waits_by_its_age(staff):
    an_endorsement("approved", name="Waits for nothing")
    an_endorsement("unconfirmed", name="Waits for its contact")
    an_endorsement("waiting", name="Waits since today")
    age(a_request(name="Waits for a first look"), timedelta(days=2))
    rows = document(staff.get(LIST).content, strict=False).one("table", id="result_list").one("tbody").all("tr")
    told = [tuple(row.one("td", class_=f"field-{name}").text for name in ("waits", "age")) for row in rows]
    assert [row.one("th").text for row in rows[:2]] == ["Waits for a first look", "Waits since today"]
    assert told[0] == ("first look", "2 days")
    assert {what for what, _ in told[2:]} == {"–"}


def test_the_admin_lets_what_was_checked_be_confirmed(staff):
    one, other = a_request(), a_request()
    page = act(staff, "let_confirm", one, other, an_endorsement("approved", name="Long approved"))
    assert "2 records were done." in page
    assert "Long approved" in page
    assert {the_events(there)[-1] for there in (one, other)} == {"released"}
    assert len(the_jobs("send_mail")) == 2 + 2  # those of the approved one


def test_the_admin_drops_what_was_checked(staff):
    there, confirmed = a_request(), an_endorsement("waiting")
    act(staff, "drop", there, confirmed, reason="A machine’s.")
    assert (status_of(there), status_of(confirmed)) == ("expired", "waiting")
    assert Event.objects.filter(endorsement=there).latest("pk").actor == a_moderator()


def test_who_may_not_decide_may_not_release():
    there = a_request()
    editor = a_moderator("editor")
    editor.user_permissions.set(Permission.objects.filter(codename__in=["view_endorsement", "change_endorsement"]))
    client = Client()
    client.force_login(editor)
    for action in ("let_confirm", "drop"):
        act(client, action, there)
    assert the_events(there) == ["submitted"]


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_release_it_once(empty_queue):
    the_demands()
    there = a_request()
    first, second = a_moderator("first"), a_moderator("second")

    def behind() -> None:
        Endorsement.objects.select_for_update(of=("self",)).get(pk=there.pk)

    results = at_once(
        lambda: by_hand.release(there, actor=first), lambda: by_hand.drop(there, actor=second), behind=behind
    )
    assert sorted(type(one).__name__ for one in results) == ["Endorsement", "NothingWaits"]
    assert the_events(there) in (["submitted", "released"], ["submitted", "expired"])
    assert len(the_jobs("send_mail")) == (the_events(there)[-1] == "released")
