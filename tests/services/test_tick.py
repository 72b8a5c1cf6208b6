"""The clock's walk: how much it does before it lets others write."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.db.sqlite import url_of
from bot.db.storage import Storage
from bot.services.tick import BATCH, tick
from playground.opening import make_database
from tests.db.rows import NOW, add_day, add_member

DUE = 3 * BATCH


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """A database with many days that are due."""
    make_database(tmp_path / "bot.db")
    opened = Storage(url_of(tmp_path / "bot.db"))
    async with opened.open_uow() as uow:
        for account in range(DUE):
            await add_day(uow, await add_member(uow, account + 1))
        await uow.commit()
    yield opened
    await opened.close()


@pytest.mark.parametrize(("for_person", "steps"), [(True, 1), (False, BATCH)])
async def test_a_person_waits_for_one_step_of_many_and_all_are_taken_in_the_end(
    storage: Storage, for_person: bool, steps: int
) -> None:
    async def write() -> int:
        async with storage.open_uow(for_person=for_person) as uow:
            return DUE - len(await uow.days.due(NOW, DUE))

    async with asyncio.TaskGroup() as group, storage.open_uow():
        ticking = group.create_task(tick(storage.open_uow, NOW))
        await asyncio.sleep(0)
        writing = group.create_task(write())
        await asyncio.sleep(0)

    assert writing.result() == steps
    assert ticking.result() == DUE
