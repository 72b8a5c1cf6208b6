"""One bot a database; those who only look, or copy, work beside it."""

import asyncio
import re
import signal
import socket

import pytest

from bot.db.copies import back_up
from playground.opening import make_database
from playground.telegram import Bot, TelegramServer
from tests.cli.shell import PATIENCE, Shell, ask, is_so, is_whole
from tests.conftest import join


@pytest.mark.thorough
async def test_a_second_bot_is_refused_while_the_first_lives_and_starts_once_it_was_killed(
    shell: Shell, server: TelegramServer, telegram_bot: Bot
) -> None:
    ana = server.add_person("Ana")
    first = await shell.begin("run", "--migrate")
    await join(ana, telegram_bot, timeout=PATIENCE)

    second, migrated = await asyncio.gather(shell.refusal("run"), shell.refusal("migrate"))
    holder = f"process {first.pid} on {re.escape(socket.gethostname())}, since [0-9-]{{10}} [0-9:]{{5}} UTC"
    words = f"the database {shell.database} is in use by {holder}; stop that one first"
    assert re.fullmatch(words, second), second
    assert re.fullmatch(words, migrated), migrated
    looked = await asyncio.gather(*(shell.run(command) for command in ("check", "health")))
    assert [one.status for one in looked] == [0, 0], looked
    assert (await shell.run("backup", "copy.db")).status == 0
    assert is_whole(shell.folder / "copy.db")

    before = ana.last(telegram_bot)
    ana.send(telegram_bot, "/help")
    await ana.wait_for(telegram_bot, "In the morning", after=before)
    await server.wait_until_confirmed(telegram_bot)
    await is_so(lambda: ask(shell.database, "SELECT id FROM outbox WHERE status = 'claimed'") == [])
    await shell.stop(first, signal.SIGKILL)
    ana.send(telegram_bot, "Send the application")
    third = await shell.begin("run")
    await ana.wait_for(telegram_bot, "Send the application", timeout=PATIENCE)
    assert (await shell.stop(third)).status == 0
    assert sum("In the morning" in message.text for message in ana.chat(telegram_bot)) == 1


@pytest.mark.thorough
async def test_two_that_start_at_once_leave_one(shell: Shell, server: TelegramServer, telegram_bot: Bot) -> None:
    ana = server.add_person("Ana")
    ana.open(telegram_bot)
    both = [await shell.begin("run", "--migrate") for _ in range(2)]
    await ana.wait_for(telegram_bot, "I'm Stay on the Line", timeout=PATIENCE)
    loser, _ = await asyncio.wait([asyncio.ensure_future(one.wait()) for one in both], return_when="FIRST_COMPLETED")
    assert [task.result() for task in loser] == [2]
    (winner,) = [one for one in both if one.returncode is None]
    assert (await shell.stop(winner)).status == 0


async def test_a_lock_that_cant_be_written_is_said_in_one_line(shell: Shell) -> None:
    make_database(shell.database)
    lock = shell.folder / "bot.db.lock"
    lock.touch(0o444)
    back_up(shell.url, shell.folder / "copy.db")
    words = f"the lock {lock} can't be written (Permission denied); check who owns it"
    for arguments in (("migrate",), ("restore", "copy.db")):
        assert await shell.refusal(*arguments, has_rights=False) == words
