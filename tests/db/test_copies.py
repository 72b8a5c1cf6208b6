"""Copies of the database: one a day for a week, and what may be put back."""

import contextlib
import re
import resource
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import op
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from structlog.testing import capture_logs

from bot.db import migrating
from bot.db.checking import DatabaseUnusable, check_revision, check_sound, check_writable
from bot.db.copies import back_up, back_up_daily, finish_restore, prepare_restore, restore_waits
from bot.db.migrating import upgrade
from bot.db.sqlite import file_of, url_of
from bot.db.storage import Storage
from playground.opening import open_stage
from tests.cli.shell import as_somebody_else, ask, fill, is_whole
from tests.conftest import MORNING
from tests.db.rows import MONDAY, add_day, add_member


async def test_after_ten_days_there_are_seven_copies_the_newest_of_today(tmp_path: Path) -> None:
    folder = tmp_path / "far" / "away"
    async with open_stage(tmp_path, MORNING, backup_folder=folder) as stage:
        ana = stage.person("Ana")
        await ana.join()
        for _ in range(10):
            await ana.type("/today")  # she is not silent, so that something is due on every date
            await stage.wind(days=1)
        today = stage.clock.now().date()
    copies = sorted(folder.iterdir())
    expected = [f"bot-{today - timedelta(days=ago)}.db" for ago in range(6, -1, -1)]
    assert [copy.name for copy in copies] == expected
    for copy in copies:
        assert is_whole(copy)
        check_revision(url_of(copy), may_be_older=False)
        assert ask(copy, "SELECT name FROM member") == [("Ana",)]
    assert not (tmp_path / "backups").exists()


async def test_without_a_folder_of_their_own_copies_lie_beside_the_database(tmp_path: Path) -> None:
    async with open_stage(tmp_path, MORNING) as stage:
        await stage.person("Ana").start()
        await stage.wind(days=1)
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["bot-2026-11-24.db"]


async def test_a_folder_that_cant_be_written_is_logged_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    async with open_stage(tmp_path, MORNING, backup_folder=tmp_path / "file" / "copies") as stage:
        ana = stage.person("Ana")
        await ana.join()
        with capture_logs() as logs:
            await stage.wind(days=2)
        await ana.type("/help")
        assert "In the morning" in ana.last.text
    trouble = [line for line in logs if line["event"] == "backup.failed"]
    assert len(trouble) == 2  # once a date
    assert "no copy of" in trouble[0]["why"]
    assert {line["log_level"] for line in trouble} == {"error"}


