"""What the big providers document about spellings that arrive in one mailbox.

Two mailboxes taken for one would share their limits; one taken for two would be written to twice as often. So what a
provider says itself stands here, with the page where it says it. A `+tag` (RFC 5233) is cut for every provider: Gmail,
Outlook, Proton, Fastmail, iCloud and Yandex document it, and elsewhere people do not have a plus in their address.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Provider:
    """One provider: where its mailboxes live under several names, and which characters it does not tell apart."""

    domain: str
    ignores: str = ""
    is_hyphen: str = ""
    names_by_subdomain: bool = False


# https://support.google.com/mail/answer/7436150 (dots), https://support.google.com/mail/answer/10313 (googlemail)
GMAIL = Provider("gmail.com", ignores=".")
# https://proton.me/support/addresses-and-aliases (the name is its owner's under each of the four domains);
# dots, hyphens and underscores: removeEmailAlias in https://github.com/ProtonMail/WebClients
PROTON = Provider("proton.me", ignores=".-_")
# https://yandex.com/support/id/authorization/email.html (the user name on all Yandex domains is one mailbox).
# That a dot in it is a hyphen is how its sign-in takes a name; no help page that says so was found.
YANDEX = Provider("yandex.ru", is_hyphen=".")
# https://support.apple.com/118230 (the same name at icloud.com, me.com and mac.com is one account)
ICLOUD = Provider("icloud.com")
# https://www.fastmail.help/hc/en-us/articles/360060591053 (anything@name.fastmail.com is name@fastmail.com)
FASTMAIL = Provider("fastmail.com", names_by_subdomain=True)
FASTMAIL_FM = Provider("fastmail.fm", names_by_subdomain=True)

PROVIDERS: Mapping[str, Provider] = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), GMAIL),
    **dict.fromkeys(("proton.me", "protonmail.com", "pm.me", "protonmail.ch"), PROTON),
    **dict.fromkeys(
        (
            "yandex.ru", "yandex.com", "ya.ru", "yandex.by", "yandex.kz", "yandex.ua", "yandex.uz", "yandex.az",
            "yandex.ee", "yandex.lt", "yandex.lv", "yandex.md", "yandex.tj", "yandex.tm", "yandex.fr", "yandex.com.tr",
            "yandex.com.am", "yandex.com.ge", "yandex.co.il", "yandex.kg", "narod.ru",
        ),
        YANDEX,
    ),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), ICLOUD),
    "fastmail.com": FASTMAIL,
    "fastmail.fm": FASTMAIL_FM,
}  # fmt: skip

COMMENT = re.compile(r"\([^()]*\)")  # RFC 5322, 3.2.2; a nested one goes from the inside out
ESCAPED = re.compile(r"\\(.)")  # RFC 5322, 3.2.4: in a quoted local part "a\b" is "ab"


def without_comments(email: str) -> str:
    """The address without RFC 5322's comments."""
    while COMMENT.search(email):
        email = COMMENT.sub("", email)
    return email


def plain_local(local: str) -> str:
    """A local part without quotes and its tag, in lower case. One that is a tag alone stays."""
    local = local.strip()
    if len(local) > 1 and local.startswith('"') and local.endswith('"'):
        local = ESCAPED.sub(r"\1", local[1:-1])
    local = local.replace('"', "").casefold().strip()
    return local.split("+", 1)[0] or local


def at_provider(local: str, domain: str) -> tuple[str, str]:
    """Local part and domain as the mailbox's provider knows it; `local` is plain, `domain` ASCII in lower case."""
    provider = PROVIDERS.get(domain)
    if provider is None:
        name, _dot, parent = domain.partition(".")
        if parent in PROVIDERS and PROVIDERS[parent].names_by_subdomain and name != "www":
            return name, parent
        return local, domain
    for character in provider.ignores:
        local = local.replace(character, "")
    for character in provider.is_hyphen:
        local = local.replace(character, "-")
    return local, provider.domain
