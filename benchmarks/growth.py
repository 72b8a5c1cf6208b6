"""What it costs to have many members of whom few are asked, beside a job for every question of every member.

The other way is python-telegram-bot's `JobQueue` with two daily jobs a member, which is what one would write first.
Each measurement has a fresh process: `make bench`.
"""

import argparse
import asyncio
import logging
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from telegram.ext import Application

from benchmarks.crowd import DUE, PassingClock, fill, live, telegram
from benchmarks.morning import Bell, Heart, Stall, hush, stalls_of
from benchmarks.places import resident_mb
from bot.app import build, settle_memory
from bot.chat.limits import Limits, Pace
from bot.clock import SystemClock
from bot.config import read_settings
from bot.db.checking import check_sound
from bot.db.sqlite import url_of
from playground.opening import Kept
from playground.stage import PHONE_KEY, TOKEN
from playground.telegram import Flood

ASKED = 1000
RINGS = 20
"""So often the bot's clock rings with nothing to do."""
AHEAD = 20
"""So many seconds before the first question the bot starts."""
JOB_AHEAD = 10
"""The jobs of the other way are due so many seconds after they begin to be made."""


@dataclass(frozen=True, slots=True)
class Grown:
    """What so many members cost. Times are seconds, memory is MB."""

    check: float
    start: float
    memory: float
    idle: float
    due: float
    work: float
    """The processor time of that."""
    stall: Stall


@dataclass(frozen=True, slots=True)
class Jobs:
    """What so many members cost as jobs."""

    start: float
    memory: float
    done: int
    """How many of the `ASKED` that are due were done, and not thrown away for being late."""
    stall: Stall


HEAD = "  members     check     start    memory  idle ring  1,000 due   its work   stall, work"
JOBS_HEAD = "  members    start, as jobs    memory       of 1,000 due   stall, work"
T = TypeVar("T")


def main() -> None:
    """Print what members cost in the bot, then what they cost as jobs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--members", type=int, nargs="+", default=[1000, 100_000, 1_000_000])
    options.add_argument("--jobs-of", type=int, nargs="+", default=[1000, 100_000], help="members, with two jobs each")
    chosen = options.parse_args()
    hush()
    kept = live()
    print(HEAD)
    for members in chosen.members:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "bot.db"
            fill(file, kept, asked=ASKED, later=members - ASKED)
            _report_bot(members, in_fresh_process(measure_bot, file, kept))
    print(JOBS_HEAD)
    for members in chosen.jobs_of:
        _report_jobs(members, in_fresh_process(measure_jobs, members))


def in_fresh_process(work: Callable[..., T], *arguments: object) -> T:
    """Do `work` in a process in which nothing else was done."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def measure_bot(file: Path, kept: Kept) -> Grown:
    """Start the bot on a database, let its clock ring for nothing, and then for those who are asked."""
    hush()
    began = time.perf_counter()
    check_sound(url_of(file))
    check = time.perf_counter() - began
    clock = PassingClock(DUE - timedelta(seconds=AHEAD), time.monotonic())
    with telegram(kept, clock, asked=ASKED, flood=Flood.OFF) as server:
        return asyncio.run(_live(file, clock, server.url, check))


async def _live(file: Path, clock: PassingClock, url: str, check: float) -> Grown:
    began = time.perf_counter()
    settings = read_settings(
        _env_file=None, bot_token=TOKEN, database_url=url_of(file), telegram_api_url=url, phone_key=PHONE_KEY
    )
    bell, heart = Bell(), Heart()
    says_nothing = Limits(overall=Pace(interval=3600.0, burst=1))  # so that the work is the clock's alone
    app = build(settings, clock=clock, alarm=bell, limits=says_nothing)
    settle_memory()
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(app.run()), group.create_task(heart.beat())]
        await bell.was_rung.wait()
        start, memory = time.perf_counter() - began, resident_mb()
        idle = [await bell.strike() for _ in range(RINGS)]
        await asyncio.sleep((DUE - clock.now()).total_seconds())
        heart.take_longest()
        used = time.process_time()
        due = await bell.strike()
        work = time.process_time() - used
        for task in running:
            task.cancel()
    return Grown(check, start, memory, statistics.median(idle), due, work, heart.take_longest())


def measure_jobs(members: int) -> Jobs:
    """Make two daily jobs for each member, start them, and let those of `ASKED` members become due."""
    logging.disable()
    return asyncio.run(_run_jobs(members))


async def _run_jobs(members: int) -> Jobs:
    began = time.perf_counter()
    application = Application.builder().token(TOKEN).build()
    jobs, done, heart = application.job_queue, list[float](), Heart()
    if jobs is None:
        raise RuntimeError("python-telegram-bot was installed without its JobQueue")

    async def ask(_context: object) -> None:
        done.append(time.perf_counter())

    now = SystemClock().now()
    later = (now + timedelta(hours=6)).time(), (now + timedelta(hours=12)).time()
    for number in range(members):
        for wall in later[number < ASKED :]:
            jobs.run_daily(ask, wall.replace(tzinfo=UTC), data=number)
    await jobs.start()
    start, memory = time.perf_counter() - began, resident_mb()
    due = SystemClock().now() + timedelta(seconds=JOB_AHEAD)
    for number in range(min(members, ASKED)):
        jobs.run_daily(ask, due.time().replace(tzinfo=UTC), data=number)
    async with asyncio.TaskGroup() as group:
        beating = group.create_task(heart.beat())
        await asyncio.sleep((due - SystemClock().now()).total_seconds() - 0.5)
        heart.take_longest()
        await asyncio.sleep(JOB_AHEAD)
        beating.cancel()
    await jobs.stop()
    return Jobs(start, memory, len(done), heart.take_longest())


def _report_bot(members: int, grown: Grown) -> None:
    print(
        f"{members:9,} {grown.check:7.2f} s {grown.start:7.2f} s {grown.memory:6.0f} MB {1000 * grown.idle:7.1f} ms"
        f" {grown.due:8.2f} s {grown.work:8.2f} s {stalls_of(grown.stall)}",
        flush=True,
    )


def _report_jobs(members: int, jobs: Jobs) -> None:
    print(
        f"{members:9,} {jobs.start:17.2f} s {jobs.memory:6.0f} MB {jobs.done:14,} done {stalls_of(jobs.stall)}",
        flush=True,
    )


if __name__ == "__main__":
    main()
