"""Which addresses the worker may connect to: those of the public internet, and no others.

Sources: the IANA special-purpose address registries (RFC 6890 and what has been added since).
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Written out, since Python's `is_global` differs between its versions and calls some of these global.
NOT_PUBLIC_V4 = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a provider's translator; clouds keep metadata here
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # what Azure gives its machines at a public address
        "169.254.0.0/16",  # link-local; metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/3",  # multicast, reserved, broadcast
    )
)
# What is given out to sites. Beyond it are loopback, mapped addresses, unique local, link-local, multicast …
GIVEN_OUT_V6 = ip_network("2000::/3")
NOT_PUBLIC_V6 = tuple(
    ip_network(network)
    for network in (
        "2001::/23",  # Teredo, benchmarks, ORCHID and other protocol assignments
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: any IPv4 address may be inside
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
# RFC 6052: how an IPv4 address is written where a network speaks IPv6 alone.
TRANSLATED = ip_network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether a numeric address is one of the public internet; an address inside another one is looked at too."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_public_v4(address)
    if address.scope_id:
        return False
    if address in TRANSLATED:
        return _is_public_v4(IPv4Address(address.packed[-4:]))
    return _is_public_v6(address)


def _is_public_v4(address: IPv4Address) -> bool:
    return address.is_global and not any(address in network for network in NOT_PUBLIC_V4)


def _is_public_v6(address: IPv6Address) -> bool:
    return address in GIVEN_OUT_V6 and not any(address in network for network in NOT_PUBLIC_V6)
