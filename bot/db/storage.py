"""Both ways to the database: one that writes and takes turns, one that only reads and never waits."""

from bot.db.sharing import Alone, Readers, Together
from bot.db.sqlite import open_reader, open_writer
from bot.db.unit_of_work import OnCommit, SqlUnitOfWork


class Storage:
    """The database behind a URL, which must be migrated."""

    def __init__(self, url: str) -> None:
        self._writer = open_writer(url)
        self._together = Together(self._writer)
        self._reader = open_reader(url)
        self._readers = Readers(self._reader)

    def open_uow(self, on_commit: OnCommit = lambda _: None, *, for_person: bool = False) -> SqlUnitOfWork:
        """Return a transaction that may write; `on_commit` hears what it left for others to do.

        One that is `for_person`, who tapped or typed, makes those hurry who have many things to write.
        """
        return SqlUnitOfWork(self._together, on_commit, for_person=for_person)

    def open_reader(self) -> SqlUnitOfWork:
        """Return a transaction that only reads, and never waits for one that writes."""
        return SqlUnitOfWork(Alone(self._readers), lambda _: None)

    async def close(self) -> None:
        """Close all connections."""
        await self._together.close()
        await self._readers.close()
        await self._writer.dispose()
        await self._reader.dispose()
