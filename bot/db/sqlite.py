"""How SQLite is opened: one writer that takes the write lock as its transaction begins, and readers apart."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import LRUCache

from bot.db.driver import Driver

READERS = 4
_COMPILED: LRUCache[Any, Any] = LRUCache(500)
"""The SQL of statements that were run before, for all engines."""
BUSY_TIMEOUT_MS = 5000


def open_writer(url: str) -> AsyncEngine:
    """Return an engine with one connection whose transactions begin with the write lock (BEGIN IMMEDIATE).

    Without that, two transactions that read and then write lose each other's changes silently.
    """
    engine = _engine(url, size=1)
    _set_up(engine, ["PRAGMA synchronous = FULL"], begin="BEGIN IMMEDIATE")
    return engine


def open_reader(url: str) -> AsyncEngine:
    """Return an engine whose connections can't write and never wait for the writer; who uses one says BEGIN."""
    engine = _engine(url, size=READERS)
    _set_up(engine, ["PRAGMA query_only = ON"])
    return engine


def file_of(url: str) -> Path:
    """Return the database file of a SQLite URL."""
    database = make_url(url).database
    if not database or database == ":memory:":
        raise ValueError("the database must be a file")
    return Path(database)


def url_of(file: Path) -> str:
    """Return the SQLite URL of a database file."""
    return f"sqlite+aiosqlite:///{file}"


def open_directly(file: Path) -> sqlite3.Connection:
    """Open a database that is there, for statements that begin no transaction by themselves. Creates nothing."""
    address = f"{file.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None)


def copy_file(file: Path, target: Path) -> None:
    """Write a consistent copy of a database that may be in use; `target` appears whole, or not at all.

    Raises `OSError` or `sqlite3.Error` when it can't be read or there is no room.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(open_directly(file)) as copied:
            copied.execute("VACUUM INTO ?", (str(part),))
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _engine(url: str, *, size: int) -> AsyncEngine:
    parsed: URL = make_url(url)
    # what people wrote must not get into the log by way of an error
    return create_async_engine(
        parsed,
        module=Driver(),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        execution_options={"compiled_cache": _COMPILED},
    )


def _set_up(engine: AsyncEngine, pragmas: list[str], *, begin: str | None = None) -> None:
    common = [
        f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
        "PRAGMA journal_mode = WAL",
        "PRAGMA foreign_keys = ON",
    ]

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's own, untyped
        connection.isolation_level = None  # the driver must not begin transactions behind our back
        cursor = connection.cursor()
        for pragma in [*common, *pragmas]:
            cursor.execute(pragma)
        cursor.close()

    if begin is None:
        return

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
