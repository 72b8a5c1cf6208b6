"""Keeping somebody unwanted away for good. They are never told."""

import json

from bot.domain.errors import Fact, Reason, Refused
from bot.domain.kinds import Kind
from bot.domain.member import Member, MemberId, Standing
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
    people = await _listed(act, [])
    await act.answer(Kind.BLOCK_QUESTION, {"pair": pair.id, "name": other.name, "people": people})


async def block(act: Act, pair_id: PairId) -> None:
    """Keep the other of a pair away; if the pact still stands, it ends in the same words as by leaving."""
    pair, other = await _other(act, pair_id)
    if pair.is_open:
        await end_pact(act, pair, other)
    elif await act.uow.blocks.has(act.member.id, other.id):
        raise Refused(Reason.NO_LONGER_APPLIES)
    await _keep_away(act, other, goes_on=pair.is_open and act.member.standing is Standing.ACTIVE)


async def block_inviter(act: Act, token: str) -> None:
    """Keep away whoever made an invite that the member has declined; a link alone tells nobody's name."""
    letter = None
    if act.tapped is not None:
        letter = await act.uow.outbox.by_message(act.member.profile.account_id, act.tapped)
    if letter is None or letter.kind is not Kind.DECLINED_CARD or letter.facts.get("token") != token:
        raise Refused(Reason.NO_LONGER_APPLIES)
    invite = await act.uow.invites.by_token(token) if token.isascii() else None
    if invite is None or invite.inviter_id == act.member.id:
        raise Refused(Reason.NO_LONGER_APPLIES)
    if await act.uow.blocks.has(act.member.id, invite.inviter_id):
        raise Refused(Reason.NO_LONGER_APPLIES)
    pair = await act.uow.pairs.open_of(act.member.id)
    if pair is not None and invite.inviter_id in pair.members:
        raise Refused(Reason.ALREADY_PARTNERS)
    await _keep_away(act, await act.uow.members.get(invite.inviter_id), goes_on=False)


async def lift(act: Act, blocked_id: MemberId) -> None:
    """Let somebody come near again."""
    if not await act.uow.blocks.has(act.member.id, blocked_id):
        raise Refused(Reason.NO_LONGER_APPLIES)
    await act.uow.blocks.remove(act.member.id, blocked_id)
    await act.answer(Kind.UNBLOCKED, {"name": await _name(act, blocked_id)})


async def _keep_away(act: Act, other: Member, *, goes_on: bool) -> None:
    await act.uow.blocks.add(act.member.id, other.id)
    await act.answer(Kind.BLOCKED, {"name": other.name, "goes_on": goes_on})


async def _list(act: Act) -> None:
    """Show the latest former partners, each once, and everybody who is blocked."""
    blocked = await act.uow.blocks.of(act.member.id)
    former: dict[MemberId, PairId] = {}
    for pair in await act.uow.pairs.all_of(act.member.id):
        other_id = pair.partner_of(act.member.id)
        if other_id not in blocked:
            former.setdefault(other_id, pair.id)
    if not former and not blocked:
        raise Refused(Reason.NOBODY_TO_BLOCK)
    await act.answer(Kind.BLOCK_LIST, {"people": await _listed(act, list(former.items())[:MOST_LISTED])})


async def _listed(act: Act, former: list[tuple[MemberId, PairId]]) -> Fact:
    """Return who can be blocked, by the pair, and who is, by their own number: number, name, whether they are."""
    people = [(int(pair_id), await _name(act, other_id), False) for other_id, pair_id in former]
    blocked = await act.uow.blocks.of(act.member.id)
    people += [(int(blocked_id), await _name(act, blocked_id), True) for blocked_id in blocked]
    return json.dumps(people, ensure_ascii=False)


async def _name(act: Act, member_id: MemberId) -> str:
    return (await act.uow.members.get(member_id)).name


async def _other(act: Act, pair_id: PairId) -> tuple[Pair, Member]:
    """Return a pair of the acting member's, and the other in it."""
    try:
        pair = await act.uow.pairs.get(pair_id)
    except LookupError as error:
        raise Refused(Reason.NO_LONGER_APPLIES) from error
    if act.member.id not in pair.members:
        raise Refused(Reason.NOT_YOURS)
    return pair, await act.uow.members.get(pair.partner_of(act.member.id))
