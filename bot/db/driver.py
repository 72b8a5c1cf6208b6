"""How statements get to SQLite: the short ones at once, all others by way of aiosqlite's thread.

Each way to that thread and back wakes two threads, which takes longer than most of our statements do; SQLAlchemy's own
cursor goes there four times for each. So what looks at a row or a few is run where it is, on the event loop's thread.
What may wait for a lock or for the disk (BEGIN IMMEDIATE, COMMIT), and what may touch many rows, goes to the thread,
once for each statement. A query that turns out to be long is broken off, and begun anew there.
"""

from __future__ import annotations

import re
import sqlite3
from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util.concurrency import await_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = tuple[Any, ...]

_LONG = 20_000
"""So many steps of SQLite's machine take about a millisecond; nobody is to wait for more."""
_ONE_ROW = re.compile(
    r"(BEGIN|SAVEPOINT turn|RELEASE turn|ROLLBACK TO turn)$"
    r"|INSERT INTO \w+ \([^)]*\) VALUES"
    r"|UPDATE (\w+) SET .* WHERE \2\.(id|name) = \?"
    r"|DELETE FROM question WHERE"
)


class Ran:
    """What SQLAlchemy takes for a cursor of aiosqlite's: it is run, read and closed in one go."""

    description: tuple[Any, ...] | None = None
    rowcount = -1
    lastrowid: int | None = None
    arraysize = 1
    rows: Sequence[Row] = ()

    def run(self, connection: sqlite3.Connection, execute: Callable[[sqlite3.Cursor], object]) -> None:
        """Run it, on whichever thread this is."""
        cursor = connection.cursor()
        try:
            execute(cursor)
            self.rows = cursor.fetchall() if cursor.description else ()
            self.description, self.rowcount = cursor.description, cursor.rowcount
            self.lastrowid = cursor.lastrowid
        finally:
            cursor.close()

    def close(self) -> None:
        """There is nothing left to close."""


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()

    _awaitable_cursor_close = False
    _adapt_connection: Connection
    _cursor: Any

    def _make_new_cursor(self, connection: Any) -> Any:  # noqa: ANN401  SQLAlchemy's types for it are private
        return Ran()

    def _aenter_cursor(self, cursor: Any) -> Any:  # noqa: ANN401
        return cursor

    def execute(self, operation: str, parameters: Any = ()) -> None:  # noqa: ANN401  the driver's own, untyped
        self._run(operation, lambda cursor: cursor.execute(operation, parameters or ()))

    def executemany(self, operation: str, seq_of_parameters: Any) -> None:  # noqa: ANN401
        self._run(operation, lambda cursor: cursor.executemany(operation, seq_of_parameters), are_many=True)

    def _run(self, sql: str, execute: Callable[[sqlite3.Cursor], object], *, are_many: bool = False) -> None:
        ran: Ran = self._cursor
        connection = self._adapt_connection
        try:
            await_(_nothing())  # SQLAlchemy insists that something is awaited
            if are_many or not connection.run_here(sql, ran, execute):
                await_(connection.run_in_thread(lambda raw: ran.run(raw, execute)))
        except Exception as error:
            connection._handle_exception(error)  # noqa: SLF001
        self._rows = deque(ran.rows)


class Connection(AsyncAdapt_aiosqlite_connection):
    """What SQLAlchemy takes for a connection of aiosqlite's; it can be asked directly, too."""

    __slots__ = ("_under_way",)

    _cursor_cls = _Cursor

    def __init__(self, dbapi: Any, connection: Any) -> None:  # noqa: ANN401
        super().__init__(dbapi, connection)
        self._under_way: set[object] = set()
        """What the thread has not done yet; more than nothing only after whoever waited for it was cancelled."""

    async def run(self, sql: str, parameters: Sequence[object]) -> Ran:
        """Run a statement by the shortest way, past SQLAlchemy. Raises what `sqlite3` raises."""
        ran = Ran()

        def execute(cursor: sqlite3.Cursor) -> None:
            cursor.execute(sql, parameters)

        try:
            if not self.run_here(sql, ran, execute):
                await self.run_in_thread(lambda raw: ran.run(raw, execute))
        except ValueError as error:
            self._handle_exception(error)
        return ran

    def run_here(self, sql: str, ran: Ran, execute: Callable[[sqlite3.Cursor], object]) -> bool:
        """Run a short statement at once; tell whether that was done."""
        is_query = sql.startswith("SELECT")
        if self._under_way or not (is_query or _is_for_one_row(sql)):
            return False
        raw: sqlite3.Connection = self._connection._conn  # noqa: SLF001  as SQLAlchemy does; there is no other way
        if not is_query:
            ran.run(raw, execute)
            return True
        raw.set_progress_handler(_break_off, _LONG)
        try:
            ran.run(raw, execute)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            return False
        finally:
            raw.set_progress_handler(None, 0)
        return True

    async def run_in_thread(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Let the thread do some work, and wait for it."""
        mark = object()

        def run() -> None:
            try:
                work(self._connection._conn)  # noqa: SLF001
            finally:
                self._under_way.discard(mark)

        self._under_way.add(mark)
        try:
            await self._connection._execute(run)  # noqa: SLF001
        except ValueError:  # it is closed, and nothing of this was begun
            self._under_way.discard(mark)
            raise

    def rollback(self) -> None:
        """Undo what was not committed: at once, as that waits for nobody."""
        if not self.undo_here() and self._under_way:
            super().rollback()

    def undo_here(self) -> bool:
        """Undo what was not committed, unless the thread is at work or it is closed; tell whether that was done."""
        if self._under_way or self._connection._connection is None:  # noqa: SLF001
            return False
        self._connection._conn.rollback()  # noqa: SLF001
        return True

    def commit(self) -> None:
        """Make it last; whoever is cancelled meanwhile must not get ahead of it."""
        try:
            await_(self.run_in_thread(sqlite3.Connection.commit))
        except Exception as error:
            self.rollback()  # what could not be kept must not be in the way of the next
            self._handle_exception(error)


def _break_off() -> bool:
    return True


async def _nothing() -> None: ...


@lru_cache(maxsize=1000)
def _is_for_one_row(sql: str) -> bool:
    """Tell whether a change is of a row that its key names, or of none: neither many rows nor another's lock."""
    return _ONE_ROW.match(sql) is not None


class Driver(AsyncAdapt_aiosqlite_dbapi):
    """For `create_async_engine(module=...)`."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *args: Any, **options: Any) -> AsyncAdapt_aiosqlite_connection:  # noqa: ANN401
        """Return a connection, opened as SQLAlchemy opens it, but for both threads; they use it in turns."""
        opened = super().connect(*args, **options | {"check_same_thread": False})
        return Connection(self, opened._connection)  # noqa: SLF001
