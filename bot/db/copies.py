"""Copies of the database: made while it is in use, kept for a week, and put back."""

import glob
import os
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

from bot.db.checking import (
    UPGRADE_TROUBLE,
    DatabaseUnusable,
    check_revision,
    check_sound,
    is_writable_folder,
    nearest,
    words_of,
)
from bot.db.migrating import current_revision, upgrade
from bot.db.sqlite import copy_file, file_of, url_of

KEPT = 7
"""So many daily copies are kept."""


def back_up(url: str, target: Path) -> None:
    """Write a copy of the database, which may be in use, to `target`: whole, or not at all."""
    try:
        copy_file(file_of(url), target)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnusable(f"no copy of {file_of(url)} could be made at {target} ({error})") from error


def back_up_daily(url: str, folder: Path | None, today: date) -> Path | None:
    """Write today's copy unless it is there already, and let the oldest go; return the new one."""
    target = _folder_of(url, folder) / f"{file_of(url).stem}-{today.isoformat()}.db"
    try:
        if target.exists():
            return None
        back_up(url, target)
        for old in _daily_copies(url, folder)[:-KEPT]:
            old.unlink()
    except OSError as error:
        raise DatabaseUnusable(f"the copies in {target.parent} can't be kept in order ({error})") from error
    return target


def check_backup_folder(url: str, folder: Path | None) -> None:
    """Return if the daily copies can be written, raise `DatabaseUnusable` otherwise."""
    folder = _folder_of(url, folder)
    there = nearest(folder)
    if not is_writable_folder(there):
        raise DatabaseUnusable(
            f"the daily copies can't be kept in {folder}: {there} can't be written; see BACKUP_FOLDER"
        )


def newest_copy(url: str, folder: Path | None) -> date | None:
    """Return the date of the newest daily copy, None while there is none."""
    copies = _daily_copies(url, folder)
    return date.fromisoformat(copies[-1].stem.removeprefix(f"{file_of(url).stem}-")) if copies else None


def prepare_restore(url: str, source: Path) -> None:
    """Lay a checked copy of `source`, brought to the newest schema, beside the database, to be put in its place.

    Raises `DatabaseUnusable` for a file that is no sound database of this program.
    """
    if not source.is_file():
        raise DatabaseUnusable(f"there is no file {source}")
    try:
        check_sound(url_of(source))
    except DatabaseUnusable as error:
        raise DatabaseUnusable(f"{source} is no database, or a broken one; nothing was changed") from error
    check_revision(url_of(source), may_be_older=True)
    if current_revision(url_of(source)) is None:
        raise DatabaseUnusable(f"{source} is no copy of this bot's database; nothing was changed")
    waiting = _waiting(file_of(url))
    part = waiting.with_name(f"{waiting.name}.part")
    try:
        copy_file(source, part)
        upgrade(url_of(part), copies_first=False)
    except UPGRADE_TROUBLE as error:
        part.unlink(missing_ok=True)
        raise DatabaseUnusable(f"{source} can't be restored ({words_of(error)}); nothing was changed") from error
    part.replace(waiting)


def restore_waits(url: str) -> bool:
    """Tell whether a copy waits to be put in the database's place."""
    return _waiting(file_of(url)).exists()


def finish_restore(url: str) -> Path | None:
    """Put the copy that waits, if any, in the place of the database, which nobody may use meanwhile.

    What was there is kept under another name, which is returned, with its write-ahead log: even a broken one may be
    wanted. The name has the moment (UTC) at which the copy was prepared, so that it is the same if this is cut short.
    """
    file = file_of(url)
    if not restore_waits(url):
        return None
    prepared_at = datetime.fromtimestamp(_waiting(file).stat().st_mtime, UTC)
    kept = file.with_name(f"{file.name}.before-restore-{prepared_at:%Y%m%dT%H%M%S}")
    for suffix in ("-wal", "-shm", ""):
        if (part := file.with_name(file.name + suffix)).exists():
            part.replace(kept.with_name(kept.name + suffix))
    _waiting(file).replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return kept


def _folder_of(url: str, folder: Path | None) -> Path:
    return folder or file_of(url).parent / "backups"


def _daily_copies(url: str, folder: Path | None) -> list[Path]:
    """Return the daily copies, the oldest first."""
    return sorted(_folder_of(url, folder).glob(f"{glob.escape(file_of(url).stem)}-????-??-??.db"))


def _waiting(file: Path) -> Path:
    return file.with_name(f"{file.name}.to-restore")
