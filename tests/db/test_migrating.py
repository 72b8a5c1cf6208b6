"""From no file to the newest schema and back, without losing a row on the way."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.db import migrating
from bot.db.checking import DatabaseUnusable, check_revision, check_writable
from bot.db.migrating import (
    BrokenReferences,
    current_revision,
    downgrade,
    known_revisions,
    migration_engine,
    newest_revision,
    script_folder,
    upgrade,
)
from bot.db.storage import Storage
from bot.db.tables import metadata
from tests.db.rows import add_day, add_member


def tables(file: Path) -> set[str]:
    with sqlite3.connect(file) as connection:
        found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return found - {"sqlite_sequence"}


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite+aiosqlite:///"))


async def fill(url: str) -> None:
    storage = Storage(url)
    async with storage.open_uow() as uow:
        member = await add_member(uow)
        await add_day(uow, member)
        await uow.commit()
    await storage.close()


def count_days(file: Path) -> int:
    connection = sqlite3.connect(file)
    (count,) = connection.execute("SELECT count(*) FROM day").fetchone()
    connection.close()
    return int(count)


def test_every_migration_goes_up_and_down_and_up_again(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'deep' / 'er' / 'bot.db'}"
    revisions = list(reversed(known_revisions()))
    upgrade(url)
    all_tables = tables(file_of(url))
    assert set(metadata.tables) | {"alembic_version"} == all_tables
    downgrade(url, "base")
    assert tables(file_of(url)) == {"alembic_version"}
    for revision in revisions:
        upgrade(url, revision)
        assert current_revision(url) == revision
        downgrade(url, "-1")
        upgrade(url, revision)
    assert current_revision(url) == newest_revision()
    assert tables(file_of(url)) == all_tables


def test_the_migrations_make_the_tables_that_the_code_knows(url: str) -> None:
    engine = migration_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_migrations_make_the_very_same_sql(url: str, tmp_path: Path) -> None:
    made = sa.create_engine(f"sqlite:///{tmp_path / 'made.db'}", poolclass=sa.pool.NullPool)
    metadata.create_all(made)
    assert _constraints(tmp_path / "made.db") == _constraints(file_of(url))


def _constraints(file: Path) -> dict[str, set[str]]:
    """The lines of each table and index, without regard to their order."""
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {
        name: {" ".join(line.split()).rstrip(",") for line in sql.replace('"', "").splitlines() if line.strip()}
        for name, sql in rows
        if name not in {"alembic_version", "sqlite_sequence"}
    }


def test_there_is_one_line_of_migrations(url: str) -> None:
    assert known_revisions()[0] == newest_revision() == current_revision(url)


def test_the_migrations_are_those_that_alembic_finds() -> None:
    config = Config()
    config.set_main_option("script_location", str(script_folder()))
    found = ScriptDirectory.from_config(config).walk_revisions()
    assert [script.revision for script in found] == list(known_revisions())


def test_no_file_has_no_revision_and_asking_makes_none(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    assert current_revision(url) is None
    assert list(tmp_path.iterdir()) == []


async def test_what_is_in_an_older_database_is_copied_before_it_is_migrated(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(url)
    file = file_of(url)
    copy = file.with_name(f"{file.name}.before-9999")
    copy.write_bytes(b"an old copy that is in the way")
    monkeypatch.setattr(migrating, "newest_revision", lambda: "9999")

    upgrade(url)

    assert count_days(copy) == 1
    assert count_days(file) == 1


async def test_a_database_that_is_up_to_date_is_left_alone(url: str) -> None:
    await fill(url)
    before = file_of(url).read_bytes()
    upgrade(url)
    assert file_of(url).read_bytes() == before
    assert [path.name for path in file_of(url).parent.iterdir() if "before" in path.name] == []


async def test_altering_a_parent_table_leaves_its_children_alone(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await fill(url)
    _upgrade_by(monkeypatch, _recreate_member)

    downgrade(url, newest_revision())

    assert count_days(file_of(url)) == 1
    assert _broken_references(url) == []


def test_a_migration_that_fails_leaves_nothing_half_done(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables(file_of(url))

    def fail() -> None:
        op.create_table("half", sa.Column("id", sa.Integer))
        raise ZeroDivisionError

    _upgrade_by(monkeypatch, fail)
    with pytest.raises(ZeroDivisionError):
        downgrade(url, newest_revision())
    assert tables(file_of(url)) == before


async def test_a_migration_that_leaves_broken_references_is_taken_back(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(url)
    _upgrade_by(monkeypatch, lambda: op.execute("DELETE FROM member"))
    with pytest.raises(BrokenReferences, match="1 rows point to nothing, the first in table day"):
        downgrade(url, newest_revision())
    assert _broken_references(url) == []
    assert count_days(file_of(url)) == 1


def _upgrade_by(monkeypatch: pytest.MonkeyPatch, change: object) -> None:
    """Let whatever alembic is asked to do be `change` instead."""

    def run_migrations(self: EnvironmentContext, **_: object) -> None:
        with Operations.context(self.get_context()):
            assert callable(change)
            change()

    monkeypatch.setattr(EnvironmentContext, "run_migrations", run_migrations)


def _recreate_member() -> None:
    with op.batch_alter_table("member", recreate="always") as batch:
        batch.add_column(sa.Column("extra", sa.Integer))


def _broken_references(url: str) -> list[object]:
    connection = sqlite3.connect(file_of(url))
    found = connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.close()
    return found


def test_the_schema_of_a_newer_program_is_refused(url: str) -> None:
    with sqlite3.connect(file_of(url)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for may_be_older in (True, False):
        with pytest.raises(DatabaseUnusable, match="schema 9999, which is newer"):
            check_revision(url, may_be_older=may_be_older)


def test_an_empty_database_is_refused_unless_it_is_about_to_be_migrated(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    check_revision(url, may_be_older=True)
    with pytest.raises(DatabaseUnusable, match=r"no tables yet.*python -m bot migrate"):
        check_revision(url, may_be_older=False)


def test_the_newest_schema_is_accepted(url: str) -> None:
    check_writable(url)
    check_revision(url, may_be_older=False)


@pytest.mark.parametrize("content", [b"no database at all, only text " * 50, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bot.db"
    file.write_bytes(content)
    url = f"sqlite+aiosqlite:///{file}"
    with pytest.raises(DatabaseUnusable, match="can't be"):
        check_writable(url)
    with pytest.raises(DatabaseUnusable, match="can't be"):
        check_revision(url, may_be_older=True)
    assert file.read_bytes() == content


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="see DATABASE_URL"):
        check_writable(f"sqlite+aiosqlite:///{tmp_path}")


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnusable, match="can't be created"):
        check_writable(f"sqlite+aiosqlite:///{tmp_path / 'file' / 'bot.db'}")


def test_looking_whether_it_can_be_written_makes_nothing(tmp_path: Path) -> None:
    check_writable(f"sqlite+aiosqlite:///{tmp_path / 'deep' / 'bot.db'}")
    assert list(tmp_path.iterdir()) == []
