"""A whole journey over the wire, with every kind of trouble on the way, and what is private in it."""

import contextlib
import re
from collections.abc import Iterator
from urllib.parse import quote

from django.db import connection

from endorsements.models import Endorsement, Mail
from tests.endorsements.factories import a_moderator
from tests.endorsements.letters import Letterbox
from tests.endorsements.visitors import filled_in
from tests.local.runs import PATIENCE, until
from tests.site.programs import Programs
from tests.site.strangers import Stranger

# Endorses unnamed: whoever reads a log or a dump does not learn of it.
UNNAMED, HIDDEN_SITE = "The Quiet Needle Society", "quiet-needle.example"
PASSWORD, WRONG_PASSWORD = "correct horse battery staple", "wrong-needle-in-a-haystack"
NEW_PASSWORD = "needles are found by magnets"
FAR_AWAY, FURTHER = "203.0.113.77", "2001:db8:77:abcd::1234"
HER = {
    "contact_name": "Zinaida Needle",
    "contact_role": "Хранителька голок",
    "contact_email": "zinaida.needle@hay.example",
}
RENAMED, MOVED_TO = "Zinaida Thimble", "second.needle@straw.example"
NEWCOMER = ("newcomer", "--create", "--group", "Moderators", "--email", "newcomer.needle@staff.example")
REFUSED, PUT_OFF = "nobody.needle@hay.example", "later.needle@hay.example"
TYPED = [*HER.values(), RENAMED, MOVED_TO, REFUSED, PUT_OFF, UNNAMED, HIDDEN_SITE]
TYPED += ["judge@people1st.example", "newcomer.needle@staff.example"]
TYPED += [WRONG_PASSWORD, NEW_PASSWORD, FAR_AWAY, FURTHER, "2001:db8:77:abcd:"]


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextlib.contextmanager
def broken(breaks: str, mends: str) -> Iterator[None]:
    """The database, for as long, as a faulty migration leaves it."""
    sql(breaks)
    try:
        yield
    finally:
        sql(mends)


def without(table: str) -> contextlib.AbstractContextManager[None]:
    return broken(f"ALTER TABLE {table} RENAME TO gone", f"ALTER TABLE gone RENAME TO {table}")


