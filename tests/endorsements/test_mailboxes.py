"""Spellings that arrive in one mailbox, and those that do not."""

import pytest

from endorsements import names

ONE_MAILBOX = {
    "gmail": ("office@gmail.com", "o.f.f.i.c.e@gmail.com", "Office+news@GoogleMail.com", "off.ice+a+b@googlemail.com"),
    "proton": (
        "office@proton.me", "o.f-f_ice@proton.me", "OFFICE@protonmail.com", "office+x@pm.me", "of_fice@protonmail.ch",
    ),
    "yandex": (
        "civil-circle@yandex.ru", "civil.circle@yandex.com", "Civil.Circle+x@ya.ru", "civil-circle@yandex.kz",
        "civil.circle@yandex.by", "civil.circle@yandex.com.tr", "civil-circle@narod.ru",
    ),
    "icloud": ("office@icloud.com", "office@me.com", "office@mac.com", "office+x@icloud.com"),
    "outlook": ("office@outlook.com", "OFFICE@OUTLOOK.COM", "office+news@outlook.com"),
    "fastmail": ("office@fastmail.com", "office+x@fastmail.com", "anything@office.fastmail.com"),
    "quoted": (
        "office@circle.example", '"office"@circle.example', r'"of\fice"@circle.example', '"office+x"@circle.example',
    ),
    "international": ("office@münchen.example", "office@xn--mnchen-3ya.example", "office@MÜNCHEN.EXAMPLE"),
    "comments": ("office@circle.example", "office(our (open) door)@circle.example", "(a)office@(b)circle.example"),
    "dots at the end": ("office@circle.example", "office@circle.example.", " office@circle.example "),
    "width": ("office@circle.example", "ｏｆｆｉｃｅ＠ｃｉｒｃｌｅ．ｅｘａｍｐｌｅ", "office@circle。example"),
}  # fmt: skip


@pytest.mark.parametrize("which", ONE_MAILBOX)
def test_spellings_of_one_mailbox(which: str) -> None:
    assert len({names.mailbox_key(email) for email in ONE_MAILBOX[which]}) == 1


@pytest.mark.parametrize("pair", [
    ("o.ffice@outlook.com", "office@outlook.com"),
    ("office@outlook.com", "office@hotmail.com"),
    ("o.ffice@icloud.com", "office@icloud.com"),
    ("civil-circle@yandex.ru", "civilcircle@yandex.ru"),
    ("of-fice@gmail.com", "office@gmail.com"),
    ("o.ffice@circle.example", "office@circle.example"),
    ("office@circle.example", "office@mail.circle.example"),
    ("one@a.fastmail.com", "one@b.fastmail.com"),
    ("+one@circle.example", "+other@circle.example"),
])  # fmt: skip
def test_what_no_provider_takes_for_one_stays_two(pair: tuple[str, str]) -> None:
    one, other = pair
    assert names.mailbox_key(one) != names.mailbox_key(other)


@pytest.mark.parametrize("which", ONE_MAILBOX)
def test_the_one_spelling_is_its_own(which: str) -> None:
    key = names.mailbox_key(ONE_MAILBOX[which][0])
    assert names.mailbox_key(key) == key
