"""One transaction over all tables, and the word to those who wait for what it committed."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.days import SqlDays
from bot.db.groups import SqlGroups
from bot.db.letters import SqlInbox, SqlNotes, SqlOutbox
from bot.db.people import SqlBlocks, SqlInvites, SqlMembers, SqlPairs, SqlQuestions
from bot.db.phones import SqlPhones
from bot.services.letters import Letter
from bot.services.ports import StorageTrouble


@dataclass(slots=True)
class Committed:
    """What a transaction left for others to do."""

    claimed: list[Letter] = field(default_factory=list)
    """Replies, to be sent at once by whoever hears of this."""
    has_waiting: bool = False
    """There are letters that wait for their turn."""
    earliest_due: datetime | None = None
    """The earliest next step among the days it changed."""

    def add_letter(self, letter: Letter, *, is_claimed: bool) -> None:
        """Note a new letter."""
        if is_claimed:
            self.claimed.append(letter)
        else:
            self.has_waiting = True

    def note_waiting(self) -> None:
        """Note that letters wait where none did."""
        self.has_waiting = True

    def add_due(self, due_at: datetime | None) -> None:
        """Note a day's next step."""
        if due_at is not None and (self.earliest_due is None or due_at < self.earliest_due):
            self.earliest_due = due_at


OnCommit = Callable[[Committed], None]


class Turn:
    """The right to write, which goes round in the order in which it was asked for."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._people = 0
        """How many wait for it on behalf of somebody who tapped or typed."""

    async def take(self, *, for_person: bool) -> None:
        """Wait until nobody else has it, and have it."""
        self._people += for_person
        try:
            await self._lock.acquire()
        finally:
            self._people -= for_person

    def give_up(self) -> None:
        """Let the next one have it."""
        self._lock.release()

    def is_awaited(self) -> bool:
        """Tell whether somebody who tapped or typed waits for it."""
        return self._people > 0


class SqlUnitOfWork:
    """`services.ports.UnitOfWork` on an async engine."""

    members: SqlMembers
    pairs: SqlPairs
    phones: SqlPhones
    blocks: SqlBlocks
    invites: SqlInvites
    days: SqlDays
    questions: SqlQuestions
    inbox: SqlInbox
    outbox: SqlOutbox
    groups: SqlGroups
    notes: SqlNotes

    def __init__(
        self, engine: AsyncEngine, on_commit: OnCommit, turn: Turn | None = None, *, for_person: bool = False
    ) -> None:
        """With `turn`, transactions take turns in the order in which they came; a pool of one does not see to that."""
        self._engine = engine
        self._on_commit = on_commit
        self._turn = turn
        self._for_person = for_person
        self._committed = Committed()
        self._connection: AsyncConnection | None = None

    async def __aenter__(self) -> Self:
        if self._turn is not None:
            await self._turn.take(for_person=self._for_person)
        try:
            self._connection = connection = await self._engine.connect()
            await connection.begin()
        except BaseException as error:
            await self._close()
            if isinstance(error, DBAPIError):
                raise StorageTrouble(str(error.orig)) from error
            if isinstance(error, PoolTimeout):
                raise StorageTrouble(str(error)) from error
            raise
        self.members = SqlMembers(connection)
        self.pairs = SqlPairs(connection)
        self.phones = SqlPhones(connection)
        self.blocks = SqlBlocks(connection)
        self.invites = SqlInvites(connection)
        self.days = SqlDays(connection, self._committed.add_due)
        self.questions = SqlQuestions(connection)
        self.inbox = SqlInbox(connection)
        self.outbox = SqlOutbox(connection, self._committed.add_letter)
        self.groups = SqlGroups(connection, self._committed.note_waiting)
        self.notes = SqlNotes(connection)
        return self

    def is_awaited(self) -> bool:
        """Tell whether somebody who tapped or typed waits until this transaction is over."""
        return self._turn is not None and self._turn.is_awaited()

    async def commit(self) -> None:
        """Make the transaction last; only then are those told who wait for what it left."""
        if self._connection is None:
            raise RuntimeError("commit outside of the transaction")
        await self._connection.commit()
        self._on_commit(self._committed)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()
        if isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError:
            raise StorageTrouble(str(error.orig)) from error  # a plain DatabaseError: the file is broken

    async def _close(self) -> None:
        connection, self._connection = self._connection, None
        try:
            if connection is not None:
                await _to_the_end(connection.close())
        finally:
            if self._turn is not None:
                self._turn.give_up()


async def _to_the_end(work: Coroutine[object, object, None]) -> None:
    """Await `work` even if the task is cancelled meanwhile: a half-closed connection is lost to its pool."""
    under_way = asyncio.ensure_future(work)
    try:
        await asyncio.shield(under_way)
    except asyncio.CancelledError:
        await under_way
        raise
