"""Addresses that open another site or program with a page to pass on: plain links, no script, nothing that counts.

Each holds the title and the address, and no more. Sources:
  mailto    RFC 6068: UTF-8, %20 for a space, %0D%0A between the lines of a body
  Telegram  https://core.telegram.org/widgets/share
  X         https://docs.x.com/x-for-websites/post-button/guides/web-intent
  WhatsApp  https://faq.whatsapp.com/5913398998672934
  Facebook  `sharer.php` is not documented any more; the dialog that is wants the number of an application
  Signal    has no such address: its programs know contacts, groups, calls and stickers under `sgnl:` and signal.me, and
            no text (AndroidManifest.xml, UrlOpener.swift, signalRoutes.ts). signal.me opens the program; one pastes.
"""

from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import pgettext

from campaign.models import Demand


@dataclass(frozen=True)
class ShareLink:
    """A name to press and where it leads; `takes_text` is false where the reader has to paste the address."""

    name: str
    address: str
    takes_text: bool = True


@dataclass(frozen=True)
class Shared:
    """A page to pass on: its title in the reader's language, and its absolute address."""

    title: str
    address: str

    @classmethod
    def demand(cls, demand: Demand) -> Self:
        """The page of one demand, in the active language."""
        return cls(f"{demand.heading} — People First", settings.SITE_URL + reverse("demand", args=[demand.anchor]))

    @property
    def links(self) -> list[ShareLink]:
        """One for each way to share it, in the order of the page; those that work alike everywhere come first."""
        title, address = _encoded(self.title), _encoded(self.address)
        both = _encoded(f"{self.title}\n{self.address}")
        body = _encoded(f"{self.title}\r\n\r\n{self.address}\r\n")
        return [
            ShareLink(pgettext("way to share", "Email"), f"mailto:?subject={title}&body={body}"),
            ShareLink("Telegram", f"https://t.me/share/url?url={address}&text={title}"),
            ShareLink("WhatsApp", f"https://wa.me/?text={both}"),
            ShareLink("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={address}"),
            ShareLink("X", f"https://x.com/intent/tweet?text={title}&url={address}"),
            ShareLink("Signal", "https://signal.me/", takes_text=False),
        ]


def _encoded(text: str) -> str:
    """The text as the value of a parameter: every character but letters, digits and `_.-~` as %XX of its UTF-8."""
    return quote(text, safe="")
