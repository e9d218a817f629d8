"""Questions to DNS, with limits to what an answer may hold. The resolver is the machine's own (resolv.conf)."""

from collections.abc import Sequence
from typing import Any

import dns.exception
import dns.flags
from dns.resolver import NXDOMAIN, LifetimeTimeout, Resolver, get_default_resolver

from endorsements.proof.deadlines import Deadline
from endorsements.proof.findings import Finding, Unseen

MOST_ALIASES = 8  # some hosters of websites use five
MOST_ANSWERS = 100


def ask(name: str, kind: str, deadline: Deadline, resolver: Resolver | None = None) -> Sequence[Any]:
    """The records of one kind that a name has, none or more. Raises Unseen, and TimeoutError at the deadline.

    `kind` is TXT, A or AAAA. The name is taken as it is: no search list is tried.
    """
    try:
        resolver = resolver or get_default_resolver()
        answer = resolver.resolve(name, kind, lifetime=deadline.left(), search=False, raise_on_no_answer=False)
    except NXDOMAIN:
        raise Unseen(Finding.NO_NAME) from None
    except LifetimeTimeout:
        raise TimeoutError from None
    except (dns.exception.DNSException, OSError) as error:
        if isinstance(error, TimeoutError):
            raise
        raise Unseen(Finding.NO_ANSWER) from None
    # Cut short even over TCP: there was more than a message holds.
    if answer.response.flags & dns.flags.TC:
        raise Unseen(Finding.TOO_LARGE)
    if len(answer.chaining_result.cnames) > MOST_ALIASES:
        raise Unseen(Finding.ALIASES)
    if answer.rrset is None:
        return ()
    if len(answer.rrset) > MOST_ANSWERS:
        raise Unseen(Finding.TOO_LARGE)
    return tuple(answer.rrset)


def addresses_of(host: str, deadline: Deadline, resolver: Resolver | None = None) -> list[str]:
    """Every address of a host, IPv4 first. Raises as `ask`, and Unseen when it has none."""
    found = [record.address for kind in ("A", "AAAA") for record in ask(host, kind, deadline, resolver)]
    if not found:
        raise Unseen(Finding.NO_NAME)
    return found
