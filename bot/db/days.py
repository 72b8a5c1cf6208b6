"""Days."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import Query, Row
from bot.db.tables import day as day_table
from bot.domain.day import Day, DayId, State, Step
from bot.domain.member import MemberId
from bot.services.ports import Conflict

_OF_MEMBER = day_table.c.member_id == bindparam("of_member")
_IS_OPEN = day_table.c.closed_at.is_(None)
_GET = Query(select(day_table).where(day_table.c.id == bindparam("day_id")))
_OPEN_OF = Query(select(day_table).where(_OF_MEMBER, _IS_OPEN))
_ON = Query(select(day_table).where(_OF_MEMBER, day_table.c.date == bindparam("on_date")))
_COLUMNS = [column.name for column in day_table.c if not column.primary_key]
_ADD = Query(insert(day_table).returning(day_table.c.id), sets=_COLUMNS)
_SAVE = Query(
    update(day_table).where(day_table.c.id == bindparam("day_id"), day_table.c.version == bindparam("was_version")),
    sets=_COLUMNS,
)
_DUE = Query(
    select(day_table.c.id)
    .where(_IS_OPEN, day_table.c.due_at <= bindparam("now"))
    .order_by(day_table.c.due_at)
    .limit(bindparam("most"))
)
_BEFORE = Query(
    select(day_table)
    .where(_OF_MEMBER, day_table.c.date < bindparam("before_date"))
    .order_by(day_table.c.date.desc())
    .limit(1)
)
_NEXT_DUE_AT = Query(select(day_table.c.due_at).where(_IS_OPEN).order_by(day_table.c.due_at).limit(1))


class SqlDays:
    """`services.ports.Days`; `on_due` hears the next step of every day that is written."""

    def __init__(self, connection: AsyncConnection, on_due: Callable[[datetime | None], None]) -> None:
        self._connection = connection
        self._on_due = on_due

    async def get(self, day_id: DayId) -> Day | None:
        return _day_or_none(await _GET.row(self._connection, day_id=day_id))

    async def open_of(self, member_id: MemberId) -> Day | None:
        return _day_or_none(await _OPEN_OF.row(self._connection, of_member=member_id))

    async def on(self, member_id: MemberId, date: date) -> Day | None:
        return _day_or_none(await _ON.row(self._connection, of_member=member_id, on_date=date))

    async def latest(self, member_id: MemberId) -> Day | None:
        query = select(day_table).where(day_table.c.member_id == member_id).order_by(day_table.c.date.desc()).limit(1)
        return _day_or_none((await self._connection.execute(query)).mappings().one_or_none())

    async def before(self, day: Day) -> Day | None:
        return _day_or_none(await _BEFORE.row(self._connection, of_member=day.member_id, before_date=day.date))

    async def add(self, day: Day) -> Day:
        row = await _ADD.row(self._connection, **_values(day))
        if row is None:
            raise LookupError("the new day has no id")
        added = replace(day, id=DayId(row["id"]))
        self._on_due(added.due_at)
        return added

    async def save(self, day: Day) -> Day:
        saved = replace(day, version=day.version + 1)
        values = {**_values(saved), "day_id": day.id, "was_version": day.version}
        if await _SAVE.change(self._connection, **values) != 1:
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
        return [DayId(row["id"]) for row in await _DUE.rows(self._connection, now=now, most=limit)]

    async def next_due_at(self) -> datetime | None:
        row = await _NEXT_DUE_AT.row(self._connection)
        return None if row is None else row["due_at"]


def _day_or_none(row: Row | None) -> Day | None:
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
