"""Who speaks for an organisation: invitation, taking over, moving to another mailbox, asking for a lost link."""

from django.contrib.auth.models import User
from django.db import transaction

from endorsements import consent, evidence, limits, mails, names, tokens
from endorsements.models import Endorsement
from endorsements.models.event import By, Verb
from endorsements.models.mail import Kind
from endorsements.models.states import MANAGED, Status
from endorsements.models.token import Purpose
from endorsements.records import lock_managed, log, save
from endorsements.refusals import ChangedSinceSeen, TakenOver
from endorsements.undone import work


@transaction.atomic
def invite(endorsement: Endorsement, email: str, language: str, *, actor: User) -> Endorsement:
    """Write a manage link to the mailbox of an entry that staff made, so that its contact takes it over.

    Whoever was invited before holds nothing any more. Raises Ended, or TakenOver when the entry has a contact.
    """
    endorsement = lock_managed(endorsement)
    if endorsement.consent_wording:
        raise TakenOver
    tokens.revoke(endorsement, Purpose.MANAGE, Purpose.MAILBOX)
    endorsement.contact_email, endorsement.new_contact_email, endorsement.language = email, "", language
    save(endorsement)
    event = log(endorsement, Verb.INVITED, By.STAFF, actor=actor)
    mails.tell_contact(Kind.INVITATION, endorsement, event)
    return endorsement


@transaction.atomic
def take_over(endorsement: Endorsement, *, contact_name: str, contact_role: str, language: str) -> Endorsement:
    """The invited contact says who they are and agrees for the organisation.

    Raises Ended, TakenOver, or ChangedSinceSeen when another mailbox was invited after the link was opened.
    """
    invited = endorsement.contact_email
    endorsement = lock_managed(endorsement)
    if endorsement.consent_wording:
        raise TakenOver
    if endorsement.contact_email != invited:
        raise ChangedSinceSeen
    endorsement.contact_name, endorsement.contact_role = contact_name, contact_role
    endorsement.language = language
    endorsement.consent_wording, endorsement.consent_version = consent.wording(language), consent.VERSION
    evidence.gather(endorsement)
    save(endorsement)
    log(endorsement, Verb.TAKEN_OVER, By.CONTACT)
    return endorsement


@transaction.atomic
def ask_move(endorsement: Endorsement, email: str) -> Endorsement:
    """Ask the new mailbox to confirm that it takes over; until then the old one stays. Raises Ended."""
    limits.lock_mailbox(names.mailbox_key(email))
    endorsement = lock_managed(endorsement)
    # Asked again for the same one, the link that is in the mail already goes on working.
    if names.mailbox_key(endorsement.new_contact_email) != names.mailbox_key(email):
        tokens.revoke(endorsement, Purpose.MAILBOX)
    endorsement.new_contact_email = email
    save(endorsement)
    log(endorsement, Verb.MOVE_ASKED, By.CONTACT)
    may = limits.may_write(names.mailbox_key(email), Kind.MAILBOX_CONFIRM, endorsement)
    with work(kept=may):
        mails.queue_mail(Kind.MAILBOX_CONFIRM, to=email, language=endorsement.language, endorsement=endorsement)
    return endorsement


@transaction.atomic
def move(endorsement: Endorsement, *, to: str | None = None) -> Endorsement:
    """The new mailbox confirmed: it is the contact now, old links stop working, both mailboxes are told.

    `to` is the mailbox whose link was opened. Doing it again changes nothing. Raises Ended, AlreadyThere, or
    ChangedSinceSeen when another mailbox was asked for since.
    """
    # The new mailbox is held before the row, in the order that everybody else takes them.
    limits.lock_mailbox(names.mailbox_key(endorsement.new_contact_email))
    endorsement = lock_managed(endorsement)
    if to is not None and to != endorsement.new_contact_email:
        raise ChangedSinceSeen
    if not endorsement.new_contact_email:
        return endorsement
    old = endorsement.contact_email
    endorsement.contact_email, endorsement.new_contact_email = endorsement.new_contact_email, ""
    evidence.gather(endorsement)
    save(endorsement)
    tokens.revoke(endorsement, Purpose.MANAGE, Purpose.CONFIRM)
    event = log(endorsement, Verb.MOVED, By.CONTACT)
    mails.tell_contact(Kind.MAILBOX_MOVED, endorsement, event)
    if old:
        mails.queue_mail(Kind.MAILBOX_LEFT, to=old, language=endorsement.language, endorsement=endorsement, event=event)
    return endorsement


@transaction.atomic
def send_links(email: str, language: str) -> None:
    """Somebody asks for a lost link: the mailbox is sent what it owns, within the limits. Says nothing either way.

    Confirmed endorsements get their manage links in one mail for each spelling of the address that was given; an
    unconfirmed one gets its confirm link again, but no first one that a moderator has not released. Where there is
    nothing to send, as much is done and undone.
    """
    mailbox = names.mailbox_key(email)
    limits.lock_mailbox(mailbox)
    own = list(Endorsement.objects.of_mailbox(email).order_by("pk"))
    lately = limits.lately(mailbox)
    wanted: list[tuple[Kind, str, Endorsement | None]] = []
    if lately.may_repeat(Kind.LINKS, None):
        addresses = {endorsement.contact_email for endorsement in own if endorsement.status in MANAGED}
        wanted += [(Kind.LINKS, address, None) for address in sorted(addresses)]
    never_sent = Endorsement.objects.of_mailbox(email).to_be_checked().exclude(mails__released_at__isnull=False)
    to_be_checked = set(never_sent)
    for endorsement in own:
        if endorsement.status != Status.UNCONFIRMED or endorsement in to_be_checked:
            continue
        if lately.may_repeat(Kind.CONFIRM, endorsement):
            wanted.append((Kind.CONFIRM, endorsement.contact_email, endorsement))
    going = wanted[: lately.left]
    with work(kept=bool(going)):
        for kind, to, about in going or [(Kind.LINKS, email, None)]:
            mails.queue_mail(kind, to=to, language=language, endorsement=about)
