"""No mail tells anybody that, when or where it was read: nothing in it is loaded, and it links to our pages alone."""

import re
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from endorsements import mails
from endorsements.models import Event, Mail
from endorsements.models.mail import Kind
from tests.endorsements import factories
from tests.endorsements.letters import Letter
from tests.reading import document

# What a mail program fetches or does by itself.
LOADED = (
    "img",
    "link",
    "script",
    "iframe",
    "object",
    "embed",
    "video",
    "audio",
    "source",
    "form",
    "input",
    "base",
    "svg",
)
DRESS = {"class", "style"}
ATTRIBUTES = {
    "html": {"lang"},
    "meta": {"charset", "name", "content"},
    "body": DRESS,
    "table": {*DRESS, "role", "width", "cellpadding", "cellspacing", "border"},
    "td": {*DRESS, "align"},
    "h1": DRESS,
    "p": DRESS,
    "span": DRESS,
    "a": {*DRESS, "href"},
}
HEADERS = {
    "Subject", "From", "To", "Reply-To", "Message-ID", "Date", "Auto-Submitted", "Content-Language", "MIME-Version",
    "Content-Type",
}  # fmt: skip


def written(kind: str, language: str) -> Letter:
    endorsement = factories.an_endorsement("waiting", language=language)
    if kind not in {Kind.CONFIRM, Kind.REJECTED}:
        factories.workflow.approve(endorsement, actor=factories.a_moderator())
    mail = Mail(
        kind=kind,
        language=language,
        endorsement=endorsement,
        event=Event.objects.filter(endorsement=endorsement).first(),
        recipient=endorsement.contact_email,
    )
    mail.queued_at = endorsement.submitted_at
    raw = mails.write(mail).message(policy=policy.SMTP).as_bytes()
    return Letter([mail.recipient], message_from_bytes(raw, policy=policy.default))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("kind", Kind.values)
def test_a_mail_loads_nothing_and_links_to_us_alone(kind: str, language: str) -> None:
    letter = written(kind, language)
    assert set(letter.message.keys()) == HEADERS
    assert letter.message["Reply-To"] == settings.MAIL_REPLY_TO
    assert {part.get_content_type() for part in letter.message.walk()} == {
        "multipart/alternative", "text/plain", "text/html",
    }  # fmt: skip
    page = document(letter.html)
    assert page.all(*LOADED) == []
    for element in page:
        assert set(element.attrs) <= ATTRIBUTES.get(element.tag, set()), element.tag
    assert not re.search(r"url\(|@import|@font-face", letter.html)

    links = {element["href"] for element in page.all("a")}
    assert links == set(re.findall(r"https?://\S+", letter.text))
    for link in links:
        parts = urlsplit(link)
        assert f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL
        assert (parts.query, parts.fragment) == ("", "")
