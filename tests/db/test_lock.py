"""The lock on a database: who holds it, and when it falls."""

import os
import re
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.db.checking import DatabaseUnusable
from bot.db.lock import hold

SINCE = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'data' / 'bot.db'}"


def try_to_hold(url: str) -> None:
    with hold(url, since=SINCE):
        pass


def test_one_at_a_time_and_the_other_reads_who_it_is(url: str) -> None:
    holder = f"process {os.getpid()} on {socket.gethostname()}, since 2026-11-23 08:30 UTC"
    with hold(url, since=SINCE), pytest.raises(DatabaseUnusable, match=re.escape(f"is in use by {holder}; stop")):
        try_to_hold(url)
    try_to_hold(url)


def test_it_falls_with_whatever_its_holder_stumbles_over(url: str) -> None:
    with pytest.raises(ZeroDivisionError), hold(url, since=SINCE):
        raise ZeroDivisionError
    try_to_hold(url)


def test_a_file_that_a_dead_holder_left_is_no_lock(url: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    lock = tmp_path / "data" / "bot.db.lock"
    lock.write_text("process 1 on a machine with a very long name, long gone, since 2020-01-01 00:00 UTC\n" * 3)
    with hold(url, since=SINCE):
        assert lock.read_text() == f"process {os.getpid()} on {socket.gethostname()}, since 2026-11-23 08:30 UTC\n"


def test_two_databases_have_two_locks(url: str, tmp_path: Path) -> None:
    with hold(url, since=SINCE):
        try_to_hold(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'other.db'}")


def test_the_database_itself_is_neither_made_nor_touched(url: str, tmp_path: Path) -> None:
    try_to_hold(url)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["bot.db.lock"]


def test_a_lock_where_none_can_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(DatabaseUnusable, match=r"bot\.db\.lock can't be written"):
        try_to_hold(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'bot.db'}")
