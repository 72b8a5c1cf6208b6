"""The way to aiosqlite's thread and back, once for each statement.

SQLAlchemy's own cursor goes there four times: for a cursor, the statement, its rows, and to close the cursor. Each way
wakes two threads, which takes longer than most of our statements do.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from types import TracebackType
    from typing import Self

Row = tuple[Any, ...]


class _Statement:
    """What SQLAlchemy takes for a cursor of aiosqlite's: it is run, read and closed in one go."""

    description: tuple[Any, ...] | None = None
    rowcount = -1
    lastrowid: int | None = None
    arraysize = 1

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._rows: Sequence[Row] = ()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """There is nothing to close."""

    async def execute(self, sql: str, parameters: Any = ()) -> Self:  # noqa: ANN401  the driver's own, untyped
        await self._in_thread(lambda cursor: cursor.execute(sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Any) -> Self:  # noqa: ANN401
        await self._in_thread(lambda cursor: cursor.executemany(sql, parameters))
        return self

    async def fetchall(self) -> Sequence[Row]:
        rows, self._rows = self._rows, ()
        return rows

    async def close(self) -> None:
        self._rows = ()

    async def _in_thread(self, execute: Callable[[sqlite3.Cursor], object]) -> None:
        def run() -> None:
            cursor = self._connection._conn.cursor()  # noqa: SLF001  as SQLAlchemy does; aiosqlite has no other way
            try:
                execute(cursor)
                self._rows = cursor.fetchall() if cursor.description else ()
                self.description, self.rowcount = cursor.description, cursor.rowcount
                self.lastrowid = cursor.lastrowid
            finally:
                cursor.close()

        call: Callable[[Callable[[], None]], Awaitable[None]] = self._connection._execute  # noqa: SLF001
        await call(run)


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()

    def _make_new_cursor(self, connection: Any) -> Any:  # noqa: ANN401  SQLAlchemy's types for it are private
        return _Statement(connection)


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()

    _cursor_cls = _Cursor


class Driver(AsyncAdapt_aiosqlite_dbapi):
    """For `create_async_engine(module=...)`."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *args: Any, **options: Any) -> AsyncAdapt_aiosqlite_connection:  # noqa: ANN401
        """Return a connection, opened as SQLAlchemy opens it."""
        opened = super().connect(*args, **options)
        return _Connection(self, opened._connection)  # noqa: SLF001
