"""What is asked all the time: said in SQLAlchemy's Core, compiled once, and run past its own way of running things.

For a row or two that way takes several times as long as SQLite does. Types are those of `tables`, in both directions.
Errors are SQLAlchemy's, so that nobody has to know by which way a statement went.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ReturnsRows
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.expression import ClauseElement
from sqlalchemy.types import TypeEngine

from bot.db.driver import Connection, Ran

Row = Mapping[Any, Any]
"""A row's values by the names of their columns; SQLAlchemy's own rows are such, too."""
_Process = Callable[[Any], Any]

_DIALECT = SQLiteDialect_aiosqlite()


class Query:
    """A statement, compiled for SQLite; what it leaves open (`bindparam`, the columns it `sets`) is given by name."""

    def __init__(self, statement: ClauseElement, *, sets: Sequence[str] = ()) -> None:
        compiled: Any = statement.compile(dialect=_DIALECT, column_keys=sets or None)
        self._sql: str = compiled.string
        self._given: list[tuple[str, Any, _Process | None]] = [
            (name, compiled.params[name], _to_database(compiled.binds[name].type))
            for name in compiled.positiontup or ()
        ]
        columns = list(statement.exported_columns) if isinstance(statement, ReturnsRows) else []
        self._names = [column.name for column in columns]
        readers = [(column.name, _from_database(column.type)) for column in columns]
        self._readers = [(name, read) for name, read in readers if read is not None]

    async def row(self, connection: AsyncConnection, **values: object) -> Row | None:
        """Return the row that it finds or makes; None for none."""
        found = (await self._run(connection, values)).rows
        return self._read(found[0]) if found else None

    async def rows(self, connection: AsyncConnection, **values: object) -> list[Row]:
        """Return all rows that it finds."""
        return [self._read(row) for row in (await self._run(connection, values)).rows]

    async def change(self, connection: AsyncConnection, **values: object) -> int:
        """Return how many rows it changes."""
        return (await self._run(connection, values)).rowcount

    async def _run(self, connection: AsyncConnection, values: Mapping[str, object]) -> Ran:
        given = []
        for name, usual, process in self._given:
            value = values.get(name, usual)
            given.append(value if process is None else process(value))
        return await run(connection, self._sql, given)

    def _read(self, row: Sequence[Any]) -> Row:
        values = dict(zip(self._names, row, strict=True))
        for name, read in self._readers:
            values[name] = read(values[name])
        return values


async def run(connection: AsyncConnection, sql: str, values: Sequence[object] = ()) -> Ran:
    """Run one statement within the transaction that `connection` has begun."""
    raw = _raw(connection)
    try:
        return await raw.run(sql, values)
    except sqlite3.Error as error:
        # what people wrote must not get into the log by way of an error
        raise DBAPIError.instance(sql, None, error, sqlite3.Error, hide_parameters=True) from error


def undo_at_once(connection: AsyncConnection) -> bool:
    """End the transaction with nothing done, without waiting for anybody; tell whether that was possible."""
    return _raw(connection).undo_here()


def _raw(connection: AsyncConnection) -> Connection:
    begun = connection.sync_connection
    raw: object = None if begun is None else begun.connection.dbapi_connection
    if not isinstance(raw, Connection):
        raise TypeError("only a connection of our own driver can be asked directly")
    return raw


def _to_database(kind: TypeEngine[Any]) -> _Process | None:
    return kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)


def _from_database(kind: TypeEngine[Any]) -> _Process | None:
    return kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
