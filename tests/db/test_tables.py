"""What the tables make impossible, whoever writes to them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.db.storage import Storage
from bot.db.tables import metadata
from bot.domain.day import State
from bot.domain.kinds import Kind
from bot.domain.member import Standing
from bot.domain.pair import Invite, InviteId, InviteState
from bot.domain.planning import plan_day
from bot.services.letters import Status
from tests.db.rows import MONDAY, NOW, add_day, add_member, closed, letter


async def test_nobody_is_in_two_open_pairs(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana, ben, cem = [(await add_member(uow, account)).id for account in (1, 2, 3)]
        first = await uow.pairs.begin((ana, ben), NOW)
        await uow.commit()
    async with storage.open_uow() as uow:
        with pytest.raises(IntegrityError):
            await uow.pairs.begin((cem, ben), NOW)
    async with storage.open_uow() as uow:
        await uow.pairs.end(first.id, NOW)
        second = await uow.pairs.begin((cem, ben), NOW)
        assert await uow.pairs.open_of(ben) == second
        assert await uow.pairs.open_of(ana) is None


async def test_nobody_is_paired_with_themselves(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = (await add_member(uow)).id
        with pytest.raises(IntegrityError):
            await uow.pairs.begin((ana, ana), NOW)


async def test_nobody_has_two_open_days(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        first = await add_day(uow, ana)
        with pytest.raises(IntegrityError):
            await add_day(uow, ana, MONDAY + timedelta(days=1))
        await uow.days.save(closed(first))
        await add_day(uow, ana, MONDAY + timedelta(days=1))


async def test_no_date_is_lived_twice(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        await uow.days.save(closed(await add_day(uow, ana)))
        with pytest.raises(IntegrityError):
            await add_day(uow, ana)


async def test_nobody_has_two_open_invites(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = (await add_member(uow)).id
        first = await uow.invites.add(Invite(InviteId(0), "one", ana, NOW, InviteState.OPEN))
        with pytest.raises(IntegrityError):
            await uow.invites.add(Invite(InviteId(0), "two", ana, NOW, InviteState.OPEN))
        await uow.invites.settle(first, InviteState.WITHDRAWN)
        second = await uow.invites.add(Invite(InviteId(0), "two", ana, NOW, InviteState.OPEN))
        assert await uow.invites.open_of(ana) == second


async def test_no_two_invites_bear_the_same_token(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        for account in (1, 2):
            member = await add_member(uow, account)
            adding = uow.invites.add(Invite(InviteId(0), "one", member.id, NOW, InviteState.OPEN))
            if account == 1:
                await adding
            else:
                with pytest.raises(IntegrityError):
                    await adding


async def test_one_account_is_one_member(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        await add_member(uow, 2**52)
        with pytest.raises(IntegrityError):
            await add_member(uow, 2**52)


async def test_a_moment_without_a_zone_is_no_instant(storage: Storage) -> None:
    naive = datetime(2026, 11, 23, 9)  # noqa: DTZ001  the mistake itself
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        with pytest.raises(ValueError, match="an instant must be aware"):
            await uow.days.add(replace(plan_day(ana, MONDAY), morning_at=naive))
        with pytest.raises(ValueError, match="an instant must be aware"):
            await uow.inbox.note(1, naive)


@pytest.mark.parametrize(
    "change",
    [
        {"commitment": "x" * 281},
        {"commitment": ""},
        {"closed_at": NOW},
        {"due_at": None},
        {"state": State.MISSED},
        {"state": State.OFF},
        {"state": State.NAMED},
        {"state": State.CHECKING},
        {"state": State.DONE},
        {"evening_at": NOW - timedelta(days=1)},
        {"ends_at": NOW},
        {"member_id": 999},
        {"pair_id": 999},
    ],
)
async def test_a_broken_day_cant_be_kept(storage: Storage, change: dict[str, Any]) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        with pytest.raises(IntegrityError):
            await uow.days.add(replace(plan_day(ana, MONDAY), **change))


async def test_280_characters_can_be_kept(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        planned = plan_day(await add_member(uow), MONDAY)
        kept = await uow.days.add(replace(planned, commitment="🏃" * 280, state=State.NAMED))
        assert (await uow.days.get(kept.id)) == kept


@pytest.mark.parametrize(
    ("table", "column"),
    [("day", "state"), ("day", "step"), ("member", "standing"), ("invite", "state"), ("outbox", "status")],
)
async def test_only_known_words_fit_into_a_column_of_words(storage: Storage, table: str, column: str) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        await add_day(uow, ana)
        await uow.invites.add(Invite(InviteId(0), "one", ana.id, NOW, InviteState.OPEN))
        await uow.outbox.add(letter(ana))
        connection = uow.members._connection
        with pytest.raises(IntegrityError):
            await connection.execute(sa.update(metadata.tables[table]).values({column: "unheard of"}))


async def test_a_letter_changes_one_message_at_most(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        kept = await uow.outbox.add(replace(letter(ana, edits=5), edits_key=None))
        assert kept is not None
        connection = uow.members._connection
        with pytest.raises(IntegrityError):
            await connection.execute(sa.update(metadata.tables["outbox"]).values(edits_key="other"))


async def test_who_is_deleted_takes_everything_of_theirs_along(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana, ben = await add_member(uow, 1), await add_member(uow, 2)
        await uow.pairs.begin((ana.id, ben.id), NOW)
        day = await add_day(uow, ana)
        await uow.outbox.add(replace(letter(ana), day_id=day.id))
        await uow.outbox.add(replace(letter(ben, "2"), day_id=day.id))
        connection = uow.members._connection
        members = metadata.tables["member"]
        await connection.execute(sa.delete(members).where(members.c.id == ana.id))
        assert await uow.days.get(day.id) is None
        assert await uow.outbox.by_key("1") is None
        bens = await uow.outbox.by_key("2")
        assert bens is not None
        assert bens.day_id is None


@pytest.mark.parametrize("column", [Standing, Status, InviteState, State])
def test_the_words_of_a_column_fit_into_it(column: type[Standing | Status | InviteState | State]) -> None:
    assert all(len(word.value) <= 16 for word in column)


def test_the_kinds_fit_into_their_column() -> None:
    assert max(len(kind.value) for kind in Kind) <= 40


@pytest.mark.parametrize(
    ("table", "column"),
    sorted((table.name, key.parent.name) for table in metadata.sorted_tables for key in table.foreign_keys),
)
def test_every_foreign_key_has_an_index(table: str, column: str) -> None:
    """Without one, deleting a parent reads all children."""
    found = metadata.tables[table]
    whole = [index for index in found.indexes if index.dialect_options["sqlite"].get("where") is None]
    first = {next(iter(index.columns)).name for index in whole}
    first |= {
        next(iter(constraint.columns)).name
        for constraint in found.constraints
        if isinstance(constraint, sa.UniqueConstraint | sa.PrimaryKeyConstraint) and len(constraint.columns)
    }
    assert column in first
