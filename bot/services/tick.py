"""The clock's walk: every day whose next step is due takes it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.domain.day import DayId
from bot.domain.events import Due
from bot.services.days import apply
from bot.services.ports import StorageTrouble, UnitOfWork, UnitOfWorkFactory

BATCH = 10
"""So few that the voice, which writes before and after each message, keeps its pace meanwhile."""
PUT_ASIDE_FOR = timedelta(minutes=15)

log = structlog.get_logger(__name__)


async def tick(open_uow: UnitOfWorkFactory, now: datetime) -> int:
    """Take all steps that are due at `now`, a batch in a transaction; return how many.

    A batch ends early for somebody who taps or types meanwhile: they wait for one step and not for many. Where there
    are many, the clock rests after each batch for as long as that took: the other half of the time is everybody else's.
    A day that can't take its step is put aside for a quarter of an hour and holds nobody else up.
    """
    taken = 0
    machine_now = asyncio.get_running_loop().time
    while True:
        began = machine_now()
        due: Sequence[DayId] = ()
        try:
            async with open_uow() as uow:
                due = await uow.days.due(now, BATCH)
                if not due:
                    return taken
                taken += await _steps(uow, due, now)
                await uow.commit()
        except StorageTrouble:
            raise
        except Exception:
            log.exception("tick.batch_failed", days=len(due))
            await _one_by_one(open_uow, due, now)
            taken += len(due)
        if len(due) == BATCH:
            await asyncio.sleep(machine_now() - began)


async def _steps(uow: UnitOfWork, due: Sequence[DayId], now: datetime) -> int:
    """Take the step of each day, at least of one, until a person waits; return how many."""
    for taken, day_id in enumerate(due, start=1):
        await _step(uow, day_id, now)
        await asyncio.sleep(0)  # a step need not wait for anything: whoever else does gets their turn here
        if uow.is_awaited():
            return taken
    return len(due)


async def _step(uow: UnitOfWork, day_id: DayId, now: datetime) -> None:
    day = await uow.days.get(day_id)
    if day is not None and day.due_at is not None and day.due_at <= now:
        await apply(uow, day, Due(), now)


async def _one_by_one(open_uow: UnitOfWorkFactory, due: Sequence[DayId], now: datetime) -> None:
    for day_id in due:
        try:
            async with open_uow() as uow:
                await _step(uow, day_id, now)
                await uow.commit()
        except StorageTrouble:
            raise
        except Exception:
            log.exception("tick.day_put_aside", day=day_id)
            async with open_uow() as uow:
                await uow.days.postpone(day_id, now + PUT_ASIDE_FOR)
                await uow.commit()
