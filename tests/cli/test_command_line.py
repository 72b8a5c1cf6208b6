"""`python -m bot`, as a process of its own: one plain line for whatever is wrong, and a clean end."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.db.checking import DatabaseUnusable, bring_up_to_date, check_writable
from bot.db.migrating import newest_revision
from playground.stage import TOKEN, USERNAME
from playground.telegram import ApiError, Bot, TelegramServer

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
NOBODY = 65534

Environment = dict[str, str]


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
def environment(server: TelegramServer, tmp_path: Path) -> Environment:
    measured = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE")}  # noqa: TID251  as is
    return measured | {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": TOKEN,
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'data' / 'bot.db'}",
        "TELEGRAM_API_URL": server.url,
    }


async def begin(environment: Environment, *arguments: str) -> Process:
    """Start the command line in an empty folder, so that no `.env` is found."""
    folder = Path(environment["DATABASE_URL"].removeprefix("sqlite+aiosqlite:///")).parents[1]
    folder = folder if folder.is_dir() else ROOT / "tests"
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env=environment, stdout=PIPE, stderr=PIPE
    )


async def ended(process: Process) -> tuple[int | None, str, str]:
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def refusal(environment: Environment, *arguments: str) -> str:
    """Return the one plain line with which a command refuses to work."""
    status, _, err = await ended(await begin(environment, *arguments))
    assert status == 2
    assert err.startswith("stay-on-the-line: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err, err
    return err


def database(environment: Environment) -> Path:
    return Path(environment["DATABASE_URL"].removeprefix("sqlite+aiosqlite:///"))


@pytest.mark.usefixtures("telegram_bot")
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("BOT_TOKEN", None, "BOT_TOKEN is not set"),
        ("BOT_TOKEN", "", "is not a bot token"),
        ("BOT_TOKEN", "123:short", "is not a bot token"),
        ("BOT_TOKEN", "123456789:put-the-token-of-BotFather-here", "BOT_TOKEN"),
        ("DEFAULT_TIMEZONE", "Mars/Olympus", "'Mars/Olympus' is not a time zone"),
        ("DATABASE_URL", "postgresql://localhost/bot", "DATABASE_URL must be sqlite+aiosqlite:///"),
        ("DATABASE_URL", "sqlite+aiosqlite:///:memory:", "DATABASE_URL must be sqlite+aiosqlite:///"),
        ("TELEGRAM_API_URL", "api", "TELEGRAM_API_URL must be an address"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL"),
        ("SENDER_SLOTS", "0", "SENDER_SLOTS"),
    ],
)
async def test_a_setting_that_cant_be_used_is_named(
    environment: Environment, name: str, value: str | None, words: str
) -> None:
    if value is None:
        del environment[name]
    else:
        environment[name] = value
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "--migrate", cwd=ROOT / "tests", env=environment, stderr=PIPE
    )
    status, _, err = await ended_err(process)
    assert status == 2
    assert words in err
    assert err.count("\n") == 1
    assert not (ROOT / "tests" / "data").exists()


async def ended_err(process: Process) -> tuple[int | None, str, str]:
    async with asyncio.timeout(PATIENCE):
        _, err = await process.communicate()
    return process.returncode, "", err.decode()


async def test_a_refused_token_is_one_line_and_nothing_is_written(environment: Environment) -> None:
    line = await refusal(environment, "run", "--migrate")  # the server knows no bot at all
    assert "Telegram refuses BOT_TOKEN" in line
    assert not database(environment).exists()


@pytest.mark.usefixtures("telegram_bot")
async def test_an_env_file_that_is_no_text_is_named(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    assert ".env can't be read" in await refusal(environment, "check")


@pytest.mark.usefixtures("telegram_bot")
async def test_a_database_that_cant_be_created_is_named(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "diary").write_text("no folder")
    environment["DATABASE_URL"] = f"sqlite+aiosqlite:///{tmp_path / 'diary' / 'bot.db'}"
    assert "can't be" in await refusal(environment, "run", "--migrate")


def test_a_read_only_database_is_named(environment: Environment, tmp_path: Path) -> None:
    url = environment["DATABASE_URL"]
    bring_up_to_date(url)
    database(environment).chmod(0o444)
    database(environment).parent.chmod(0o555)
    with as_somebody_else(tmp_path), pytest.raises(DatabaseUnusable, match="can't be written"):
        check_writable(url)


def test_a_folder_that_cant_be_written_is_named(environment: Environment, tmp_path: Path) -> None:
    with as_somebody_else(tmp_path), pytest.raises(DatabaseUnusable, match="can't be written"):
        check_writable(environment["DATABASE_URL"])


@pytest.mark.usefixtures("telegram_bot")
async def test_a_file_that_is_no_database_is_named_and_kept(environment: Environment) -> None:
    file = database(environment)
    file.parent.mkdir()
    file.write_bytes(b"This is a diary, not a database. " * 100)
    before = file.read_bytes()
    assert "can't be used" in await refusal(environment, "run", "--migrate")
    assert file.read_bytes() == before


@pytest.mark.usefixtures("telegram_bot")
async def test_a_schema_that_is_newer_than_the_program_is_named(environment: Environment) -> None:
    await ended(await begin(environment, "migrate"))
    with sqlite3.connect(database(environment)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "newer than this program" in await refusal(environment, "run", "--migrate")


@pytest.mark.usefixtures("telegram_bot")
async def test_a_database_without_tables_says_what_to_run(environment: Environment) -> None:
    assert "python -m bot migrate" in await refusal(environment, "run")
    assert not database(environment).exists()


@pytest.mark.usefixtures("telegram_bot")
async def test_check_tells_that_all_is_right(environment: Environment) -> None:
    status, out, _ = await ended(await begin(environment, "migrate"))
    assert status == 0
    assert newest_revision() in out
    status, out, _ = await ended(await begin(environment, "check"))
    assert status == 0
    assert f"@{USERNAME}" in out


@pytest.mark.usefixtures("telegram_bot")
async def test_check_tells_that_telegram_cant_be_reached(environment: Environment) -> None:
    await ended(await begin(environment, "migrate"))
    environment["TELEGRAM_API_URL"] = "http://127.0.0.1:9"
    assert "can't be reached" in await refusal(environment, "check")


async def test_it_runs_is_healthy_and_ends_within_five_seconds_of_sigterm(
    environment: Environment, server: TelegramServer, telegram_bot: Bot
) -> None:
    process = await begin(environment, "run", "--migrate")
    ana = server.add_person("Ana")
    ana.open(telegram_bot)
    await ana.wait_for(telegram_bot, "I'm Stay on the Line", timeout=PATIENCE)
    healthy, out, _ = await ended(await begin(environment, "health"))

    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(5):
        _, err = await process.communicate()

    assert (healthy, out) == (0, "healthy\n")
    assert process.returncode == 0
    assert TOKEN not in err.decode()
    with sqlite3.connect(database(environment)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM outbox WHERE status = 'claimed'").fetchone() == (0,)
    connection.close()


@pytest.mark.usefixtures("telegram_bot")
async def test_a_bot_that_never_ran_is_not_healthy(environment: Environment) -> None:
    await ended(await begin(environment, "migrate"))
    status, _, err = await ended(await begin(environment, "health"))
    assert status == 1
    assert "never" in err


async def test_a_token_that_is_refused_while_running_ends_it_with_one_line(
    environment: Environment, server: TelegramServer, telegram_bot: Bot
) -> None:
    process = await begin(environment, "run", "--migrate")
    ana = server.add_person("Ana")
    ana.open(telegram_bot)
    await ana.wait_for(telegram_bot, "I'm Stay on the Line", timeout=PATIENCE)
    server.faults.on_call(ApiError(401, "Unauthorized"))
    ana.send(telegram_bot, "wake up")
    status, _, err = await ended(process)

    assert status == 2
    assert err.strip().splitlines()[-1].startswith("stay-on-the-line: Telegram refuses BOT_TOKEN")
    assert "Traceback" not in err, err


@contextlib.contextmanager
def as_somebody_else(folder: Path) -> Iterator[None]:
    """Look with the eyes of somebody who may not write in `folder`; root may write everywhere."""
    folder.chmod(0o555)
    if os.geteuid() != 0:
        yield
        folder.chmod(0o755)
        return
    for parent in folder.parents:
        if parent.stat().st_mode & 0o005 != 0o005:
            parent.chmod(parent.stat().st_mode | 0o055)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        folder.chmod(0o755)
