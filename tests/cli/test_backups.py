"""`backup` and `restore`: while the bot runs and people write, and while nothing runs."""

import asyncio
import re
import sqlite3
from contextlib import closing

import pytest

from bot.db.copies import back_up, prepare_restore
from bot.db.sqlite import file_of
from playground.telegram import Bot, Person, TelegramServer
from tests.cli.conftest import Command
from tests.cli.shell import PATIENCE, Shell, ask, damage, fill, is_so, is_whole
from tests.conftest import join


def accounts(shell: Shell, file: str = "bot.db") -> set[int]:
    """Whom a database knows as members."""
    return {account for (account,) in ask(shell.folder / file, "SELECT account_id FROM member")}


def kept(shell: Shell) -> list[str]:
    """What a restore has laid aside."""
    return [path.name for path in shell.folder.iterdir() if re.fullmatch(r"bot\.db\.before-restore-\w+", path.name)]


async def come(person: Person, telegram_bot: Bot) -> None:
    """Press START, and wait for the answer: what the bot says was kept before."""
    before = person.open(telegram_bot)
    await person.wait_for(telegram_bot, "", after=before, timeout=PATIENCE)


@pytest.mark.thorough
async def test_a_copy_made_while_people_write_is_whole_and_has_all_that_was_answered(
    shell: Shell, server: TelegramServer, telegram_bot: Bot
) -> None:
    await shell.begin("run", "--migrate")
    early = [server.add_person(f"P{number}") for number in range(10)]
    await asyncio.gather(*(come(person, telegram_bot) for person in early))

    copying = asyncio.ensure_future(shell.run("backup", "deep/down/copy.db"))
    while not copying.done():
        await come(server.add_person("Late"), telegram_bot)

    copied = copying.result()
    assert re.fullmatch(r"deep/down/copy\.db: [0-9]+ kB\n", copied.out), copied
    assert is_whole(shell.folder / "deep/down/copy.db")
    assert {person.id for person in early} <= accounts(shell, "deep/down/copy.db")
    told = "SELECT count(*) FROM outbox WHERE chat_id = ?"
    assert all(ask(shell.folder / "deep/down/copy.db", told, person.id) >= [(1,)] for person in early)

    first = (shell.folder / "deep/down/copy.db").read_bytes()
    again = await shell.refusal("backup", "deep/down/copy.db")
    assert again == "deep/down/copy.db is there already; name a new file"
    assert (shell.folder / "deep/down/copy.db").read_bytes() == first


async def test_a_copy_that_cant_be_made_is_one_line(shell: Shell, command: Command) -> None:
    nothing = await command("backup", "copy.db")
    assert (nothing.status, nothing.err.count("\n")) == (2, 1)
    await fill(shell.url)
    (shell.folder / "file").write_text("no folder")
    refused = await command("backup", "file/copy.db")
    assert (refused.status, refused.out) == (2, "")
    (line,) = refused.err.splitlines()
    assert line.startswith(f"stay-on-the-line: no copy of {shell.database} could be made at file/copy.db")
    damage(shell.database)
    broken = await command("backup", "copy.db")
    assert broken.status == 2
    assert "it is broken" in broken.err
    assert not (shell.folder / "copy.db").exists()


async def test_a_running_bot_takes_over_a_copy_and_goes_on_from_what_it_holds(
    shell: Shell, server: TelegramServer, telegram_bot: Bot
) -> None:
    running = await shell.begin("run", "--migrate")
    ana, ben = server.add_person("Ana"), server.add_person("Ben")
    await join(ana, telegram_bot, timeout=PATIENCE)
    ana.send(telegram_bot, "Send the application")
    await ana.wait_for(telegram_bot, "Send the application")
    assert (await shell.run("backup", "copy.db")).status == 0
    await come(ben, telegram_bot)
    await server.wait_until_confirmed(telegram_bot)

    restored = await shell.run("restore", "copy.db")
    assert restored.status == 0, restored
    assert restored.out.splitlines() == [
        "a bot runs on this database; waiting for it to take over the copy",
        "restored from copy.db",
    ]
    assert restored.err == ""
    for person, words in ((ana, "Send the application"), (ben, "You have no check-ins")):
        asked = person.send(telegram_bot, "/today")
        await person.wait_for(telegram_bot, words, after=asked, timeout=PATIENCE)

    (name,) = kept(shell)
    assert is_whole(shell.folder / name)
    assert accounts(shell, name) == {ana.id, ben.id}
    assert running.returncode is None
    await is_so(lambda: ask(shell.database, "SELECT name FROM note WHERE name = 'pulse'") != [])
    assert (await shell.run("health")).out == "healthy\n"
    stopped = await shell.stop(running)
    assert stopped.status == 0
    assert "restore.done" in stopped.err
    assert "Traceback" not in stopped.err
    assert is_whole(shell.database)


