"""Filters and tags of every template."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils.translation import override

from tests.campaign import makers

DAY = date(2025, 1, 28)


@pytest.mark.parametrize(
    ("template", "language", "written"),
    [
        ("{{ n|number }}", "en", "7,615"),
        ("{{ n|number }}", "uk", "7\xa0615"),
        ("{{ nothing|number }}", "en", ""),
        ("{{ day|month }}", "en", "January 2025"),
        ("{{ day|full_date }}", "ru", "28\u00a0января 2025\u00a0года"),
        ('{{ day|partial_date:"month" }}', "uk", "січень 2025\u00a0року"),
        ('{{ nothing|partial_date:"day" }}', "uk", ""),
        ("{{ text|markdown }}", "en", "<p><em>a</em> &lt;b&gt;</p>\n"),
        ("{{ nothing|markdown }}", "en", ""),
    ],
)
def test_a_filter_writes_in_the_readers_form(template: str, language: str, written: str) -> None:
    with override(language):
        context = Context({"n": 7615, "day": DAY, "text": "*a* <b>", "nothing": None})
        assert Template(template).render(context).lower() == written.lower()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "<p></p>False"), ("uk", '<p lang="en"></p>True'), ("ru", "<p></p>False")],
)
def test_a_text_that_fell_back_says_so(language: str, written: str) -> None:
    demand = makers.demand(text_uk="")
    template = Template('<p{% lang_of demand "text" %}></p>{{ demand|fell_back:"heading,text" }}')
    with override(language):
        assert template.render(Context({"demand": demand})) == written


@pytest.mark.django_db
def test_what_english_lacks_too_did_not_fall_back() -> None:
    article = makers.article(body_en="", body_uk=None)
    with override("uk"):
        assert Template('{{ article|fell_back:"body" }}').render(Context({"article": article})) == "False"
