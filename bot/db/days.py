"""Days."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import day as day_table
from bot.domain.day import Day, DayId, State, Step
from bot.domain.member import MemberId
from bot.services.ports import Conflict

# What is asked all the time is built once: building a statement takes SQLAlchemy longer than it takes SQLite to run.
_IS_OPEN = day_table.c.closed_at.is_(None)
_GET = select(day_table).where(day_table.c.id == bindparam("day_id"))
_OPEN_OF = select(day_table).where(day_table.c.member_id == bindparam("of_member"), _IS_OPEN)
_ON = select(day_table).where(day_table.c.member_id == bindparam("of_member"), day_table.c.date == bindparam("on_date"))
_ADD = insert(day_table).returning(day_table.c.id)
_SAVE = update(day_table).where(day_table.c.id == bindparam("day_id"), day_table.c.version == bindparam("was_version"))
_DUE = (
    select(day_table.c.id)
    .where(_IS_OPEN, day_table.c.due_at <= bindparam("now"))
    .order_by(day_table.c.due_at)
    .limit(bindparam("most"))
)
_NEXT_DUE_AT = select(day_table.c.due_at).where(_IS_OPEN).order_by(day_table.c.due_at).limit(1)


class SqlDays:
    """`services.ports.Days`; `on_due` hears the next step of every day that is written."""

    def __init__(self, connection: AsyncConnection, on_due: Callable[[datetime | None], None]) -> None:
        self._connection = connection
        self._on_due = on_due

    async def get(self, day_id: DayId) -> Day | None:
        found = await self._connection.execute(_GET, {"day_id": day_id})
        return _day_or_none(found.mappings().one_or_none())

    async def open_of(self, member_id: MemberId) -> Day | None:
        found = await self._connection.execute(_OPEN_OF, {"of_member": member_id})
        return _day_or_none(found.mappings().one_or_none())

    async def on(self, member_id: MemberId, date: date) -> Day | None:
        found = await self._connection.execute(_ON, {"of_member": member_id, "on_date": date})
        return _day_or_none(found.mappings().one_or_none())

    async def latest(self, member_id: MemberId) -> Day | None:
        query = select(day_table).where(day_table.c.member_id == member_id).order_by(day_table.c.date.desc()).limit(1)
        return _day_or_none((await self._connection.execute(query)).mappings().one_or_none())

    async def before(self, day: Day) -> Day | None:
        query = (
            select(day_table)
            .where(day_table.c.member_id == day.member_id, day_table.c.date < day.date)
            .order_by(day_table.c.date.desc())
            .limit(1)
        )
        return _day_or_none((await self._connection.execute(query)).mappings().one_or_none())

    async def add(self, day: Day) -> Day:
        added = replace(day, id=DayId((await self._connection.execute(_ADD, _values(day))).scalar_one()))
        self._on_due(added.due_at)
        return added

    async def save(self, day: Day) -> Day:
        saved = replace(day, version=day.version + 1)
        values = {**_values(saved), "day_id": day.id, "was_version": day.version}
        if (await self._connection.execute(_SAVE, values)).rowcount != 1:
            raise Conflict(f"day {day.id} changed since version {day.version}")
        self._on_due(saved.due_at)
        return saved

    async def remove(self, day: Day) -> None:
        await self._connection.execute(delete(day_table).where(day_table.c.id == day.id))

    async def postpone(self, day_id: DayId, until: datetime) -> None:
        query = (
            update(day_table)
            .where(day_table.c.id == day_id, day_table.c.closed_at.is_(None))
            .values(due_at=until, version=day_table.c.version + 1)
        )
        await self._connection.execute(query)
        self._on_due(until)

    async def open_after(self, day_id: DayId, limit: int) -> Sequence[DayId]:
        query = (
            select(day_table.c.id)
            .where(day_table.c.closed_at.is_(None), day_table.c.id > day_id)
            .order_by(day_table.c.id)
            .limit(limit)
        )
        return [DayId(found) for found in (await self._connection.execute(query)).scalars()]

    async def due(self, now: datetime, limit: int) -> Sequence[DayId]:
        found = await self._connection.execute(_DUE, {"now": now, "most": limit})
        return [DayId(day_id) for day_id in found.scalars()]

    async def next_due_at(self) -> datetime | None:
        next_due: datetime | None = (await self._connection.execute(_NEXT_DUE_AT)).scalar_one_or_none()
        return next_due


def _day_or_none(row: RowMapping | None) -> Day | None:
    if row is None:
        return None
    values = dict(row)
    undo_to = values["undo_to"]
    values["state"] = State(values["state"])
    values["step"] = Step(values["step"])
    values["undo_to"] = None if undo_to is None else State(undo_to)
    return Day(**values)


def _values(day: Day) -> dict[str, Any]:
    values = {column.name: getattr(day, column.name) for column in fields(day) if column.name != "id"}
    values["state"] = day.state.value
    values["step"] = day.step.value
    values["undo_to"] = None if day.undo_to is None else day.undo_to.value
    return values
