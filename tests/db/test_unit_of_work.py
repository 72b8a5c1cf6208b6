"""Transactions: who may write, what is left of one that is not committed, and who hears of one that is."""

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.db.storage import Storage
from bot.db.unit_of_work import Committed, SqlUnitOfWork
from bot.domain.day import DayId
from bot.domain.member import MemberId
from bot.domain.pair import PairId
from bot.domain.question import Question, Topic
from bot.services.letters import Status
from bot.services.ports import Conflict, StorageTrouble
from tests.db.rows import MONDAY, NOW, add_day, add_member, closed, letter, newcomer


async def test_what_is_kept_comes_back_the_same(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        day = await add_day(uow, ana)
        sent = await uow.outbox.add(letter(ana))
        await uow.questions.ask(Question(ana.id, Topic.CHANGE, NOW, day.id, 5))
        await uow.notes.put("name", "one")
        await uow.notes.put("name", "two")
        await uow.commit()
    async with storage.open_reader() as uow:
        assert await uow.members.get(ana.id) == ana == replace(newcomer(), id=ana.id)
        assert await uow.members.by_account(700) == ana
        assert await uow.days.get(day.id) == day
        assert await uow.days.open_of(ana.id) == day
        assert sent is not None
        assert await uow.outbox.get(sent.id) == sent
        assert await uow.questions.get(ana.id) == Question(ana.id, Topic.CHANGE, NOW, day.id, 5)
        assert await uow.notes.get("name") == "two"


async def test_what_is_not_there_is_none_or_a_lookup_error(storage: Storage) -> None:
    async with storage.open_reader() as uow:
        assert await uow.members.by_account(1) is None
        assert await uow.days.get(DayId(1)) is None
        assert await uow.days.open_of(MemberId(1)) is None
        assert await uow.days.latest(MemberId(1)) is None
        assert await uow.days.next_due_at() is None
        assert await uow.invites.by_token("x") is None
        assert await uow.questions.get(MemberId(1)) is None
        assert await uow.notes.get("name") is None
        assert await uow.outbox.get(1) is None
        with pytest.raises(LookupError):
            await uow.members.get(MemberId(1))
        with pytest.raises(LookupError):
            await uow.pairs.get(PairId(1))


async def test_nothing_is_left_of_a_transaction_that_was_not_committed(storage: Storage) -> None:
    heard: list[Committed] = []
    async with storage.open_uow(heard.append) as uow:
        ana = await add_member(uow)
        await uow.outbox.add(letter(ana))
    with pytest.raises(ZeroDivisionError):
        await _add_and_fail(storage.open_uow(heard.append))
    async with storage.open_reader() as uow:
        assert await uow.members.by_account(700) is None
        assert await uow.outbox.by_key("1") is None
    assert heard == []


async def _add_and_fail(opening: SqlUnitOfWork) -> None:
    async with opening as uow:
        await add_member(uow)
        raise ZeroDivisionError


async def test_readers_cant_write(storage: Storage) -> None:
    with pytest.raises(StorageTrouble, match="readonly"):
        async with storage.open_reader() as uow:
            await add_member(uow)


async def test_a_reader_neither_waits_for_a_writer_nor_sees_what_is_not_committed(storage: Storage) -> None:
    async with storage.open_uow() as writing:
        await add_member(writing)
        async with asyncio.timeout(1), storage.open_reader() as reading:
            assert await reading.members.by_account(700) is None
        await writing.commit()
    async with storage.open_reader() as reading:
        assert await reading.members.by_account(700) is not None


async def test_two_who_read_and_then_write_lose_nothing(url: str) -> None:
    """Two processes, so to say: each has a writer of its own."""
    storages = [Storage(url), Storage(url)]

    async def count_up(storage: Storage) -> None:
        for _ in range(15):
            async with storage.open_uow() as uow:
                before = int(await uow.notes.get("count") or 0)
                await asyncio.sleep(0)
                await uow.notes.put("count", str(before + 1))
                await uow.commit()

    async with asyncio.TaskGroup() as group:
        for storage in storages:
            group.create_task(count_up(storage))
            group.create_task(count_up(storage))
    async with storages[0].open_reader() as uow:
        assert await uow.notes.get("count") == "60"
    for storage in storages:
        await storage.close()


async def test_a_writer_holds_the_write_lock_from_its_beginning(url: str, storage: Storage) -> None:
    other = sa.create_engine(f"sqlite:///{url.removeprefix('sqlite+aiosqlite:///')}", connect_args={"timeout": 0})
    async with storage.open_uow():
        with pytest.raises(sa.exc.OperationalError, match="locked"), other.begin() as connection:
            connection.execute(sa.text("INSERT INTO note VALUES ('a', 'b')"))
    with other.begin() as connection:
        connection.execute(sa.text("INSERT INTO note VALUES ('a', 'b')"))
    other.dispose()


async def test_a_write_survives_everything_after_its_commit(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        connection = uow.members._connection
        pragmas = {
            name: (await connection.execute(sa.text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


async def test_who_listens_hears_after_the_commit_what_is_to_be_done(storage: Storage) -> None:
    heard: list[Committed] = []
    async with storage.open_uow(heard.append) as uow:
        ana, ben = await add_member(uow, 1), await add_member(uow, 2)
        reply = await uow.outbox.add(letter(ana, "reply", status=Status.CLAIMED))
        await uow.outbox.add(letter(ana, "news"))
        late = await uow.days.save(replace(await add_day(uow, ana), due_at=NOW + timedelta(hours=5)))
        await add_day(uow, ben)
        assert heard == []
        await uow.commit()
    (committed,) = heard
    assert committed.claimed == [reply]
    assert committed.has_waiting
    assert late.due_at is not None
    assert committed.earliest_due is not None
    assert committed.earliest_due < late.due_at


async def test_a_letter_that_was_kept_before_is_not_handed_over_again(storage: Storage) -> None:
    heard: list[Committed] = []
    for _ in range(2):
        async with storage.open_uow(heard.append) as uow:
            ana = await uow.members.by_account(700) or await add_member(uow)
            await uow.outbox.add(letter(ana, status=Status.CLAIMED))
            await uow.commit()
    assert [len(committed.claimed) for committed in heard] == [1, 0]
    assert not heard[1].has_waiting


async def test_a_transaction_cant_be_committed_after_its_end(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        pass
    with pytest.raises(RuntimeError, match="outside"):
        await uow.commit()


async def test_a_database_without_tables_is_trouble_with_the_storage(tmp_path: Path) -> None:
    storage = Storage(f"sqlite+aiosqlite:///{tmp_path}/empty.db")
    with pytest.raises(StorageTrouble, match="no such table"):
        async with storage.open_reader() as uow:
            await uow.notes.get("name")
    await storage.close()


async def test_a_database_that_cant_be_opened_is_trouble_with_the_storage(tmp_path: Path) -> None:
    threads = set(threading.enumerate())
    storage = Storage(f"sqlite+aiosqlite:///{tmp_path}/nowhere/bot.db")
    with pytest.raises(StorageTrouble, match="unable to open"):
        async with storage.open_uow():
            pass
    await storage.close()
    async with asyncio.timeout(5):
        while set(threading.enumerate()) - threads:  # noqa: ASYNC110  it ends by itself, in a moment
            await asyncio.sleep(0.01)


async def test_a_day_that_somebody_else_changed_is_a_conflict(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        stale = await add_day(uow, await add_member(uow))
        saved = await uow.days.save(replace(stale, nudges=1))
        assert saved.version == stale.version + 1
        with pytest.raises(Conflict):
            await uow.days.save(replace(stale, reoffers=1))
        assert await uow.days.get(stale.id) == saved


async def test_days_are_due_in_the_order_of_their_moments(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        due: dict[int, DayId] = {}
        for minutes in (30, -5, 0, -60):
            day = await add_day(uow, await add_member(uow, 1000 + minutes))
            due[minutes] = (await uow.days.save(replace(day, due_at=NOW + timedelta(minutes=minutes)))).id
        over = await add_day(uow, await add_member(uow, 1))
        await uow.days.save(closed(over))
        assert await uow.days.due(NOW, 10) == [due[-60], due[-5], due[0]]
        assert await uow.days.due(NOW, 2) == [due[-60], due[-5]]
        assert await uow.days.next_due_at() == NOW - timedelta(minutes=60)
        await uow.days.postpone(due[-60], NOW + timedelta(minutes=15))
        assert await uow.days.due(NOW, 10) == [due[-5], due[0]]


async def test_the_latest_day_and_the_one_before_are_found_by_date(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        first = await uow.days.save(closed(await add_day(uow, ana)))
        third = await add_day(uow, ana, MONDAY + timedelta(days=2))
        await add_day(uow, await add_member(uow, 2), MONDAY + timedelta(days=1))
        assert await uow.days.latest(ana.id) == third
        assert await uow.days.before(third) == first
        assert await uow.days.before(first) is None


async def test_a_member_has_one_open_question(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        day = await add_day(uow, ana)
        for minutes in (0, 5):
            await uow.questions.ask(Question(ana.id, Topic.CHANGE, NOW + timedelta(minutes=minutes), day.id))
        assert await uow.questions.get(ana.id) == Question(ana.id, Topic.CHANGE, NOW + timedelta(minutes=5), day.id)
        assert await uow.questions.clear(ana.id)
        assert not await uow.questions.clear(ana.id)


async def test_only_a_person_makes_those_hurry_who_have_much_to_write(storage: Storage) -> None:
    async def write(*, for_person: bool) -> None:
        async with storage.open_uow(for_person=for_person):
            pass

    async with asyncio.TaskGroup() as group, storage.open_uow() as busy:
        group.create_task(write(for_person=False))
        await asyncio.sleep(0)
        assert not busy.is_awaited()
        group.create_task(write(for_person=True))
        await asyncio.sleep(0)
        assert busy.is_awaited()
    async with storage.open_uow() as later:
        assert not later.is_awaited()


async def test_who_gives_up_waiting_makes_nobody_hurry(storage: Storage) -> None:
    async def write() -> None:
        async with storage.open_uow(for_person=True):
            raise AssertionError("it was not their turn")

    async with asyncio.TaskGroup() as group, storage.open_uow() as busy:
        waiting = group.create_task(write())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.sleep(0)
        assert not busy.is_awaited()
