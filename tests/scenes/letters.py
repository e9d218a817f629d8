"""The HTML part of each kind of mail, shown as a page."""

from collections.abc import Callable

from django.db import transaction

from endorsements import contacts, mails
from endorsements.models import Endorsement, Mail
from endorsements.models.event import By, Verb
from endorsements.models.mail import Kind
from endorsements.models.token import Purpose
from endorsements.records import log
from tests.endorsements.factories import a_moderator, an_endorsement
from tests.scenes import words
from tests.scenes.stage import Scene, Stage

REASON = "We could not find your organisation under this address.\nPlease write to us from a mailbox of its own."
WITH_A_REASON = (Kind.REJECTED, Kind.CHANGE_DECLINED)
TO_STAFF = (Kind.MODERATORS, Kind.BREAKER)
AT_FIRST = {Kind.CONFIRM: "unconfirmed", Kind.REJECTED: "rejected"}


def letter(kind: Kind, **changed: str) -> Callable[[Stage], str]:
    """The mail of this kind about an endorsement in its state."""

    def prepare(stage: Stage) -> str:
        endorsement = an_endorsement(AT_FIRST.get(kind, "approved"), language=stage.language, **changed)
        if mails.LINKS.get(kind, ("", ""))[1] == Purpose.MAILBOX:
            endorsement = contacts.ask_move(endorsement, "new@organisation.example")
        stage.page = _html(kind, endorsement, stage.language)
        return "letter/"

    return prepare


def _html(kind: Kind, endorsement: Endorsement, language: str) -> str:
    with transaction.atomic():
        event = (
            log(endorsement, Verb.REJECTED, By.STAFF, actor=a_moderator(), reason=REASON)
            if kind in WITH_A_REASON
            else None
        )
        about = None if kind in (*TO_STAFF, Kind.LINKS) else endorsement
        mail = Mail(kind=kind, endorsement=about, event=event, language=language, recipient=endorsement.contact_email)
        mail.save()
        [(html, _type)] = mails.write(mail).alternatives
    return html


SCENES = [
    *(Scene(f"mail-{kind.replace('_', '-')}", f"The mail “{kind.label}”.", letter(kind)) for kind in Kind),
    Scene("mail-long", "A mail about a name without a place to break.", letter(Kind.APPROVED, name=words.ENDLESS_NAME)),
    Scene("mail-hostile", "A mail about a name with markup.", letter(Kind.APPROVED, name=words.HOSTILE[5])),
    Scene("mail-unnamed", "A decision about an unnamed organisation.", letter(Kind.APPROVED, visibility="unnamed")),
]
