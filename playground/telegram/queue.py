"""The updates that wait for a bot, and the one poller that fetches them."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from playground.telegram.errors import OTHER_POLLER, ApiError, conflict
from playground.telegram.faults import Late, Twice
from playground.telegram.machine import Machine, RealMachine, wait_at_most
from playground.telegram.pulse import Pulse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from playground.telegram.faults import Faults

DEFAULT_LIFETIME = timedelta(hours=24)
LIFETIMES = {"callback_query": timedelta(seconds=150), "inline_query": timedelta(seconds=30)}
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
MAX_LIMIT = 100
MAX_TIMEOUT = 50
CONFLICT_PAUSE_SECONDS = 3.0
EQUAL_POLL_SECONDS = 3.0
HASTY_POLL_SECONDS = 0.5


def lifetime(kind: str) -> timedelta:
    """Return how long an update of this kind may wait."""
    return LIFETIMES.get(kind, DEFAULT_LIFETIME)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that no offset has confirmed yet."""

    update_id: int
    kind: str
    payload: dict[str, Any]
    at: datetime
    comes_twice: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the Update object."""
        return {"update_id": self.update_id, self.kind: self.payload}


class _Poller:
    """A long poll that waits; it is ended by an update, its time, or an error."""

    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self.error: ApiError | None = None

    def end(self, error: ApiError) -> None:
        self.error = error
        self.wake.set()


class UpdateQueue:
    """The updates of one bot: delivered at least once, forgotten when a higher offset comes or they are too old.

    Lifetimes go by the injected clock, the waiting of a long poll by the machine's. With `slows_equal_polls`, a bot
    that asks again and again with the same offset is slowed down, as Telegram does it.
    """

    def __init__(
        self, now: Callable[[], datetime], first_id: int, faults: Faults, machine: Machine | None = None
    ) -> None:
        """Number the updates from `first_id`."""
        self._now = now
        self._faults = faults
        self._machine = machine or RealMachine()
        self.slows_equal_polls = False
        self.grown = Pulse()
        """Beats when there is something new."""
        self.long_polls = 0
        """How many polls have had to wait so far."""
        self.polled = Pulse()
        """Beats when a poll begins to wait."""
        self._last_poll = (0, -EQUAL_POLL_SECONDS)
        self._late: list[tuple[datetime, str, dict[str, Any]]] = []
        self._again: list[Waiting] = []
        """Confirmed already, and given once more."""
        self._next_id = first_id
        self._items: deque[Waiting] = deque()
        self._allowed: frozenset[str] | None = None
        self._poller: _Poller | None = None
        self._emptied = asyncio.Event()
        self._emptied.set()
        self._closed = asyncio.Event()
        self._next_conflict = 0.0

    @property
    def allowed(self) -> tuple[str, ...] | None:
        """The remembered allowed_updates; None stands for the default set."""
        return None if self._allowed is None else tuple(sorted(self._allowed))

    def allow(self, kinds: Iterable[str]) -> None:
        """Remember which kinds the bot wants from now on; none means the default set."""
        self._allowed = frozenset(kinds) or None

    def push(self, kind: str, payload: dict[str, Any]) -> None:
        """Queue an update, unless the bot does not want its kind."""
        if kind in NOT_BY_DEFAULT if self._allowed is None else kind not in self._allowed:
            return
        fault = self._faults.strike_update(kind, payload)
        if isinstance(fault, Late):
            self._late.append((self._now() + fault.by, kind, payload))
        else:
            self._add(kind, payload, comes_twice=isinstance(fault, Twice))

    def pending(self) -> tuple[Waiting, ...]:
        """Return what no offset has confirmed yet and is not too old."""
        now = self._now()
        self._let_in_late(now)
        kept = [item for item in self._items if now - item.at <= lifetime(item.kind)]
        if len(kept) < len(self._items):
            self._items = deque(kept)
            self._note_emptied()
        return (*self._again, *self._items)

    def forget_all(self) -> None:
        """Drop everything that waits (drop_pending_updates)."""
        self._items.clear()
        self._again.clear()
        self._late.clear()
        self._note_emptied()

    async def wait_until_confirmed(self) -> None:
        """Wait until nothing waits any more."""
        while self.pending():
            await self._emptied.wait()

    def confirm_one(self, update_id: int) -> None:
        """Forget an update that a webhook has taken, or that is too old for another try."""
        if any(item.update_id == update_id for item in self._again):
            self._again = [item for item in self._again if item.update_id != update_id]
        for item in [item for item in self._items if item.update_id == update_id]:
            self._items.remove(item)
            if item.comes_twice:
                self._again.append(replace(item, comes_twice=False))
        self._note_emptied()

    async def fetch(self, offset: int, limit: int, timeout_seconds: int) -> list[dict[str, Any]]:
        """Answer a getUpdates: confirm below the offset, then give what waits, waiting for it if asked to."""
        if self.slows_equal_polls:
            limit, timeout_seconds = self._slowed(offset, limit, timeout_seconds)
        self._confirm(offset)
        if self.pending() or timeout_seconds <= 0 or self._closed.is_set():
            return self._page(limit)
        if self._poller is not None:
            self.end_poll(conflict(OTHER_POLLER))
        poller = self._poller = _Poller()
        self.long_polls += 1
        self.polled.beat()
        try:
            await wait_at_most(self._machine, poller.wake, timeout_seconds)
        finally:
            if self._poller is poller:
                self._poller = None
        if poller.error is not None:
            await self._slow_conflict()
            raise poller.error
        return self._page(limit)

    def end_poll(self, error: ApiError) -> None:
        """End the long poll that waits, if one does, with an error."""
        if self._poller is not None:
            self._poller.end(error)
            self._poller = None

    def close(self) -> None:
        """Let every waiting request go: the server stops."""
        self._closed.set()
        if self._poller is not None:
            self._poller.wake.set()

    def open(self) -> None:
        """Take long polls again after `close`."""
        self._closed.clear()

    def _slowed(self, offset: int, limit: int, timeout_seconds: int) -> tuple[int, int]:
        """Return limit and time-out of a poll as they are after one with the same offset a moment ago."""
        moment = self._machine.monotonic()
        last_offset, last_moment = self._last_poll
        self._last_poll = offset, moment
        if offset != last_offset:
            return limit, timeout_seconds
        if moment < last_moment + EQUAL_POLL_SECONDS:
            timeout_seconds = max(timeout_seconds, int(EQUAL_POLL_SECONDS))
        return 1 if moment < last_moment + HASTY_POLL_SECONDS else limit, timeout_seconds

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._items) > -offset:
                self._items.popleft()
        self._again = [item for item in self._again if item.update_id >= offset]
        while self._items and self._items[0].update_id < offset:
            item = self._items.popleft()
            if item.comes_twice:
                self._again.append(replace(item, comes_twice=False))
        self._note_emptied()

    def _add(self, kind: str, payload: dict[str, Any], *, comes_twice: bool = False) -> None:
        self._items.append(Waiting(self._next_id, kind, payload, self._now(), comes_twice))
        self._next_id += 1
        self._emptied.clear()
        self.grown.beat()
        if self._poller is not None:
            self._poller.wake.set()

    def _let_in_late(self, now: datetime) -> None:
        due = [late for late in self._late if late[0] <= now]
        self._late = [late for late in self._late if late[0] > now]
        for _, kind, payload in due:
            self._add(kind, payload)

    def _note_emptied(self) -> None:
        if not self._items and not self._again:
            self._emptied.set()

    def _page(self, limit: int) -> list[dict[str, Any]]:
        return [item.to_json() for item in self.pending()[:limit]]

    async def _slow_conflict(self) -> None:
        """A first conflict is told at once, further ones only after three seconds."""
        moment = self._machine.monotonic()
        if moment >= self._next_conflict:
            self._next_conflict = moment + CONFLICT_PAUSE_SECONDS
            return
        await wait_at_most(self._machine, self._closed, CONFLICT_PAUSE_SECONDS)
