"""`health`: whether the three walks of the bot that runs were seen at work, and what it says when one was not."""

import json
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import bot.__main__
from bot import app
from bot.chat import delivery, intake
from bot.clock import SystemClock
from bot.db import sqlite
from bot.services.pulse import PULSE, Walk
from playground.opening import make_database, open_stage
from playground.stage import Stage
from playground.telegram import ApiError, Hang
from tests.cli.conftest import Command
from tests.cli.shell import Shell, ask, is_so
from tests.conftest import MORNING

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The bot with one clock for life, machine and command line, and a pulse that does not have to be waited for."""
    async with open_stage(tmp_path, MORNING, starts_bot=False, sender_slots=1) as stage:
        for module in (app, intake, delivery):
            monkeypatch.setattr(module, "uptime", lambda: stage.clock.now().timestamp())
        for module, name in ((app, "FIRST_PULSE_SECONDS"), (app, "PULSE_SECONDS"), (delivery, "LOOK_AGAIN")):
            monkeypatch.setattr(module, name, 0.02)
        monkeypatch.setattr(intake, "STALE_AFTER", float("inf"))  # a long poll does not end while this clock is wound
        monkeypatch.setattr(bot.__main__, "SystemClock", lambda: stage.clock)
        await stage.start_bot()
        await stage.wind(minutes=5)
        await stage.person("Ana").start()
        yield stage


async def seen_now(stage: Stage, *walks: Walk) -> None:
    """Wait until these were seen at work at this minute of the clock."""
    file = Path(stage.settings.database_url.removeprefix("sqlite+aiosqlite:///"))

    def are_seen() -> bool:
        rows = ask(file, "SELECT value FROM note WHERE name = ?", PULSE)
        seen = json.loads(rows[0][0]) if rows else {}
        return all(walk in seen and datetime.fromisoformat(seen[walk]) >= stage.clock.now() for walk in walks)

    await is_so(are_seen)


async def test_a_bot_whose_three_walks_work_is_healthy(stage: Stage, command: Command) -> None:
    await seen_now(stage, *Walk)
    healthy = await command("health")
    assert (healthy.status, healthy.out, healthy.err) == (0, "healthy\n", "")


async def test_a_telegram_that_refuses_to_be_polled_is_named_and_so_is_what_waits_for_it(
    stage: Stage, command: Command
) -> None:
    refused = stage.server.faults.on_call(ApiError(502, "Bad Gateway"), method="getUpdates")
    stage.person("Ben").person.open(stage.telegram_bot)  # it ends the poll that goes on, and all later ones fail
    await is_so(lambda: refused.struck > 0)
    stage.clock.jump_to(stage.clock.now() + timedelta(minutes=3))
    await seen_now(stage, Walk.DELIVERY)
    ill = await command("health")
    words = "not healthy: intake last worked 180 seconds ago; tick last worked 180 seconds ago\n"
    assert (ill.status, ill.out, ill.err) == (1, "", words)


async def test_a_clock_that_has_stopped_is_named(stage: Stage, command: Command) -> None:
    stage.clock.jump_to(stage.clock.now() + timedelta(minutes=3))  # and nothing rings
    stage.person("Ben").person.send(stage.telegram_bot, "/help")
    await seen_now(stage, Walk.INTAKE, Walk.DELIVERY)
    ill = await command("health")
    assert (ill.status, ill.err) == (1, "not healthy: tick last worked 180 seconds ago\n")


async def test_a_voice_that_has_stopped_is_named(stage: Stage, command: Command) -> None:
    hang = Hang()
    stage.server.faults.on_call(hang, method="sendMessage")
    ben = stage.person("Ben")
    ben.person.open(stage.telegram_bot)  # the one sender is held for as long as Telegram likes
    await hang.arrived.wait()
    await stage.server.wait_until_confirmed(stage.telegram_bot)
    stage.clock.jump_to(stage.clock.now() + timedelta(minutes=3))
    ben.person.send(stage.telegram_bot, "/help")
    await seen_now(stage, Walk.INTAKE)
    ill = await command("health")
    assert ill.status == 1
    assert "delivery last worked 180 seconds ago" in ill.err
    assert "intake" not in ill.err
    hang.until.set()


async def test_two_minutes_without_a_sign_are_enough_to_worry(tmp_path: Path, command: Command) -> None:
    make_database(tmp_path / "bot.db")
    now = SystemClock().now()
    for age, status in ((timedelta(seconds=60), 0), (timedelta(seconds=121), 1)):
        pulse = {walk: now.isoformat() for walk in Walk} | {Walk.TICK: (now - age).isoformat()}
        ask(tmp_path / "bot.db", "INSERT OR REPLACE INTO note VALUES (?, ?)", PULSE, json.dumps(pulse))
        assert (await command("health")).status == status


async def test_a_bot_that_never_ran_is_not_healthy(shell: Shell) -> None:
    make_database(shell.database)
    ill = await shell.run("health")
    never = "; ".join(f"{walk} was never seen at work" for walk in ("intake", "tick", "delivery"))
    assert (ill.status, ill.out, ill.err) == (1, "", f"not healthy: {never}\n")


async def test_a_disk_that_is_nearly_full_is_named(
    stage: Stage, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    await seen_now(stage, *Walk)
    nearly_full = shutil.disk_usage(ROOT)._replace(free=31_999_999)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: nearly_full)
    ill = await command("health")
    assert (ill.status, ill.err) == (1, "not healthy: only 31 MB are free on the disk\n")


async def test_a_database_that_somebody_holds_is_not_called_broken(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_database(tmp_path / "bot.db")
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 10)
    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        busy = await command("health")
    assert busy.status == 2
    assert "is held by another program (database is locked)" in busy.err
    assert "restore" not in busy.err


def test_the_container_asks_for_its_health() -> None:
    assert 'CMD ["python", "-m", "bot", "health"]' in (ROOT / "Dockerfile").read_text()
