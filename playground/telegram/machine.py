"""The machine's time: what waiting, flood limits and repeats go by; life's time is another matter."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol


class Machine(Protocol):
    """A steady clock and the waiting that goes with it; a test brings one that it winds itself."""

    def monotonic(self) -> float:
        """Return the machine's time in seconds; only differences mean something."""

    async def pause(self, seconds: float) -> None:
        """Wait so many seconds."""


class RealMachine:
    """The machine this runs on."""

    def monotonic(self) -> float:
        """Return the machine's time in seconds."""
        return time.monotonic()

    async def pause(self, seconds: float) -> None:
        """Wait so many real seconds."""
        await asyncio.sleep(seconds)


async def wait_at_most(machine: Machine, event: asyncio.Event, seconds: float) -> bool:
    """Wait for an event, but no longer than so many seconds of the machine; tell whether it came."""
    async with asyncio.TaskGroup() as group:
        coming = group.create_task(event.wait())
        pausing = group.create_task(machine.pause(seconds))
        coming.add_done_callback(lambda _: pausing.cancel())
        pausing.add_done_callback(lambda _: coming.cancel())
    return event.is_set()
