"""The campaign's pages.

What a page says comes from a function of its own where it takes more than a line, so that it can be rendered without a
request.
"""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from campaign import portraits
from campaign.charts import groups_chart
from campaign.dates import LAUNCHED_ON
from campaign.marks import marks
from campaign.models import Article, Demand, Figure, Group, Question
from campaign.models.article import Kind
from campaign.sections import figures_context
from campaign.versions import current
from people1st.caching import public, public_page

CONTACT_ADDRESS = "info@people1st.org"


def demands_context() -> dict[str, Any]:
    """What the demands page says, without who endorses it."""
    figures = list(Figure.objects.in_short())
    leading = figures[0] if figures else None
    groups = list(Group.objects.select_related("figure"))
    return {
        "demands": list(
            Demand.objects.prefetch_related(Prefetch("figures", Figure.objects.shown(), to_attr="shown_figures"))
        ),
        "version": current(),
        "groups": groups,
        "groups_chart": groups_chart(groups),
        "quotes": portraits.shown_quotes(),
        "portraits": portraits.sheet(),
        "figures": figures,
        "leading": leading,
        "marks": marks(leading.people) if leading else None,
        "launch_date": LAUNCHED_ON,
    }


def news_context(kind: str = "", year: str = "") -> dict[str, Any]:
    """The published articles by year, newest first; `kind` and `year` narrow them. Raises Http404 for unknown ones."""
    published = Article.objects.published()
    all_years = [day.year for day in published.dates("date", "year", order="DESC")]
    if kind and kind not in Kind.values:
        raise Http404(gettext("There is no such kind of article."))
    if year and year not in {str(known) for known in all_years}:
        raise Http404(gettext("There are no articles of that year."))
    articles = _narrowed(published, kind, year)
    return {
        "years": [(number, list(group)) for number, group in groupby(articles, lambda article: article.date.year)],
        "kinds": Kind.choices,
        "all_years": all_years,
        "kind": kind,
        "year": int(year) if year else "",
    }


def _narrowed(articles: QuerySet[Article], kind: str, year: str) -> QuerySet[Article]:
    if kind:
        articles = articles.filter(kind=kind)
    return articles.filter(date__year=int(year)) if year else articles


@require_safe
@public_page()
def about(request: HttpRequest) -> HttpResponse:
    """The questions, answered."""
    return render(request, "campaign/about.html", {"questions": list(Question.objects.all())})


@require_safe
@public_page()
def figures(request: HttpRequest) -> HttpResponse:
    """Figures and releases, each with its date and source."""
    return render(request, "campaign/figures.html", figures_context())


@require_safe
@public_page("kind", "year")
def news(request: HttpRequest) -> HttpResponse:
    """The articles by year; `?kind=` and `?year=` narrow them."""
    return render(request, "campaign/news.html", news_context(request.GET.get("kind", ""), request.GET.get("year", "")))


@require_safe
@public_page()
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One published article."""
    return render(
        request, "campaign/article.html", {"article": get_object_or_404(Article.objects.published(), slug=slug)}
    )


@require_safe
@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, how long; the numbers come from the settings that the site obeys."""
    context = {
        "confirm_days": settings.CONFIRM_LINK_LIFETIME.days,
        "rejected_days": settings.REJECTED_CONTACT_KEPT.days,
        "invitation_days": settings.INVITATION_KEPT.days,
        "mail_days": settings.MAIL_ADDRESS_KEPT.days,
        "sender_days": settings.SENDER_KEPT.days,
        "review_days": settings.CONTACT_REVIEWED_EVERY.days,
        "unnamed_counted_later": settings.UNNAMED_COUNTED_LATER,
        "contact_address": CONTACT_ADDRESS,
    }
    return render(request, "campaign/privacy.html", context)


@require_safe
@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "campaign/accessibility.html", {"contact_address": CONTACT_ADDRESS})
