"""Whether the database can be used, found out without writing anything."""

import os
import pwd
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from bot.db.migrating import (
    BrokenReferences,
    NoSuchMigration,
    current_revision,
    known_revisions,
    newest_revision,
    upgrade,
)
from bot.db.sqlite import file_of, open_directly

MEGABYTE = 1_000_000
LEAST_ROOM = 32 * MEGABYTE
"""What has to be free on the disk: a full one loses nothing, but nothing can be said or heard any more."""
UPGRADE_TROUBLE = (OSError, sqlite3.Error, DatabaseError, BrokenReferences, NoSuchMigration)
"""What copying a database, or bringing it to the newest schema, may fail with."""
_CANT_WRITE = ("readonly", "read-only", "unable to open")


class DatabaseUnusable(Exception):  # noqa: N818  named for what was found
    """The database can't be used; the message is one plain line that says why and what to do."""


def check_writable(url: str) -> None:
    """Return if the database can be created or written, raise `DatabaseUnusable` otherwise."""
    file = file_of(url)
    folder = nearest(file.absolute().parent)
    if not folder.is_dir():
        raise DatabaseUnusable(f"the database {file} can't be created: there is no such folder; see DATABASE_URL")
    if not file.exists():
        if not is_writable_folder(folder):
            raise DatabaseUnusable(f"the database {file} can't be created: {folder} can't be written; see DATABASE_URL")
        return
    try:
        with closing(open_directly(file)) as connection:
            connection.execute("BEGIN IMMEDIATE")  # of a file that can't be written this makes no complaint
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute(f"PRAGMA user_version = {int(version)}")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise DatabaseUnusable(_plain(str(file), str(error))) from error


def check_owner(url: str) -> None:
    """Return unless root would write files here that their owner can't read then; raise `DatabaseUnusable` for that."""
    file = file_of(url)
    owner = nearest(file).stat().st_uid
    if os.geteuid() == 0 and owner != 0:
        raise DatabaseUnusable(f"the database {file} belongs to {_name_of(owner)}; run this as that user, not as root")


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def check_sound(url: str) -> None:
    """Return if the database is whole or not there yet; raise `DatabaseUnusable` for one that is broken."""
    file = file_of(url)
    if not file.exists():
        return
    try:
        with closing(open_directly(file)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise DatabaseUnusable(_plain(str(file), str(error))) from error
    if found != "ok":
        raise DatabaseUnusable(_plain(str(file), "it is broken"))


def room_of(url: str) -> int:
    """Return how many bytes the disk of the database has room for."""
    return shutil.disk_usage(nearest(file_of(url).absolute().parent)).free


def check_room(url: str) -> None:
    """Return if there is room on the disk to work for a while, raise `DatabaseUnusable` otherwise."""
    room = room_of(url)
    if room < LEAST_ROOM:
        raise DatabaseUnusable(
            f"only {room // MEGABYTE} MB are free beside the database {file_of(url)}; make room first"
        )


def check_revision(url: str, *, may_be_older: bool) -> None:
    """Return if this code can work with the schema, raise `DatabaseUnusable` otherwise.

    With `may_be_older` an empty database or an old schema is fine, as it is about to be migrated.
    """
    try:
        current = current_revision(url)
    except DatabaseError as error:
        raise DatabaseUnusable(_plain(str(file_of(url)), str(error.orig))) from error
    if current is not None and current not in known_revisions():
        raise DatabaseUnusable(
            f"the database has schema {current}, which is newer than this program; update the program"
        )
    if current != newest_revision() and not may_be_older:
        have = "no tables yet" if current is None else f"schema {current}"
        needed = f"this program needs {newest_revision()}"
        raise DatabaseUnusable(f"the database has {have}, {needed}; `make run` brings it, or: python -m bot migrate")


def bring_up_to_date(url: str) -> None:
    """Migrate to the newest schema, or raise `DatabaseUnusable` with the database as it was."""
    try:
        upgrade(url)
    except UPGRADE_TROUBLE as error:
        raise DatabaseUnusable(_plain(str(file_of(url)), words_of(error))) from error


def words_of(error: Exception) -> str:
    """Return what the database itself said, without what SQLAlchemy adds."""
    return str(error.orig) if isinstance(error, DatabaseError) else str(error)


def nearest(path: Path) -> Path:
    """Return `path` itself, or the innermost of the folders around it that is there."""
    return next(each for each in (path.absolute(), *path.absolute().parents) if each.exists())


def is_writable_folder(folder: Path) -> bool:
    """Tell whether files can be made there."""
    return folder.is_dir() and os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _plain(file: str, why: str) -> str:
    if "locked" in why:
        return f"the database {file} is held by another program ({why}); try again in a moment, or end that one"
    if any(known in why for known in _CANT_WRITE):
        return f"the database {file} can't be written ({why}); check who owns it, or see DATABASE_URL"
    return f"the database {file} can't be used ({why}); restore a copy of it, or see DATABASE_URL"
