"""Keeps mailed secrets out of the logs."""

import logging
import re

TOKEN = re.compile(r"/(confirm|manage|mailbox)/[^/\s\"']+")


class TokenFilter(logging.Filter):
    """Replaces the token in an address by `…` before a record is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, cleaned."""
        message = record.getMessage()
        record.msg, record.args = TOKEN.sub(r"/\1/…", message), ()
        return True
