"""Markdown, kind and hostile."""

import re

import pytest

from campaign.markdown import ATTRIBUTES, SCHEMES, TAGS, render

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://tracker.example/pixel.gif)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover=alert`1`)',
    '<a href="https://a.example" onclick="alert(1)">x</a>',
    "<iframe src=https://a.example></iframe>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext></form><form><mglyph><svg><mtext><style><path id=</style><img onerror=alert(1) src>",
    "`<script>`",
    '```"><script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```',
    "<form action=https://a.example><input name=q></form>",
    "<style>body{display:none}</style>",
    "<base href=https://a.example>",
    "[x]: javascript:alert(1)\n[x]",
    "\x00<b onclick=alert(1)>\x00",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_leaves_nothing_but_what_is_allowed(text: str) -> None:
    html = render(text)
    for name, attributes in re.findall(r"<([a-z0-9]+)([^>]*)>", html):
        assert name in TAGS
        for attribute in re.findall(r"([a-z-]+)=\"", attributes):
            assert attribute in ATTRIBUTES.get(name, set()) | {"rel"}
        for scheme in re.findall(r'href="([a-z]+):', attributes):
            assert scheme in SCHEMES
    assert not re.search(r"<[^>]*\son\w+=[^>]*>", re.sub(r'"[^"]*"', '""', html))


def test_links_carry_noopener_and_lead_to_web_mail_or_this_site() -> None:
    html = render("[a](https://memo.site/ru/node/234) [b](mailto:info@people1st.org) [c](/en/figures/)")
    assert '<a href="https://memo.site/ru/node/234" rel="noopener">a</a>' in html
    assert '<a href="mailto:info@people1st.org" rel="noopener">b</a>' in html
    assert '<a href="/en/figures/" rel="noopener">c</a>' in html


def test_bare_addresses_do_not_become_links() -> None:
    assert "<a" not in render("https://a.example")


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("# One\n## Two\n###### Six", ["h2", "h3", "h6"]),
        ("## Two\n### Three", ["h2", "h3"]),
        ("### Three\n#### Four", ["h2", "h3"]),
    ],
)
def test_headings_begin_below_the_title_of_the_page(text: str, tags: list[str]) -> None:
    assert re.findall(r"<(h\d)>", render(text)) == tags


def test_the_first_heading_can_be_lower() -> None:
    assert re.findall(r"<(h\d)>", render("# One\n## Two", first_heading=3)) == ["h3", "h4"]


def test_what_editors_need_is_kept() -> None:
    html = render("*a* **b** ~~c~~ `d`\n\n> e\n\n1. f\n2. g\n\n- h\n\n| i | j |\n| - | - |\n| k | l |\n\n---")
    for tag in ("em", "strong", "s", "code", "blockquote", "ol", "ul", "li", "table", "th", "td", "hr", "p"):
        assert f"<{tag}>" in html


def test_spaces_are_bound_around_code_and_plain_in_it() -> None:
    html = render("це `у файлі` і в\n\n```\nу файлі\n```")
    assert html.replace("&nbsp;", "~").split() == [
        "<p>це~<code>у",
        "файлі</code>",
        "і~в</p>",
        "<pre><code>у",
        "файлі",
        "</code></pre>",
    ]


def test_nothing_is_nothing() -> None:
    assert render("") == ""
