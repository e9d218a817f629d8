"""What a mailbox's domain tells beside the website."""

import pytest
from disposable_email_domains import blocklist

from endorsements import hosts, mail_domains, mailboxes
from endorsements.signs import Sign

OFFICE = "office@circle.org.ua"


@pytest.mark.parametrize(("email", "website", "sign"), [
    (OFFICE, "https://www.circle.org.ua/about", Sign.OWN_DOMAIN),
    ("office@mail.circle.org.ua", "https://news.circle.org.ua", Sign.OWN_DOMAIN),
    ("office@Circle.Example", "https://circle.example", Sign.OWN_DOMAIN),
    ("office@коло.укр", "https://xn--j1adfn.xn--j1amh", Sign.OTHER_DOMAIN),
    ("office@коло.укр", "https://www.коло.укр", Sign.OWN_DOMAIN),
    (OFFICE, "https://other.org.ua", Sign.OTHER_DOMAIN),
    (OFFICE, "https://org.ua", None),
    (OFFICE, "", None),
    ("a@circle.github.io", "https://other.github.io", Sign.OTHER_DOMAIN),
    ("a@facebook.com", "https://facebook.com/circle", Sign.OTHER_DOMAIN),
    ("a@gmail.com", "https://circle.org.ua", Sign.FREE_MAIL),
    ("a@gmail.com", "https://gmail.com", Sign.FREE_MAIL),
    ("a@ukr.net", "", Sign.FREE_MAIL),
    ("a@Proton.me", "https://circle.org.ua", Sign.FREE_MAIL),
    ("a@mailinator.com", "https://circle.org.ua", Sign.DISPOSABLE),
    ("a@anything.mailinator.com", "https://mailinator.com", Sign.DISPOSABLE),
    ("", "https://circle.org.ua", None),
])  # fmt: skip
def test_a_mailbox_beside_a_website(email, website, sign):
    assert mail_domains.judge(email, website) == sign


@pytest.mark.parametrize("domain", [
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "yahoo.co.uk", "ymail.com",
    "ukr.net", "i.ua", "meta.ua", "bigmir.net", "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "mail.ru",
    "inbox.ru", "bk.ru", "list.ru", "internet.ru", "yandex.ru", "yandex.ua", "ya.ru", "rambler.ru", "icloud.com",
    "me.com", "tuta.com", "tutanota.com", "posteo.de", "riseup.net", "disroot.org", "wp.pl", "o2.pl", "onet.pl",
    "interia.pl", "seznam.cz", "centrum.cz", "inbox.lv", "tut.by", "abv.bg", "libero.it", "orange.fr", "aol.com",
])  # fmt: skip
def test_a_free_provider_is_known(domain):
    assert domain in mail_domains.free_mail()


def test_the_list_of_free_providers_is_in_order():
    listed = mail_domains.free_mail()
    assert len(listed) > 300
    assert [domain for domain in listed if hosts.registered_domain(domain) not in {domain, "appleid.com"}] == []
    assert listed & blocklist == set()
    # Whoever ignores a dot in an address gives mailboxes to anybody.
    assert set(mailboxes.PROVIDERS) <= listed
