"""Flood limits: how fast a bot may send, counted only or enforced with 429.

Telegram publishes advice and no numbers: about a message a second in one chat with short bursts, 20 a minute in one
group, about 30 a second over all. Here edits count as well, and a refused call does not. All times are the machine's.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from operator import itemgetter
from typing import TYPE_CHECKING

from playground.telegram.errors import too_many_requests

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playground.telegram.bots import Bot
    from playground.telegram.machine import Machine

SENDING = frozenset(
    {
        "sendMessage",
        "sendPhoto",
        "sendDocument",
        "sendContact",
        "forwardMessage",
        "copyMessage",
        "editMessageText",
        "editMessageCaption",
        "editMessageReplyMarkup",
    }
)


_SOON_SECONDS = 1e-6  # no more than an error of rounding


class Flood(Enum):
    """What becomes of a bot that is too fast."""

    OFF = "off"
    COUNTED = "counted"
    """It is let through, and noted in the report."""
    ENFORCED = "enforced"
    """It is noted, and answered with 429."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls at once; then one more every `seconds / count`, or, as a `is_window`, no more within `seconds`."""

    name: str
    count: int
    seconds: float
    is_window: bool = False


PRIVATE = Limit("one a second in a private chat, after a burst of 5", 5, 5.0)
GROUP = Limit("20 a minute in a group", 20, 60.0, is_window=True)
OVERALL = Limit("30 a second", 30, 1.0)
WEBHOOK = Limit("one setWebhook a second", 1, 1.0, is_window=True)


@dataclass(slots=True)
class _Taken:
    """What was taken under one limit: in a window the moments, else the moment at which all is free again."""

    limit: Limit
    moments: deque[float] = field(default_factory=deque)
    free_at: float = 0.0

    def wait(self, now: float) -> float:
        """Return after how many seconds there is room; 0 or less means now."""
        if not self.limit.is_window:
            return self.free_at - now - (self.limit.count - 1) * self.limit.seconds / self.limit.count
        while self.moments and self.moments[0] <= now - self.limit.seconds:
            self.moments.popleft()
        if len(self.moments) < self.limit.count:
            return 0.0
        return self.moments[-self.limit.count] + self.limit.seconds - now

    def take(self, now: float) -> None:
        self.moments.append(now)
        self.free_at = max(self.free_at, now) + self.limit.seconds / self.limit.count
        if not self.limit.is_window:
            self.moments.clear()


@dataclass(frozen=True, slots=True)
class Flooded:
    """A call that came too fast, at the machine's time `at`, and after how many seconds it would have been taken."""

    at: float
    method: str
    chat_id: int | str | None
    limit: Limit
    retry_after: int


class FloodControl:
    """Counts what the bots of one server send."""

    def __init__(self, machine: Machine) -> None:
        """Begin switched off."""
        self.mode = Flood.OFF
        self.report: list[Flooded] = []
        self._machine = machine
        self._taken: dict[tuple[object, ...], _Taken] = {}

    def check(self, bot: Bot, method: str, params: Mapping[str, object]) -> None:
        """Note a call that comes too fast; where limits are enforced, raise its 429."""
        if self.mode is Flood.OFF:
            return
        now = self._machine.monotonic()
        waits = [(taken.wait(now), taken.limit) for taken in self._under(bot, method, params)]
        wait, limit = max(waits, key=itemgetter(0), default=(0.0, OVERALL))
        if wait < _SOON_SECONDS:
            return
        chat_id = params.get("chat_id")
        shown = chat_id if isinstance(chat_id, int | str) else None
        flooded = Flooded(now, method, shown, limit, math.ceil(wait))
        self.report.append(flooded)
        if self.mode is Flood.ENFORCED:
            raise too_many_requests(flooded.retry_after)

    def count(self, bot: Bot, method: str, params: Mapping[str, object]) -> None:
        """Count a call that was taken."""
        if self.mode is Flood.OFF:
            return
        for taken in self._under(bot, method, params):
            taken.take(self._machine.monotonic())

    def _under(self, bot: Bot, method: str, params: Mapping[str, object]) -> list[_Taken]:
        return [self._taken.setdefault(key, _Taken(limit)) for key, limit in _limits(bot, method, params)]


def _limits(bot: Bot, method: str, params: Mapping[str, object]) -> Iterator[tuple[tuple[object, ...], Limit]]:
    """Yield the limits a call falls under, each with what it is counted by."""
    if method == "setWebhook" and params.get("url"):
        yield (bot.id, "webhook"), WEBHOOK
    if method not in SENDING:
        return
    chat_id = params.get("chat_id")
    is_group = isinstance(chat_id, int) and chat_id < 0
    yield (bot.id, chat_id), GROUP if is_group else PRIVATE
    yield (bot.id,), OVERALL
