"""A short run of the fuzzer; `make fuzz` makes a long one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from playground.opening import make_database
from tests.fuzzing.campaign import run
from tests.fuzzing.forging import who_did
from tests.fuzzing.watching import Change, Ties, Watch, Who, trespasses

NOBODY = Ties({11: 1, 12: 2, 13: 3}, {1: 2, 2: 1}, {1: 7, 2: 7}, {1: frozenset({7})}, {-5: 7}, {}, {"token": 3})


async def test_hostile_updates_break_nothing_and_change_nobody_elses_rows() -> None:
    tally = await run(2026, range(2), length=400)
    assert [str(finding) for finding in tally.findings] == []
    assert tally.updates == 800
    assert tally.changes > 300
    assert tally.sent > 300


@pytest.mark.parametrize(
    ("change", "is_allowed"),
    [
        (Change("day", "UPDATE", 1, touches_words=True), True),
        (Change("day", "UPDATE", 2, touches_words=False), True),
        (Change("day", "UPDATE", 2, touches_words=True), False),
        (Change("day", "UPDATE", 3, touches_words=False), False),
        (Change("member", "UPDATE", 2, touches_words=False), False),
        (Change("question", "DELETE", 2, touches_words=False), False),
        (Change("outbox", "INSERT", 2, touches_words=False), True),
        (Change("outbox", "INSERT", 3, touches_words=False), False),
        (Change("pair", "UPDATE", 7, touches_words=False), True),
        (Change("pair", "UPDATE", 8, touches_words=False), False),
        (Change("group_chat", "UPDATE", -5, touches_words=False), True),
        (Change("group_chat", "UPDATE", -6, touches_words=False), False),
    ],
)
def test_the_watch_knows_whose_row_is_whose(change: Change, is_allowed: bool) -> None:
    assert (trespasses(NOBODY, NOBODY, Who(11, None), [change]) == []) is is_allowed


def test_whoever_holds_an_invite_may_write_to_its_inviter_alone() -> None:
    change = Change("outbox", "INSERT", 3, touches_words=False)
    assert trespasses(NOBODY, NOBODY, Who(11, None, words="/start token"), [change]) == []
    assert trespasses(NOBODY, NOBODY, Who(11, None, words="/start other"), [change]) == [change]


def test_the_watch_sees_each_row_that_is_written(tmp_path: Path) -> None:
    make_database(tmp_path / "bot.db")
    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as connection:
        watch = Watch(connection)
        connection.execute(
            "INSERT INTO pair (began_at) VALUES ('2026-11-23'), ('2026-11-24')",
        )
        connection.execute("UPDATE pair SET words = NULL")
        connection.execute("UPDATE pair SET words = 'Go' WHERE id = 2")
        assert [(each.table, each.did, each.owner) for each in watch.changes()] == [
            ("pair", "INSERT", 1),
            ("pair", "INSERT", 2),
            ("pair", "UPDATE", 2),
        ]
        assert watch.changes() == []
        assert watch.integrity() is None


def test_who_is_behind_an_update_is_read_from_it_as_it_is() -> None:
    said = {"chat": {"id": 11}, "from": {"id": 11}, "text": "Run"}
    assert who_did({"message": said}) == Who(11, 11, words="Run")
    assert who_did({"message": {**said, "from": {"id": True}}}).account is None
    assert who_did([]) == Who(None, None)
