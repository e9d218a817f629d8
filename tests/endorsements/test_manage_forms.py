import pytest

from endorsements.leaving_forms import WithdrawForm
from endorsements.link_forms import ConfirmForm, LostLinkForm, MailboxForm, TickedForm
from endorsements.manage_forms import (
    CorrectForm,
    HideForm,
    MoveForm,
    ShowForm,
    StayUnnamedForm,
    TakeOverForm,
)
from endorsements.models import Change, Endorsement, Mail
from endorsements.proof_forms import LookForm, ProveForm
from tests.endorsements.factories import an_endorsement, an_entry

pytestmark = pytest.mark.django_db
TYPED = {
    ConfirmForm: {},
    CorrectForm: {
        "website": "https://moved.example",
        "statement": "New words.",
        "contact_name": "Oksana Example",
        "contact_role": "Chair",
    },
    HideForm: {},
    StayUnnamedForm: {},
    ShowForm: {},
    MoveForm: {"new_email": "new@old-town.example"},
    ProveForm: {},
    LookForm: {},
    WithdrawForm: {},
    TakeOverForm: {"contact_name": "Olena Example", "contact_role": "Chair"},
    MailboxForm: {},
}


def sent(form: type[TickedForm], endorsement: Endorsement, *, tick: bool = True, **changed: str) -> TickedForm:
    data = {f"{form.button}-{field}": value for field, value in {**TYPED[form], **changed}.items()}
    return form(data | ({f"{form.button}-agree": "on"} if tick else {}), endorsement=endorsement)


def act(form: type[TickedForm], endorsement: Endorsement, **changed: str) -> None:
    bound = sent(form, endorsement, **changed)
    assert bound.is_valid(), bound.errors
    bound.act()
    endorsement.refresh_from_db()


@pytest.mark.parametrize("form", TYPED)
def test_every_form_needs_its_tick(form):
    there = an_endorsement("approved")
    bound = sent(form, there, tick=False)
    assert not bound.is_valid()
    assert set(bound.errors) == {"agree"}
    assert sent(form, there).is_valid()


@pytest.mark.parametrize("form", TYPED)
def test_no_form_is_served_with_its_tick(form):
    fresh = form(endorsement=an_endorsement("approved"))
    assert not fresh["agree"].value()
    assert fresh.fields["agree"].label
    assert list(fresh.fields)[-1] == "agree"


def test_buttons_are_different_on_one_page():
    buttons = [form.button for form in (CorrectForm, HideForm, ShowForm, MoveForm, WithdrawForm, TakeOverForm)]
    assert len(set(buttons)) == len(buttons)
    assert WithdrawForm.button == "withdraw"


def test_confirm_confirms():
    there = an_endorsement("unconfirmed")
    act(ConfirmForm, there)
    assert there.status == "waiting"


def test_correct_proposes_what_differs():
    there = an_endorsement("approved")
    act(CorrectForm, there)
    change = Change.objects.get()
    assert (change.website, change.statement, change.visibility) == ("https://moved.example", "New words.", None)
    assert (there.contact_name, there.contact_role) == ("Oksana Example", "Chair")
    assert there.statement != "New words."


def test_correct_with_nothing_changed_proposes_nothing():
    there = an_endorsement("approved")
    act(
        CorrectForm,
        there,
        website=there.website,
        statement=there.statement,
        contact_role=there.contact_role,
        contact_name=there.contact_name,
    )
    assert not Change.objects.exists()


@pytest.mark.parametrize("field", ["contact_name", "contact_role"])
def test_correct_leaves_no_contact_without_a_name_and_a_role(field):
    bound = sent(CorrectForm, an_endorsement("approved"), **{field: " "})
    assert set(bound.errors) == {field}


def test_correct_keeps_a_wish_to_be_named():
    there = an_endorsement("approved", visibility="unnamed")
    act(ShowForm, there)
    act(CorrectForm, there)
    change = Change.objects.get(outcome="waiting")
    assert (change.visibility, change.statement) == ("public", "New words.")


def test_hide_hides_and_show_asks():
    there = an_endorsement("approved")
    act(HideForm, there)
    assert there.visibility == "unnamed"
    act(ShowForm, there)
    assert there.visibility == "unnamed"
    assert Change.objects.get().visibility == "public"


def test_move_writes_to_the_new_mailbox_which_takes_it_over():
    there = an_endorsement("approved")
    old = there.contact_email
    act(MoveForm, there)
    assert (there.contact_email, there.new_contact_email) == (old, "new@old-town.example")
    act(MailboxForm, there)
    assert (there.contact_email, there.new_contact_email) == ("new@old-town.example", "")
    assert set(Mail.objects.filter(kind__startswith="mailbox_").values_list("kind", "recipient")) == {
        ("mailbox_confirm", "new@old-town.example"),
        ("mailbox_moved", "new@old-town.example"),
        ("mailbox_left", old),
    }


def test_take_over_keeps_who_they_are_and_what_they_agreed_to():
    entry = an_entry()
    act(TakeOverForm, entry)
    assert (entry.contact_name, entry.contact_role) == ("Olena Example", "Chair")
    assert entry.consent_wording == TakeOverForm(endorsement=entry).fields["agree"].label


def test_withdraw_withdraws():
    there = an_endorsement("approved")
    act(WithdrawForm, there)
    assert (there.status, there.contact_email) == ("withdrawn", "")


@pytest.mark.parametrize("form", [HideForm, StayUnnamedForm])
def test_a_wish_of_a_hidden_one_is_dropped_when_it_hides_again(form):
    there = an_endorsement("approved", visibility="unnamed")
    act(ShowForm, there)
    act(form, there)
    assert not Change.objects.filter(outcome="waiting").exists()


def test_lost_link_asks_for_a_public_mailbox():
    assert LostLinkForm({"email": "office@old-town.example"}).is_valid()
    assert not LostLinkForm({"email": "office@localhost"}).is_valid()
