"""Logging: one line an event on standard error, for eyes or for machines.

What must not be in a log: the token, the proxy's password, phone numbers, and what people wrote. The first two are
taken out of everything; the others are never put in, and what looks like a phone number is taken out all the same. An
exception may quote the text that it stumbled over, so it is logged with its words only where those can't be anybody's.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, Literal
from urllib.parse import quote

import structlog
from structlog.typing import ExcInfo, Processor

_CHATTY = ("aiohttp", "apscheduler", "telegram", "aiosqlite", "alembic", "asyncio")
_QUOTE_NOBODY = ("telegram.error.", "sqlalchemy.", "sqlite3.", "bot.chat.http.", "bot.services.ports.")
"""Whose exceptions speak in the words of Telegram, the network or SQL; SQL hides its values (see bot/db/sqlite.py)."""
_PAGE = re.compile(r"Parsing the server response .* failed", re.DOTALL)
_PHONE_NUMBER = re.compile(r"\+[0-9][0-9 ()./-]{5,18}[0-9]")


def set_up_logging(level: str, *, log_format: Literal["text", "json"], secrets: Mapping[str, str]) -> None:
    """Send all logs to standard error from `level` up; libraries speak only of what goes wrong.

    Each of the `secrets` is shown as its name.
    """
    if log_format == "json":
        renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_told),
        _Hide(secrets),
        renderer,
    ]
    structlog.configure(
        processors=shared,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shared],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)  # what it logs it also raises, and we tell of it


def _told(exc_info: ExcInfo) -> str:
    """Tell an exception with its traceback and its causes; its words only where they quote nobody."""
    return "".join(_told_one(exc_info[1], set())).rstrip()


def _told_one(error: BaseException | None, told: set[int]) -> Iterator[str]:
    """Tell each exception once: one that was taken out of a group and raised again leads back to itself."""
    if error is None or id(error) in told:
        return
    told.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in told:
        yield from _told_one(before, told)
        yield "then:\n"
    yield from traceback.format_tb(error.__traceback__)
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    quotes_nobody = isinstance(error, OSError) or name.startswith(_QUOTE_NOBODY)
    yield f"{name}: {error}\n" if quotes_nobody else f"{name}\n"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _told_one(one, told)


def without_page(text: str) -> str:
    """Return what python-telegram-bot says of an answer that is no JSON, without all of that answer."""
    return _PAGE.sub("its answer can't be read", text)


class _Hide:
    """Takes out of everything that is logged what must not be there."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._secrets = {
            written: f"<{name}>"
            for name, secret in secrets.items()
            if secret
            for written in (secret, quote(secret, safe=""))  # as it stands in an address
        }

    def __call__(self, _logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in event.items():
            if not isinstance(value, int | float | bool | None):
                event[key] = self._cleaned(str(value))
        return event

    def _cleaned(self, text: str) -> str:
        for secret, name in self._secrets.items():
            text = text.replace(secret, name)
        return _PHONE_NUMBER.sub("<phone number>", without_page(text))
