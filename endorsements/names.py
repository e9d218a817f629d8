"""Canonical forms: when two spellings of a name, a website or a mailbox are the same thing.

All functions are pure; the unique constraints of the database stand on what they give.
"""

import hashlib
import re
import unicodedata
from urllib.parse import urlsplit

import idna
from anyascii import anyascii

from endorsements import mailboxes, writing

# Sites where the path, not the host, tells whose page it is.
SHARED_HOSTS = frozenset({
    "facebook.com", "fb.com", "instagram.com", "t.me", "x.com", "twitter.com", "linkedin.com",
    "youtube.com", "vk.com", "ok.ru", "medium.com", "linktr.ee", "sites.google.com", "tiktok.com", "telegra.ph",
})  # fmt: skip
# Those of them where a subdomain is somebody's page: organisation.medium.com, organisation.t.me.
NAMED_BY_SUBDOMAIN = frozenset({"t.me", "medium.com"})
# What a mail program looks for in a link: a dot, an at sign, the colon of a scheme, with something right behind it.
LINK_JOINTS = re.compile(r"([.․。．｡﹒@＠]|(?<=[^\W\d]):)(?=[^\s.,;:!?)\]}»”’\"'])")
# Marks that may be left out in writing: accents of Latin, Greek and Cyrillic letters, points of Hebrew, Arabic and
# Syriac ones. The vowel signs and tones of other scripts spell another word.
OPTIONAL_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0711\u0730-\u074a\u08ca-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U000e0100-\U000e01ef]"
)
# Letters in a statement that two organisations hardly write by chance: about ten words.
SHORTEST_STATEMENT = 50
# Latin spellings of the same Cyrillic letter, made one (applied in this order).
FOLDS = (("shch", "sc"), ("sch", "sc"), ("kh", "g"), ("h", "g"), ("x", "ks"), ("w", "v"), ("y", "i"), ("j", "i"))


def name_key(name: str) -> str:
    """The name without case, accents, punctuation and spaces: “Liberta” and LIBERTA are one. Empty without letters."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    composed = OPTIONAL_MARKS.sub("", unicodedata.normalize("NFC", _without_accents(decomposed)))
    kept = "".join(c for c in composed if (c.isalnum() or writing.is_mark(c)) and not writing.is_blank(c))
    key = unicodedata.normalize("NFC", kept)[:200]
    return key if any(c.isalnum() for c in key) else ""


def _without_accents(decomposed: str) -> str:
    # Й and Ї are letters of their own, not accented ones: only the marks on letters of other alphabets go.
    kept: list[str] = []
    for c in decomposed:
        if OPTIONAL_MARKS.match(c) and kept and not _is_cyrillic(kept[-1]):
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


def statement_key(text: str) -> str:
    """A digest of a statement's letters and digits, by which its repetition is found; empty for a short, usual one."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest() if len(letters) >= SHORTEST_STATEMENT else ""


def mail_form(name: str) -> str:
    """A name as mails show it: one line, nothing in it that a mail program would make a link."""
    return writing.clean_line(LINK_JOINTS.sub(r"\1 ", writing.clean_line(name).replace("://", ": ")))
