"""The commands at work, as processes of their own: once more, after a silence, with Telegram or the disk in the way."""

import asyncio
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.intake import LAST_HEARD
from bot.clock import SystemClock
from bot.db.migrating import current_revision, newest_revision, upgrade
from playground.stage import TOKEN, USERNAME
from playground.telegram import ApiError, Bot, TelegramServer

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20
WITHOUT_RIGHTS = """
import ctypes, os, sys
drop_from_bounding_set, override_permissions = 24, 1
if os.geteuid() == 0 and ctypes.CDLL(None).prctl(drop_from_bounding_set, override_permissions):
    sys.exit("root can't give up its rights here")
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Root may write everywhere; this takes that right away, so that permissions mean what they say."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind."""

    status: int | None
    out: str
    err: str


@dataclass(slots=True)
class Shell:
    """Runs `python -m bot …` in an empty folder, with settings of its own."""

    folder: Path
    env: dict[str, str]
    started: list[Process] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.env["DATABASE_URL"]

    async def begin(self, *arguments: str, has_rights: bool = True) -> Process:
        before = () if has_rights else ("-c", WITHOUT_RIGHTS)
        process = await asyncio.create_subprocess_exec(
            sys.executable, *before, "-m", "bot", *arguments, cwd=self.folder, env=self.env, stdout=PIPE, stderr=PIPE
        )
        self.started.append(process)
        return process

    async def run(self, *arguments: str, has_rights: bool = True) -> Ended:
        return await ended(await self.begin(*arguments, has_rights=has_rights))

    async def stop(self, process: Process, told: signal.Signals = signal.SIGTERM) -> Ended:
        process.send_signal(told)
        return await ended(process)


async def ended(process: Process) -> Ended:
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    return Ended(process.returncode, out.decode(), err.decode())


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    server = TelegramServer(now=SystemClock().now)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def telegram_bot(server: TelegramServer) -> Bot:
    return server.add_bot(TOKEN, USERNAME, "Stay on the Line")


@pytest.fixture
async def shell(tmp_path: Path, server: TelegramServer, telegram_bot: Bot) -> AsyncIterator[Shell]:
    measured = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE")}  # noqa: TID251  as is
    env = measured | {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": telegram_bot.token,
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}",
        "TELEGRAM_API_URL": server.url,
    }
    shell = Shell(tmp_path, env)
    yield shell
    for process in shell.started:
        if process.returncode is None:
            process.kill()
            await process.wait()


def put_last_heard(shell: Shell, ago: timedelta) -> None:
    with sqlite3.connect(shell.folder / "bot.db") as connection:
        heard = (SystemClock().now() - ago).isoformat()
        connection.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (LAST_HEARD, heard))
    connection.close()


async def test_migrate_makes_the_database_and_can_be_repeated(shell: Shell) -> None:
    for _ in range(2):
        made = await shell.run("migrate")
        assert (made.status, made.out) == (0, f"database: schema {newest_revision()}\n"), made
    assert current_revision(shell.url) == newest_revision()
    assert [path.name for path in shell.folder.iterdir()] == ["bot.db"]


async def test_health_goes_by_when_telegram_was_last_heard(shell: Shell) -> None:
    upgrade(shell.url)
    put_last_heard(shell, timedelta(minutes=5))
    ill = await shell.run("health")
    assert (ill.status, ill.out) == (1, "")
    assert ill.err.startswith("not healthy: last heard 30")
    put_last_heard(shell, timedelta(seconds=0))
    assert await shell.run("health") == Ended(0, "healthy\n", "")


@pytest.mark.parametrize("arguments", [("run", "--migrate"), ("migrate",)])
async def test_a_database_that_may_only_be_read_is_said_in_one_line(shell: Shell, arguments: tuple[str, ...]) -> None:
    upgrade(shell.url)
    (shell.folder / "bot.db").chmod(0o444)
    before = (shell.folder / "bot.db").read_bytes()
    shell.folder.chmod(0o555)
    try:
        refused = await shell.run(*arguments, has_rights=False)
    finally:
        shell.folder.chmod(0o755)
    assert (refused.status, refused.out) == (2, "")
    (line,) = refused.err.splitlines()
    assert line.startswith(f"stay-on-the-line: the database {shell.folder / 'bot.db'} can't be written")
    assert [path.name for path in shell.folder.iterdir()] == ["bot.db"]
    assert (shell.folder / "bot.db").read_bytes() == before


async def test_a_second_run_goes_on_where_the_first_stopped(
    shell: Shell, server: TelegramServer, telegram_bot: Bot
) -> None:
    ana = server.add_person("Ana")
    for text, answer, told in (("/start", "Hi", signal.SIGINT), ("/help", "In the morning", signal.SIGTERM)):
        ana.send(telegram_bot, text)  # while nobody listens
        process = await shell.begin("run", "--migrate")
        await ana.wait_for(telegram_bot, answer, timeout=PATIENCE)
        await server.wait_until_confirmed(telegram_bot)
        stopped = await shell.stop(process, told)
        assert stopped.status == 0, stopped
        assert telegram_bot.token not in stopped.out + stopped.err
    assert sum("I'm Stay on the Line" in message.text for message in ana.chat(telegram_bot)) == 1


async def test_a_telegram_that_fails_at_first_is_waited_for(
    shell: Shell, server: TelegramServer, telegram_bot: Bot
) -> None:
    server.faults.on_call(ApiError(502, "Bad Gateway"), times=2)
    ana = server.add_person("Ana")
    ana.open(telegram_bot)
    process = await shell.begin("run", "--migrate")
    await ana.wait_for(telegram_bot, "I'm Stay on the Line", timeout=PATIENCE)
    assert (await shell.stop(process)).status == 0


async def test_a_bot_that_waits_for_telegram_can_be_stopped(shell: Shell, server: TelegramServer) -> None:
    server.faults.on_call(ApiError(502, "Bad Gateway"))
    process = await shell.begin("run", "--migrate")
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE):
        await process.stderr.readuntil(b"telegram_unreachable")
    stopped = await shell.stop(process)
    assert stopped.status == 0
    assert "Traceback" not in stopped.err
