"""The record of what bots asked, and the seam where a test makes the server misbehave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from playground.telegram.values import Call

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request as HttpRequest

    from playground.telegram.bots import Bot

BeforeCall: TypeAlias = Callable[[Call], Awaitable[None] | None]
MAX_CALLS = 10_000


class CallLog:
    """The latest calls of all bots, in the order they came in."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Begin empty."""
        self.before: list[BeforeCall] = []
        self.cut: Callable[[HttpRequest], bool] = lambda _: False
        self._now = now
        self._calls: dict[int, Call] = {}
        self._count = 0
        self._to_lose: Counter[str] = Counter()

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

    def finish(self, number: int, status: int, answer: object) -> None:
        """Note its answer: the result, or the description of an error."""
        if number in self._calls:
            is_ok = status == 200  # noqa: PLR2004 - HTTP's OK
            self._calls[number] = replace(self._calls[number], ok=is_ok, status=int(status), answer=answer)

    async def ask_before(self, number: int) -> None:
        """Let every hook look at the call; one may raise an ApiError, or take its time."""
        call = self._calls.get(number)
        for hook in tuple(self.before) if call is not None else ():
            waiting = hook(call) if call is not None else None
            if waiting is not None:
                await waiting

    def lose_once(self, method: str) -> None:
        """Do the next call of this method, but cut the connection instead of answering."""
        self._to_lose[method] += 1

    def must_lose(self, method: str) -> bool:
        """Tell whether this answer is to be lost, and count it."""
        if not self._to_lose[method]:
            return False
        self._to_lose[method] -= 1
        return True
