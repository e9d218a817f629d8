"""The tables of the endorsements: the record, what it asks to change, its history, links and mails, and the limits."""

from endorsements.models.change import Change
from endorsements.models.count import Count
from endorsements.models.endorsement import Endorsement
from endorsements.models.event import Event
from endorsements.models.launch_entry import LaunchEntry
from endorsements.models.mail import Mail
from endorsements.models.protection import Protection
from endorsements.models.token import Token
from endorsements.models.total import Total

__all__ = ["Change", "Count", "Endorsement", "Event", "LaunchEntry", "Mail", "Protection", "Token", "Total"]
