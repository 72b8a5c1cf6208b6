"""One transaction for all who come at about the same time: each has a savepoint of its own, and one COMMIT is for all.

Getting the write lock and getting to the disk take longer than what most do in between. Whoever is through first asks
for the COMMIT, which waits for its turn like everybody: those who waited already are let in before it. So nobody waits
for those who come later, and somebody who comes alone waits for their own alone.
"""

import asyncio
from collections.abc import Coroutine
from typing import Protocol

from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.queries import run, undo_at_once
from bot.services.ports import StorageTrouble


class Way(Protocol):
    """How a transaction begins and ends."""

    async def begin(self, *, for_person: bool) -> AsyncConnection:
        """Return the connection to use until it is kept or undone; `for_person`: for one who tapped or typed."""

    async def keep(self) -> None:
        """End it; return only when what it did lasts."""

    async def undo(self, error: BaseException | None) -> None:
        """End it with nothing done, for this reason if there is one."""

    def is_awaited(self) -> bool:
        """Tell whether somebody who tapped or typed waits for it to end."""


class Readers:
    """Connections that only read; one is kept at hand, as the pool takes longer to give it than most take to read."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._at_hand: AsyncConnection | None = None

    async def begin(self) -> AsyncConnection:
        """Begin a transaction on one that nobody uses."""
        connection, self._at_hand = self._at_hand, None
        connection = connection or await self._engine.connect()
        try:
            await run(connection, "BEGIN")
        except BaseException:
            await _to_the_end(connection.close())
            raise
        return connection

    async def end(self, connection: AsyncConnection, *, is_sound: bool) -> None:
        """End the transaction."""
        if is_sound and self._at_hand is None and undo_at_once(connection):
            self._at_hand = connection
        else:
            await _to_the_end(connection.close())

    async def close(self) -> None:
        """Give back the one at hand."""
        connection, self._at_hand = self._at_hand, None
        if connection is not None:
            await connection.close()


class Alone:
    """A transaction on a connection of its own, for one who only reads."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers
        self._connection: AsyncConnection | None = None

    async def begin(self, *, for_person: bool) -> AsyncConnection:
        """Begin without waiting for anybody who writes."""
        self._connection = await self._readers.begin()
        return self._connection

    async def keep(self) -> None:
        """End it: there is nothing to keep."""
        await self.undo(None)

    async def undo(self, error: BaseException | None) -> None:
        """End it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._readers.end(connection, is_sound=error is None)

    def is_awaited(self) -> bool:
        """Nobody waits for one who only reads."""
        return False


class _Shared:
    """A transaction that is under way."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.has_keeper = False
        """Somebody is through, and its COMMIT is asked for."""

    def fail(self, error: BaseException) -> None:
        """Tell all who wait that nothing of theirs lasts."""
        if not self.committed.done():
            self.committed.set_exception(StorageTrouble(str(error.orig if isinstance(error, DBAPIError) else error)))
            self.committed.exception()  # perhaps nobody waits


class Together:
    """The one way to write: in turns, in the order in which people came, and several to a transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._shared: _Shared | None = None
        self._committing: asyncio.Task[None] | None = None
        self._people = 0
        """How many wait for the turn on behalf of somebody who tapped or typed."""

    async def begin(self, *, for_person: bool) -> AsyncConnection:
        """Wait for the turn, which lasts until what was done is kept or undone."""
        self._people += for_person
        try:
            await self._turn.acquire()
        finally:
            self._people -= for_person
        try:
            if self._shared is None:
                self._shared = _Shared(await _begun(self._engine))
            await run(self._shared.connection, "SAVEPOINT turn")
        except BaseException as error:
            await self._give_up(error)
            raise
        return self._shared.connection

    async def keep(self) -> None:
        """Give the turn to the next, and return when the COMMIT for all is done; `StorageTrouble` if it can't be."""
        shared = self._under_way()
        try:
            await run(shared.connection, "RELEASE turn")
        except BaseException as error:
            await self._give_up(error)
            raise
        self._pass_on(shared)
        await asyncio.shield(shared.committed)

    async def undo(self, error: BaseException | None) -> None:
        """Take back what was done in this turn; where the storage itself is in trouble, all that shared it is lost."""
        shared = self._under_way()
        if not shared.has_keeper or (error is not None and is_trouble(error)):
            await self._give_up(error)
            return
        try:
            await run(shared.connection, "ROLLBACK TO turn")
            await run(shared.connection, "RELEASE turn")
        except BaseException as trouble:
            await self._give_up(trouble)
            raise
        self._pass_on(shared)

    def is_awaited(self) -> bool:
        """Tell whether somebody who tapped or typed waits for the turn."""
        return self._people > 0

    async def close(self) -> None:
        """Wait for what is under way."""
        if self._committing is not None:
            await self._committing

    def _under_way(self) -> _Shared:
        if self._shared is None:
            raise RuntimeError("no transaction is under way")
        return self._shared

    def _pass_on(self, shared: _Shared) -> None:
        if not shared.has_keeper:
            shared.has_keeper = True
            # its turn comes after those who wait already
            self._committing = asyncio.create_task(self._commit(shared))  # noqa: TID251  kept, see `close`
        self._turn.release()

    async def _commit(self, shared: _Shared) -> None:
        async with self._turn:
            if self._shared is not shared:
                return  # it was given up meanwhile
            self._shared = None
            try:
                await shared.connection.commit()
            except BaseException as error:
                shared.fail(error)
                if not isinstance(error, DBAPIError):
                    raise
            else:
                shared.committed.set_result(None)
            finally:
                await _to_the_end(shared.connection.close())

    async def _give_up(self, error: BaseException | None) -> None:
        """End the transaction for all who share it."""
        shared, self._shared = self._shared, None
        try:
            if shared is not None:
                if error is not None:
                    shared.fail(error)
                await _to_the_end(shared.connection.close())
        finally:
            self._turn.release()


def is_trouble(error: BaseException) -> bool:
    """Tell whether the storage itself fails; a plain `DatabaseError`: the file is broken."""
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError


async def _begun(engine: AsyncEngine) -> AsyncConnection:
    connection = await engine.connect()
    try:
        await connection.begin()
    except BaseException:
        await _to_the_end(connection.close())
        raise
    return connection


async def _to_the_end(work: Coroutine[object, object, None]) -> None:
    """Await `work` even if the task is cancelled meanwhile: a half-closed connection is lost to its pool."""
    under_way = asyncio.ensure_future(work)
    try:
        await asyncio.shield(under_way)
    except asyncio.CancelledError:
        await under_way
        raise
