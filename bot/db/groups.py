"""The groups of pairs, their cards, and the letters that wait for them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import Query, Row
from bot.db.tables import group_card as card_table
from bot.db.tables import group_chat as group_table
from bot.db.tables import member as member_table
from bot.db.tables import outbox as outbox_table
from bot.domain.group import ONLY_THERE, Card, Group, GroupId, Takes
from bot.domain.member import MemberId
from bot.domain.pair import PairId
from bot.services.letters import Letter, Status

_BY_CHAT = Query(select(group_table).where(group_table.c.chat_id == bindparam("in_chat")))
_OF_PAIR = Query(select(group_table).where(group_table.c.pair_id == bindparam("of_pair")))
_CARD = Query(
    select(card_table).where(card_table.c.group_id == bindparam("of_group"), card_table.c.date == bindparam("on"))
)
_ONLY_THERE = tuple(kind.value for kind in ONLY_THERE)
_PRIVATE_CHAT = (
    select(member_table.c.account_id).where(member_table.c.id == outbox_table.c.recipient_id).scalar_subquery()
)


class SqlGroups:
    """`services.ports.Groups`; `on_waiting` hears when letters wait for another chat than before."""

    def __init__(self, connection: AsyncConnection, on_waiting: Callable[[], None]) -> None:
        self._connection = connection
        self._on_waiting = on_waiting

    async def by_chat(self, chat_id: int) -> Group | None:
        row = await _BY_CHAT.row(self._connection, in_chat=chat_id)
        return None if row is None else _group(row)

    async def of_pair(self, pair_id: PairId) -> Group | None:
        row = await _OF_PAIR.row(self._connection, of_pair=pair_id)
        return None if row is None else _group(row)

    async def add(self, group: Group) -> Group:
        query = insert(group_table).values(**_values(group)).returning(group_table.c.id)
        return replace(group, id=GroupId((await self._connection.execute(query)).scalar_one()))

    async def save(self, group: Group) -> None:
        query = update(group_table).where(group_table.c.id == group.id).values(**_values(group))
        await self._connection.execute(query)

    async def withdraw_yes(self, member_id: MemberId) -> None:
        query = update(group_table).where(group_table.c.said_yes == member_id)
        await self._connection.execute(query.values(said_yes=None, said_yes_at=None))

    async def remove(self, group: Group) -> None:
        await self._connection.execute(delete(group_table).where(group_table.c.id == group.id))
        await self._send_home((outbox_table.c.chat_id == group.chat_id) & _waits())

    async def move(self, group: Group, chat_id: int) -> None:
        await self.save(replace(group, chat_id=chat_id))
        await self._connection.execute(delete(card_table).where(card_table.c.group_id == group.id))
        await self._reroute((outbox_table.c.chat_id == group.chat_id) & _waits(), {"chat_id": chat_id})

    async def send_home(self, letter: Letter, chat_id: int | None = None) -> None:
        this = outbox_table.c.id == letter.id
        if chat_id is None:
            await self._send_home(this)
        else:
            await self._reroute(this, {"chat_id": chat_id})

    async def card(self, group_id: GroupId, on: date) -> Card | None:
        row = await _CARD.row(self._connection, of_group=group_id, on=on)
        return None if row is None else Card(row["message_id"], row["shown"])

    async def keep_card(self, group_id: GroupId, on: date, card: Card) -> None:
        await self.forget_card(group_id, on)
        values = {"group_id": group_id, "date": on, "message_id": card.message_id, "shown": card.shown}
        await self._connection.execute(insert(card_table).values(**values))

    async def forget_card(self, group_id: GroupId, on: date) -> None:
        query = delete(card_table).where(card_table.c.group_id == group_id, card_table.c.date == on)
        await self._connection.execute(query)

    async def forget_cards_before(self, moment: datetime) -> int:
        return (await self._connection.execute(delete(card_table).where(card_table.c.date < moment.date()))).rowcount

    async def _send_home(self, which: ColumnElement[bool]) -> None:
        """Let letters wait for their recipients' own chats, but for those that nobody misses there."""
        is_only_there = outbox_table.c.kind.in_(_ONLY_THERE)
        query = update(outbox_table).where(which & is_only_there).values(status=Status.DROPPED.value)
        await self._connection.execute(query)
        await self._reroute(which & ~is_only_there, {"chat_id": _PRIVATE_CHAT})

    async def _reroute(self, which: ColumnElement[bool], values: dict[str, Any]) -> None:
        """Let letters wait for another chat: there they are messages of their own, whatever they were to change."""
        anew = {"status": Status.PENDING.value, "edits_message": None, "attempts": 0}
        await self._connection.execute(update(outbox_table).where(which).values(**anew, **values))
        self._on_waiting()


def _waits() -> ColumnElement[bool]:
    return outbox_table.c.status == Status.PENDING.value


def _group(row: Row) -> Group:
    return Group(
        id=GroupId(row["id"]),
        chat_id=row["chat_id"],
        greeted_at=row["greeted_at"],
        pair_id=None if row["pair_id"] is None else PairId(row["pair_id"]),
        takes=Takes(row["takes"]),
        said_yes=None if row["said_yes"] is None else MemberId(row["said_yes"]),
        said_yes_at=row["said_yes_at"],
        checked_on=row["checked_on"],
    )


def _values(group: Group) -> dict[str, Any]:
    return {
        "chat_id": group.chat_id,
        "pair_id": group.pair_id,
        "takes": group.takes.value,
        "greeted_at": group.greeted_at,
        "said_yes": group.said_yes,
        "said_yes_at": group.said_yes_at,
        "checked_on": group.checked_on,
    }
