"""How the count of everyone freed has grown."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from campaign.charts.bars import Chart, figure_bar
from campaign.charts.measures import unit_of
from campaign.models import Figure
from campaign.models.figure import Section


def freed_chart(figures: Sequence[Figure]) -> Chart | None:
    """The counts of the section “Freed so far”, the oldest first. None where there are not two to compare."""
    counts = [figure for figure in figures if figure.section == Section.FREED and figure.as_of]
    if len(counts) < 2:  # noqa: PLR2004 - two can be compared
        return None
    counts.sort(key=lambda figure: figure.as_of or date.max)
    most = max(figure.number for figure in counts)
    bars = [figure_bar(figure, most, unit_of(most)) for figure in counts]
    sentences = [f"{bar.label}: {bar.value}." for bar in bars]
    return Chart(
        key="freed-chart",
        title=gettext("Everyone freed up to a date, as different sources count"),
        description=" ".join([gettext("The oldest count first."), *sentences]),
        unit=unit_of(most),
        bars=bars,
    )
