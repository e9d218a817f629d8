"""The figures page in parts."""

from typing import Any

from django.utils.translation import gettext

from campaign.charts import freed_chart, releases_chart
from campaign.models import Figure, Release
from campaign.models.figure import Section


def figures_context() -> dict[str, Any]:
    """What the figures page says: (key, heading, figures) of each section that has any, the releases, the charts."""
    figures, releases = list(Figure.objects.shown()), list(Release.objects.all())
    return {
        "sections": _sections(figures),
        "freed_chart": freed_chart(figures),
        "releases": releases,
        "releases_chart": releases_chart(releases),
    }


def _sections(figures: list[Figure]) -> list[tuple[str, str, list[Figure]]]:
    """In the order of the sections; what has none comes last."""
    headings = [*((str(key), str(heading)) for key, heading in Section.choices), ("", _heading_of_the_rest(figures))]
    parts = [(key or "other", heading, [one for one in figures if one.section == key]) for key, heading in headings]
    return [part for part in parts if part[2]]


def _heading_of_the_rest(figures: list[Figure]) -> str:
    return gettext("Other figures") if any(figure.section for figure in figures) else gettext("Figures")
