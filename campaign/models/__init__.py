"""The tables of what the campaign says."""

from campaign.models.article import Article
from campaign.models.demand import Demand, DemandsVersion
from campaign.models.figure import Figure, Release
from campaign.models.launch import LaunchEntry
from campaign.models.people import Group, Quote
from campaign.models.question import Question

__all__ = ["Article", "Demand", "DemandsVersion", "Figure", "Group", "LaunchEntry", "Question", "Quote", "Release"]
