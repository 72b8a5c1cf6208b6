"""The inbox, the outbox, and the bot's own notes."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Text, bindparam, cast, delete, exists, insert, or_, select, text, update
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import Query, Row
from bot.db.tables import day as day_table
from bot.db.tables import inbox as inbox_table
from bot.db.tables import note as note_table
from bot.db.tables import outbox as outbox_table
from bot.db.tables import pair_member as pair_member_table
from bot.domain.day import DayId
from bot.domain.errors import Facts
from bot.domain.kinds import Kind
from bot.domain.member import MemberId
from bot.domain.notices import Priority, Sound, rule_of
from bot.domain.pair import PairId
from bot.services.letters import Letter, Status

_NAME_STRANGERS = (Kind.INVITE_CARD, Kind.NEW_INVITE_WISHED, Kind.GROUP_PACT, Kind.BLOCK_QUESTION, Kind.BLOCK_LIST)
"""What names somebody with whom its reader was in no pair."""
_UNSETTLED = (Status.PENDING.value, Status.CLAIMED.value)


_earlier = outbox_table.alias("earlier")
_HEADS = Query(
    select(outbox_table)
    .where(
        outbox_table.c.status == Status.PENDING.value,
        ~exists().where(
            _earlier.c.chat_id == outbox_table.c.chat_id,
            _earlier.c.id < outbox_table.c.id,
            text("earlier.status IN ('pending', 'claimed')"),  # spelt as in the index, or it is not used
        ),
    )
    .order_by(outbox_table.c.priority, outbox_table.c.id)
    .limit(bindparam("most"))
)
_THIS = outbox_table.c.id == bindparam("letter_id")
_GET = Query(select(outbox_table).where(_THIS))
_BY_KEY = Query(select(outbox_table).where(outbox_table.c.key == bindparam("the_key")))
_ADD = Query(
    insert_or(outbox_table).on_conflict_do_nothing().returning(outbox_table.c.id),
    sets=[column.name for column in outbox_table.c if not column.primary_key],
)
_SETTLE = Query(update(outbox_table).where(_THIS), sets=["status", "message_id"])
_CLAIM = Query(
    update(outbox_table).where(_THIS, outbox_table.c.status == Status.PENDING.value).values(status=Status.CLAIMED.value)
)
_NOTE_UPDATE = Query(insert_or(inbox_table).on_conflict_do_nothing(), sets=["update_id", "noted_at", "trouble"])
_NOTE = select(note_table.c.value).where(note_table.c.name == bindparam("the_name"))
_CHANGE_NOTE = update(note_table).where(note_table.c.name == bindparam("the_name"))
_ALONE: Facts = {"partner": None, "partner_account": None, "partner_username": None, "is_call_ahead": False}
"""What an ask that waits says once there is no partner."""


class OnLetter(Protocol):
    """Hears of each letter that is kept."""

    def __call__(self, letter: Letter, *, is_claimed: bool) -> None: ...


class SqlInbox:
    """`services.ports.Inbox`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, update_id: int, at: datetime, trouble: str | None = None) -> bool:
        return await _NOTE_UPDATE.change(self._connection, update_id=update_id, noted_at=at, trouble=trouble) > 0

    async def forget_before(self, moment: datetime) -> int:
        query = delete(inbox_table).where(inbox_table.c.noted_at < moment)
        return (await self._connection.execute(query)).rowcount


