"""APScheduler behind the `Alarm` port: one job that is moved to the next due moment, and one for the chores.

The job only strikes a bell; the work is done by whoever listens. So a ring that takes long neither delays the
scheduler nor makes it skip a strike because "the job is still running".
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

SAFETY_SECONDS = 30
CHORES_AT = 7
"""The minute of each hour at which the chores are done."""
PAUSE = 5.0
_TICK, _CHORES = "tick", "chores"

log = structlog.get_logger(__name__)


class ApsAlarm:
    """`services.ports.Alarm` on the wall clock."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._bell = asyncio.Event()
        self._chores_bell = asyncio.Event()

    async def run(self, ring: Callable[[], Awaitable[None]], chore: Callable[[], Awaitable[None]]) -> None:
        """Ring at once, then at each moment that was set, and every half minute for safety."""
        safety = IntervalTrigger(seconds=SAFETY_SECONDS, timezone=UTC)
        self._scheduler.add_job(self._strike, safety, args=[self._bell], id=_TICK)
        hourly = CronTrigger(minute=CHORES_AT, timezone=UTC)
        self._scheduler.add_job(self._strike, hourly, args=[self._chores_bell], id=_CHORES)
        self._bell.set()
        self._chores_bell.set()
        self._scheduler.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_listen(self._bell, ring))
                group.create_task(_listen(self._chores_bell, chore))
        finally:
            self._scheduler.shutdown(wait=False)

    def set(self, at: datetime | None) -> None:
        """Move the next ring; the safety interval goes on from there."""
        if at is not None and self._scheduler.running:
            soonest = min(at, self._scheduler.get_job(_TICK).next_run_time)
            self._scheduler.modify_job(_TICK, next_run_time=soonest)

    async def _strike(self, bell: asyncio.Event) -> None:
        bell.set()


async def _listen(bell: asyncio.Event, work: Callable[[], Awaitable[None]]) -> None:
    """Do the work each time the bell was struck; trouble is logged, and the bell struck again a little later."""
    while True:
        await bell.wait()
        bell.clear()
        try:
            await work()
        except Exception:
            log.exception("alarm.work_failed")
            await asyncio.sleep(PAUSE)
            bell.set()
