"""Logging: one line an event on standard error, never with the token."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_CHATTY = ("httpx", "httpcore", "apscheduler", "telegram", "aiosqlite", "alembic")


def set_up_logging(level: str, *, token: str) -> None:
    """Send all logs to standard error from `level` up; libraries speak only of what goes wrong."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _Hide(token),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_HideInRecords(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)  # what it logs it also raises, and we tell of it


class _Hide:
    """Takes the token out of everything that is logged."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, _logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in event.items():
            if isinstance(value, str) and self._token in value:
                event[key] = value.replace(self._token, "<token>")
        return event


class _HideInRecords(logging.Filter):
    """The same for what libraries log."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if self._token in text:
            record.msg, record.args = text.replace(self._token, "<token>"), None
        return True
