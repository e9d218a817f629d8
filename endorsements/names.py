"""Canonical forms: when two spellings of a name, a website or a mailbox are the same thing.

All functions are pure; the unique constraints of the database stand on what they give.
"""

import re
import unicodedata
from urllib.parse import urlsplit

import idna
from anyascii import anyascii

from endorsements import mailboxes

# Sites where the path, not the host, tells whose page it is.
SHARED_HOSTS = frozenset({
    "facebook.com", "fb.com", "instagram.com", "t.me", "x.com", "twitter.com", "linkedin.com",
    "youtube.com", "vk.com", "ok.ru", "medium.com", "linktr.ee", "sites.google.com", "tiktok.com", "telegra.ph",
})  # fmt: skip
# Those of them where a subdomain is somebody's page: organisation.medium.com, organisation.t.me.
NAMED_BY_SUBDOMAIN = frozenset({"t.me", "medium.com"})
DOTTED_HOST = re.compile(r"(?<=\w)[.․。．｡](?=\w{2})")
# What a mail program looks for in a link: a dot, an at sign, the colon of a scheme, with something right behind it.
LINK_JOINTS = re.compile(r"([.․。．｡﹒@＠]|(?<=[^\W\d]):)(?=[^\s.,;:!?)\]}»”’\"'])")
# Letters and symbols by their category, yet blank: the Hangul fillers and the empty Braille pattern.
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Latin spellings of the same Cyrillic letter, made one (applied in this order).
FOLDS = (("shch", "sc"), ("sch", "sc"), ("kh", "g"), ("h", "g"), ("x", "ks"), ("w", "v"), ("y", "i"), ("j", "i"))


def clean_line(text: str) -> str:
    """One line in NFC without control or invisible characters, spaces collapsed."""
    kept = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text) if _is_shown(c))
    return " ".join(kept.split())


def clean_text(text: str) -> str:
    """Several lines in NFC without control or invisible characters; at most one empty line in a row."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [clean_line(line) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_shown(character: str) -> bool:
    # Zero-width (non-)joiners carry meaning in Persian and Indic names; other format characters only hide things.
    if character.isspace() or character in "‌‍":
        return True
    return character not in BLANKS and unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def name_key(name: str) -> str:
    """The name without case, accents, punctuation and spaces: “Liberta” and LIBERTA are one. Empty without letters."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    letters = unicodedata.normalize("NFC", _without_accents(decomposed))
    return "".join(c for c in letters if c.isalnum() and c not in BLANKS)[:200]


def _without_accents(decomposed: str) -> str:
    # Й and Ї are letters of their own, not accented ones: only marks on Latin and Greek letters go.
    kept: list[str] = []
    for c in decomposed:
        if unicodedata.combining(c) and kept and not _is_cyrillic(kept[-1]):
            continue
        kept.append(c)
    return "".join(kept)


def _is_cyrillic(character: str) -> bool:
    return "CYRILLIC" in unicodedata.name(character, "")


def host_of(website: str) -> str:
    """The host in ASCII lower case without `www.`; an empty text when there is none."""
    try:
        host = (urlsplit(website).hostname or "").rstrip(".")
        return ascii_host(host).removeprefix("www.")
    except ValueError:
        return ""


def ascii_host(host: str) -> str:
    """A host name in its ASCII (punycode) form, RFC 5891. Raises ValueError (idna.IDNAError) when it is none."""
    return host.lower() if host.isascii() else idna.encode(host, uts46=True).decode()


def website_key(website: str) -> str:
    """The host, and on shared platforms the rest of the address too (linkedin.com/company/organisation)."""
    host = host_of(website)
    platform = next((shared for shared in SHARED_HOSTS if host == shared or host.endswith(f".{shared}")), None)
    if platform is None:
        return host[:255]
    parts = urlsplit(website)
    path = "/".join(part for part in parts.path.casefold().split("/") if part)
    # facebook.com/profile.php?id=…, youtube.com/watch?v=…: there the query names the page.
    query = f"?{parts.query}" if path.endswith(".php") or path == "watch" else ""
    return f"{host if platform in NAMED_BY_SUBDOMAIN else platform}/{path}{query}"[:255]


def mailbox_key(email: str) -> str:
    """One spelling for one mailbox: case, comments, quotes, width, +tags, punycode, and its provider's own rules.

    RFC 5321, 5322, 5891; endorsements/mailboxes.py.
    """
    plain = mailboxes.without_comments(unicodedata.normalize("NFKC", email))
    local, _at, domain = plain.strip().rpartition("@")
    try:
        domain = ascii_host(domain.strip().rstrip("."))
    except ValueError:
        domain = domain.lower()
    return "@".join(mailboxes.at_provider(mailboxes.plain_local(local), domain))[:254]


def search_form(text: str) -> str:
    """What the search compares: Latin letters without accents, one letter for its several spellings.

    «Мемориал», «Меморіал» and «Memorial» give the same; so do «Харків» and «Kharkiv».
    """
    latin = anyascii(unicodedata.normalize("NFKC", text)).lower()
    latin = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’`]", "", latin)).strip()
    for spelling, letter in FOLDS:
        latin = latin.replace(spelling, letter)
    return re.sub(r"([a-z])\1", r"\1", latin)


def has_dotted_host(name: str) -> bool:
    """Whether a name holds something that a mail program would make a link: a scheme, or a dot between letters."""
    return "://" in name or bool(DOTTED_HOST.search(name))


def mail_form(name: str) -> str:
    """A name as mails show it: one line, nothing in it that a mail program would make a link."""
    return clean_line(LINK_JOINTS.sub(r"\1 ", clean_line(name).replace("://", ": ")))
