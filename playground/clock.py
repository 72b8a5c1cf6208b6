"""A clock to wind: life's time stands still until somebody winds it, and then goes from one due moment to the next."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

Work = Callable[[], Awaitable[None]]
QUIET_WITHIN = 30.0
_RING_PATIENCE = 3
"""A ring may take so many times the patience: whoever passes it on to another process waits for that one's quiet."""
_LOOK_EVERY = 0.002
_CALM = 3
"""So often in a row it must be quiet: a task that was just woken has to have had its turn."""


class StillBusy(Exception):  # noqa: N818  named for what was found
    """The bot does not come to rest: something waits for ever, or goes round in circles."""


class WoundClock:
    """The bot's `Clock` and `Alarm` in one."""

    def __init__(self, now: datetime, *, patience: float = QUIET_WITHIN) -> None:
        self.patience = patience
        """Seconds of the machine's time after which something is stuck."""
        self._now = now
        self._next: datetime | None = None
        self._ring: Work | None = None
        self._has_ring = asyncio.Event()

    def now(self) -> datetime:
        """Return the moment to which the clock was wound, aware and in UTC."""
        return self._now

    @property
    def next_at(self) -> datetime | None:
        """The moment at which it rings next."""
        return self._next

    def set(self, at: datetime | None) -> None:
        """Be ready to ring at `at`; an earlier moment that was set stays, as looking too early does no harm."""
        if at is None or self._next is None or at < self._next:
            self._next = at

    def jump_to(self, moment: datetime) -> None:
        """Go to `moment` without ringing on the way, as while nobody listens."""
        self._now = max(self._now, moment)

    async def run(self, ring: Work, chore: Work) -> None:
        """Keep the work, ring at once and whenever it is wound; the chores are done with the first ring of a date."""
        last_chore = self._now.date()

        async def ring_and_tidy() -> None:
            nonlocal last_chore
            await ring()
            if self._now.date() != last_chore:
                last_chore = self._now.date()
                await chore()

        self._ring = ring_and_tidy
        self._next = self._now
        self._has_ring.set()
        try:
            await asyncio.Event().wait()
        finally:
            self._has_ring.clear()
            self._ring = None

    async def wind_to(self, moment: datetime, is_quiet: Callable[[], bool]) -> None:
        """Go to `moment` by way of everything that is due before it, waiting at each stop until all is quiet."""
        await self.settle(is_quiet)
        while self._next is not None and self._next <= moment:
            self._now = max(self._now, self._next)
            await self._strike()
            await self.settle(is_quiet)
        self._now = max(self._now, moment)
        await self._strike()
        await self.settle(is_quiet)

    async def settle(self, is_quiet: Callable[[], bool]) -> None:
        """Do what is due by now, and wait until all is quiet."""
        await quiet(is_quiet, self.patience)
        while self._next is not None and self._next <= self._now:
            await self._strike()
            await quiet(is_quiet, self.patience)

    async def _strike(self) -> None:
        self._next = None
        try:
            async with asyncio.timeout(_RING_PATIENCE * self.patience):
                await self._has_ring.wait()
                if self._ring is not None:
                    await self._ring()
        except TimeoutError as error:
            raise StillBusy("what is due does not get done") from error


async def quiet(is_quiet: Callable[[], bool], patience: float = QUIET_WITHIN) -> None:
    """Wait, in the machine's time, until all is quiet; raise `StillBusy` if it is not after `patience` seconds."""
    try:
        async with asyncio.timeout(patience):
            calm = 0
            while calm < _CALM:
                await asyncio.sleep(_LOOK_EVERY if calm == 0 else 0)
                calm = calm + 1 if is_quiet() else 0
    except TimeoutError as error:
        raise StillBusy(f"not quiet within {patience:.0f} seconds") from error
