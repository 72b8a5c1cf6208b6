"""One bot a database: a lock on a file beside it that tells who holds it, and falls when its holder dies."""

import contextlib
import fcntl
import os
import socket
from collections.abc import Iterator
from datetime import datetime

from bot.db.checking import DatabaseUnusable
from bot.db.sqlite import file_of


class DatabaseInUse(DatabaseUnusable):
    """Another process holds the database; the message names it."""


@contextlib.contextmanager
def hold(url: str, *, since: datetime) -> Iterator[None]:
    """Hold the database for this process.

    Raises `DatabaseInUse` if another has it, `DatabaseUnusable` if nobody could.
    """
    file = file_of(url)
    lock = file.with_name(f"{file.name}.lock")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DatabaseUnusable(f"the lock {lock} can't be written ({error.strerror}); check who owns it") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 1000, 0).decode(errors="replace").strip() or "another process"
            raise DatabaseInUse(f"the database {file} is in use by {holder}; stop that one first") from None
        os.ftruncate(descriptor, 0)
        line = f"process {os.getpid()} on {socket.gethostname()}, since {since:%Y-%m-%d %H:%M} UTC\n"
        os.pwrite(descriptor, line.encode(), 0)
        yield
    finally:
        os.close(descriptor)  # this lets go of the lock; the file stays, as taking it away would race with the next
