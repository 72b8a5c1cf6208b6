"""Members, pairs, invites and open questions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import Query, Row
from bot.db.tables import block as block_table
from bot.db.tables import day as day_table
from bot.db.tables import invite as invite_table
from bot.db.tables import member as member_table
from bot.db.tables import outbox as outbox_table
from bot.db.tables import pair as pair_table
from bot.db.tables import pair_member as pair_member_table
from bot.db.tables import question as question_table
from bot.domain.day import DayId
from bot.domain.member import CallWay, Member, MemberId, Profile, Standing
from bot.domain.pair import Invite, InviteId, InviteState, Pair, PairId
from bot.domain.question import Question, Topic

_MEMBER = Query(select(member_table).where(member_table.c.id == bindparam("this_member")))
_MEMBER_BY_ACCOUNT = Query(select(member_table).where(member_table.c.account_id == bindparam("of_account")))
_SAVE_MEMBER = Query(
    update(member_table).where(member_table.c.id == bindparam("this_member")),
    sets=[column.name for column in member_table.c if not column.primary_key],
)
_PAIRS = select(pair_table, pair_member_table.c.member_id).join(pair_member_table).order_by(pair_member_table.c.seat)
_PAIR = Query(_PAIRS.where(pair_table.c.id == bindparam("this_pair")))
_own_seat = pair_member_table.alias()
_OPEN_PAIR_OF = Query(
    _PAIRS.join(_own_seat, _own_seat.c.pair_id == pair_table.c.id).where(
        _own_seat.c.member_id == bindparam("of_member"), _own_seat.c.is_open
    )
)
_OF_MEMBER = question_table.c.member_id == bindparam("of_member")
_QUESTION = Query(select(question_table).where(_OF_MEMBER))
_CLEAR_QUESTION = Query(delete(question_table).where(_OF_MEMBER))


class SqlMembers:
    """`services.ports.Members`; nobody else changes a member meanwhile, so that each is read once in a transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._known: dict[MemberId, Member] = {}

    async def get(self, member_id: MemberId) -> Member:
        member = await self.find(member_id)
        if member is None:
            raise LookupError(f"no member {member_id}")
        return member

    async def by_account(self, account_id: int) -> Member | None:
        return self._keep(await _MEMBER_BY_ACCOUNT.row(self._connection, of_account=account_id))

    async def add(self, member: Member) -> Member:
        query = insert(member_table).values(**_member_values(member)).returning(member_table.c.id)
        return replace(member, id=MemberId((await self._connection.execute(query)).scalar_one()))

    async def find(self, member_id: MemberId) -> Member | None:
        known = self._known.get(member_id)
        return known or self._keep(await _MEMBER.row(self._connection, this_member=member_id))

    async def remove(self, member_id: MemberId) -> None:
        self._known.pop(member_id, None)
        await self._connection.execute(delete(member_table).where(member_table.c.id == member_id))

    async def save(self, member: Member) -> None:
        self._known.pop(member.id, None)
        await _SAVE_MEMBER.change(self._connection, this_member=member.id, **_member_values(member))

    def _keep(self, row: Row | None) -> Member | None:
        """Know a member as they were read, until they are saved or removed."""
        if row is None:
            return None
        member = _member(row)
        self._known[member.id] = member
        return member


class SqlPairs:
    """`services.ports.Pairs`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, pair_id: PairId) -> Pair:
        pair = _pair(await _PAIR.rows(self._connection, this_pair=pair_id))
        if pair is None:
            raise LookupError(f"no pair {pair_id}")
        return pair

    async def open_of(self, member_id: MemberId) -> Pair | None:
        return _pair(await _OPEN_PAIR_OF.rows(self._connection, of_member=member_id))

    async def begin(self, members: tuple[MemberId, MemberId], now: datetime) -> Pair:
        query = insert(pair_table).values(began_at=now).returning(pair_table.c.id)
        pair_id = PairId((await self._connection.execute(query)).scalar_one())
        seats = [
            {"pair_id": pair_id, "seat": seat, "member_id": member_id, "is_open": True}
            for seat, member_id in enumerate(members, start=1)
        ]
        await self._connection.execute(insert(pair_member_table), seats)
        return Pair(pair_id, members, now, None)

    async def end(self, pair_id: PairId, now: datetime) -> None:
        await self._connection.execute(update(pair_table).where(pair_table.c.id == pair_id).values(ended_at=now))
        seats = pair_member_table
        await self._connection.execute(update(seats).where(seats.c.pair_id == pair_id).values(is_open=False))

    async def save(self, pair: Pair) -> None:
        values = {
            "words": pair.words,
            "proposed_words": pair.proposed_words,
            "proposed_by": pair.proposed_by,
            "room": pair.room,
            "here_question": pair.here_question,
        }
        await self._connection.execute(update(pair_table).where(pair_table.c.id == pair.id).values(**values))

    async def all_of(self, member_id: MemberId) -> Sequence[Pair]:
        seats = pair_member_table
        query = select(seats.c.pair_id).where(seats.c.member_id == member_id).order_by(seats.c.pair_id.desc())
        return [await self.get(PairId(pair_id)) for pair_id in (await self._connection.execute(query)).scalars().all()]

    async def remove(self, pair_id: PairId) -> None:
        for table in (day_table, outbox_table):
            await self._connection.execute(update(table).where(table.c.pair_id == pair_id).values(pair_id=None))
        await self._connection.execute(delete(pair_member_table).where(pair_member_table.c.pair_id == pair_id))
        nothing = {"words": None, "proposed_words": None, "proposed_by": None, "room": None}
        await self._connection.execute(update(pair_table).where(pair_table.c.id == pair_id).values(**nothing))


class SqlBlocks:
    """`services.ports.Blocks`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, member_id: MemberId, blocked_id: MemberId) -> None:
        if not await self.has(member_id, blocked_id):
            query = insert(block_table).values(member_id=member_id, blocked_id=blocked_id)
            await self._connection.execute(query)

    async def remove(self, member_id: MemberId, blocked_id: MemberId) -> None:
        query = delete(block_table).where(block_table.c.member_id == member_id, block_table.c.blocked_id == blocked_id)
        await self._connection.execute(query)

    async def has(self, member_id: MemberId, blocked_id: MemberId) -> bool:
        query = select(block_table.c.member_id).where(
            block_table.c.member_id == member_id, block_table.c.blocked_id == blocked_id
        )
        return (await self._connection.execute(query)).one_or_none() is not None

    async def of(self, member_id: MemberId) -> Sequence[MemberId]:
        query = select(block_table.c.blocked_id).where(block_table.c.member_id == member_id)
        found = (await self._connection.execute(query.order_by(block_table.c.blocked_id))).scalars()
        return [MemberId(blocked_id) for blocked_id in found]


