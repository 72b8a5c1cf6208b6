"""What a morning costs on which many are asked in the same minute: `make bench`.

The bot is the real one and talks over HTTP to the stand-in Telegram, which runs in a process of its own. Only the alarm
is simpler: it rings when it is told to. Each run has a fresh process and a fresh database.
"""

import argparse
import asyncio
import logging
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import structlog

from benchmarks.crowd import DUE, PassingClock, Tapped, Telegram, fill, live, telegram
from bot.app import build, settle_memory
from bot.chat.limits import Limits
from bot.config import read_settings
from bot.db.sqlite import url_of
from playground.opening import Kept
from playground.stage import PHONE_KEY, TOKEN
from playground.telegram import Flood

IDLE = 30.0
"""So long, in seconds, it is seen what a tap takes while nothing else happens."""
WARM_UP = 5.0
LIMIT = 30.0
SLICE = 5.0
BEAT = 0.001
HEAD = " members  limit              queued  idle: stall, work  stall,  work     rate  429   CPU"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One morning to be lived through."""

    asked: int
    window: float
    patience: float
    """So many seconds at most it may take until all is queued."""
    is_limited: bool


class Stall(NamedTuple):
    """How long, in seconds, the event loop did nothing else, and how much of a processor it took at most meanwhile."""

    seconds: float
    work: float


@dataclass(slots=True)
class Found:
    """What one morning took. All times are seconds."""

    queued: int
    queued_in: float
    processor: float
    """The processor time that the bot took a second."""
    stall_idle: Stall
    stall: Stall
    rate: float
    too_many: int
    idle: Sequence[Tapped]
    queueing: Sequence[Tapped]
    sending: Sequence[Tapped]


class Slice(NamedTuple):
    """A few seconds of it."""

    began: float
    seconds: float
    taken: int
    too_many: int
    taps: Sequence[Tapped]


class Bell:
    """The `Alarm` of a benchmark: it rings at once, and then when it is told to."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self._ring: Callable[[], Awaitable[None]] | None = None
        self.was_rung = asyncio.Event()

    async def run(self, ring: Callable[[], Awaitable[None]], chore: Callable[[], Awaitable[None]]) -> None:
        """Ring for the first time, and keep the ring."""
        await ring()
        self._ring = ring
        self.was_rung.set()
        await asyncio.Event().wait()

    def set(self, at: datetime | None) -> None:
        """What is due is due when the benchmark says so."""

    async def strike(self) -> float:
        """Ring, and return how many seconds that took."""
        if self._ring is None:
            raise RuntimeError("nobody listens yet")
        began = time.perf_counter()
        await self._ring()
        return time.perf_counter() - began


@dataclass(slots=True)
class Heart:
    """Beats a thousand times a second, and keeps the longest time in which it could not."""

    longest: float = 0.0
    work: float = 0.0
    """The most processor time that this thread took between two beats: what others on the machine take is not in it."""
    _beating: list[asyncio.Task[None]] = field(default_factory=list)

    async def beat(self) -> None:
        """Beat for ever."""
        last, used = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(BEAT)
            now, uses = time.perf_counter(), time.thread_time()
            self.longest, self.work = max(self.longest, now - last - BEAT), max(self.work, uses - used)
            last, used = now, uses

    def take_longest(self) -> Stall:
        """Return the longest stall since this was asked last."""
        longest = Stall(self.longest, self.work)
        self.longest = self.work = 0.0
        return longest


def main() -> None:
    """Print what mornings of several sizes take, at Telegram's limit and without one."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--asked", type=int, nargs="+", default=[10_000, 100_000])
    options.add_argument("--window", type=float, default=60.0, help="seconds over which the rate is taken")
    options.add_argument("--lifted", type=float, default=20.0, help="the same for the rate with the limit lifted")
    options.add_argument("--patience", type=float, default=90.0, help="seconds after which no more is waited for")
    chosen = options.parse_args()
    hush()
    kept = live()
    print(HEAD)
    found = {}
    for asked in chosen.asked:
        for window, patience, is_limited in ((chosen.window, chosen.patience, True), (chosen.lifted, 0.0, False)):
            run = Run(asked=asked, window=window, patience=patience, is_limited=is_limited)
            found[run] = in_fresh_process(measure, run, kept)
            _report(run, found[run])
    for run, morning in found.items():
        if run.is_limited:
            _report_taps(run, morning)


def hush() -> None:
    """Let only errors be logged: at this pace a log would measure itself."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    logging.getLogger().setLevel(logging.ERROR)


