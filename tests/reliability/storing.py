"""Faults of the database and its disk, while the bot runs."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from structlog.testing import capture_logs

from bot.db import sqlite as bot_sqlite
from bot.services.letters import Status
from playground.telegram import Hang
from tests.chat.asking import count, letters, says, soon
from tests.reliability.rows import Never, Scene, put, row, until

HELP = "In the morning, type your one thing"
GROUP = "The database"


async def _restarted_impatient(scene: Scene) -> None:
    """Let the bot wait for a locked database for moments only, instead of five seconds."""
    scene.patch.setattr(bot_sqlite, "BUSY_TIMEOUT_MS", 50)
    await scene.stage.stop_bot()
    await scene.stage.start_bot()


async def _begin(connection: sqlite3.Connection) -> None:
    """Take the lock once the bot does not hold it; waiting in SQLite would keep the bot from giving it back."""
    async with asyncio.timeout(5):
        while not connection.in_transaction:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                await asyncio.sleep(0.005)


@asynccontextmanager
async def _locked(scene: Scene) -> AsyncIterator[None]:
    """Hold the write lock from outside, for longer than the bot's patience."""
    file = bot_sqlite.file_of(scene.stage.settings.database_url)
    connection = sqlite3.connect(file, timeout=0)
    await _begin(connection)
    try:
        yield
        await asyncio.sleep(0.4)
    finally:
        connection.rollback()
        connection.close()


@row(
    GROUP,
    fault="it can't be written when somebody says something: locked, full, read-only, broken",
    does="acknowledges nothing, and tries again every second",
    seen="the answer, once, when it can be written again",
    without=put("bot.chat.intake.StorageTrouble", Never),
)
async def locked_for_the_ear(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    await _restarted_impatient(scene)
    async with _locked(scene):
        ana.person.send(stage.telegram_bot, "/help")
    await stage.settle()
    assert count(ana, HELP) == 1
    assert count(ana, "Sorry") == 0


@row(
    GROUP,
    fault="it can't be written after a message was sent",
    does="keeps trying to note it, and sends nothing else in that chat meanwhile",
    seen="the message, once",
    without=put("bot.chat.delivery.StorageTrouble", Never),
)
async def locked_for_the_voice(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    await _restarted_impatient(scene)
    hang = Hang(is_done=True)
    stage.server.faults.on_call(hang, when=says(HELP), times=1)
    ana.person.send(stage.telegram_bot, "/help")
    await soon(hang.arrived)
    async with _locked(scene):
        hang.until.set()
    await stage.settle()
    assert count(ana, HELP) == 1
    assert (await letters(stage, ana))[-1].status is Status.SENT


@row(
    GROUP,
    fault="it can't be written when a step of the day is due",
    does="tries again every second; the step goes on from when it was really sent",
    seen="the ask, once, a little later",
    without=put("bot.app.StorageTrouble", Never),
)
async def locked_for_the_clock(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    await _restarted_impatient(scene)
    await ana.type("Run")
    await stage.wind_to("19:59")
    async with asyncio.TaskGroup() as group:
        async with _locked(scene):
            winding = group.create_task(stage.wind_to("20:00"))
        await winding
    assert count(ana, "How did it go?") == 1


@row(
    GROUP,
    fault="the disk is full",
    does="acknowledges, claims and sends nothing; what was committed is whole; health turns red; tries again",
    seen="every answer, once, when there is room again",
    without=put("bot.chat.intake.StorageTrouble", Never),
)
async def disk_full(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    assert stage.app is not None
    engine = stage.app.storage._writer
    async with engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 1")  # not a page more than there are
    with capture_logs() as logs:
        for _ in range(60):
            ana.person.send(stage.telegram_bot, "/help")
        await until(scene, lambda: any(line["event"] == "intake.pause" for line in logs))
    assert not stage.server.is_quiet(stage.telegram_bot)
    assert count(ana, HELP) < 60
    async with engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    await stage.settle()
    assert count(ana, HELP) == 60
    assert count(ana, "Sorry") == 0
