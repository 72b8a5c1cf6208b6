"""The record of what bots asked, and what they were answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from playground.telegram.values import Call

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from playground.telegram.bots import Bot

MAX_CALLS = 10_000


class CallLog:
    """The latest calls of all bots, in the order they came in."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Begin empty."""
        self._now = now
        self._calls: dict[int, Call] = {}
        self._count = 0

    def all(self) -> list[Call]:
        """Return the calls, oldest first."""
        return list(self._calls.values())

    def clear(self) -> None:
        """Forget the calls so far."""
        self._calls.clear()

    def begin(self, bot: Bot, method: str) -> int:
        """Note that a call has come in."""
        self._count += 1
        self._calls[self._count] = Call(method, {}, self._now(), bot)
        if len(self._calls) > MAX_CALLS:
            del self._calls[next(iter(self._calls))]
        return self._count

    def note_params(self, number: int, params: dict[str, Any]) -> None:
        """Note what it brought."""
        if number in self._calls:
            self._calls[number] = replace(self._calls[number], params=params)

    def finish(self, number: int, status: int, answer: object, *, ok: bool = False) -> None:
        """Note its answer: the result, or the description of an error."""
        if number in self._calls:
            self._calls[number] = replace(self._calls[number], ok=ok, status=int(status), answer=answer)

    def noted(self, number: int) -> Call | None:
        """Return a call as it is known now."""
        return self._calls.get(number)
