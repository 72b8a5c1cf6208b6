"""The commands at work, as processes of their own: once more, after a silence, with Telegram or the disk in the way."""

import asyncio
import signal

import pytest

from bot.db.migrating import current_revision, newest_revision
from playground.opening import make_database
from playground.telegram import ApiError, Bot, TelegramServer
from tests.cli.shell import PATIENCE, Shell


async def test_migrate_makes_the_database_and_can_be_repeated(shell: Shell) -> None:
    for _ in range(2):
        made = await shell.run("migrate")
        assert (made.status, made.out) == (0, f"database: schema {newest_revision()}\n"), made
    assert current_revision(shell.url) == newest_revision()
    assert {path.name for path in shell.folder.iterdir()} == {"bot.db", "bot.db.lock"}


@pytest.mark.parametrize("arguments", [("run", "--migrate"), ("migrate",)])
async def test_a_database_that_may_only_be_read_is_said_in_one_line(shell: Shell, arguments: tuple[str, ...]) -> None:
    make_database(shell.database)
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


@pytest.mark.thorough
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
