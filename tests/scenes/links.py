"""The pages behind the links of the mails that confirm, and the pages after them."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from endorsements import contacts, submissions, workflow
from endorsements.models import Endorsement, Token
from endorsements.models.token import Purpose
from tests.endorsements.factories import a_submission, an_endorsement
from tests.scenes import words
from tests.scenes.stage import Scene, Stage

LONG = {
    "name": words.LONG_NAME,
    "statement": words.ENDLESS_STATEMENT,
    "website": words.LONG_WEBSITE,
    "contact_name": words.ENDLESS_NAME,
    "contact_role": words.LONG_NAME,
    "contact_email": words.LONG_MAILBOX,
}
HOSTILE = {
    "name": words.OTHER_WAYS[3],
    "statement": words.HOSTILE_STATEMENT,
    "contact_name": words.HOSTILE[1],
    "contact_role": words.OTHER_WAYS[0],
}


def press(button: str, *, tick: bool = True, **typed: str) -> Callable[[Page], None]:
    """Type into the button's form, tick its box or leave it, and press it."""

    def steps(page: Page) -> None:
        form = page.locator(f"form:has(button[name={button}])")
        for field, text in typed.items():
            form.locator(f"[name={button}-{field}]").fill(text)
        if tick:
            form.locator("input[type=checkbox]").check()
        form.locator(f"button[name={button}]").click()

    return steps


def confirm(status: str = "unconfirmed", **changed: str) -> Callable[[Stage], str]:
    """The link to confirm an endorsement that is in this state by now."""

    def prepare(stage: Stage) -> str:
        return stage.link(Purpose.CONFIRM, an_endorsement(status, language=stage.language, **changed))

    return prepare


def ran_out(status: str) -> Callable[[Stage], str]:
    def prepare(stage: Stage) -> str:
        path = confirm(status)(stage)
        Token.objects.update(made_at=timezone.now() - timedelta(days=400))
        return path

    return prepare


def sent_anew(page: Page) -> None:
    """While the page is open, the same organisation sends its form with other words."""
    [there] = Endorsement.objects.all()
    same = {field: getattr(there, field) for field in ("name", "country", "website", "contact_email", "language")}
    submissions.submit(a_submission(**same, statement="Other words."))
    press("confirm")(page)


def mailbox(stage: Stage) -> str:
    endorsement = an_endorsement("approved", language=stage.language)
    endorsement = contacts.ask_move(endorsement, "new@old-town-library.example")
    return stage.link(Purpose.MAILBOX, endorsement)


def asked_for_another(page: Page) -> None:
    """While the page is open, the organisation asks for another mailbox."""
    [there] = Endorsement.objects.all()
    workflow.withdraw(there)
    press("move")(page)


def at(path: str) -> Callable[[Stage], str]:
    return lambda _stage: path


SCENES = [
    Scene("confirm", "What was sent in, before it is confirmed.", confirm()),
    Scene("confirm-unnamed", "What an unnamed organisation sent in.", confirm(visibility="unnamed", statement="")),
    Scene("confirm-without-tick", "Confirmed without the tick.", confirm(), press("confirm", tick=False), status=422),
    Scene("confirm-long", "Every text as long as it may be.", confirm(**LONG)),
    Scene("confirm-hostile", "Markup, and texts from right to left.", confirm(**HOSTILE)),
    Scene("confirm-sent-anew", "Sent again meanwhile: it is shown anew.", confirm(), sent_anew, status=409),
    Scene("confirmed", "Confirmed: what happens next.", confirm(), press("confirm")),
    Scene("link-unknown", "A link that nobody was sent.", at("endorse/confirm/none/"), status=404),
    Scene("link-expired", "A link to confirm that came too late.", confirm("expired"), status=410),
    Scene("link-confirmed", "A link to confirm, long after it was used.", ran_out("waiting"), status=410),
    Scene("link-withdrawn", "A link to what was withdrawn.", confirm("withdrawn"), status=410),
    Scene("mailbox", "The new mailbox is asked to take over.", mailbox),
    Scene("mailbox-without-tick", "Taken over without the tick.", mailbox, press("move", tick=False), status=422),
    Scene("mailbox-too-late", "It was withdrawn meanwhile.", mailbox, asked_for_another, status=410),
    Scene("mailbox-moved", "The new mailbox has taken over.", mailbox, press("move")),
]  # fmt: skip
