"""One transaction over all tables, and the word to those who wait for what it committed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.db.days import SqlDays
from bot.db.groups import SqlGroups
from bot.db.letters import SqlInbox, SqlNotes, SqlOutbox
from bot.db.people import SqlBlocks, SqlInvites, SqlMembers, SqlPairs, SqlQuestions
from bot.db.phones import SqlPhones
from bot.db.sharing import Way, is_trouble
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

    def __init__(self, way: Way, on_commit: OnCommit, *, for_person: bool = False) -> None:
        self._way = way
        self._on_commit = on_commit
        self._for_person = for_person
        self._committed = Committed()
        self._is_open = False

    async def __aenter__(self) -> Self:
        try:
            connection = await self._way.begin(for_person=self._for_person)
        except DBAPIError as error:
            raise StorageTrouble(str(error.orig)) from error
        except PoolTimeout as error:
            raise StorageTrouble(str(error)) from error
        self._is_open = True
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
        return self._way.is_awaited()

    async def commit(self) -> None:
        """Make the transaction last; only then are those told who wait for what it left."""
        if not self._is_open:
            raise RuntimeError("commit outside of the transaction")
        self._is_open = False
        await self._way.keep()
        self._on_commit(self._committed)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_open:
            self._is_open = False
            await self._way.undo(error)
        if isinstance(error, DBAPIError) and is_trouble(error):
            raise StorageTrouble(str(error.orig)) from error
