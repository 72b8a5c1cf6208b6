"""The stage with the bot in a process of its own, which can be killed at any moment and is then started anew.

Everything else is as on the stage in one process: the clock is wound here, and each ring is passed on to the bot.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from pathlib import Path

from playground.clock import StillBusy, quiet
from playground.follower import Order, Told
from playground.stage import Stage

ROOT = Path(__file__).parents[1]
JUST_BEFORE = timedelta(seconds=30)
"""The real alarm rings every half minute for safety, so that a bot that lives never takes itself for deaf."""

TURNS = 50
"""So many turns of the event loop are more than it takes to hear out a connection whose other end is gone."""


class Died(Exception):  # noqa: N818  named for what happened
    """The bot's process is gone."""


class EndedByItself(RuntimeError):  # noqa: N818  named for what happened
    """The bot's process has ended, and nobody had killed it or told it to stop."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the bot's process ended by itself, with status {status}")
        self.status = status


class Moment(Enum):
    """What happens around the bot's process, for those who look on or interfere."""

    STARTS = auto()
    """The process is there and has not done anything yet."""
    RINGS = auto()
    """It is told that something is due."""
    QUIET = auto()
    """It has done everything, and life's time has not gone on yet."""
    DIED = auto()
    """It was killed; what it had sent has arrived, and the next one has not been started."""


@dataclass(slots=True)
class BotProcess:
    """One process that runs the bot, and the line to it."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    was_killed: bool = False

    def is_gone(self) -> bool:
        """Tell whether its end of the line is closed."""
        return self.reader.at_eof() or self.reader.exception() is not None

    async def tell(self, told: Told) -> datetime | None:
        """Tell the time and let it do what is due; return when it wants to be rung next, once it is quiet."""
        try:
            self.writer.write(told.pack())
            await self.writer.drain()
            answer = await self.reader.readline()
        except ConnectionError:
            answer = b""
        if not answer:
            raise Died
        state = json.loads(answer)
        if state["is_busy"]:
            raise StillBusy("the bot does not come to rest")
        return None if state["next_at"] is None else datetime.fromisoformat(state["next_at"])

    def kill(self) -> None:
        """Kill it as `kill -9` does, without a word of warning."""
        if not self.was_killed:
            self.was_killed = True
            os.kill(self.pid, signal.SIGKILL)

    async def hang_up(self) -> None:
        """Close the line, on which it stops as on SIGTERM."""
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()


@dataclass(slots=True)
class Nest:
    """The process that forks those that run the bot, one at a time."""

    process: Process
    ours: socket.socket
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def build(cls) -> "Nest":
        """Start it, in an environment of its own."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "playground.follower"),
                stdin=theirs.fileno(),
                cwd=ROOT,
                env={"PATH": os.defpath},
                start_new_session=True,
            )
        return cls(process, ours, *await asyncio.open_connection(sock=ours))

    async def hatch(self, order: Order) -> BotProcess:
        """Start the bot."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.ours, [order.pack()], [theirs.fileno()])
        reader, writer = await asyncio.open_connection(sock=ours)
        return BotProcess(await self._answer(), reader, writer)

    async def bury(self, bot: BotProcess) -> None:
        """Wait until the bot's process has ended; raise `EndedByItself` if it was neither killed nor told to stop."""
        status = await self._answer()
        await bot.hang_up()
        if status != (-signal.SIGKILL if bot.was_killed else 0):
            raise EndedByItself(status)

    async def close(self) -> None:
        """End it."""
        self.writer.close()
        await self.writer.wait_closed()
        await self.process.wait()

    async def _answer(self) -> int:
        answer = await self.reader.readline()
        if not answer:
            raise RuntimeError("the process that forks the bot's is gone")
        return int(answer)


@dataclass(slots=True)
class RemoteStage(Stage):
    """A stage whose bot is another process.

    One that was killed is started anew by whoever waits for the bot; unless `revives` is off: then what was waited for
    is left as it is, and `process` is None.
    """

    notice: Callable[[Moment], None] = field(default=lambda _: None)
    """Hears of what happens around the process."""
    revives: bool = True
    nest: Nest | None = None
    """Where the processes come from; one that is given is used and left as it is."""
    process: BotProcess | None = field(default=None)
    _is_nest_ours: bool = field(default=False)
    _ringing: asyncio.Task[None] | None = field(default=None)

    async def start_bot(self) -> None:
        """Start the bot's process, and let it read what has come in."""
        await self._start()
        await self.settle()

    async def stop_bot(self) -> None:
        """Stop the bot as SIGTERM does."""
        process, self.process = self.process, None
        if process is not None and self.nest is not None:
            await process.hang_up()
            await self.nest.bury(process)

    async def close(self) -> None:
        """Stop the bot, the process from which it came, and the passing on of rings."""
        try:
            await self.stop_bot()
        finally:
            if self._ringing is not None:
                self._ringing.cancel()
                await asyncio.wait([self._ringing])
            if self.nest is not None and self._is_nest_ours:
                await self.nest.close()

    async def settle(self) -> None:
        """Wait until the bot has heard, done and said everything."""
        await self._with_bot(lambda: self.clock.settle(self.is_quiet))

    async def wind_to_moment(self, moment: datetime) -> None:
        """Wind to an instant by way of everything that is due before it."""
        await self._with_bot(lambda: self.clock.wind_to(moment, self.is_quiet))

    def is_quiet(self) -> bool:
        """Tell whether everything was heard; that it is done and said is seen to by asking the process."""
        return self.server.is_quiet(self.telegram_bot)

    async def _with_bot(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do what needs the bot to the end, however often its process is killed meanwhile."""
        while True:
            try:
                if self.process is None:
                    await self._start()
                await self._rest()
                await work()
            except Died:
                await self._bury()
                if not self.revives:
                    return
            else:
                return

    async def _start(self) -> None:
        if self.nest is None:
            self.nest, self._is_nest_ours = await Nest.build(), True
        if self._ringing is None:
            self._ringing = asyncio.create_task(self.clock.run(self._ring, _leave))  # noqa: TID251  kept, see `close`
        self.process = await self.nest.hatch(Order.by(self.settings, self.clock.now(), self.clock.patience))
        self.notice(Moment.STARTS)

    async def _bury(self) -> None:
        process, self.process = self.process, None
        if process is not None and self.nest is not None:
            await self.nest.bury(process)
            for _ in range(TURNS):
                await asyncio.sleep(0)
            self.notice(Moment.DIED)

    async def _rest(self) -> None:
        """Wait until the process has heard everything, and then until it has done and said everything."""
        process = self._living()
        await quiet(lambda: process.is_gone() or self.is_quiet(), self.clock.patience)
        await self._tell(rings=False)

    async def _ring(self) -> None:
        """Pass a ring on, with one for safety before it."""
        await self._living().tell(Told(self.clock.now() - JUST_BEFORE, rings=True))
        self.notice(Moment.RINGS)
        await self._tell(rings=True)

    async def _tell(self, *, rings: bool) -> None:
        """Tell the process the time; return when it is quiet, or raise `Died`."""
        process = self._living()
        next_at = await process.tell(Told(self.clock.now(), rings))
        self.notice(Moment.QUIET)
        if process.was_killed:
            raise Died
        self.clock.set(next_at)

    def _living(self) -> BotProcess:
        if self.process is None:
            raise Died
        return self.process


async def _leave() -> None:
    """Leave the daily chores to the bot's process, whose clock sees to them with the first ring of each date."""
