"""What stands in the bot's database, read beside it with plain SQL: nothing of the bot's own is believed."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day as it is committed."""

    id: int
    member_id: int
    date: date
    state: str
    commitment: str | None
    begins_at: datetime
    morning_at: datetime
    evening_at: datetime
    ends_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    is_waived: bool
    is_excused: bool
    reoffers: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as they are committed."""

    id: int
    account_id: int
    name: str
    zone: str | None
    standing: str
    has_blocked: bool
    call_opens: time
    call_closes: time
    away_until: date | None
    joined_at: datetime
    morning: time
    evening: time


_DAY = (
    "id, member_id, date, state, commitment, begins_at, morning_at, evening_at, ends_at, due_at, done_at, closed_at,"
    " is_waived, is_excused, reoffers"
)
_MEMBER = (
    "id, account_id, name, zone, standing, has_blocked, call_opens, call_closes, away_until, joined_at, morning,"
    " evening"
)


class Records:
    """A reader of the bot's database, by one connection or another."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def day(self, day_id: int) -> DayRow | None:
        """Return the day with this number."""
        rows = self._all(f"SELECT {_DAY} FROM day WHERE id = ?", day_id)
        return _day(rows[0]) if rows else None

    def closed_since(self, moment: datetime) -> Sequence[DayRow]:
        """Return the days that were closed after `moment`, in the order of that."""
        return [
            _day(row)
            for row in self._all(f"SELECT {_DAY} FROM day WHERE closed_at > ? ORDER BY closed_at, id", _text(moment))
        ]

    def open_days(self) -> Sequence[DayRow]:
        """Return all days that are not over."""
        return [_day(row) for row in self._all(f"SELECT {_DAY} FROM day WHERE closed_at IS NULL ORDER BY id")]

    def member(self, member_id: int) -> MemberRow | None:
        """Return the member with this number."""
        rows = self._all(f"SELECT {_MEMBER} FROM member WHERE id = ?", member_id)
        return _member(rows[0]) if rows else None

    def by_account(self, account_id: int) -> MemberRow | None:
        """Return the member behind an account."""
        rows = self._all(f"SELECT {_MEMBER} FROM member WHERE account_id = ?", account_id)
        return _member(rows[0]) if rows else None

    def members(self) -> Sequence[MemberRow]:
        """Return everybody."""
        return [_member(row) for row in self._all(f"SELECT {_MEMBER} FROM member ORDER BY id")]

    def partner(self, member_id: int) -> int | None:
        """Return with whom a member is in an open pair."""
        rows = self._all(
            "SELECT other.member_id FROM pair_member AS own JOIN pair_member AS other ON other.pair_id = own.pair_id"
            " WHERE own.member_id = ? AND own.is_open AND other.member_id <> own.member_id",
            member_id,
        )
        return rows[0][0] if rows else None

    def former_partners(self, member_id: int, since: datetime) -> set[int]:
        """Return whose pair with a member ended after `since`."""
        rows = self._all(
            "SELECT other.member_id FROM pair_member AS own JOIN pair_member AS other ON other.pair_id = own.pair_id"
            " JOIN pair ON pair.id = own.pair_id"
            " WHERE own.member_id = ? AND other.member_id <> own.member_id AND pair.ended_at > ?",
            member_id,
            _text(since),
        )
        return {row[0] for row in rows}

    def pair_of_group(self, chat_id: int) -> set[int]:
        """Return the two whose group this is."""
        rows = self._all(
            "SELECT member_id FROM pair_member JOIN group_chat ON group_chat.pair_id = pair_member.pair_id"
            " WHERE group_chat.chat_id = ?",
            chat_id,
        )
        return {row[0] for row in rows}

    def claimed_keys(self) -> Sequence[str]:
        """Return the keys of all letters that are on their way, as far as the database knows."""
        return [row[0] for row in self._all("SELECT key FROM outbox WHERE status = 'claimed'")]

    def unsettled_before(self, moment: datetime) -> Sequence[tuple[str, str, str]]:
        """Return key, status and end of use of letters that have not ended, and were of use until before `moment`."""
        return self._all(
            "SELECT key, status, useful_until FROM outbox WHERE status IN ('pending', 'claimed') AND useful_until < ?",
            _text(moment),
        )

    def unsettled(self) -> int:
        """Return how many letters have not ended."""
        return int(self._all("SELECT count(*) FROM outbox WHERE status IN ('pending', 'claimed')")[0][0])

    def rejected(self) -> Sequence[tuple[str, str]]:
        """Return kind and key of the letters that Telegram found fault with."""
        return self._all("SELECT kind, key FROM outbox WHERE status = 'rejected'")

    def noted(self, update_ids: Sequence[int]) -> set[int]:
        """Return which of these updates were dealt with."""
        if not update_ids:
            return set()
        rows = self._all("SELECT update_id FROM inbox WHERE update_id BETWEEN ? AND ?", update_ids[0], update_ids[-1])
        return {row[0] for row in rows}

    def put_aside(self) -> Sequence[tuple[int, str]]:
        """Return the updates that could not be dealt with."""
        return self._all("SELECT update_id, trouble FROM inbox WHERE trouble IS NOT NULL")

    def is_whole(self) -> bool:
        """Tell whether SQLite finds nothing wrong, and no row refers to one that is not there."""
        return self._all("PRAGMA quick_check") == [("ok",)] and not self._all("PRAGMA foreign_key_check")

    def contents(self) -> Iterator[tuple[Any, ...]]:
        """Yield every row of what people would miss, in order."""
        for table in ("member", "pair", "pair_member", "day", "group_chat"):
            yield from self._all(f"SELECT * FROM {table} ORDER BY 1, 2")

    def _all(self, sql: str, *values: object) -> list[Any]:
        with closing(self._base.execute(sql, values)) as cursor:
            return cursor.fetchall()


@contextmanager
def read_beside(file: Path) -> Iterator[Records]:
    """Read a database beside the bot."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as base:
        yield Records(base)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def _day(row: Sequence[Any]) -> DayRow:
    values = dict(zip(_DAY.split(", "), row, strict=True))
    instants = {name: _instant(value) for name, value in values.items() if name.endswith("_at")}
    flags = {name: bool(value) for name, value in values.items() if name.startswith("is_")}
    return DayRow(**{**values, **instants, **flags, "date": date.fromisoformat(values["date"])})


def _member(row: Sequence[Any]) -> MemberRow:
    number, account, name, zone, standing, has_blocked, opens, closes, away_until, joined_at, morning, evening = row
    return MemberRow(
        number,
        account,
        name,
        zone,
        standing,
        bool(has_blocked),
        time.fromisoformat(opens),
        time.fromisoformat(closes),
        None if away_until is None else date.fromisoformat(away_until),
        _instant(joined_at) or datetime.min.replace(tzinfo=UTC),
        time.fromisoformat(morning),
        time.fromisoformat(evening),
    )