@pytest.mark.thorough
async def test_a_broken_database_is_refused_until_a_copy_is_restored(
    shell: Shell, server: TelegramServer, telegram_bot: Bot
) -> None:
    await fill(shell.url)
    back_up(shell.url, shell.folder / "copy.db")
    damage(shell.database)
    broken = shell.database.read_bytes()
    refused = await shell.refusal("run", "--migrate")
    assert refused.startswith(f"the database {shell.database} can't be used (it is broken); restore a copy of it")
    assert shell.database.read_bytes() == broken

    restored = await shell.run("restore", "copy.db")
    assert (restored.status, restored.out, restored.err) == (0, "restored from copy.db\n", "")
    (name,) = kept(shell)
    assert (shell.folder / name).read_bytes() == broken
    ana = server.add_person("Ana")
    running = await shell.begin("run")
    await come(ana, telegram_bot)
    assert accounts(shell) == {ana.id, *range(1, 21)}
    assert (await shell.stop(running)).status == 0


async def test_a_restore_that_was_cut_short_is_finished_at_the_next_start(
    shell: Shell, server: TelegramServer, telegram_bot: Bot
) -> None:
    await fill(shell.url)
    back_up(shell.url, shell.folder / "copy.db")
    ask(shell.database, "DELETE FROM member")
    prepare_restore(shell.url, shell.folder / "copy.db")
    ana = server.add_person("Ana")
    running = await shell.begin("run")
    await come(ana, telegram_bot)
    assert accounts(shell) == {ana.id, *range(1, 21)}
    (name,) = kept(shell)
    assert accounts(shell, name) == set()
    assert (await shell.stop(running)).status == 0


async def test_a_new_machine_begins_from_a_copy(shell: Shell, command: Command) -> None:
    await fill(shell.url)
    back_up(shell.url, shell.folder / "copy.db")
    url = f"sqlite+aiosqlite:///{shell.folder / 'new' / 'bot.db'}"
    restored = await command("restore", "copy.db", DATABASE_URL=url)
    assert (restored.status, restored.out) == (0, "restored from copy.db\n")
    assert ask(file_of(url), "SELECT count(*) FROM member") == [(20,)]
    assert {path.name for path in (shell.folder / "new").iterdir()} == {"bot.db", "bot.db.lock"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone.db", "there is no file gone.db"),
        ("diary.db", "diary.db is no database, or a broken one"),
        ("broken.db", "broken.db is no database, or a broken one"),
        ("songs.db", "songs.db is no copy of this bot's database"),
        ("newer.db", "the database has schema 9999, which is newer than this program"),
        (".", "there is no file ."),
    ],
)
async def test_what_is_no_sound_copy_is_refused_and_nothing_changes(
    shell: Shell, command: Command, name: str, words: str
) -> None:
    await fill(shell.url)
    for copy in ("broken.db", "newer.db"):
        back_up(shell.url, shell.folder / copy)
    damage(shell.folder / "broken.db")
    ask(shell.folder / "newer.db", "UPDATE alembic_version SET version_num = '9999'")
    (shell.folder / "diary.db").write_text("no database at all, only text " * 500)
    with closing(sqlite3.connect(shell.folder / "songs.db")) as songs:
        songs.execute("CREATE TABLE song (name TEXT)")
    before = {path.name: path.read_bytes() for path in shell.folder.iterdir()}

    refused = await command("restore", name)

    (line,) = refused.err.splitlines()
    assert (refused.status, refused.out) == (2, "")
    assert line.startswith(f"stay-on-the-line: {words}")
    assert {path.name: path.read_bytes() for path in shell.folder.iterdir()} == before
