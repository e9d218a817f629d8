"""What is noticed of a request: its mailbox, its website, its name, and others like it."""

import pytest

from endorsements import resemblance
from tests.endorsements.factories import an_endorsement, an_entry
from tests.endorsements.noticing import LONG, sent, signs

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("email", "website", "sign", "tone"), [
    ("a@circle.org.ua", "https://www.circle.org.ua", "own_domain", "good"),
    ("a@gmail.com", "https://www.circle.org.ua", "free_mail", "plain"),
    ("a@other.org", "https://www.circle.org.ua", "other_domain", "plain"),
    ("a@mailinator.com", "https://www.circle.org.ua", "disposable", "warning"),
])  # fmt: skip
def test_the_mailbox(email, website, sign, tone):
    found = sent(contact_email=email, website=website).evidence
    assert {"sign": sign, "tone": tone, "about": {}} in found
    assert len({"own_domain", "free_mail", "other_domain", "disposable"} & {item["sign"] for item in found}) == 1


@pytest.mark.parametrize(("country", "website", "expected"), [
    ("UA", "https://circle.org.ua", {"country_fits": {}}),
    ("UA", "https://circle.укр", {"country_fits": {}}),
    ("GB", "https://circle.org.uk", {"country_fits": {}}),
    ("UA", "https://circle.pl", {"country_differs": {"country": "PL"}}),
    ("PL", "https://circle.co.uk", {"country_differs": {"country": "GB"}}),
    *[("UA", f"https://circle.{ending}", {}) for ending in ("io", "co", "me", "tv", "ai", "eu", "org", "info", "ngo")],
])  # fmt: skip
def test_the_country_beside_the_ending(country, website, expected):
    found = signs(sent(country=country, website=website))
    assert {sign: about for sign, about in found.items() if sign.startswith("country")} == expected


def test_a_host_that_mixes_alphabets_is_told():
    assert "mixed_host" in signs(sent(website="https://раypal.com"))
    assert "mixed_host" in signs(sent(website="https://xn--ypal-43d9g.com"))
    assert "mixed_host" not in signs(sent(website="https://www.організація.укр"))
    assert "mixed_host" not in signs(sent(website="https://nato-центр.com"))


@pytest.mark.parametrize(("there", "new", "sign"), [
    ("Center for Civil Liberties", "CENTER FOR CIVIL LIBERTIES", "same_name"),
    ("Center for Civil Liberties", "Centre for Civil Liberties", "close_name"),
    ("Center for Civil Liberties", "Сеntеr for Civil Liberties", "lookalike_name"),
    ("PAX", "РАХ", "lookalike_name"),
    ("РОСТ", "POCT", "lookalike_name"),
    ("Меморіал", "Memorial", "close_name"),
    ("Мемориал", "Memorail", "close_name"),
    ("Circle", "Сirсlе", "lookalike_name"),
    ("OVD-Info", "0VD-lnfo", "lookalike_name"),
    ("Σύλλογος", "Sullogos", "close_name"),
])  # fmt: skip
def test_a_name_like_one_that_is_here(there, new, sign):
    other = an_endorsement("approved", name=there)
    found = signs(sent(name=new))
    assert found[sign] == {"records": [other.pk]}
    assert len({"same_name", "lookalike_name", "close_name"} & set(found)) == 1


@pytest.mark.parametrize(("there", "new"), [
    ("Human Rights Watch", "Human Rights Centre"), ("Memorial", "Melody"), ("Freedom for Eurasia", "Freedom House"),
    ("Вільна Україна", "Ціла Україна"), ("Public Verdict", "Public Library"),
])  # fmt: skip
def test_a_name_that_only_shares_words_is_not_told(there, new):
    an_endorsement("approved", name=there)
    assert not {"same_name", "lookalike_name", "close_name"} & set(signs(sent(name=new)))


@pytest.mark.parametrize("status", ["waiting", "approved", "unconfirmed", "rejected", "withdrawn", "expired"])
def test_names_are_compared_with_what_waits_and_what_is_approved(status):
    an_endorsement(status, name="The Circle of Friends")
    assert ("close_name" in signs(sent(name="The Circle of Friend"))) == (status in {"waiting", "approved"})


def test_the_launch_list_is_compared_too():
    entry = an_entry(name="Kharkiv Human Rights Protection Group", launch_position=1)
    assert signs(sent(name="Kharkiv Human Rights Protection Groop"))["close_name"] == {"records": [entry.pk]}


def test_at_most_three_are_named_the_closest_first():
    far = an_endorsement("approved", name="The Circle of Friends of Peace and Quiet")
    near = [an_endorsement("approved", name=f"The Circle of Friends of Peace {number}") for number in range(4)]
    named = signs(sent(name="The Circle of Friends of Peace 2"))
    assert named["same_name"]["records"] == [near[2].pk]
    assert sorted(named["close_name"]["records"]) == sorted(other.pk for other in near if other != near[2])
    assert len(named["close_name"]["records"]) == resemblance.TOLD
    assert far.pk not in named["close_name"]["records"]


def test_letters_of_several_alphabets_in_one_word():
    assert signs(sent(name="«Мeморіал» North"))["lookalike_letters"] == {"words": ["Мeморіал"]}
    assert signs(sent(name="КримSOS"))["mixed_letters"] == {"words": ["КримSOS"]}
    assert not {"mixed_letters", "lookalike_letters"} & set(signs(sent(name="«NATO-Центр»")))


def test_how_many_others_have_the_same():
    shared = {"website": "https://circle.example", "contact_email": "office@circle.example", "sender_digest": "ab" * 32}
    first = sent(name="One", statement=LONG, **shared)
    assert not {"same_website", "same_mailbox", "same_sender", "same_statement"} & set(signs(first))
    sent(name="Two", statement=LONG.upper().replace(",", " —"), **shared)
    third = signs(sent(name="Three", statement=f"  {LONG}", **shared))
    assert (
        third["same_website"]
        == third["same_mailbox"]
        == third["same_sender"]
        == third["same_statement"]
        == {"count": 2}
    )


def test_a_mailbox_is_the_same_in_every_spelling():
    sent(name="One", contact_email="off.ice@gmail.com")
    assert signs(sent(name="Two", contact_email="Office+x@googlemail.com"))["same_mailbox"] == {"count": 1}


def test_an_ended_record_is_no_other():
    withdrawn = an_endorsement("withdrawn", name="One", website="https://circle.example", statement=LONG)
    assert withdrawn.evidence == []
    assert not {"same_website", "same_statement"} & set(
        signs(sent(name="Two", website="https://circle.example", statement=LONG))
    )


def test_a_usual_short_sentence_is_no_repetition():
    short = "We stand with those who are held."
    sent(name="One", statement=short)
    assert "same_statement" not in signs(sent(name="Two", statement=short))


@pytest.mark.parametrize(("others", "tone"), [(1, "plain"), (4, "plain"), (5, "warning")])
def test_many_from_one_network_ask_for_a_look(others, tone):
    for number in range(others):
        sent(name=f"Organisation number {number}", sender_digest="ab" * 32)
    found = next(item for item in sent(name="Last", sender_digest="ab" * 32).evidence if item["sign"] == "same_sender")
    assert found == {"sign": "same_sender", "tone": tone, "about": {"count": others}}
    assert "same_sender" not in signs(sent(name="Elsewhere", sender_digest="cd" * 32))
    assert "same_sender" not in signs(sent(name="Unknown", sender_digest=""))
