"""The admin's pages that are ours: signing in, the account, the endorsements, protection, contacts, content."""

from collections.abc import Callable

from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page

from campaign.models import Article, Demand
from endorsements import submissions
from endorsements.models import Endorsement, Protection
from people1st.staff import enrolment, factors
from tests.endorsements.factories import a_change, a_submission, an_endorsement, an_entry
from tests.people1st.staff.people import PASSWORD, a_member
from tests.scenes import words
from tests.scenes.stage import Scene, Stage
from tests.site.staff_pages import a_superuser

ACCOUNT = "/admin/account/"
RECORDS = "/admin/endorsements/endorsement/"


def signed_in(path: str | Callable[[], str]) -> Callable[[Stage], str]:
    """A superuser opens this page, or the page of what is made first."""

    def prepare(stage: Stage) -> str:
        stage.sign_in(a_superuser())
        return path if isinstance(path, str) else path()

    return prepare


def anybody(path: str) -> Callable[[Stage], str]:
    def prepare(_stage: Stage) -> str:
        a_member(app=True)
        return path

    return prepare


def give_password(password: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        page.fill("[name=username]", "olena")
        page.fill("[name=password]", password)
        page.click("#login-form [type=submit]")

    return steps


def wrong_code(page: Page) -> None:
    give_password(PASSWORD)(page)
    page.fill("[name=code]", "000000")
    page.click("form:has([name=code]) [type=submit]")


def enrol(stage: Stage) -> str:
    return enrolment.make_link(a_member(), by=None).removeprefix(stage.address)


def enrol_badly(page: Page) -> None:
    page.fill("[name=new_password1]", "short")
    page.fill("[name=new_password2]", "another")
    page.click("[type=submit]")


def account(stage: Stage) -> str:
    """An app, recovery codes; two sessions."""
    user = a_member(app=True, superuser=True)
    factors.new_recovery_codes(user)
    stage.sign_in(user)
    stage.sign_in(user)
    return ACCOUNT


def as_editor(stage: Stage) -> str:
    stage.sign_in(a_member(group="Editors"))
    return RECORDS


def as_moderator(stage: Stage) -> str:
    everything()
    stage.sign_in(a_member(group="Moderators"))
    return RECORDS


def everything() -> str:
    """Records in every state, with evidence for and against them, and mails that wait for a moderator."""
    there = an_endorsement("approved", name="PAX", website="https://pax.example", contact_email="a@pax.example")
    a_change(there)
    an_endorsement("waiting", name="РАХ", website="https://a.org.ua", contact_email="a@gmail.com")
    an_endorsement("waiting", name=words.LONG_NAME, website=words.LONG_WEBSITE, statement=words.ENDLESS_STATEMENT)
    an_endorsement("waiting", name=words.OTHER_WAYS[0], statement=words.HOSTILE_STATEMENT)
    an_endorsement("approved", visibility="unnamed")
    an_entry()
    for status in ("rejected", "withdrawn", "expired"):
        an_endorsement(status)
    submissions.submit(a_submission(name="Checked by hand"), by_hand=True)
    return RECORDS


def record(name: str) -> Callable[[], str]:
    def path() -> str:
        everything()
        return f"{RECORDS}{Endorsement.objects.get(name=name).pk}/change/"

    return path


def invite() -> str:
    return f"{RECORDS}{an_entry().pk}/invite/"


def flooded() -> str:
    """Hardly any mail may leave, so that most wait."""
    Protection.objects.update_or_create(pk=1, defaults={"mails_an_hour": 2, "domain_mails_an_hour": 1})
    for _ in range(4):
        an_endorsement("unconfirmed")
    return "/admin/endorsements/protection/"


def wrong_limits(page: Page) -> None:
    page.fill("[name=forms_an_hour]", "0")
    page.fill("[name=mails_an_hour]", "")
    page.click("[name=_save]")


def jobs() -> str:
    everything()
    return "/admin/procrastinate/procrastinatejob/"


def of(model: type[Demand | Article]) -> Callable[[], str]:
    def path() -> str:
        row = model._default_manager.order_by("pk").first()
        return reverse(f"admin:campaign_{model._meta.model_name}_change", args=[row.pk])

    return path


def staff(name: str, shows: str, prepare: Callable[[Stage], str], *steps: Callable[[Page], None], **more: int) -> Scene:
    return Scene(f"staff-{name}", shows, prepare, steps[0] if steps else None, staff=True, **more)


def groups(stage: Stage) -> str:
    call_command("staff_groups", verbosity=0)
    user = a_superuser()
    stage.sign_in(user)
    return f"/admin/auth/user/{user.pk}/change/"


SCENES = [
    staff("sign-in", "Signing in: a password or a passkey.", anybody("/admin/login/")),
    staff("sign-in-wrong", "A wrong password.", anybody("/admin/login/"), give_password("wrong")),
    staff("second-step", "After the password: a code.", anybody("/admin/login/"), give_password(PASSWORD)),
    staff("second-step-wrong", "A wrong code.", anybody("/admin/login/"), wrong_code, status=422),
    staff("enrol", "Somebody new sets up their account.", enrol),
    staff("enrol-wrong", "Passwords that differ, and are too short.", enrol, enrol_badly, status=422),
    staff("enrol-link-gone", "A link to enrol that nobody has.", anybody(f"{ACCOUNT}enrol/none/"), status=404),
    staff("account", "One’s own account, with an app and recovery codes.", account),
    staff("account-bare", "One’s own account without a second factor.", signed_in(ACCOUNT)),
    staff("add-key", "Adding a passkey.", signed_in(f"{ACCOUNT}keys/add/")),
    staff("add-app", "Adding an authenticator app.", signed_in(f"{ACCOUNT}app/add/")),
    staff("recovery-codes", "Ten recovery codes.", signed_in(f"{ACCOUNT}recovery-codes/")),
    staff("identity", "Asked again who one is.", signed_in(f"{ACCOUNT}identity/")),
    staff("start", "The first page of the admin.", signed_in("/admin/")),
    staff("endorsements", "Endorsements in every state, with their evidence.", signed_in(everything)),
    staff("endorsements-moderator", "The same, for a moderator.", as_moderator),
    staff("endorsements-empty", "Nothing waits.", signed_in(RECORDS)),
    staff("record", "A request with evidence against it.", signed_in(record("РАХ"))),
    staff("record-change", "A record that asks for a change.", signed_in(record("PAX"))),
    staff("record-long", "A request whose texts are long.", signed_in(record(words.LONG_NAME))),
    staff("record-hostile", "A request from right to left, with markup.", signed_in(record(words.OTHER_WAYS[0]))),
    staff("record-new", "Staff enter an organisation.", signed_in(f"{RECORDS}add/")),
    staff("invite", "Inviting the contact of an entry.", signed_in(invite)),
    staff("contacts", "Exporting contacts: what for?", signed_in(f"{RECORDS}contacts/")),
    staff("protection", "The limits, while mails wait.", signed_in(flooded)),
    staff("protection-limits", "The limits, to be changed.",
          signed_in(lambda: f"{flooded()}1/change/"), wrong_limits),
    staff("jobs", "The jobs of the queue.", signed_in(jobs)),
    staff("demand", "A demand in three languages, on tabs.", signed_in(of(Demand))),
    staff("article", "An article in three languages, on tabs.", signed_in(of(Article))),
    staff("user", "A member of staff.", groups),
    staff("forbidden", "What one’s role does not include.", as_editor, status=403),
]  # fmt: skip
