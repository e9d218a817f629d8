"""Charts as plain data; templates/campaign/charts/ makes SVG of them.

A bar is a row of strokes, each of which stands for the same number of people. Lengths are percentages of the width, so
a chart fits every screen without being scaled; heights, and the size of what is written, are in pixels.
"""

from campaign.charts.freed import freed_chart
from campaign.charts.groups import groups_chart
from campaign.charts.releases import releases_chart

__all__ = ["freed_chart", "groups_chart", "releases_chart"]
