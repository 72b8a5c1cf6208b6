"""What is asked all the time goes past SQLAlchemy, and nobody can tell."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.db.queries import run
from bot.db.storage import Storage
from bot.services.ports import StorageTrouble
from tests.db.rows import NOW, add_member, newcomer


async def test_who_reads_next_on_the_connection_at_hand_sees_what_was_committed_meanwhile(storage: Storage) -> None:
    for number in range(3):
        async with storage.open_uow() as uow:
            await add_member(uow, 700 + number)
            await uow.commit()
        async with storage.open_reader() as uow:
            found = await uow.members.by_account(700 + number)
            counted = await uow.members._connection.execute(text("SELECT count(*) FROM member"))
        assert found is not None
        assert counted.scalar_one() == number + 1


async def test_more_may_read_at_once_than_there_are_connections(storage: Storage) -> None:
    async def read() -> None:
        async with storage.open_reader() as uow:
            await asyncio.sleep(0.001)
            await uow.members.by_account(700)

    async with asyncio.timeout(10):
        await asyncio.gather(*(read() for _ in range(50)))


async def test_trouble_while_reading_is_told_and_over_with_the_next(storage: Storage) -> None:
    for _ in range(6):
        with pytest.raises(StorageTrouble, match="no such table: nowhere"):
            async with storage.open_reader() as uow:
                await run(uow.members._connection, "SELECT * FROM nowhere")
        async with storage.open_reader() as uow:
            assert await uow.members.by_account(700) is None


async def test_an_error_is_one_of_sqlalchemys_and_says_nothing_of_what_was_written(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        day = "INSERT INTO question (member_id, topic, asked_at) VALUES (?, ?, ?)"
        with pytest.raises(IntegrityError) as caught:
            await run(uow.members._connection, day, (404, "a secret", "never"))
        assert "secret" not in str(caught.value)
    async with storage.open_reader() as uow:
        with pytest.raises(OperationalError, match="readonly"):
            await run(uow.members._connection, day, (404, "a secret", "never"))


async def test_a_member_who_is_saved_or_removed_is_read_anew(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        assert await uow.members.find(ana.id) == replace(newcomer(), id=ana.id)
        gone = replace(ana, has_blocked=True, heard_at=NOW)
        await uow.members.save(gone)
        assert await uow.members.find(ana.id) == gone
        await uow.members.remove(ana.id)
        assert await uow.members.find(ana.id) is None