class SqlOutbox:
    """`services.ports.Outbox`; `on_letter` hears of each letter that is kept."""

    def __init__(self, connection: AsyncConnection, on_letter: OnLetter) -> None:
        self._connection = connection
        self._on_letter = on_letter

    async def add(self, letter: Letter) -> Letter | None:
        if letter.edits_message is not None:
            await self._fold(letter)
        row = await _ADD.row(self._connection, **_values(letter))
        if row is None:
            return None
        kept = replace(letter, id=row["id"])
        self._on_letter(kept, is_claimed=letter.status is Status.CLAIMED)
        return kept

    async def get(self, letter_id: int) -> Letter | None:
        row = await _GET.row(self._connection, letter_id=letter_id)
        return None if row is None else _letter(row)

    async def by_key(self, key: str) -> Letter | None:
        row = await _BY_KEY.row(self._connection, the_key=key)
        return None if row is None else _letter(row)

    async def by_message(self, chat_id: int, message_id: int) -> Letter | None:
        query = (
            select(outbox_table)
            .where(outbox_table.c.chat_id == chat_id, outbox_table.c.message_id == message_id)
            .order_by(outbox_table.c.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(query)).mappings().one_or_none()
        return None if row is None else _letter(row)

    async def heads(self, limit: int) -> Sequence[Letter]:
        return [_letter(row) for row in await _HEADS.rows(self._connection, most=limit)]

    async def claim(self, letter_id: int) -> bool:
        return await _CLAIM.change(self._connection, letter_id=letter_id) > 0

    async def settle(self, letter_id: int, status: Status, *, message_id: int | None = None) -> None:
        await _SETTLE.change(self._connection, letter_id=letter_id, status=status.value, message_id=message_id)

    async def give_back(self, letter_id: int, *, attempts: int) -> None:
        query = (
            update(outbox_table)
            .where(outbox_table.c.id == letter_id, outbox_table.c.status == Status.CLAIMED.value)
            .values(status=Status.PENDING.value, attempts=attempts)
        )
        await self._connection.execute(query)

    async def take_back_claims(self) -> int:
        query = (
            update(outbox_table)
            .where(outbox_table.c.status == Status.CLAIMED.value)
            .values(status=Status.PENDING.value)
        )
        return (await self._connection.execute(query)).rowcount

    async def has_later_edit(self, letter: Letter) -> bool:
        later = (
            outbox_table.c.chat_id == letter.chat_id,
            outbox_table.c.edits_message == letter.edits_message,
            outbox_table.c.id > letter.id,
            outbox_table.c.status.in_((*_UNSETTLED, Status.SENT.value)),
        )
        return bool((await self._connection.execute(select(exists().where(*later)))).scalar_one())

    async def shown_to_partners(self, kind: Kind, member_id: MemberId) -> Sequence[Letter]:
        query = (
            select(outbox_table)
            .join(pair_member_table, pair_member_table.c.pair_id == outbox_table.c.pair_id)
            .where(
                pair_member_table.c.member_id == member_id,
                outbox_table.c.recipient_id != member_id,
                outbox_table.c.kind == kind.value,
                outbox_table.c.status.in_((Status.SENT.value, Status.UNCERTAIN.value)),
            )
            .order_by(outbox_table.c.id)
        )
        return [_letter(row) for row in (await self._connection.execute(query)).mappings()]

    async def forget_pair(self, pair_id: PairId, gone_id: MemberId) -> None:
        own_days = select(day_table.c.id).where(day_table.c.member_id == gone_id)
        of_pair = outbox_table.c.pair_id == pair_id
        of_no_day = of_pair & outbox_table.c.day_id.is_(None)
        query = delete(outbox_table).where(outbox_table.c.day_id.in_(own_days) | of_no_day)
        await self._connection.execute(query)
        is_settled = outbox_table.c.status.not_in(_UNSETTLED)
        await self._connection.execute(update(outbox_table).where(of_pair, is_settled).values(facts={}))
        waiting = (await self._connection.execute(select(outbox_table).where(of_pair, ~is_settled))).mappings().all()
        for letter in map(_letter, waiting):
            this = outbox_table.c.id == letter.id
            if rule_of(letter.kind).needs_pair:
                await self._connection.execute(delete(outbox_table).where(this))
            else:
                alone = {**letter.facts, **_ALONE}
                await self._connection.execute(update(outbox_table).where(this).values(facts=alone))

    async def blank(self, account_id: int, names: Sequence[str], known_to: Collection[MemberId]) -> None:
        kept = cast(outbox_table.c.facts, Text)
        listed = [json.dumps(json.dumps(name, ensure_ascii=False))[1:-1] for name in names]  # a list in a fact
        is_named = or_(*(kept.contains(name, autoescape=True) for name in (*map(json.dumps, names), *listed)))
        is_them = outbox_table.c.recipient_id.in_(known_to) | outbox_table.c.kind.in_(_NAME_STRANGERS)
        is_their_account = or_(*(kept.contains(f": {account_id}{end}") for end in (",", "}")))
        is_settled = outbox_table.c.status.not_in(_UNSETTLED)
        query = update(outbox_table).where(is_settled, is_their_account | (is_named & is_them)).values(facts={})
        await self._connection.execute(query)

    async def forget_before(self, moment: datetime) -> int:
        query = delete(outbox_table).where(outbox_table.c.decided_at < moment, outbox_table.c.status.not_in(_UNSETTLED))
        return (await self._connection.execute(query)).rowcount

    async def _fold(self, letter: Letter) -> None:
        """A waiting edit of the same message is out of date: the new one says all."""
        query = (
            update(outbox_table)
            .where(
                outbox_table.c.chat_id == letter.chat_id,
                outbox_table.c.edits_message == letter.edits_message,
                outbox_table.c.status == Status.PENDING.value,
            )
            .values(status=Status.FOLDED.value)
        )
        await self._connection.execute(query)


class SqlNotes:
    """`services.ports.Notes`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, name: str) -> str | None:
        value: str | None = (await self._connection.execute(_NOTE, {"the_name": name})).scalar_one_or_none()
        return value

    async def put(self, name: str, value: str) -> None:
        changed = await self._connection.execute(_CHANGE_NOTE, {"the_name": name, "value": value})
        if changed.rowcount == 0:
            await self._connection.execute(insert(note_table).values(name=name, value=value))


def _letter(row: Row) -> Letter:
    values = dict(row)
    return Letter(
        **{
            **values,
            "kind": Kind(values["kind"]),
            "recipient_id": MemberId(values["recipient_id"]),
            "day_id": None if values["day_id"] is None else DayId(values["day_id"]),
            "pair_id": None if values["pair_id"] is None else PairId(values["pair_id"]),
            "priority": Priority(values["priority"]),
            "sound": Sound(values["sound"]),
            "status": Status(values["status"]),
        }
    )


def _values(letter: Letter) -> dict[str, Any]:
    return {
        "key": letter.key,
        "kind": letter.kind.value,
        "recipient_id": letter.recipient_id,
        "chat_id": letter.chat_id,
        "day_id": letter.day_id,
        "pair_id": letter.pair_id,
        "priority": int(letter.priority),
        "sound": letter.sound.value,
        "facts": dict(letter.facts),
        "decided_at": letter.decided_at,
        "useful_until": letter.useful_until,
        "edits_message": letter.edits_message,
        "edits_key": letter.edits_key,
        "status": letter.status.value,
        "message_id": letter.message_id,
        "attempts": letter.attempts,
    }
