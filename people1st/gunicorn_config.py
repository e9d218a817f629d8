"""What gunicorn is told wherever it runs: `gunicorn people1st.wsgi --config python:people1st.gunicorn_config`."""

import logging
import re

from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from people1st.logs import DiscreetFormatter

# The client's address, and the bytes that made no sense: a token may be among them.
INVALID = re.compile(r"Invalid request from ip=\S*: ([^:'\"\d]*).*", re.DOTALL)
QUERY = re.compile(r"(Error handling request [^?\n]*\?)[^\n]*")


class DiscreetLineFormatter(DiscreetFormatter):
    """Writes a record of gunicorn without who asked and the query of what was asked for."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """The record's first line, or lines."""
        return QUERY.sub(r"\1…", INVALID.sub(r"Invalid request: \1…", super().formatMessage(record)))


class DiscreetLogger(Logger):  # type: ignore[misc]
    """Gunicorn's own logger with that formatter on every handler."""

    def setup(self, cfg: Config) -> None:
        """Called at the start and whenever the configuration is read again."""
        super().setup(cfg)
        for log, line in ((self.error_log, self.error_fmt), (self.access_log, self.access_fmt)):
            for handler in log.handlers:
                handler.setFormatter(DiscreetLineFormatter(line, self.datefmt))


logger_class = DiscreetLogger
