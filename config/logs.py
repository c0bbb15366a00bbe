"""What the log says: a traceback for our faults, one line for those of callers."""

import logging
from http import HTTPStatus


class OneLine(logging.Filter):
    """Takes the traceback off what Django says of a request that was refused, and the alarm off a wrong host."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
        if record.name.startswith("django.") and status < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
            if record.levelno > logging.WARNING:
                record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True
