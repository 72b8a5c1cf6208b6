"""Keeping somebody unwanted away for good. They are never told."""

import json

from bot.domain.errors import Fact, Reason, Refused
from bot.domain.kinds import Kind
from bot.domain.member import Member, Standing
from bot.domain.pair import Pair, PairId
from bot.services.act import Act
from bot.services.pairing import end_pact

MOST_LISTED = 5


async def ask(act: Act) -> None:
    """Ask whether the pact shall end with a block; somebody alone chooses among former partners."""
    pair = await act.uow.pairs.open_of(act.member.id)
    if pair is None:
        await _list(act)
        return
    other = await act.uow.members.get(pair.partner_of(act.member.id))
    await act.answer(Kind.BLOCK_QUESTION, {"pair": pair.id, "name": other.name})


async def block(act: Act, pair_id: PairId) -> None:
    """Keep the other of a pair away; if the pact still stands, it ends in the same words as by leaving."""
    pair, other = await _other(act, pair_id)
    if pair.is_open:
        await end_pact(act, pair, other)
    elif await act.uow.blocks.has(act.member.id, other.id):
        raise Refused(Reason.NO_LONGER_APPLIES)
    await _keep_away(act, other, goes_on=pair.is_open and act.member.standing is Standing.ACTIVE)


async def block_inviter(act: Act, token: str) -> None:
    """Keep away whoever made an invite."""
    invite = await act.uow.invites.by_token(token) if token.isascii() else None
    if invite is None or invite.inviter_id == act.member.id:
        raise Refused(Reason.NO_LONGER_APPLIES)
    if await act.uow.blocks.has(act.member.id, invite.inviter_id):
        raise Refused(Reason.NO_LONGER_APPLIES)
    pair = await act.uow.pairs.open_of(act.member.id)
    if pair is not None and invite.inviter_id in pair.members:
        raise Refused(Reason.ALREADY_PARTNERS)
    await _keep_away(act, await act.uow.members.get(invite.inviter_id), goes_on=False)


async def lift(act: Act, pair_id: PairId) -> None:
    """Let somebody come near again."""
    _, other = await _other(act, pair_id)
    if not await act.uow.blocks.has(act.member.id, other.id):
        raise Refused(Reason.NO_LONGER_APPLIES)
    await act.uow.blocks.remove(act.member.id, other.id)
    await act.answer(Kind.UNBLOCKED, {"name": other.name})


async def _keep_away(act: Act, other: Member, *, goes_on: bool) -> None:
    await act.uow.blocks.add(act.member.id, other.id)
    await act.answer(Kind.BLOCKED, {"name": other.name, "goes_on": goes_on})


async def _list(act: Act) -> None:
    """Show the latest former partners, each once, and who of them is blocked."""
    listed: dict[int, tuple[int, str, bool]] = {}
    for pair in await act.uow.pairs.all_of(act.member.id):
        other = await act.uow.members.get(pair.partner_of(act.member.id))
        is_blocked = await act.uow.blocks.has(act.member.id, other.id)
        listed.setdefault(other.id, (pair.id, other.name, is_blocked))
    if not listed:
        raise Refused(Reason.NOBODY_TO_BLOCK)
    people: Fact = json.dumps(list(listed.values())[:MOST_LISTED])
    await act.answer(Kind.BLOCK_LIST, {"people": people})


async def _other(act: Act, pair_id: PairId) -> tuple[Pair, Member]:
    """Return a pair of the acting member's, and the other in it."""
    try:
        pair = await act.uow.pairs.get(pair_id)
    except LookupError as error:
        raise Refused(Reason.NO_LONGER_APPLIES) from error
    if act.member.id not in pair.members:
        raise Refused(Reason.NOT_YOURS)
    return pair, await act.uow.members.get(pair.partner_of(act.member.id))