class Journey:
    """What happens, in order; the secrets of all mails are kept to be looked for."""

    def __init__(self, programs: Programs, box: Letterbox) -> None:
        self.programs, self.box = programs, box
        self.visitor = Stranger(programs.address, FAR_AWAY)
        self.secrets: list[str] = []
        self.read_so_far = 0

    def from_the_first_form_to_the_end(self) -> None:
        manage = self.confirmed_and_approved()
        self.asked_in_wrong_ways()
        self.enrolled()
        self.broken_inside()
        self.unnamed()
        self.refused_by_the_mail_server()
        self.managed_moved_and_withdrawn(manage)

    def endorse(self, stranger: Stranger | None = None, **typed: str) -> int:
        return (stranger or self.visitor).send("/uk/endorse/", "contact_email", **(filled_in() | HER | typed))

    def link(self, route: str) -> str:
        """The path of the link in the next letter that has one to `route`."""
        links: list[str] = []

        def arrived() -> bool:
            for letter in self.box.letters[self.read_so_far :]:
                self.read_so_far += 1
                links.extend(re.findall(rf"{self.programs.address}(\S*/endorse/{route}/\S+)", letter.text))
            return bool(links)

        until(arrived, PATIENCE, f"a mail with a link to {route}: {self.programs.log()[-3000:]}")
        self.secrets += [link.rstrip("/").rpartition("/")[2] for link in links]
        return links[-1]

    def confirmed_and_approved(self) -> str:
        """From the form to the manage link."""
        assert self.endorse(contact_email="zinaida.needle@") == 422
        assert self.endorse() == 200
        confirm = self.link("confirm")
        wrong = "/uk/endorse/confirm/" + "x" + self.secrets[0][1:] + "/"
        self.secrets.append("x" + self.secrets[0][1:])
        assert self.visitor.ask(wrong) == 404
        assert self.visitor.ask(confirm.replace("/confirm/", "/manage/")) == 404
        assert self.visitor.press(confirm, "confirm") == 200
        self.decide("approve")
        return self.link("manage")

    def decide(self, action: str) -> None:
        judge = a_moderator("judge")
        judge.set_password(PASSWORD)
        judge.save()
        staff = Stranger(self.programs.address, FURTHER)
        staff.send("/admin/login/", "password", username=HER["contact_email"], password=WRONG_PASSWORD)
        staff.send("/admin/login/", "password", username="judge", password=PASSWORD)
        page = f"/admin/endorsements/endorsement/?q={quote(HER['contact_email'])}"
        assert staff.ask(page) == 200
        chosen = str(Endorsement.objects.get(status="waiting").pk)
        given = {"action": action, "_selected_action": chosen, "reason": "", "index": "0"}
        assert staff.send("/admin/endorsements/endorsement/", "action", **given) == 200
        assert staff.ask(f"/admin/endorsements/endorsement/{chosen}/change/") == 200
        assert staff.ask(f"/admin/auth/user/{judge.pk}/change/") == 403

    def managed_moved_and_withdrawn(self, manage: str) -> None:
        assert self.visitor.press(manage, "correct", contact_name=RENAMED, statement="Another.") == 200
        assert self.visitor.press(manage, "move", new_email=MOVED_TO) == 200
        assert self.visitor.press(self.link("mailbox"), "move") == 200
        manage = self.link("manage")
        assert self.visitor.ask(manage + "people1st.json") == 200
        assert RENAMED in self.visitor.text
        assert self.visitor.send("/uk/endorse/link/", "email", email=MOVED_TO) == 200
        manage = self.link("manage")
        assert self.visitor.press(manage, "withdraw") == 200
        assert self.visitor.ask(manage) == 410

    def refused_by_the_mail_server(self) -> None:
        for mailbox, answer in ((REFUSED, f"550 5.1.1 No {REFUSED}"), (PUT_OFF, f"451 4.7.1 Later, {PUT_OFF}")):
            self.box.answers = [answer]
            assert (
                self.endorse(name=mailbox.partition(".")[0], website="https://x.example", contact_email=mailbox) == 200
            )
            until(lambda: not self.box.answers, PATIENCE, "the mail server answered")
        until(lambda: Mail.objects.exclude(refusal="").count() == 2, PATIENCE, "both are told of")
        self.box.answers = [f"550 5.1.1 No {HER['contact_email']}"] * 100
        assert self.programs.command("sendtestemail", HER["contact_email"]) == 1
        self.box.answers.clear()

    def asked_in_wrong_ways(self) -> None:
        ask = self.visitor.ask
        assert ask("/uk/", Host=FAR_AWAY) == 400
        assert ask(f"/uk/{quote(HER['contact_email'])}/") == 404
        assert ask(f"/uk/?q={quote(HER['contact_email'])}%00") == 400
        assert ask("/uk/endorse/", b"contact_email=" + HER["contact_email"].encode()) == 403
        assert ask("/uk/endorse/", b"a" * 3_000_000) in {400, 413}
        assert ask("/uk/endorse/", method="TRACE") == 405
        assert ask("/uk/endorse/", **{"X-Forwarded-For": "unknown, _hidden"}) == 200
        Stranger(self.programs.address, FURTHER).ask("/uk/endorse/confirm/%00/")

    def broken_inside(self) -> None:
        with without("endorsements_mail"):
            assert self.endorse(name="Broken One") == 500
        refuses = "ALTER TABLE endorsements_endorsement ADD CONSTRAINT refuses CHECK (country <> 'PL') NOT VALID"
        with broken(refuses, "ALTER TABLE endorsements_endorsement DROP CONSTRAINT refuses"):
            assert self.endorse(name="Broken Two", country="PL") == 500
        with without("endorsements_token"):
            failed = self.programs.log().count("UndefinedTable")
            assert self.endorse(name=UNNAMED, visibility="unnamed", website=f"https://{HIDDEN_SITE}") == 200
            until(lambda: self.programs.log().count("UndefinedTable") > failed, PATIENCE, "the worker met it")
        self.programs.crash("worker")
        self.programs.work()

    def enrolled(self) -> None:
        assert self.programs.command("enrol_staff", *NEWCOMER) == 0
        shown = self.programs.folder / "command.out"  # the terminal of whoever asked for it
        [link] = re.findall(r"/admin/account/enrol/\S+/", shown.read_text(encoding="utf-8"))
        shown.unlink()
        self.secrets.append(link.rstrip("/").rpartition("/")[2])
        newcomer = Stranger(self.programs.address, FURTHER)
        assert newcomer.ask(f"{link[:-2]}/") == 404
        assert newcomer.send(link, "new_password1", new_password1=NEW_PASSWORD, new_password2="another") == 422
        assert newcomer.send(link, "new_password1", new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD) == 200
        assert newcomer.ask(link) == 410

    def unnamed(self) -> None:
        assert self.visitor.press(self.link("confirm"), "confirm") == 200
        self.decide("approve")
        assert self.visitor.ask("/endorsements.json") == 200
        assert UNNAMED not in self.visitor.text
        manage = self.link("manage")
        assert self.visitor.ask(manage) == 200
        assert UNNAMED in self.visitor.text
        assert self.visitor.press(manage, "show") == 200
