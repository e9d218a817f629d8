"""Hosts: which are public, what part of one somebody registered, and where a text holds one. All offline."""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from django.conf import settings
from publicsuffixlist import PublicSuffixList

from endorsements import names, writing

# What browsers and mail programs read as the dot of a host (UTS #46), and what the eye does.
DOTS = frozenset(".․。．｡﹒")
DOTS_TO_THE_EYE = frozenset("·‧∙⋅•●ꞏ⸱⸳᛫・･۔٠۰܁܂ꓸ𝅭𐩐ᐧ˙")
# Reserved although the public suffix list has them: RFC 3172 and its like, RFC 7686. Readers can't open them.
RESERVED = frozenset({"arpa", "onion"})
# RFC 2606, for writing about: public here outside production, since samples and tests live there.
FOR_EXAMPLES = ("example", "example.com", "example.net", "example.org")
IPV4_PARTS = 4
LONGEST_LABEL = 63  # RFC 1035, 2.3.4


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


@cache
def _registries() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False, only_icann=True)


def is_public_host(host: str) -> bool:
    """Whether `host` is a name below a registry's suffix (publicsuffix.org), and none reserved for something else."""
    host = _ascii(host)
    if not host or "" in host.split(".") or host.rpartition(".")[2] in RESERVED:
        return False
    if any(host == domain or host.endswith(f".{domain}") for domain in FOR_EXAMPLES):
        return not settings.PRODUCTION and host != "example"
    return _registries().privatesuffix(host) is not None


@lru_cache(maxsize=4096)
def registered_domain(host: str) -> str:
    """The part that its owner registered: circle.org.ua of www.circle.org.ua, circle.github.io; empty without one."""
    host = _ascii(host)
    if host.endswith(".example"):
        return ".".join(host.split(".")[-2:])
    return _suffixes().privatesuffix(host) or ""


def holds_host(name: str) -> bool:
    """Whether a name holds something that a mail program or the eye takes for an address: `evil.example`, `evil·com`.

    A dot with a word right behind it is enough; a dot in the middle counts before a public ending only, since Catalan
    names have it («Col·lectiu»).
    """
    name = unicodedata.normalize("NFKC", _plain_dots(name))
    if "://" in name:
        return True
    for labels in _dotted(name, DOTS):
        if labels[0].lower() == "www" or any(len(label) > 1 and label[0].isalpha() for label in labels[1:]):
            return True
        if len(labels) == IPV4_PARTS and all(label.isdecimal() for label in labels):
            return True
    return any(_is_ending(label.lower()) for labels in _dotted(name, {"·"}) for label in labels[1:])


def holds_link(text: str) -> bool:
    """Whether a statement holds a web or mail address: a scheme, `www.`, or a host with a public ending.

    “The end of war.The next day” is a slip of the keyboard: endings count in small letters, or in capitals throughout.
    """
    text = unicodedata.normalize("NFKC", _plain_dots(text))
    if "://" in text:
        return True
    for labels in _dotted(text, DOTS | {"·"}):
        if labels[0].lower() == "www" or any(_is_written_ending(label, labels) for label in labels[1:]):
            return True
    return False


def _ascii(host: str) -> str:
    try:
        return names.ascii_host(host.removesuffix("."))
    except ValueError:
        return ""


def _plain_dots(text: str) -> str:
    return "".join("·" if c in DOTS_TO_THE_EYE else c for c in text)


def _dotted(text: str, dots: frozenset[str] | set[str]) -> Iterator[list[str]]:
    """Every run of words that only dots keep apart, as the list of its words."""
    words = [""]
    for before, c, following in zip(f" {text}", f"{text} ", f"{text}  "[1:], strict=True):
        if c == "·" and before.lower() == following.lower() == "l":
            words[-1] += c  # the Catalan geminate, «il·lusió»
        elif c in dots and words[-1]:
            words.append("")
        elif c.isalnum() or writing.is_mark(c) or c in "-_":
            words[-1] += c
        elif c not in writing.JOINERS:
            words = [word for word in words if word]
            if len(words) > 1:
                yield words
            words = [""]


def _is_written_ending(label: str, labels: list[str]) -> bool:
    in_capitals = all(word == word.upper() for word in labels)
    return (label == label.lower() or in_capitals) and _is_ending(label.lower())


@lru_cache(maxsize=4096)
def _is_ending(label: str) -> bool:
    label = _ascii(label) if len(label) <= LONGEST_LABEL else ""
    return bool(label) and (label == "example" or _suffixes().publicsuffix(label) is not None)
