"""What a mailbox's domain tells: the website's own, a provider's where anybody may have a mailbox, a throwaway one."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from disposable_email_domains import blocklist

from endorsements import hosts, names
from endorsements.signs import Sign

FREE_MAIL = Path(__file__).with_name("free_mail.toml")


def judge(email: str, website: str) -> Sign | None:
    """The sign of a mailbox beside its organisation's website; None when there is nothing to compare."""
    domain = _domain_of(email)
    if not domain:
        return None
    if any(part in blocklist for part in _with_parents(domain)):
        return Sign.DISPOSABLE
    if any(part in free_mail() for part in _with_parents(domain)):
        return Sign.FREE_MAIL
    own = hosts.registered_domain(names.host_of(website))
    if not own:
        return None
    # A page on a shared platform is no domain of the organisation's.
    if own == hosts.registered_domain(domain) and "/" not in names.website_key(website):
        return Sign.OWN_DOMAIN
    return Sign.OTHER_DOMAIN


@cache
def free_mail() -> frozenset[str]:
    """The domains of free_mail.toml."""
    providers = tomllib.loads(FREE_MAIL.read_text(encoding="utf-8"))["provider"]
    return frozenset(domain for provider in providers for domain in provider["domains"])


def _domain_of(email: str) -> str:
    try:
        return names.ascii_host(email.rpartition("@")[2])
    except ValueError:
        return ""


def _with_parents(domain: str) -> Iterator[str]:
    """The domain and those that it is below, as long as they have a dot."""
    while "." in domain:
        yield domain
        domain = domain.partition(".")[2]