async def test_todays_copy_is_made_once(url: str) -> None:
    folder = file_of(url).parent / "backups"
    made = back_up_daily(url, None, MONDAY)
    assert made == folder / f"bot-{MONDAY}.db"
    assert back_up_daily(url, None, MONDAY) is None
    (folder / "bot-notes.db").write_text("kept: it is no daily copy")
    (folder / "bot-2026-11-24.db.part").write_text("of a copy that was cut short")
    for ahead in range(1, 9):
        back_up_daily(url, None, MONDAY + timedelta(days=ahead))
    assert len(list(folder.glob("bot-2026-*.db"))) == 7
    assert (folder / "bot-notes.db").exists()
    assert list(folder.glob("*.part")) == []


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_that_others_own_is_named(url: str, tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    folder.chmod(mode)
    with as_somebody_else(tmp_path), pytest.raises(DatabaseUnusable, match=r"no copy of|kept in order"):
        back_up_daily(url, folder, MONDAY)
    folder.chmod(0o755)


def test_old_copies_that_cant_be_thrown_away_are_named(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    for back in range(8, 0, -1):
        (folder / f"bot-{MONDAY - timedelta(days=back)}.db").mkdir(parents=True)  # a folder can't be unlinked
    with pytest.raises(DatabaseUnusable, match="kept in order"):
        back_up_daily(url, folder, MONDAY)
    assert is_whole(folder / f"bot-{MONDAY}.db")


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    url = url_of(tmp_path / "100%41 #1 ünicode" / "bot.db")
    upgrade(url)
    check_writable(url)
    check_sound(url)
    back_up(url, tmp_path / "50% #2" / "copy.db")
    prepare_restore(url, tmp_path / "50% #2" / "copy.db")
    finish_restore(url)
    assert is_whole(file_of(url))


def test_the_name_of_a_database_is_no_pattern(tmp_path: Path) -> None:
    url = url_of(tmp_path / "bot[1].db")
    upgrade(url)
    for ahead in range(9):
        back_up_daily(url, None, MONDAY + timedelta(days=ahead))
    assert len(list((tmp_path / "backups").iterdir())) == 7


async def test_a_copy_holds_what_was_committed_and_nothing_else(url: str, tmp_path: Path) -> None:
    storage = Storage(url)
    async with storage.open_uow() as uow:
        await add_member(uow, 1)
        await uow.commit()
    async with storage.open_uow() as uow:
        await add_member(uow, 2)
        back_up(url, tmp_path / "copy.db")  # it does not wait for who writes
        await uow.commit()
    await storage.close()
    assert ask(tmp_path / "copy.db", "SELECT account_id FROM member") == [(1,)]
    assert is_whole(tmp_path / "copy.db")


async def test_a_restored_copy_takes_the_place_and_what_was_there_is_kept(url: str, tmp_path: Path) -> None:
    file = file_of(url)
    back_up(url, tmp_path / "copy.db")
    await fill(url)
    prepare_restore(url, tmp_path / "copy.db")
    assert restore_waits(url)
    kept = finish_restore(url)
    assert not restore_waits(url)
    assert finish_restore(url) is None
    assert kept is not None
    assert re.fullmatch(r"bot\.db\.before-restore-[0-9]{8}T[0-9]{6}", kept.name)
    assert ask(kept, "SELECT count(*) FROM member") == [(20,)]
    assert ask(file, "SELECT count(*) FROM member") == [(0,)]
    check_sound(url)


async def test_what_only_the_write_ahead_log_holds_is_kept_as_well(url: str, tmp_path: Path) -> None:
    """As after a kill: nobody has written the log back into the database."""
    file = file_of(url)
    back_up(url, tmp_path / "copy.db")
    storage = Storage(url)
    async with storage.open_uow() as uow:
        await add_member(uow, 1)
        await uow.commit()
    left = {suffix: file.with_name(file.name + suffix).read_bytes() for suffix in ("", "-wal", "-shm")}
    await storage.close()
    for suffix, content in left.items():
        file.with_name(file.name + suffix).write_bytes(content)

    prepare_restore(url, tmp_path / "copy.db")
    kept = finish_restore(url)

    assert kept is not None
    assert ask(kept, "SELECT account_id FROM member") == [(1,)]
    assert ask(file, "SELECT account_id FROM member") == []


@pytest.mark.parametrize("gone", [("bot.db-wal",), ("bot.db-wal", "bot.db")])
async def test_a_restore_that_was_cut_short_is_finished(url: str, tmp_path: Path, gone: tuple[str, ...]) -> None:
    back_up(url, tmp_path / "copy.db")
    await fill(url)
    prepare_restore(url, tmp_path / "copy.db")
    for name in gone:  # the process died here
        (tmp_path / name).touch()
        (tmp_path / name).rename(tmp_path / f"{name}.moved")
    finish_restore(url)
    assert not restore_waits(url)
    assert ask(file_of(url), "SELECT count(*) FROM member") == [(0,)]


def test_a_copy_that_may_only_be_read_can_be_restored(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    back_up(url, folder / "copy.db")
    (folder / "copy.db").chmod(0o444)
    folder.chmod(0o555)
    (tmp_path / "bot").mkdir(mode=0o777)
    (tmp_path / "bot").chmod(0o777)
    target = url_of(tmp_path / "bot" / "bot.db")
    with as_somebody_else(tmp_path):
        prepare_restore(target, folder / "copy.db")
    folder.chmod(0o755)
    assert restore_waits(target)


async def test_a_copy_that_cant_be_brought_to_the_newest_schema_changes_nothing(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = Storage(url)
    async with storage.open_uow() as uow:
        await add_day(uow, await add_member(uow))
        await uow.commit()
    await storage.close()
    back_up(url, tmp_path / "copy.db")
    before = names(tmp_path)

    def forget_members(self: EnvironmentContext, **_: object) -> None:
        with Operations.context(self.get_context()):
            op.execute("DELETE FROM member")

    monkeypatch.setattr(migrating, "newest_revision", lambda: "9999")
    monkeypatch.setattr(EnvironmentContext, "run_migrations", forget_members)
    with pytest.raises(DatabaseUnusable, match=r"copy\.db can't be restored \(1 rows point to nothing"):
        prepare_restore(url, tmp_path / "copy.db")
    assert names(tmp_path) == before


def test_a_copy_for_which_there_is_no_room_changes_nothing(url: str, tmp_path: Path) -> None:
    back_up(url, tmp_path / "copy.db")
    before = names(tmp_path)
    with no_room(), pytest.raises(DatabaseUnusable, match=r"copy\.db can't be restored"):
        prepare_restore(url, tmp_path / "copy.db")
    assert names(tmp_path) == before


def test_a_copy_for_which_there_is_no_room_is_not_there(url: str, tmp_path: Path) -> None:
    with no_room(), pytest.raises(DatabaseUnusable, match="no copy of"):
        back_up(url, tmp_path / "copies" / "copy.db")
    assert list((tmp_path / "copies").iterdir()) == []


@contextlib.contextmanager
def no_room() -> Iterator[None]:
    """No file of this process may grow beyond a few kilobytes: the system itself refuses what is written there."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_somebody_elses_database_is_no_copy(url: str, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "songs.db")) as connection:
        connection.execute("CREATE TABLE song (name TEXT)")
    (tmp_path / "empty.db").touch()
    for name in ("songs.db", "empty.db"):
        with pytest.raises(DatabaseUnusable, match="is no copy of this bot's database; nothing was changed"):
            prepare_restore(url, tmp_path / name)
    assert not restore_waits(url)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