def in_fresh_process(work: Callable[[Run, Kept], Found], run: Run, kept: Kept) -> Found:
    """Do `work` in a process in which nothing else was done."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, run, kept).result()


def measure(run: Run, kept: Kept) -> Found:
    """Live through one morning, in this process."""
    hush()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bot.db"
        fill(file, kept, asked=run.asked)
        clock = PassingClock(DUE - timedelta(seconds=IDLE + 2 * WARM_UP), time.monotonic())
        flood = Flood.ENFORCED if run.is_limited else Flood.OFF
        with telegram(kept, clock, asked=run.asked, flood=flood) as server:
            return asyncio.run(_live(run, file, clock, server))


async def _live(run: Run, file: Path, clock: PassingClock, server: Telegram) -> Found:
    settings = read_settings(
        _env_file=None, bot_token=TOKEN, database_url=url_of(file), telegram_api_url=server.url, phone_key=PHONE_KEY
    )
    bell, heart = Bell(), Heart()
    app = build(settings, clock=clock, alarm=bell, limits=Limits(is_enforced=run.is_limited))
    settle_memory()
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(app.run()), group.create_task(heart.beat())]
        await bell.was_rung.wait()
        await server.tap(WARM_UP)
        heart.take_longest()
        idle, stall_idle = await server.tap(IDLE), heart.take_longest()
        await asyncio.sleep((DUE - clock.now()).total_seconds())
        await server.count()
        ringing = group.create_task(bell.strike())
        used = time.process_time()
        slices = await _watch(server, ringing, run)
        last = slices[-1]
        queued_in = ringing.result() if ringing.done() else last.began + last.seconds - slices[0].began
        for task in (ringing, *running):
            task.cancel()
    taps = [tapped for part in slices for tapped in part.taps]
    queued_at = slices[0].began + queued_in
    steady = slices[1:]
    return Found(
        queued=_asked_for(file),
        queued_in=queued_in,
        processor=(time.process_time() - used) / sum(part.seconds for part in slices),
        stall_idle=stall_idle,
        stall=heart.take_longest(),
        rate=sum(part.taken for part in steady) / sum(part.seconds for part in steady),
        too_many=slices[-1].too_many,
        idle=idle,
        queueing=[tapped for tapped in taps if tapped.at < queued_at],
        sending=[tapped for tapped in taps if tapped.at >= queued_at],
    )


async def _watch(server: Telegram, ringing: asyncio.Task[float], run: Run) -> list[Slice]:
    """Let people tap and count what is sent, slice by slice: for the window, or longer if not all is queued by then."""
    slices, began = list[Slice](), time.monotonic()

    def is_over() -> bool:
        passed = time.monotonic() - began
        return len(slices) > 1 and passed >= (run.window if ringing.done() else max(run.window, run.patience))

    while not is_over():
        slice_began = time.monotonic()
        taps = await server.tap(SLICE)
        counted = await server.count()
        slices.append(Slice(slice_began, time.monotonic() - slice_began, counted.taken, counted.too_many, taps))
    return slices


def _asked_for(file: Path) -> int:
    """Return for how many of the crowd the question is in the outbox, or was."""
    with closing(sqlite3.connect(file)) as database:
        (asked,) = database.execute("SELECT count(*) FROM outbox WHERE kind = 'morning_ask'").fetchone()
    return int(asked)


def _report(run: Run, found: Found) -> None:
    limit = f"{LIMIT:.0f}/s" if run.is_limited else "none"
    queued = f"{found.queued:7,} in {found.queued_in:5.1f} s"
    stalls = f"{stalls_of(found.stall_idle)} {stalls_of(found.stall)}"
    said = f"{found.rate:6.1f}/s {found.too_many:4} {found.processor:5.0%}"
    print(f"{run.asked:8,} {limit:>6} {queued} {stalls} {said}", flush=True)


def _report_taps(run: Run, found: Found) -> None:
    print(f"{f'{run.asked:,} members, a tap':30} {'taps':>5} {'answered':>17} {'changed':>17}")
    for name, taps in (("idle", found.idle), ("queueing", found.queueing), ("sending", found.sending)):
        if taps:
            answered = _two([tapped.answered for tapped in taps])
            changed = _two([tapped.changed for tapped in taps])
            print(f"  {name:28} {len(taps):5} {answered} {changed}", flush=True)


def stalls_of(stall: Stall) -> str:
    """Return the two measures of a stall, in ms."""
    return f"{1000 * stall.seconds:6.0f} {1000 * stall.work:5.0f} ms"


def _two(seconds: Sequence[float]) -> str:
    """Return the median and the 99th of a hundred, in ms."""
    worst = statistics.quantiles(seconds, n=100)[98] if len(seconds) > 1 else seconds[0]
    return f"{1000 * statistics.median(seconds):6.1f} {1000 * worst:7.1f} ms"


if __name__ == "__main__":
    main()
