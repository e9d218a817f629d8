"""Where a request comes from: the client's network, as a fixed number of trusted proxies saw it.

A proxy appends the address that it was called from to `X-Forwarded-For`. With TRUSTED_PROXIES = n, the entry n from the
right was therefore written by the outermost proxy of ours; whatever stands left of it, a visitor may have written.
"""

import re
from datetime import date, timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from people1st import keyring

WITH_PORT = re.compile(r"(?:\[(?P<bracketed>[^]]+)\](?::[0-9]+)?|(?P<plain>[0-9.]+):[0-9]+)", re.ASCII)
IPV6_SOURCE = 64  # what a provider gives one customer (RFC 6177): whoever has one has all its addresses


def client_address(request: HttpRequest) -> str:
    """The client's IPv4 address, or IPv6 /64 network, or an empty text when nobody whom we trust has named it.

    An entry that is missing or makes no sense gives who called us, never what stands beside it. Neither stored nor
    logged anywhere: `sender_digest` is.
    """
    called_from = _network(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    if not proxies:
        return called_from
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", proxies)
    if len(entries) < proxies:
        return called_from
    return _network(entries[-proxies]) or called_from


def sender_digest(request: HttpRequest) -> str:
    """A keyed hash of the client's network that changes daily (UTC); an empty text when the source is unknown."""
    return _digest(client_address(request), timezone.now().date())


def sender_digests(request: HttpRequest) -> tuple[str, str]:
    """What `sender_digest` gives today and gave yesterday: midnight opens no new account with a limit."""
    address, today = client_address(request), timezone.now().date()
    return _digest(address, today), _digest(address, today - timedelta(days=1))


def _digest(network: str, day: date) -> str:
    return keyring.digest(f"source:{day:%Y-%m-%d}", network) if network else ""


def _network(entry: str) -> str:
    """The address of one entry in its one spelling, without port, brackets and scope; IPv6 as its /64."""
    address = _address(entry.strip())
    if address is None:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(IPv6Network((int(address), IPV6_SOURCE), strict=False))
        address = address.ipv4_mapped
    return str(address)


def _address(entry: str) -> IPv4Address | IPv6Address | None:
    """1.2.3.4, 1.2.3.4:5, 2001:db8::1, [2001:db8::1]:5, fe80::1%eth0; None for anything else."""
    found = WITH_PORT.fullmatch(entry)
    try:
        return ip_address(found["bracketed"] or found["plain"] if found else entry)
    except ValueError:
        return None
