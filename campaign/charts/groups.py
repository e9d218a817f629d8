"""What is counted of each group of captives."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from campaign.charts.bars import Bar, figure_bar
from campaign.charts.measures import unit_of
from campaign.dates import number
from campaign.models import Figure, Group


@dataclass(frozen=True)
class Counted:
    """A group, and what is counted of it with its bar and the words for that; nothing where nobody has a count."""

    group: Group
    figure: Figure | None = None
    bar: Bar | None = None
    description: str = ""


@dataclass(frozen=True)
class GroupsChart:
    """The groups in their order; `unit` is what a stroke stands for."""

    rows: list[Counted]
    unit: int

    @property
    def has_approximate(self) -> bool:
        """Whether it has to say how an approximate number is drawn."""
        return any(row.bar.approximate for row in self.rows if row.bar)


def groups_chart(groups: Sequence[Group]) -> GroupsChart | None:
    """A bar a group, where something is counted of it. None where nothing is counted of any.

    Takes groups whose figures are loaded: `Group.objects.select_related("figure")`.
    """
    counted = [group.figure for group in groups if group.figure and group.figure.is_shown]
    if not counted:
        return None
    longest = max(counted, key=lambda figure: figure.number)
    unit = unit_of(longest.number)
    return GroupsChart([_counted(group, longest, unit) for group in groups], unit)


def _counted(group: Group, longest: Figure, unit: int) -> Counted:
    figure = group.figure
    if not figure or not figure.is_shown:
        return Counted(group)
    bar = figure_bar(figure, longest.number, unit)
    if figure.number == longest.number:
        sentence = gettext("%(number)s: the longest bar.")
    else:
        sentence = gettext("%(number)s: a bar of %(share)s per cent of the longest, which stands for %(longest)s.")
    words = {
        "number": bar.value,
        "share": _share(figure.number, longest.number),
        "longest": figure_bar(longest, longest.number, unit).value,
    }
    return Counted(group, figure, bar, sentence % words)


def _share(value: int, longest: int) -> str:
    """In per cent, rounded; never nothing of something, nor all of less."""
    share = round(100 * value / longest)
    if value and not share:
        return gettext("less than 1")
    return number(min(share, 99))
