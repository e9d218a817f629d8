"""Which hosts are public, who registered them, and where a text holds one."""

import pytest
from hypothesis import given, settings, strategies as st

from endorsements import hosts
from tests.endorsements.real_names import REAL_NAMES

DOTS = ".․。．｡﹒"
DOTS_TO_THE_EYE = "·‧∙⋅•●ꞏ⸱⸳᛫・･۔٠۰܁ꓸᐧ"


@pytest.mark.parametrize("host", [
    "people1st.org", "www.people1st.org", "circle.org.ua", "організація.укр", "xn--80aahr3ado7cve2cd.xn--j1amh",
    "PEOPLE1ST.ORG",
    "people1st.org.", "people1st。org", "circle.github.io", "noblogs.org", "example.org", "circle.example", "a.b.c.de",
])  # fmt: skip
def test_a_public_host(host):
    assert hosts.is_public_host(host)


@pytest.mark.parametrize("host", [
    "", ".", "org", "co.uk", "kyiv.ua", "localhost", "localhost.", "x.localhost", "printer.local", "x.internal",
    "x.test",
    "x.invalid", "x.alt", "x.onion", "x.home.arpa", "1.0.0.127.in-addr.arpa", "x.ip6.arpa", "x.lan", "x.corp",
    "intranet",
    "127.0.0.1", "127.0.0.1.", "127.1", "10.0.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1",
    "017700000001",
    "١٢٧.٠.٠.١", "１２７．０．０．１", "①②⑦.0.0.1", "::1", "::ffff:127.0.0.1", "fe80::1%eth0", "[::1]",
    "169.254.169.254",
    "people1st..org", ".people1st.org", "people1st.org..", "example", "xn--", "-", "a b.org\n",
])  # fmt: skip
def test_what_is_none(host):
    assert not hosts.is_public_host(host)


@pytest.mark.parametrize("host", ["circle.example", "example.com", "www.example.net", "example.org"])
def test_what_is_reserved_for_examples_is_public_outside_production_only(host, settings):
    assert hosts.is_public_host(host)
    settings.PRODUCTION = True
    assert not hosts.is_public_host(host)


@pytest.mark.parametrize(("host", "domain"), [
    ("www.circle.org.ua", "circle.org.ua"), ("a.b.people1st.org", "people1st.org"),
    ("circle.github.io", "circle.github.io"),
    ("x.circle.github.io", "circle.github.io"), ("www.circle.example", "circle.example"),
    ("circle.example", "circle.example"),
    ("WWW.Організація.УКР", "xn--80aahr3ado7cve2cd.xn--j1amh"), ("org.ua", ""), ("127.0.0.1", ""), ("", ""),
])  # fmt: skip
def test_what_somebody_registered(host, domain):
    assert hosts.registered_domain(host) == domain


@pytest.mark.parametrize("name", [
    "Circle evil.example", "http://evil", "evil。example", "a.bc", "www.x", "See WWW。x", "www.evil.example/x",
    "Коло.укр", "संगठन.भारत",
    "ⓔⓥⓘⓛ.com",
    "http：//evil", "info@evil.com", "1.2.3.4", "Circle 127.0.0.1", "évil.cóm", "évil.com", "evil.\u200dcom",
    "xn--a.xn--j1amh", "A.B.Circle", *(f"evil{dot}com" for dot in DOTS + DOTS_TO_THE_EYE),
    *(f"КОЛО{dot}УКР" for dot in DOTS + DOTS_TO_THE_EYE),
])  # fmt: skip
def test_a_host_in_a_name_is_seen(name):
    assert hosts.holds_host(name)


@pytest.mark.parametrize(
    "name", [*REAL_NAMES, "U.S. Circle", "Ч. С. В.", "…and then", "3.14", "10:30 Club", "A / B", "«Мемориал»..."]
)
def test_a_name_without_one_passes(name):
    assert not hosts.holds_host(name)
    assert not hosts.holds_link(name)


@pytest.mark.parametrize("text", [
    "https://x", "ftp://x", "x：//y", "See www.x", "WWW.x", "www。x", "evil.com", "EVIL.COM",
    "Read evil.co.uk/page, please",
    "évil.com?", "коло.укр", "КОЛО.УКР", "mail office@circle.org", "One.\nevil.org\nTwo", "evil.example",
    "संगठन.भारत",
    "x.onion", "Sasha B.com", *(f"evil{dot}com" for dot in DOTS + DOTS_TO_THE_EYE), "我们支持．com", "ｅｖｉｌ.ｃｏｍ",
])  # fmt: skip
def test_a_link_in_a_statement_is_seen(text):
    assert hosts.holds_link(text)


@pytest.mark.parametrize("text", [
    "", "The end of war.The next day", "Свободу всем.Сейчас", "No. 5", "e.g. this, i.e. that", "и т.д. и т.п.",
    "24.02.2022", "3.14",
    "…and then...peace", "U.S.A. and U.K.", "a.b.c.d", "Ph.D. in law", "我们支持。自由", "at 10:30", "and/or", "50 %",
    "Il·lusió",
    "People first: now", "«Свобода». Без условий.",
])  # fmt: skip
def test_ordinary_punctuation_is_no_link(text):
    assert not hosts.holds_link(text)


@given(st.text(max_size=60) | st.text(alphabet="aZяю्.·。:/@l- \u200d\u0301", max_size=40))
@settings(max_examples=300)
def test_no_text_breaks_a_rule(text):
    hosts.is_public_host(text)
    assert hosts.registered_domain(text) == hosts.registered_domain(hosts.registered_domain(text))
    hosts.holds_host(text)
    hosts.holds_link(text)


@given(
    st.text(alphabet="abcя", min_size=1, max_size=8),
    st.sampled_from(DOTS + DOTS_TO_THE_EYE),
    st.sampled_from(["com", "org", "укр"]),
)
@settings(max_examples=200)
def test_wherever_a_host_stands_it_is_seen(word, dot, ending):
    for text in (f"{word}{dot}{ending}", f"We are {word}{dot}{ending}, yes", f"({word}{dot}{ending}/x)"):
        assert hosts.holds_host(text)
        assert hosts.holds_link(text)
