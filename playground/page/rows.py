"""What stands in the bot's database, read from beside it: the page shows it as it is, and changes nothing."""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

_DAYS = """
SELECT member.account_id, member.name, member.zone, day.state, day.step, day.due_at, day.commitment, day.date,
       day.nudges, member.standing
FROM member LEFT JOIN day ON day.member_id = member.id AND day.closed_at IS NULL
ORDER BY member.id
"""
_LETTERS = """
SELECT outbox.id, outbox.kind, member.name, outbox.status, outbox.sound, outbox.decided_at, outbox.attempts
FROM outbox JOIN member ON member.id = outbox.recipient_id
ORDER BY outbox.id DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member and their open day, if they have one."""

    account_id: int
    name: str
    zone: ZoneInfo | None
    standing: str
    state: str | None
    step: str | None
    due_at: datetime | None
    thing: str | None
    date: str | None
    nudges: int


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One row of the outbox."""

    number: int
    kind: str
    to: str
    status: str
    sound: str
    decided_at: datetime
    attempts: int


def read_members(database: Path) -> list[MemberRow]:
    """Return all members in the order in which they came."""
    with _open(database) as connection:
        return [
            MemberRow(
                account_id=row["account_id"],
                name=row["name"],
                zone=None if row["zone"] is None else ZoneInfo(row["zone"]),
                standing=row["standing"],
                state=row["state"],
                step=row["step"],
                due_at=None if row["due_at"] is None else _instant(row["due_at"]),
                thing=row["commitment"],
                date=row["date"],
                nudges=row["nudges"] or 0,
            )
            for row in connection.execute(_DAYS)
        ]


def read_letters(database: Path, limit: int) -> list[LetterRow]:
    """Return the latest rows of the outbox, the newest first."""
    with _open(database) as connection:
        return [
            LetterRow(
                number=row["id"],
                kind=row["kind"],
                to=row["name"],
                status=row["status"],
                sound=row["sound"],
                decided_at=_instant(row["decided_at"]),
                attempts=row["attempts"],
            )
            for row in connection.execute(_LETTERS, (limit,))
        ]


@contextlib.contextmanager
def _open(database: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        connection.row_factory = sqlite3.Row
        yield connection
    finally:
        connection.close()


def _instant(kept: str) -> datetime:
    return datetime.fromisoformat(kept).replace(tzinfo=UTC)
