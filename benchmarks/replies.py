"""How many updates a second the whole bot deals with, beside the smallest bots of two libraries: `make bench`.

Forty people who are in pairs each ask for their day (`/today`) twenty-five times at once. The clock runs until Telegram
has all replies and the bot has noted that. The stand-in Telegram is one process, the bot another.
"""

import argparse
import asyncio
import contextlib
import os
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playground.opening import Kept, live_and_keep, set_stage
from playground.remote import RemoteStage
from playground.stage import TOKEN, Phone, Stage

START = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
PAIRS, EACH, ROUNDS = 20, 25, 5
LOOK_SECONDS = 0.02
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Round:
    """How quick a bot was, once."""

    rate: float
    """Updates a second, by the clock on the wall."""
    work: float
    """What an update took of the bot's process, in milliseconds of a core."""


def main() -> None:
    """Print the medians of several rounds, one kind of bot after the other in each, and how they compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aiogram", metavar="PYTHON", help="a Python that has aiogram and aiosqlite")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    asyncio.run(_measure(given.aiogram, given.rounds))


async def _measure(aiogram_python: str | None, rounds: int) -> None:
    kept = await live_and_keep(START, _pair_up)
    bare = {"python-telegram-bot, bare": (sys.executable, "benchmarks.bare_ptb")}
    if aiogram_python is not None:
        bare["aiogram, bare"] = (aiogram_python, "benchmarks.bare_aiogram")
    done: dict[str, list[Round]] = {}
    for _ in range(rounds):
        done.setdefault("this bot", []).append(await _ours(kept))
        for name, command in bare.items():
            done.setdefault(name, []).append(await _theirs(kept, command))
    print(f"{'':28} {'updates a second':>16} {'least':>7} {'most':>7} {'work each':>12}")
    for name, all_rounds in done.items():
        rates = [one.rate for one in all_rounds]
        work = statistics.median(one.work for one in all_rounds)
        print(f"{name:28} {statistics.median(rates):16.0f} {min(rates):7.0f} {max(rates):7.0f} {work:9.2f} ms")


async def _pair_up(stage: Stage) -> None:
    """Let everybody find a partner, and say what they want to do today."""
    for number in range(PAIRS):
        ana, ben = stage.person(f"Ana {number}"), stage.person(f"Ben {number}")
        await ana.join()
        await ana.type("/invite")
        await ben.open_link(ana.invite_link)
        await ben.tap_first("Yes, let's do this")
        await ben.settle_in()
        await ana.type("Write two pages of the report")
        await ben.type("Run")


async def _ours(kept: Kept) -> Round:
    """Return the speed of this bot."""
    with tempfile.TemporaryDirectory() as folder:
        async with set_stage(RemoteStage, Path(folder), START, kept=kept) as stage:
            await stage.start_bot()
            if stage.process is None:
                raise RuntimeError("the bot has ended")
            return await _timed(stage, stage.process.pid, stage.settle)


async def _theirs(kept: Kept, command: tuple[str, str]) -> Round:
    """Return the speed of one of the smallest bots."""
    with tempfile.TemporaryDirectory() as folder:
        async with set_stage(Stage, Path(folder), START, kept=kept) as stage:
            python, module = command
            async with _running(python, "-m", module, stage.server.url, TOKEN, f"{folder}/bare.db") as process:
                await _until(lambda: any(call.method == "getUpdates" for call in stage.server.calls))

                async def settle() -> None:
                    """All that it notes is noted before it answers."""

                return await _timed(stage, process.pid, settle)


@contextlib.asynccontextmanager
async def _running(*command: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(*command)
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


async def _timed(stage: Stage, pid: int, settle: Callable[[], Awaitable[None]]) -> Round:
    phones = stage.phones()
    before = _answers(phones)
    for _ in range(EACH):
        for phone in phones:
            phone.person.send(stage.telegram_bot, "/today")
    began, worked = time.perf_counter(), _cpu_seconds(pid)
    await _until(lambda: _answers(phones) == before + EACH * len(phones))
    await settle()
    took, worked = time.perf_counter() - began, _cpu_seconds(pid) - worked
    updates = EACH * len(phones)
    return Round(updates / took, 1000 * worked / updates)


def _cpu_seconds(pid: int) -> float:
    """Return how long a process has worked, on any core; Linux only."""
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(map(int, after_name[11:13])) / os.sysconf("SC_CLK_TCK")


def _answers(phones: list[Phone]) -> int:
    return sum(message.is_from_bot for phone in phones for message in phone.messages)


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110  what is looked at is told by nobody
            await asyncio.sleep(LOOK_SECONDS)


if __name__ == "__main__":
    main()
