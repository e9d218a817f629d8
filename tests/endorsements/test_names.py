"""Canonical forms, ordinary and hostile."""

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest
from django.utils.html import urlize
from hypothesis import example, given, settings, strategies as st

import campaign
from endorsements import names, writing

EVIL = "".join(map(chr, (0x202E, 0x200B, 0x2066, 0xFEFF, 0x00AD, 0x0007, 0x0000, 0x3164, 0x034F)))
LINKABLE = re.compile(r"://|[^\W\d]:\w*[^\W\d]|\w@\w|www\.\w|[.․。．｡﹒][\w\u200c\u200d-]")
any_text = st.text(max_size=60) | st.text(
    alphabet="aZ.я@:/w0 -+\r\n\t\0\u200d\u3002\u202e\u3164й\u0306#?[]%", max_size=40
)


@pytest.mark.parametrize(("one", "other"), [
    ("Liberta", "“LIBERTÀ”"),
    ("Straße", "STRASSE"),
    ("The  Circle", "the-circle"),
    ("Вільна Україна", "«ВІЛЬНА УКРАЇНА»"),
    ("Ｆｕｌｌ Width", "full width"),
    ("Café", "Cafe\u0301"),
    ("Мемориал", "Мемориа\u0301л"), ("Рада", "РА́ДА"), ("Рій", "РІ\u0301Й"), ("Їжак", "І\u0308ЖА́К"),
    ("שָׁלוֹם", "שלום"), ("مُنَظَّمَة", "منظمة"), ("می‌خواهم", "میخواهم"), ("Nguyễn", "Nguyen"),
    ("Ἑλληνικὸς", "Ελληνικος"),
    ("葛󠄀城", "葛城"), ("कि\u200d", "कि"), ("が", "か\u3099"),
    ("Circle", f"Cir{EVIL}cle"),
])  # fmt: skip
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert names.name_key(one) == names.name_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Рій", "Рии"), ("Їжак", "Іжак"), ("Circle", "Circles"), ("Коло", "Kolo"),
    ("कि", "का"), ("मानव", "मनव"), ("ปี", "ปู"), ("ไม่", "ไม้"), ("ཀི", "ཀུ"), ("តា", "តុ"), ("မိ", "မု"),
    ("ক", "কি"), ("が", "か"), ("தி", "து"),
    ("ކަ", "ކު")])  # fmt: skip
def test_different_names(one: str, other: str) -> None:
    assert names.name_key(one) != names.name_key(other)


@pytest.mark.parametrize("name", ["", " ", "—", "“…”", "\u200b\u202e", "\u3164\u3164", "😀", "\u0e34", "\u0301\u0301"])
def test_without_letters_there_is_no_name(name: str) -> None:
    assert names.name_key(name) == ""


@pytest.mark.parametrize(("website", "key"), [
    ("https://www.Circle.example/about", "circle.example"),
    ("http://circle.example.:8080?q", "circle.example"),
    ("https://MÜNCHEN.example", "xn--mnchen-3ya.example"),
    ("https://організація.example/", "xn--80aahr3ado7cve2cd.example"),
    ("https://www.facebook.com/Circle/", "facebook.com/circle"),
    ("https://m.facebook.com//Circle?ref=x#top", "facebook.com/circle"),
    ("https://uk-ua.facebook.com/Circle/photos", "facebook.com/circle/photos"),
    ("https://facebook.com/profile.php?id=1", "facebook.com/profile.php?id=1"),
    ("https://www.youtube.com/watch?v=Ab", "youtube.com/watch?v=Ab"),
    ("https://youtube.com/@Circle?v=Ab", "youtube.com/@circle"),
    ("https://ua.linkedin.com/company/Circle/", "linkedin.com/company/circle"),
    ("https://circle.medium.com", "circle.medium.com/"),
    ("https://circle.t.me/", "circle.t.me/"),
    ("https://notfacebook.com/circle", "notfacebook.com"),
    ("https://t.me/circle", "t.me/circle"),
    ("https://t.me", "t.me/"),
    ("no address", ""),
    ("https://[", ""),
])  # fmt: skip
def test_a_website_is_its_host(website: str, key: str) -> None:
    assert names.website_key(website) == key


def test_no_host_belongs_to_two_platforms() -> None:
    hosts = names.SHARED_HOSTS
    assert [(one, of) for one in hosts for of in hosts if one.endswith(f".{of}")] == []


