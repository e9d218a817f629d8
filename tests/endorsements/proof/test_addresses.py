from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, strategies

from endorsements.proof.addresses import is_public

INNER = [
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.9", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255",
]  # fmt: skip


@pytest.mark.parametrize("address", [
    "93.184.215.14", "8.8.8.8", "185.199.108.153", "100.63.255.255", "172.32.0.1", "2606:4700::6810:84e5",
    "2a00:1450:4001:82a::200e", "2400:cb00::1",
])  # fmt: skip
def test_public_addresses_may_be_connected_to(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", INNER)
def test_no_address_that_is_not_of_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", INNER)
def test_nor_one_that_is_wrapped_into_ipv6(address: str) -> None:
    inner = int(IPv4Address(address))
    teredo = (0x20010000 << 96) | (0x5DB8D822 << 64) | (inner ^ 0xFFFFFFFF)
    wrapped = {
        "mapped": (0xFFFF << 32) | inner,
        "compatible": inner,
        "translated": int(IPv6Address("64:ff9b::")) | inner,
        "translated here": int(IPv6Address("64:ff9b:1::")) | inner,
        "6to4": (0x2002 << 112) | (inner << 80) | 1,
        "Teredo": teredo,
    }
    assert [kind for kind, number in wrapped.items() if is_public(str(IPv6Address(number)))] == []


def test_a_public_address_may_be_translated_but_not_tunnelled() -> None:
    assert is_public("64:ff9b::8.8.8.8")
    for address in ("::ffff:8.8.8.8", "::8.8.8.8", "2002:808:808::1", "2001:0:808:808::1", "64:ff9b:1::8.8.8.8"):
        assert not is_public(address)


@pytest.mark.parametrize("address", [
    "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "ff0e::1", "2001:db8::1", "3fff::1",
    "100::1", "5f00::1", "2001:2::1", "2001:20::1", "4000::1", "2606:4700::6810:84e5%eth0",
    "", "localhost", "organisation.org", "1", "0x7f000001", "127.1", "8.8.8.8 ", "8.8.8.8:443", "[::1]", "08.8.8.8",
])  # fmt: skip
def test_no_inner_ipv6_and_nothing_that_is_no_address(address: str) -> None:
    assert not is_public(address)


@given(strategies.ip_addresses())
def test_nothing_is_public_that_python_calls_private(address: IPv4Address | IPv6Address) -> None:
    unsafe = address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
    assert not (is_public(str(address)) and (unsafe or address.is_reserved or address.is_unspecified)) or (
        address.version == 6 and address.packed[:4] == b"\x00\x64\xff\x9b"
    )
