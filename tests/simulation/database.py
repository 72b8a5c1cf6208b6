"""SQLite without threads, in the place of aiosqlite: what is asked is done at once, unless the weather forbids it."""

import asyncio
import sqlite3
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Self, TypeVar

from tests.simulation.loop import PROCESS

T = TypeVar("T")

PAUSES = 0.25
"""How often others have their turn before a statement, as they may where a thread does it."""


@dataclass(slots=True)
class Disk:
    """What databases are opened by, and what they suffer."""

    lot: Random
    trouble: str | None = None
    """What SQLite says now of each attempt to begin or to write; None while all is well."""
    open: dict[int, list[sqlite3.Connection]] = field(default_factory=dict)
    """The connections of each process."""

    def connect(self, database: str, **options: Any) -> "Connection":
        """Open a database; to be awaited, as with aiosqlite."""
        raw = sqlite3.connect(database, **{**options, "check_same_thread": False})
        self.open.setdefault(PROCESS.get(), []).append(raw)
        return Connection(self, raw)

    def close_all(self, process: int) -> None:
        """Close what a killed process had open: what it had not committed is undone."""
        for connection in self.open.pop(process, []):
            connection.close()


class _Queue:
    """Where SQLAlchemy leaves work for aiosqlite's thread."""

    def put_nowait(self, work: tuple[asyncio.Future[Any], Callable[[], Any]]) -> None:
        future, do = work
        future.set_result(do())


class _Thread:
    daemon = True


class Connection:
    """What the project and SQLAlchemy use of an aiosqlite connection."""

    def __init__(self, disk: Disk, raw: sqlite3.Connection) -> None:
        self._disk = disk
        self._conn = raw
        self._connection: sqlite3.Connection | None = raw
        self._thread = _Thread()
        self._tx = _Queue()

    def __await__(self) -> Generator[Any, None, Self]:
        """Return itself: it is open already."""
        yield from ()
        return self

    @property
    def isolation_level(self) -> str | None:
        """How the driver would begin transactions by itself."""
        return self._conn.isolation_level

    async def _execute(self, work: Callable[..., T], *args: Any, **options: Any) -> T:
        if self._disk.lot.random() < PAUSES:
            await asyncio.sleep(0)
        if self._disk.trouble is not None:
            raise sqlite3.OperationalError(self._disk.trouble)
        return work(*args, **options)

    async def commit(self) -> None:
        """Make the transaction last."""
        await self._execute(self._conn.commit)

    async def rollback(self) -> None:
        """Undo the transaction; nothing keeps SQLite from that."""
        self._conn.rollback()

    async def create_function(self, *args: Any, **options: Any) -> None:
        """Teach SQLite a function."""
        self._conn.create_function(*args, **options)

    async def close(self) -> None:
        """Close it."""
        self.stop()

    def stop(self) -> None:
        """Close it at once."""
        self._conn.close()
        self._connection = None
