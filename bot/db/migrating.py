"""Bringing a database to the newest schema, on a connection of its own.

Alembic is loaded when there is something to migrate: it takes as long as all the rest of a start.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.pool import NullPool

from bot.db.sqlite import copy_file, file_of

if TYPE_CHECKING:
    from alembic.config import Config


class BrokenReferences(Exception):  # noqa: N818  named for what was found
    """A migration left rows that point to nothing; it was rolled back."""


class NoSuchMigration(Exception):  # noqa: N818  named for what was found
    """There is no way from the schema of the database to the one that was asked for."""


def script_folder() -> Path:
    """Return the folder of the migrations: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).resolve().parent.parent
    beside = package.parent / "migrations"
    return beside if beside.is_dir() else package / "migrations"


def known_revisions() -> tuple[str, ...]:
    """Return all revisions that this code knows, the newest first; each migration's file is named for its own."""
    files = (script_folder() / "versions").glob("[0-9]*_*.py")
    return tuple(sorted((file.name.partition("_")[0] for file in files), reverse=True))


def newest_revision() -> str:
    """Return the revision that the code is written for."""
    return known_revisions()[0]


def current_revision(url: str) -> str | None:
    """Return the revision of the database, None for one that is empty. Creates nothing."""
    if not file_of(url).exists():
        return None
    engine = create_engine(_sync(url), poolclass=NullPool)
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.execute(text("SELECT max(version_num) FROM alembic_version")).scalar_one()
        return revision


def upgrade(url: str, revision: str = "head", *, copies_first: bool = True) -> None:
    """Migrate the database to `revision`; a file with data in it is copied first, next to itself."""
    file = file_of(url)
    before = current_revision(url)
    if before == newest_revision() and revision == "head":
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    if before is not None and copies_first:
        copy_file(file, file.with_name(f"{file.name}.before-{newest_revision()}"))
    from alembic import command

    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take the database back to `revision` (`base`: to no tables at all)."""
    from alembic import command

    _run(url, lambda config: command.downgrade(config, revision))


def migration_engine(url: str) -> Engine:
    """Return an engine whose transactions hold DDL too, with foreign keys off.

    With them on, recreating a parent table (SQLite's way to alter one) would silently delete all its children.
    """
    engine = create_engine(_sync(url), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def on_connect(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]  # the driver's own, untyped here
        connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[attr-defined]  # as above

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _run(url: str, migrate: Callable[["Config"], None]) -> None:
    from alembic.config import Config
    from alembic.util.exc import CommandError

    engine = migration_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(script_folder()))
        config.attributes["connection"] = connection
        try:
            migrate(config)
        except CommandError as error:
            raise NoSuchMigration(str(error)) from error
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise BrokenReferences(f"{len(broken)} rows point to nothing, the first in table {broken[0][0]}")


def _sync(url: str) -> str:
    return make_url(url).set(drivername="sqlite").render_as_string(hide_password=False)
