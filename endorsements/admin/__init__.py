"""Moderation in Django's admin: the records, and the limits of the form."""

from endorsements.admin.endorsement import EndorsementAdmin
from endorsements.admin.protection import ProtectionAdmin

__all__ = ["EndorsementAdmin", "ProtectionAdmin"]
