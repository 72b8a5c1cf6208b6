"""Several who write at the same time share one COMMIT, and nothing but that."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text

from bot.db import driver
from bot.db.storage import Storage
from bot.db.unit_of_work import SqlUnitOfWork
from bot.services.ports import StorageTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = """SELECT * FROM (
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT count(*) FROM n
)"""
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def count_commits(storage: Storage) -> list[Any]:
    commits: list[Any] = []
    event.listen(storage._writer.sync_engine, "commit", commits.append)
    return commits


async def note(storage: Storage, number: int, *, fails: BaseException | None = None) -> None:
    async with storage.open_uow() as uow:
        assert await uow.inbox.note(number, NOW)
        await asyncio.sleep(0)
        if fails is not None:
            raise fails
        await uow.commit()


async def noted(storage: Storage) -> set[int]:
    async with storage.open_reader() as uow:
        found = await uow.inbox._connection.execute(text("SELECT update_id FROM inbox"))
        return {number for (number,) in found}


async def test_those_who_come_together_share_a_commit_and_who_comes_alone_has_one(storage: Storage) -> None:
    commits = count_commits(storage)
    await asyncio.gather(*(note(storage, number) for number in range(20)))
    assert len(commits) < 5
    assert await noted(storage) == set(range(20))
    before = len(commits)
    await note(storage, 20)
    assert len(commits) == before + 1


async def test_who_fails_takes_back_only_their_own(storage: Storage) -> None:
    work = [note(storage, number, fails=LookupError() if number % 3 == 0 else None) for number in range(12)]
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    failed = {number for number, outcome in enumerate(outcomes) if isinstance(outcome, LookupError)}
    assert failed == {0, 3, 6, 9}
    assert await noted(storage) == set(range(12)) - failed


async def test_who_is_cancelled_keeps_nobody_from_being_kept(storage: Storage) -> None:
    tasks = [asyncio.ensure_future(note(storage, number)) for number in range(12)]
    while not tasks[0].done():
        await asyncio.sleep(0)
        for task in tasks[3::4]:
            task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    kept = {number for number, task in enumerate(tasks) if not task.cancelled()}
    assert kept >= set(range(12)) - {3, 7, 11}
    assert await noted(storage) >= kept


async def test_nobody_hears_of_success_before_the_commit_or_at_all_where_it_fails(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []

    async def keep(number: int) -> None:
        uow = storage.open_uow(lambda _: heard.append(number))
        async with uow:
            await uow.inbox.note(number, NOW)
            await uow.commit()

    def fail(_: object) -> None:
        assert heard == []
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        run_in_thread = driver.Connection.run_in_thread
        patched.setattr(
            driver.Connection,
            "run_in_thread",
            lambda self, work: run_in_thread(self, fail if work is sqlite3.Connection.commit else work),
        )
        outcomes = await asyncio.gather(*(keep(number) for number in range(5)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StorageTrouble] * 5
    assert heard == []
    assert await noted(storage) == set()
    await asyncio.gather(*(keep(number) for number in range(5)))
    assert heard == [0, 1, 2, 3, 4]


async def test_trouble_with_the_storage_is_everybodys_who_shares_it(storage: Storage) -> None:
    async def stumble(uow: SqlUnitOfWork) -> None:
        async with uow:
            await uow.inbox._connection.execute(text("SELECT * FROM nowhere"))

    outcomes = await asyncio.gather(
        note(storage, 1), note(storage, 2), stumble(storage.open_uow()), note(storage, 3), return_exceptions=True
    )
    assert [isinstance(outcome, StorageTrouble) for outcome in outcomes] == [True, True, True, False]
    assert await noted(storage) == {3}


async def test_a_long_query_is_answered_in_the_thread_and_lets_others_have_their_turn(storage: Storage) -> None:
    turns = 0

    async def look_on() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.001)
            turns += 1

    onlooker = asyncio.ensure_future(look_on())
    for open_uow in (storage.open_uow, storage.open_reader):
        opened: Callable[[], SqlUnitOfWork] = open_uow
        async with opened() as uow:
            before = turns
            found = await uow.inbox._connection.execute(text(LONG))
            assert found.scalar_one() == 2_000_000
            assert turns > before + 3
    onlooker.cancel()
