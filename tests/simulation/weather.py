"""What goes wrong, drawn by lot: Telegram, the network, the disk, the machine, and the process itself."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from playground.telegram.errors import ApiError, too_many_requests
from playground.telegram.faults import BrokenJson, Cut, Hang, Late, LoseAnswer, Page, Twice
from tests.simulation.bot import Machine

MESSAGES = ("sendMessage", "editMessageText")
HOUR = 3600.0


@dataclass(slots=True)
class Weather:
    """Draws faults, one after the other, and remembers when life was disturbed."""

    machine: Machine
    lot: Random
    every: float
    """So many hours lie between two faults, on average."""
    struck: Counter[str] = field(default_factory=Counter)
    disturbed: list[tuple[datetime, datetime]] = field(default_factory=list)
    """From when to when asks may have been late or lost for the time being."""
    is_over: bool = False
    _began: datetime | None = None
    """When what goes wrong right now began."""

    async def blow(self) -> None:
        """Let things go wrong until the weather is over; then it is fine."""
        faults: tuple[Callable[[], Coroutine[object, object, None]], ...] = (
            self._kill,
            self._kill,
            self._kill,
            self._kill,
            self._stop,
            self._outage,
            self._too_many_requests,
            self._server_errors,
            self._lost_answers,
            self._cut_lines,
            self._broken_answers,
            self._no_answers,
            self._no_network,
            self._deaf,
            self._updates_twice,
            self._late_updates,
            self._busy_disk,
            self._full_disk,
            self._sleep,
        )
        while True:
            await asyncio.sleep(self.lot.expovariate(1 / (self.every * HOUR)))
            if self.is_over:
                return
            fault = self.lot.choice(faults)
            self.struck[fault.__name__.strip("_").replace("_", " ")] += 1
            self._began = self.machine.life.now()
            await fault()
            self.machine.server.faults.clear()
            if self._began is not None:
                self.disturbed.append((self._began, self.machine.life.now() + timedelta(minutes=3)))
            self._began = None

    def was_fine(self, begin: datetime, end: datetime) -> bool:
        """Tell whether nothing went wrong from `begin` to `end`."""
        if self._began is not None and self._began < end:
            return False
        return not any(since < end and begin < until for since, until in reversed(self.disturbed[-60:]))

    async def _kill(self) -> None:
        """Kill the process in the middle of what it does next; some that come after it are killed as they start."""
        kills = self.machine.kills
        if self.lot.random() < 0.6:
            self.machine.kill_while_sending(self.lot.randrange(4), self.lot.randrange(25))
        else:
            self.machine.kill_within(self.lot.choice((3, 10, 30, 60, 120, 250, 500)) + self.lot.randrange(60))
        self._began = None  # nothing has happened yet
        for _ in range(2160):
            await asyncio.sleep(10)
            if self.machine.kills > kills:
                break
        else:
            self.machine.spare()
            return
        self._began = self.machine.life.now() - timedelta(minutes=1)
        await asyncio.sleep(self.lot.uniform(1, 60))
        self.machine.start()
        if self.lot.random() < 0.3:
            self.machine.kill_within(self.lot.randrange(300))
            await asyncio.sleep(60)
            self.machine.spare()
            if not self.machine.is_running:
                self.machine.start()

    async def _stop(self) -> None:
        await self.machine.stop()
        await asyncio.sleep(self.lot.uniform(1, 120))
        self.machine.start()

    async def _outage(self) -> None:
        await self.machine.stop()
        await asyncio.sleep(self.lot.choice((0.2, 0.5, 1, 2, 4, 9)) * HOUR)
        self.machine.start()

    async def _too_many_requests(self) -> None:
        self._befall(too_many_requests(self.lot.randrange(1, 40)), times=self.lot.randrange(1, 12))
        await asyncio.sleep(300)

    async def _server_errors(self) -> None:
        fault = self.lot.choice(
            (ApiError(500, "Internal Server Error"), Page(502), Page(504), ApiError(502, "Bad Gateway"))
        )
        await self._befall_for(fault, self.lot.choice((60, 600, 2 * HOUR)) * self.lot.random())

    async def _lost_answers(self) -> None:
        self._befall(LoseAnswer(), times=self.lot.randrange(1, 5))
        await asyncio.sleep(60)

    async def _cut_lines(self) -> None:
        self._befall(Cut(), times=self.lot.randrange(1, 5))
        await asyncio.sleep(60)

    async def _broken_answers(self) -> None:
        self._befall(BrokenJson(), times=self.lot.randrange(1, 4))
        await asyncio.sleep(60)

    async def _no_answers(self) -> None:
        hang = Hang(is_done=self.lot.random() < 0.5)
        self._befall(hang, times=self.lot.randrange(1, 4))
        await asyncio.sleep(120)
        hang.until.set()

    async def _no_network(self) -> None:
        self.machine.network.is_up = False
        await asyncio.sleep(self.lot.uniform(5, 900))
        self.machine.network.is_up = True

    async def _deaf(self) -> None:
        """Nothing can be polled, though everything can be said."""
        rule = self.machine.server.faults.on_call(Page(502), method="getUpdates")
        await asyncio.sleep(self.lot.uniform(5, 600))
        rule.end()

    async def _updates_twice(self) -> None:
        self.machine.server.faults.on_update(Twice(), times=self.lot.randrange(1, 10))
        await asyncio.sleep(HOUR)

    async def _late_updates(self) -> None:
        late = Late(timedelta(minutes=self.lot.choice((1, 2, 20, 200))))
        self.machine.server.faults.on_update(late, times=self.lot.randrange(1, 5))
        await asyncio.sleep(HOUR)

    async def _busy_disk(self) -> None:
        await self._trouble("database is locked", self.lot.uniform(1, 60))

    async def _full_disk(self) -> None:
        await self._trouble("database or disk is full", self.lot.uniform(10, 900))

    async def _sleep(self) -> None:
        """The machine sleeps: life's clock jumps, the machine's stands still."""
        self.machine.life.slept += self.lot.choice((60, 600, 3600, 3 * 3600))
        await asyncio.sleep(self.lot.uniform(0, 30))
        if self.machine.alarm is not None:
            self.machine.alarm.strike()
        await asyncio.sleep(60)

    async def _trouble(self, words: str, seconds: float) -> None:
        self.machine.disk.trouble = words
        await asyncio.sleep(seconds)
        self.machine.disk.trouble = None

    def _befall(self, fault: ApiError | Cut | LoseAnswer | BrokenJson | Hang, *, times: int) -> None:
        for method in MESSAGES:
            self.machine.server.faults.on_call(fault, method=method, times=times)

    async def _befall_for(self, fault: ApiError | Page, seconds: float) -> None:
        rules = [self.machine.server.faults.on_call(fault, method=method) for method in MESSAGES]
        await asyncio.sleep(seconds)
        for rule in rules:
            rule.end()
