"""A Telegram, and a shell with the settings for it."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bot.__main__
from bot.clock import SystemClock
from bot.config import Settings
from playground.stage import TOKEN, USERNAME
from playground.telegram import Bot, TelegramServer
from tests.cli.shell import Ended, Shell

Command = Callable[..., Awaitable[Ended]]

ROOT = Path(__file__).resolve().parents[2]


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
    await shell.kill_all()


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command within this process, on the database of the stage, with what the test has patched."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bot.__main__, "set_up_logging", lambda *_, **__: None)  # the process's logging is the test's

    async def run(*arguments: str, **settings: str) -> Ended:
        url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
        env = {"BOT_TOKEN": TOKEN, "DATABASE_URL": url, **settings}
        ran = await asyncio.to_thread(CliRunner().invoke, bot.__main__.cli, arguments, env=env)
        if ran.exception is not None and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        return Ended(ran.exit_code, ran.stdout, ran.stderr)

    return run
