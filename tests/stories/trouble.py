"""Ways in which a database can fail a bot that runs, made by the system or by SQLite itself, and taken back."""

import asyncio
import os
import resource
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from typing import Any

from sqlalchemy import event

from bot.db.sqlite import file_of
from playground.stage import Stage

Trouble = Callable[[Stage], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def full(stage: Stage) -> AsyncIterator[None]:
    """No page can be added to the database: what needs one meets "database or disk is full"."""
    async with _at_each_transaction(stage, "PRAGMA max_page_count = 1", after="PRAGMA max_page_count = 4294967294"):
        yield


@asynccontextmanager
async def read_only(stage: Stage) -> AsyncIterator[None]:
    """The bot meets "attempt to write a readonly database"."""
    async with _at_each_transaction(stage, "PRAGMA query_only = ON", after="PRAGMA query_only = OFF"):
        yield


@asynccontextmanager
async def takes_nothing(stage: Stage) -> AsyncIterator[None]:
    """The system refuses all that is written to files, and the bot meets "disk I/O error"."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@asynccontextmanager
async def locked(stage: Stage) -> AsyncIterator[None]:
    """Another program holds the write lock for longer than the bot waits."""
    with closing(_connect(stage)) as other:
        await _tell(other, "BEGIN IMMEDIATE")  # it waits for the bot to be done with its own
        yield


@asynccontextmanager
async def malformed(stage: Stage) -> AsyncIterator[None]:
    """The first page of every table is nonsense, and the bot meets "database disk image is malformed"."""
    with closing(_connect(stage)) as other, file_of(stage.settings.database_url).open("r+b", buffering=0) as file:
        await _tell(other, "PRAGMA wal_checkpoint(TRUNCATE)")
        ((size,),) = other.execute("PRAGMA page_size")
        pages = [page for (page,) in other.execute("SELECT rootpage FROM sqlite_master WHERE type = 'table'")]
        whole = {page: _swap(file.fileno(), (page - 1) * size, b"\xff" * 8) for page in pages}
        await _tell(other, "PRAGMA user_version = 1")  # a change: all others have to read anew
        try:
            yield
        finally:
            for page, content in whole.items():
                _swap(file.fileno(), (page - 1) * size, content)
            await _tell(other, "PRAGMA user_version = 0")


ALL_KINDS: tuple[Trouble, ...] = (read_only, takes_nothing, locked, malformed)
"""Under these nothing at all can be written; `full` lets through what needs no room."""


@asynccontextmanager
async def _at_each_transaction(stage: Stage, statement: str, *, after: str) -> AsyncIterator[None]:
    if stage.app is None:
        raise LookupError("the bot does not run")
    now = [statement]

    def tell(connection: Any, *_: object) -> None:
        cursor = connection.cursor()
        cursor.execute(now[0])
        cursor.close()

    event.listen(stage.app.storage._writer.pool, "checkout", tell)
    try:
        yield
    finally:
        now[0] = after  # it stays on the connection until it is told otherwise


def _swap(descriptor: int, place: int, content: bytes) -> bytes:
    """Put `content` into a file, and return what was there."""
    before = os.pread(descriptor, len(content), place)
    os.pwrite(descriptor, content, place)
    return before


def _connect(stage: Stage) -> sqlite3.Connection:
    file = file_of(stage.settings.database_url)
    return sqlite3.connect(file, isolation_level=None, check_same_thread=False)


async def _tell(connection: sqlite3.Connection, statement: str) -> None:
    """Do this in a thread: it may have to wait for the bot."""
    await asyncio.to_thread(lambda: connection.execute(statement).fetchall())
