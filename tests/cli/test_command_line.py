"""`python -m bot`, as a process of its own: one plain line for whatever is wrong, and a clean end."""

import asyncio
import json
import shutil
import signal
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.db.checking import DatabaseUnusable, bring_up_to_date, check_writable
from bot.db.migrating import newest_revision
from bot.db.storage import Storage
from bot.vault import FernetVault
from playground.opening import make_database
from playground.stage import TOKEN, USERNAME
from playground.telegram import ApiError, Bot, TelegramServer
from tests.cli.conftest import Command
from tests.cli.shell import PATIENCE, Shell, as_somebody_else, ask, ended, is_whole
from tests.db.rows import add_member


async def test_a_refused_token_is_one_line_and_nothing_is_written(shell: Shell) -> None:
    shell.env["BOT_TOKEN"] = "123456789:put-the-token-from-BotFather-here"
    assert "Telegram refuses BOT_TOKEN" in await shell.refusal("run", "--migrate")
    assert list(shell.folder.iterdir()) == []


async def test_a_database_that_cant_be_created_is_named(shell: Shell) -> None:
    (shell.folder / "diary").write_text("no folder")
    shell.env["DATABASE_URL"] = f"sqlite+aiosqlite:///{shell.folder / 'diary' / 'bot.db'}"
    assert "can't be" in await shell.refusal("run", "--migrate")


def test_a_read_only_database_is_named(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'data' / 'bot.db'}"
    bring_up_to_date(url)
    (tmp_path / "data" / "bot.db").chmod(0o444)
    (tmp_path / "data").chmod(0o555)
    with as_somebody_else(tmp_path), pytest.raises(DatabaseUnusable, match="can't be written"):
        check_writable(url)


def test_a_folder_that_cant_be_written_is_named(tmp_path: Path) -> None:
    with as_somebody_else(tmp_path), pytest.raises(DatabaseUnusable, match="can't be written"):
        check_writable(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'bot.db'}")


async def test_a_file_that_is_no_database_is_named_and_kept(shell: Shell) -> None:
    shell.database.write_bytes(b"This is a diary, not a database. " * 100)
    before = shell.database.read_bytes()
    assert "can't be used" in await shell.refusal("run", "--migrate")
    assert shell.database.read_bytes() == before


async def test_a_schema_that_is_newer_than_the_program_is_named(shell: Shell) -> None:
    bring_up_to_date(shell.url)
    ask(shell.database, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer than this program" in await shell.refusal("run", "--migrate")


async def test_a_disk_without_room_is_named_before_anything_is_written(
    shell: Shell, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage(shell.folder)._replace(free=31_999_999)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    words = f"stay-on-the-line: only 31 MB are free beside the database {shell.database}; make room first\n"
    for arguments in (("migrate",), ("run", "--migrate"), ("check",)):
        refused = await command(*arguments, TELEGRAM_API_URL=shell.env["TELEGRAM_API_URL"])
        assert (refused.status, refused.err) == (2, words)
    assert list(shell.folder.iterdir()) == []


async def test_a_database_without_tables_says_what_to_run(shell: Shell) -> None:
    assert "python -m bot migrate" in await shell.refusal("run")
    assert not shell.database.exists()


@pytest.mark.thorough
async def test_check_tells_that_all_is_right_or_that_telegram_cant_be_reached(shell: Shell) -> None:
    shell.env["DATABASE_URL"] = f"sqlite+aiosqlite:///{shell.folder / 'deep' / 'data' / 'bot.db'}"
    migrated = await shell.run("migrate")
    assert (migrated.status, migrated.out) == (0, f"database: schema {newest_revision()}\n")
    checked = await shell.run("check")
    assert checked.status == 0
    assert f"@{USERNAME}" in checked.out
    assert " MB are free" in checked.out
    assert "phone numbers: not asked for, as PHONE_KEY is not set" in checked.out
    shell.env["TELEGRAM_API_URL"] = "http://127.0.0.1:9"
    assert "can't be reached" in await shell.refusal("check")


@pytest.mark.thorough
async def test_check_tells_how_many_numbers_are_kept_and_whether_the_key_still_opens_them(shell: Shell) -> None:
    make_database(shell.database)
    first, second = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    storage = Storage(shell.url)
    async with storage.open_uow() as uow:
        for account, key in ((1, first), (2, second)):
            await uow.phones.keep((await add_member(uow, account)).id, FernetVault([key]).seal("+491701234567"))
        await uow.commit()
    await storage.close()
    for keys, words in (
        (f"{second},{first}", "2 kept, sealed"),
        (first, "2 kept, 1 can't be read with this PHONE_KEY; these people are called by profile"),
        ("", "2 kept, 2 can't be read with this PHONE_KEY"),
    ):
        shell.env["PHONE_KEY"] = keys
        checked = await shell.run("check")
        assert checked.status == 0, checked
        assert f"phone numbers: {words}" in checked.out


async def test_it_runs_is_healthy_and_ends_within_five_seconds_of_sigterm(
    shell: Shell, server: TelegramServer, telegram_bot: Bot
) -> None:
    shell.env |= {"LOG_LEVEL": "DEBUG", "LOG_FORMAT": "json"}
    process = await shell.begin("run", "--migrate")
    ana = server.add_person("Ana")
    ana.open(telegram_bot)
    await ana.wait_for(telegram_bot, "I'm Stay on the Line", timeout=PATIENCE)
    healthy = await shell.run("health")

    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(5):
        _, err = await process.communicate()

    assert (healthy.status, healthy.out) == (0, "healthy\n")
    assert process.returncode == 0
    assert TOKEN not in err.decode()
    events = [json.loads(line)["event"] for line in err.decode().splitlines()]
    assert "start.ready" in events
    assert events[-1] == "run.stopped"
    assert is_whole(shell.database)
    assert ask(shell.database, "SELECT count(*) FROM outbox WHERE status = 'claimed'") == [(0,)]


async def test_a_token_that_is_refused_while_running_ends_it_with_one_line(
    shell: Shell, server: TelegramServer, telegram_bot: Bot
) -> None:
    process = await shell.begin("run", "--migrate")
    ana = server.add_person("Ana")
    ana.open(telegram_bot)
    await ana.wait_for(telegram_bot, "I'm Stay on the Line", timeout=PATIENCE)
    server.faults.on_call(ApiError(401, "Unauthorized"))
    ana.send(telegram_bot, "wake up")
    refused = await ended(process)

    assert refused.status == 2
    assert refused.err.strip().splitlines()[-1].startswith("stay-on-the-line: Telegram refuses BOT_TOKEN")
    assert "Traceback" not in refused.err, refused.err