@pytest.mark.parametrize(("email", "key"), [
    ("Office@Circle.Example", "office@circle.example"),
    ("office+news@circle.example", "office@circle.example"),
    ("o.f.fice+x@googlemail.com", "office@gmail.com"),
    ("o.ffice@circle.example", "o.ffice@circle.example"),
    (" office@circle.example. ", "office@circle.example"),
    ("office@MÜNCHEN.example", "office@xn--mnchen-3ya.example"),
    ('"office"@circle.example', "office@circle.example"),
])  # fmt: skip
def test_a_mailbox_has_one_spelling(email: str, key: str) -> None:
    assert names.mailbox_key(email) == key


@pytest.mark.parametrize("pair", [
    ("Memorial", "Мемориал"), ("Memorial", "Меморіал"), ("Kharkiv", "Харків"), ("Kharkiv", "Харьків"),
    ("Łódź", "Lodz"), ("Zmina", "ZMINA"), ("OVD-Info", "ОВД-Инфо"), ("Shchedryk", "Щедрик"), ("Yuriy", "Юрій"),
    ("Müller", "Muller"), ("Krym SOS", "КримSOS"), ("Russia’s", "Russias"),
])  # fmt: skip
def test_the_search_pairs_alphabets_and_accents(pair: tuple[str, str]) -> None:
    one, other = (names.search_form(name).replace(" ", "") for name in pair)
    assert one == other != ""


def test_the_launch_names_keep_their_keys() -> None:
    """The vowel signs of other scripts came into the keys later; no key that was in a database then changed."""
    launch = tomllib.loads((Path(campaign.__file__).parent / "content" / "endorsers.toml").read_text(encoding="utf-8"))
    for entry in launch["endorser"]:
        decomposed = unicodedata.normalize("NFKD", entry["name"].casefold())
        assert names.name_key(entry["name"]) == "".join(c for c in decomposed if c.isalnum())


@pytest.mark.parametrize("name", [
    "https://evil.example/x", "evil.example", "evil.com", "www.evil.com", "www.-evil.com", "WWW.x", "a@b.c",
    "mail@evil.org", "evil\u200d.com", "evil.\u200dcom", "evil-.com", "evil。com", "evil\u2024com",
    "javascript://x.com",
    "mailto:a@evil.com", "Circle\r\nBcc: a@evil.com\r\n\r\nhttp://evil.com", "evil.\u202ecom", "evil.\tcom",
    "evil﹒com", "http:evil.com",
])  # fmt: skip
def test_a_mail_program_finds_nothing_to_link(name: str) -> None:
    shown = names.mail_form(name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.URLIZE_ASSUME_HTTPS", True, raising=False)
        assert "<a" not in urlize(shown)
    assert not LINKABLE.search(shown), shown


@pytest.mark.parametrize("name", [
    "Center for Civil Liberties", "St. Mary’s Circle e. V.", "“Circle” (NGO), est. 1999", "ZMINA", "Ч. С. В.",
    "10:30 Club", "Крим SOS", "What now?", "«Мемориал»...", "A / B & C", "Circle!",
])  # fmt: skip
def test_an_ordinary_name_is_mailed_as_it_is(name: str) -> None:
    assert names.mail_form(name) == name


@given(any_text)
@example("İ")
@example("\u0345\u03b1")
@settings(max_examples=150, deadline=None)
def test_hostile_text_never_breaks_a_form(text: str) -> None:
    key = names.name_key(text)
    assert len(key) <= 200
    assert names.name_key(key) == key
    assert all(c.isalnum() or unicodedata.category(c).startswith("M") for c in key)
    assert not key or any(c.isalnum() for c in key)
    assert len(names.website_key(text)) <= 255
    assert len(names.website_key(f"https://{text}")) <= 255
    assert len(names.mailbox_key(text)) <= 254
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", names.search_form(text))


@given(any_text)
@settings(max_examples=150, deadline=None)
def test_a_line_is_one_line_without_anything_hidden(text: str) -> None:
    for clean in (writing.clean_line(text), names.mail_form(text)):
        assert writing.clean_line(clean) == clean == clean.strip()
        assert not any(unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} for c in clean)
        assert not set(clean) & set(
            "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u200b\ufeff\u00ad\u3164"
        )
    for line in writing.clean_text(text).split("\n"):
        assert writing.clean_line(line) == line


@given(any_text)
@settings(max_examples=150, deadline=None)
def test_no_name_makes_a_link_in_a_mail(text: str) -> None:
    assert not LINKABLE.search(names.mail_form(text))


def test_paragraphs_stay_and_gaps_do_not() -> None:
    assert writing.clean_text("One \r\n\r\n\r\n\r\nTwo\x00\u202e\rThree\n") == "One\n\nTwo\nThree"
