"""The endorsement form, the form for a lost link, and the pages after them."""

from collections.abc import Callable

from django.test import RequestFactory
from playwright.sync_api import Page, expect

from endorsements import limits
from endorsements.models import Protection
from tests.scenes import words
from tests.scenes.stage import Ground, Scene, Stage

SEND = "form:has([name=contact_email]) button[type=submit]"
GOOD = {
    "name": "Old Town Library",
    "website": "https://old-town-library.example",
    "statement": "We stand with those\nwho are held.",
    "contact_name": "Ann Example",
    "contact_role": "Director",
    "contact_email": "office@old-town-library.example",
}
WRONG = {
    "name": "O",
    "website": "http://localhost",
    "statement": "\u202ereversed",
    "contact_name": "https://spam.example",
    "contact_role": "",
    "contact_email": "nobody@",
}
LONG = {
    "name": words.ENDLESS_NAME * 2,
    "website": f"{words.LONG_WEBSITE}/{'z' * 200}",
    "statement": words.ENDLESS_STATEMENT * 2,
    "contact_name": words.ENDLESS_NAME * 2,
    "contact_role": words.ENDLESS_NAME * 2,
    "contact_email": f"{'a' * 300}@x.example",
}
HOSTILE = {
    "name": words.HOSTILE[1],
    "website": "javascript:alert(1)",
    "statement": words.HOSTILE_STATEMENT,
    "contact_name": words.HOSTILE[0],
    "contact_role": words.OTHER_WAYS[1],
    "contact_email": "<a@b>@x.example",
}


def fill_in(page: Page, typed: dict[str, str], *, consent: bool = True) -> None:
    for field, text in typed.items():
        page.locator(f"main [name={field}]").fill(text)
    page.locator("[name=country]").select_option("UA")
    if consent:
        page.locator("[name=consent]").check()


def send(typed: dict[str, str] | None, *, consent: bool = True) -> Callable[[Page], None]:
    """Fill the form in, or leave it as it is, and send it."""

    def steps(page: Page) -> None:
        if typed:
            fill_in(page, typed, consent=consent)
        page.click(SEND)

    return steps


def form(_stage: Stage) -> str:
    return "endorse/"


def with_proof_of_work(_stage: Stage) -> str:
    Protection.objects.update_or_create(pk=1, defaults={"proof_of_work": True})
    return "endorse/"


def too_many(_stage: Stage) -> str:
    """This network has sent as many forms as it may in an hour."""
    Protection.objects.update_or_create(pk=1, defaults={"forms_an_hour": 1})
    limits.form_wait(RequestFactory().get("/"))
    return "endorse/"


def solved(page: Page) -> None:
    status = page.locator("[role=status]")
    expect(status).to_have_text(status.evaluate("(one) => one.dataset.done"), timeout=60_000)


def lose_the_link(typed: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        page.fill("[name=email]", typed)
        page.click("form:has([name=email]) button[type=submit]")

    return steps


SCENES = [
    Scene("form", "The form as it is first shown.", form),
    Scene("form-unfolded", "The form with the demands unfolded.", form,
          lambda page: page.click("main details summary")),
    Scene("form-empty", "Sent empty: the summary of errors takes the focus.", form, send(None), status=422),
    Scene("form-wrong", "Sent with something wrong in every field.", form, send(WRONG, consent=False), status=422),
    Scene("form-one-error", "Sent with one error.", form, send({**GOOD, "website": "old town"}), status=422),
    Scene("form-long", "Sent with every text over its limit.", form, send(LONG), status=422),
    Scene("form-hostile", "Sent with markup and texts from right to left.", form, send(HOSTILE), status=422),
    Scene("form-wait", "One form too many from this network: how long to wait.", too_many, send(GOOD), status=429),
    Scene("form-proof-of-work", "While machines flood the form: the browser has solved its task.",
          with_proof_of_work, solved),
    Scene("form-without-demands", "The form before any demand is there.", form, ground=Ground.NOTHING),
    Scene("sent", "What happens next.", lambda _stage: "endorse/sent/"),
    Scene("sent-proof-of-work", "What happens next, while machines flood the form.",
          lambda stage: f"{with_proof_of_work(stage)}sent/"),
    Scene("lost-link", "Asking for a lost link.", lambda _stage: "endorse/link/"),
    Scene("lost-link-empty", "Asking for a lost link without an address.", lambda _stage: "endorse/link/",
          lose_the_link(""), status=422),
    Scene("lost-link-wrong", "Asking for a lost link with a wrong address.", lambda _stage: "endorse/link/",
          lose_the_link(f"{words.ENDLESS_NAME}@"), status=422),
    Scene("lost-link-wait", "Asking for a lost link once too often.", lambda stage: f"{too_many(stage)}link/",
          lose_the_link("office@old-town-library.example"), status=429),
    Scene("lost-link-sent", "Where to look for the link.", lambda _stage: "endorse/link/",
          lose_the_link("office@old-town-library.example")),
]  # fmt: skip
