"""No word is broken in its middle, where it fits: on no page, in no language, at no width.

`overflow-wrap: anywhere` saves a page from a word that has no place to break. It must never be needed for the
campaign's own texts: a heading set too large, a column too narrow, no-break spaces that bind too much would need it.
"""

import pytest

from campaign.models import Article, Demand, Group

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = ("en", "uk", "ru")
WIDTHS = (320, 360, 768, 1280)
PAGES = (
    "",
    "about/",
    "privacy/",
    "accessibility/",
    "news/",
    "figures/",
    "leaflet/",
    "endorsements/",
    "endorse/",
    "endorse/sent/",
    "endorse/confirmed/",
    "endorse/link/",
    "no-such-page/",
)
# Words that stand on two lines. A hyphen, a dash and a slash are places to break, an address breaks anywhere, hyphens
# that the browser sets by the language's rules are right (here it sets none), and what is only heard has no lines.
BROKEN = r"""() => {
  const plain = new CSSStyleSheet();
  plain.replaceSync("* { hyphens: manual !important; }");
  document.adoptedStyleSheets = [plain];
  const clipped = (one) => getComputedStyle(one).clipPath === "inset(50%)";
  const heard = [...document.querySelectorAll(".heard, thead")].filter(clipped);
  const broken = [];
  const range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (heard.some((one) => one.contains(text))) continue;
    for (const run of text.data.matchAll(/\S+/g)) {
      if (/\/\/|\w[.@]\w|\u00ad/.test(run[0])) continue;
      for (const word of run[0].matchAll(/[^\-\u2013\u2014\/]{4,}/g)) {
        range.setStart(text, run.index + word.index);
        range.setEnd(text, run.index + word.index + word[0].length);
        const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
        if (boxes.some((box) => box.top >= boxes[0].bottom || box.bottom <= boxes[0].top)) broken.push(word[0]);
      }
    }
  }
  return broken;
}"""


def test_no_word_is_broken_in_its_middle(visit):
    page = visit()
    pages = [*PAGES, *(f"demands/{anchor}/" for anchor in Demand.objects.values_list("anchor", flat=True))]
    pages += [f"news/{slug}/" for slug in Article.objects.published().values_list("slug", flat=True)]
    broken = []
    for language in LANGUAGES:
        for rest in pages:
            page.goto(f"/{language}/{rest}")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                broken += [(f"{language}/{rest}", width, word) for word in page.evaluate(BROKEN)]
    assert not broken


def test_a_word_that_fits_nowhere_is_broken_and_found(visit):
    Group.objects.update(name_en="Un" + "believ" * 20 + "able")
    page = visit(viewport={"width": 320, "height": 800})
    page.goto("/en/")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert any("believ" in word for word in page.evaluate(BROKEN))
