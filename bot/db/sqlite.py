"""How SQLite is opened: one writer that takes the write lock as its transaction begins, and readers apart."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

READERS = 4
BUSY_TIMEOUT_MS = 5000


def open_writer(url: str) -> AsyncEngine:
    """Return an engine with one connection whose transactions begin with the write lock (BEGIN IMMEDIATE).

    Without that, two transactions that read and then write lose each other's changes silently.
    """
    engine = _engine(url, size=1)
    _set_up(engine, ["PRAGMA synchronous = FULL"], begin="BEGIN IMMEDIATE")
    return engine


def open_reader(url: str) -> AsyncEngine:
    """Return an engine whose connections can't write and never wait for the writer."""
    engine = _engine(url, size=READERS)
    _set_up(engine, ["PRAGMA query_only = ON"], begin="BEGIN")
    return engine


def file_of(url: str) -> Path | None:
    """Return the database file of a SQLite URL, None for a database in memory."""
    database = make_url(url).database
    return Path(database) if database and database != ":memory:" else None


def _engine(url: str, *, size: int) -> AsyncEngine:
    parsed: URL = make_url(url)
    return create_async_engine(parsed, poolclass=AsyncAdaptedQueuePool, pool_size=size, max_overflow=0)


def _set_up(engine: AsyncEngine, pragmas: list[str], *, begin: str) -> None:
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

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
