"""The tables of the endorsements: one organisation's record, what it asks to change, its history, links and mails."""

from endorsements.models.change import Change
from endorsements.models.endorsement import Endorsement
from endorsements.models.event import Event
from endorsements.models.mail import Mail
from endorsements.models.token import Token

__all__ = ["Change", "Endorsement", "Event", "Mail", "Token"]
