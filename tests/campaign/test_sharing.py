"""Share addresses: what each carries, and that nothing in a title can break out of it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.translation import override

from campaign.sharing import Shared

PAGE = "https://people1st.online/uk/demands/demand-4/"
TITLES = (
    "Free all unlawfully detained civilians",
    "Повернути військовополонених додому — ґ є і ї ’",
    "“A” & B #1 = 100 % + C? <i>\"'</i> \\ ;,",
    "a&url=https://evil.example/&b=#c",
    "two\r\nlines\r\nBcc: spam@evil.example",
    "emoji 🕊 and nothing else",
)


def links(title: str) -> dict[str, str]:
    with override("en"):
        return {link.name: link.address for link in Shared(title, PAGE).links}


@pytest.mark.parametrize("title", TITLES)
def test_each_address_carries_the_title_and_the_page_and_no_more(title: str) -> None:
    asked = {name: parse_qs(urlsplit(address).query, strict_parsing=True) for name, address in links(title).items()
             if name != "Signal"}  # fmt: skip
    assert asked == {
        "Email": {"subject": [title], "body": [f"{title}\r\n\r\n{PAGE}\r\n"]},
        "Telegram": {"url": [PAGE], "text": [title]},
        "WhatsApp": {"text": [f"{title}\n{PAGE}"]},
        "Facebook": {"u": [PAGE]},
        "X": {"text": [title], "url": [PAGE]},
    }


@pytest.mark.parametrize("title", TITLES)
def test_an_address_is_ascii_without_spaces_plus_signs_or_a_fragment(title: str) -> None:
    for address in links(title).values():
        assert address.isascii()
        assert address.isprintable()
        assert not set(address) & set(" +#\"'<>\\")


def test_each_leads_where_its_name_says() -> None:
    places = {name: urlsplit(address)._replace(query="").geturl() for name, address in links("A title").items()}
    assert places == {
        "Email": "mailto:",
        "Telegram": "https://t.me/share/url",
        "WhatsApp": "https://wa.me/",
        "Facebook": "https://www.facebook.com/sharer/sharer.php",
        "X": "https://x.com/intent/tweet",
        "Signal": "https://signal.me/",
    }


def test_a_space_is_encoded_as_mail_programs_read_it() -> None:
    assert links("A title")["Email"].startswith("mailto:?subject=A%20title&body=A%20title%0D%0A%0D%0Ahttps%3A%2F%2F")


def test_the_one_that_takes_no_text_says_so() -> None:
    assert [link.name for link in Shared("A title", PAGE).links if not link.takes_text] == ["Signal"]
