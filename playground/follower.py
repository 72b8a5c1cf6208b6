"""The bot in a process of its own, by a clock that somebody else winds: `python -m playground.follower`.

It is started by `playground.remote`, with one end of a Unix socket as standard input. The process itself only imports
the bot and waits; each order it receives comes with a line to whoever holds the bot. It then forks a process that runs
the bot, and answers with that one's id and later with its exit status. So a bot starts within milliseconds and can be
killed as often as anybody likes. (`multiprocessing` has such a fork server, but one that inherits the environment.)

The bot's process obeys its line: told the time, and whether to ring, it answers once all is quiet with the moment at
which it wants to be rung next, or that it is busy still. It ends when the line does.
"""

import asyncio
import json
import logging
import os
import socket
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import structlog
from pydantic import SecretStr

from bot.app import App, build
from bot.chat.limits import Limits
from bot.chat.patience import Patience
from bot.config import Settings, read_settings
from playground.clock import StillBusy, WoundClock

LONGEST_ORDER = 65_536


@dataclass(frozen=True, slots=True)
class Order:
    """What a bot is started with."""

    settings: dict[str, Any]
    now: datetime
    patience: float
    """Seconds of the machine's time after which the bot counts as busy."""

    @classmethod
    def by(cls, settings: Settings, now: datetime, patience: float) -> Self:
        """Return the order to run a bot with these settings, from this moment of its life's time on."""
        secrets = {name: value.get_secret_value() for name, value in settings if isinstance(value, SecretStr)}
        return cls(settings.model_dump(mode="json") | secrets, now, patience)

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """Return the order that was packed."""
        told = json.loads(packed)
        return cls(told["settings"], datetime.fromisoformat(told["now"]), told["patience"])

    def pack(self) -> bytes:
        """Return the order as it travels."""
        told = {"settings": self.settings, "now": self.now.isoformat(), "patience": self.patience}
        return json.dumps(told).encode()


@dataclass(frozen=True, slots=True)
class Told:
    """What the holder says: what time it is in life, and whether the clock rings."""

    now: datetime
    rings: bool

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """Return what was packed."""
        told = json.loads(packed)
        return cls(datetime.fromisoformat(told["now"]), told["rings"])

    def pack(self) -> bytes:
        """Return it as it travels: one line."""
        return json.dumps({"now": self.now.isoformat(), "rings": self.rings}).encode() + b"\n"


def main() -> None:
    """Fork a bot for each order, one at a time, until the holder hangs up."""
    holder = socket.socket(fileno=sys.stdin.fileno())
    while True:
        packed, lines, _, _ = socket.recv_fds(holder, LONGEST_ORDER, 1)
        if not packed:
            return
        pid = os.fork()
        if pid == 0:
            asyncio.run(_follow(Order.unpack(packed), socket.socket(fileno=lines[0])))
            return
        os.close(lines[0])  # or the holder would not hear that the bot's end is gone
        _answer(holder, pid)
        _answer(holder, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _answer(holder: socket.socket, number: int) -> None:
    holder.sendall(f"{number}\n".encode())


async def _follow(order: Order, line: socket.socket) -> None:
    """Run the bot for as long as the line is open."""
    settings = read_settings(_env_file=None, **order.settings)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    clock = WoundClock(order.now, patience=order.patience)
    clock.set(order.now)  # the real alarm, too, rings at once when it is started
    limits, patience = Limits(is_enforced=False), Patience(is_enforced=False)
    app = build(settings, clock=clock, alarm=clock, limits=limits, patience=patience)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(app.run())
        await _obey(line, app, clock)
        running.cancel()


async def _obey(line: socket.socket, app: App, clock: WoundClock) -> None:
    """Set the clock as told, do what is due, and answer when all is quiet."""
    reader, writer = await asyncio.open_connection(sock=line)
    async for packed in reader:
        told = Told.unpack(packed)
        clock.jump_to(told.now)
        if told.rings:
            clock.set(clock.now())
        is_busy = False
        try:
            async with asyncio.timeout(clock.patience):
                await clock.settle(app.is_quiet)
        except (StillBusy, TimeoutError):
            is_busy = True
        next_at = None if clock.next_at is None else clock.next_at.isoformat()
        writer.write(json.dumps({"next_at": next_at, "is_busy": is_busy}).encode() + b"\n")
        try:
            await writer.drain()
        except ConnectionError:
            break  # the holder has hung up meanwhile
    writer.close()


if __name__ == "__main__":
    main()
