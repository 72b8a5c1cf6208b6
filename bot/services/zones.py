"""New rules of time zones: what is due is computed anew."""

from datetime import datetime

import structlog

from bot.domain.day import DayId
from bot.domain.events import Move
from bot.services.days import apply
from bot.services.ports import UnitOfWork, UnitOfWorkFactory

RULES = "zone_rules"
"""The note that says by which version of the rules all open days are planned."""
BATCH = 20

log = structlog.get_logger(__name__)


async def follow_rules(open_uow: UnitOfWorkFactory, version: str, now: datetime) -> int:
    """Plan every open day by the rules of `version`, unless that was done before; return how many days changed.

    It is done in small batches, and begun anew if it is cut short: a day that is planned already stays as it is.
    """
    async with open_uow() as uow:
        before = await uow.notes.get(RULES)
    if before == version:
        return 0
    changed, last = 0, DayId(0)
    is_through = False
    while not is_through:
        async with open_uow() as uow:
            ids = await uow.days.open_after(last, BATCH)
            for day_id in ids:
                changed += await _has_moved(uow, day_id, now)
            await uow.commit()
        is_through, last = not ids, ids[-1] if ids else last
    async with open_uow() as uow:
        await uow.notes.put(RULES, version)
        await uow.commit()
    log.info("zones.followed", version=version, before=before, days=changed)
    return changed


async def _has_moved(uow: UnitOfWork, day_id: DayId, now: datetime) -> bool:
    day = await uow.days.get(day_id)
    if day is None:
        return False
    member = await uow.members.get(day.member_id)
    return await apply(uow, day, Move(member), now) != day
