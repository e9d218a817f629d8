"""What gunicorn is told wherever it runs: `gunicorn people1st.wsgi --config python:people1st.gunicorn_config`."""

import copy
import logging
import re

from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from people1st import logs

# The client's address, and the bytes that made no sense: a token may be among them.
INVALID = re.compile(r"Invalid request from ip=\S*: ([^:'\"\d]*).*", re.DOTALL)
QUERY = re.compile(r"(Error handling request [^?\n]*\?)[^\n]*")


def without_the_client(record: logging.LogRecord) -> logging.LogRecord:
    """The record without who asked and the query of what was asked for; a filter of handlers."""
    told = copy.copy(record)
    told.msg, told.args = QUERY.sub(r"\1…", INVALID.sub(r"Invalid request: \1…", record.getMessage())), ()
    return told


class DiscreetLogger(Logger):  # type: ignore[misc]
    """Gunicorn's own logger, which writes as the rest of the site does."""

    def setup(self, cfg: Config) -> None:
        """Called at the start and whenever the configuration is read again."""
        super().setup(cfg)
        formatter = logs.FORMATTERS[logs.chosen()]()
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.addFilter(without_the_client)
                handler.setFormatter(formatter)


logger_class = DiscreetLogger

# The longest address is a search of 200 characters, each of them percent-encoded; browsers and proxies send some 40
# headers. No header may stand in for what gunicorn itself knows of a request (SCRIPT_NAME, PATH_INFO).
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190
forwarder_headers = ""