class SqlInvites:
    """`services.ports.Invites`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open_of(self, member_id: MemberId) -> Invite | None:
        query = select(invite_table).where(
            invite_table.c.inviter_id == member_id, invite_table.c.state == InviteState.OPEN.value
        )
        row = (await self._connection.execute(query)).mappings().one_or_none()
        return None if row is None else _invite(row)

    async def by_token(self, token: str) -> Invite | None:
        query = select(invite_table).where(invite_table.c.token == token)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        return None if row is None else _invite(row)

    async def add(self, invite: Invite) -> Invite:
        query = (
            insert(invite_table)
            .values(token=invite.token, inviter_id=invite.inviter_id, made_at=invite.made_at, state=invite.state.value)
            .returning(invite_table.c.id)
        )
        return replace(invite, id=InviteId((await self._connection.execute(query)).scalar_one()))

    async def settle(self, invite: Invite, state: InviteState) -> None:
        query = update(invite_table).where(invite_table.c.id == invite.id).values(state=state.value)
        await self._connection.execute(query)


class SqlQuestions:
    """`services.ports.Questions`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, member_id: MemberId) -> Question | None:
        row = await _QUESTION.row(self._connection, of_member=member_id)
        if row is None:
            return None
        day_id = None if row["day_id"] is None else DayId(row["day_id"])
        return Question(member_id, Topic(row["topic"]), row["asked_at"], day_id, row["card"])

    async def ask(self, question: Question) -> None:
        await self.clear(question.member_id)
        query = insert(question_table).values(
            member_id=question.member_id,
            topic=question.topic.value,
            asked_at=question.asked_at,
            day_id=question.day_id,
            card=question.card,
        )
        await self._connection.execute(query)

    async def clear(self, member_id: MemberId) -> bool:
        return await _CLEAR_QUESTION.change(self._connection, of_member=member_id) > 0


def _member(row: Row) -> Member:
    return Member(
        id=MemberId(row["id"]),
        profile=Profile(row["account_id"], row["name"], row["username"], row["language"]),
        chosen_zone=row["zone"],
        morning=row["morning"],
        evening=row["evening"],
        standing=Standing(row["standing"]),
        has_blocked=row["has_blocked"],
        joined_at=row["joined_at"],
        days_off=frozenset(int(digit) for digit in row["days_off"]),
        call_hours=(row["call_opens"], row["call_closes"]),
        away_until=row["away_until"],
        chosen_language=row["chosen_language"],
        heard_at=row["heard_at"],
        call_way=CallWay(row["call_way"]),
    )


def _member_values(member: Member) -> dict[str, Any]:
    return {
        "account_id": member.profile.account_id,
        "name": member.profile.name,
        "username": member.profile.username,
        "language": member.profile.language,
        "zone": member.chosen_zone,
        "morning": member.morning,
        "evening": member.evening,
        "standing": member.standing.value,
        "has_blocked": member.has_blocked,
        "joined_at": member.joined_at,
        "days_off": "".join(str(day) for day in sorted(member.days_off)),
        "call_opens": member.call_hours[0],
        "call_closes": member.call_hours[1],
        "away_until": member.away_until,
        "chosen_language": member.chosen_language,
        "heard_at": member.heard_at,
        "call_way": member.call_way.value,
    }


def _pair(rows: Sequence[Row]) -> Pair | None:
    """Return the pair whose two seats, in order, these rows are; None for none."""
    if not rows:
        return None
    first, second = (MemberId(row["member_id"]) for row in rows)
    kept = rows[0]
    return Pair(
        id=PairId(kept["id"]),
        members=(first, second),
        began_at=kept["began_at"],
        ended_at=kept["ended_at"],
        words=kept["words"],
        proposed_words=kept["proposed_words"],
        proposed_by=None if kept["proposed_by"] is None else MemberId(kept["proposed_by"]),
        room=kept["room"],
        here_question=kept["here_question"],
    )


def _invite(row: Row) -> Invite:
    return Invite(
        id=InviteId(row["id"]),
        token=row["token"],
        inviter_id=MemberId(row["inviter_id"]),
        made_at=row["made_at"],
        state=InviteState(row["state"]),
    )
