"""The charts in a browser: nothing overlaps, and they stand in every scheme, with SVG off too."""

import pytest

from campaign.models import Release

pytestmark = pytest.mark.django_db(transaction=True)

# The boxes of what is written in each chart, and how wide the chart itself is.
WRITTEN = """() => [...document.querySelectorAll("svg.chart")].map((chart) => [
  chart.getBoundingClientRect(),
  [...chart.querySelectorAll("text")].map((text) => text.getBoundingClientRect()),
])"""
STROKES = """() => [...document.querySelectorAll("svg.chart .bar:not(.bar-half)")].map((bar) => {
  const style = getComputedStyle(bar);
  return [style.stroke, style.strokeWidth];
})"""
# Where SVG is switched off, an inline SVG is made of elements that the browser does not know.
WITHOUT_SVG = """() => {
  for (const chart of document.querySelectorAll("svg.chart")) {
    chart.outerHTML = chart.outerHTML.replaceAll("<svg", "<unknown").replaceAll("</svg", "</unknown");
  }
  const charts = [...document.querySelectorAll("unknown.chart")];
  return charts.map((chart) => [chart.getBoundingClientRect().height, getComputedStyle(chart).color]);
}"""


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] + 4 < other["bottom"]  # boxes of lines touch; what is written in them does not
        and other["top"] + 4 < one["bottom"]
    )


def test_nothing_written_in_a_chart_overlaps_or_sticks_out_on_a_narrow_screen(visit):
    page = visit(viewport={"width": 320, "height": 640})
    Release.objects.filter(position=3).update(freed=2_000_000_000)
    for language in ("en", "uk", "ru"):
        page.goto(f"/{language}/figures/")
        charts = page.evaluate(WRITTEN)
        assert len(charts) == 2
        for chart, texts in charts:
            assert texts
            for place, text in enumerate(texts):
                assert chart["left"] <= text["left"]
                assert text["right"] <= chart["right"] + 1
                assert not any(overlap(text, other) for other in texts[place + 1 :])


def test_the_strokes_are_drawn_in_every_scheme_and_nothing_spills_without_svg(visit):
    page = visit()
    page.goto("/en/figures/")
    seen = set()
    schemes = ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"media": "print"})
    for scheme in schemes:
        page.emulate_media(**scheme)
        bars = page.evaluate(STROKES)
        assert len(bars) == 7
        assert {width for _colour, width in bars} == {"24px"}
        seen |= {colour for colour, _width in bars}
    assert "none" not in seen
    page.emulate_media(media="screen", forced_colors="none")
    assert page.evaluate(WITHOUT_SVG) == [[0, "rgba(0, 0, 0, 0)"]] * 2
