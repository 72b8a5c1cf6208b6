"""The pulse: when each of the three walks was last seen to work, kept for whoever asks how the bot is."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from bot.services.ports import UnitOfWork, UnitOfWorkFactory

PULSE = "pulse"
ALIVE_WITHIN = timedelta(minutes=2)
"""Each walk shows itself at least every forty seconds, even when there is nothing to do."""


class Walk(StrEnum):
    """The three ways through the house."""

    INTAKE = "intake"
    TICK = "tick"
    DELIVERY = "delivery"


async def keep_pulse(open_uow: UnitOfWorkFactory, seen: Mapping[Walk, datetime]) -> None:
    """Keep when each walk was last seen to work."""
    async with open_uow() as uow:
        await uow.notes.put(PULSE, json.dumps({walk: at.isoformat() for walk, at in seen.items()}))
        await uow.commit()


async def feel_pulse(uow: UnitOfWork, now: datetime) -> Mapping[Walk, timedelta | None]:
    """Return for each walk that is not alive how long ago it last was, None for never; empty when all is well.

    An age below zero means that the clock was set back since: that says nothing of now.
    """
    kept = json.loads(await uow.notes.get(PULSE) or "{}")
    ages = {walk: now - datetime.fromisoformat(kept[walk]) if walk in kept else None for walk in Walk}
    return {walk: age for walk, age in ages.items() if age is None or abs(age) > ALIVE_WITHIN}
