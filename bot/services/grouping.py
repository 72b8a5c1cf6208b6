"""What befalls a pair's group: it has another chat, it is gone, or one of the two is not there any more."""

from datetime import datetime

from bot.domain.errors import Reason
from bot.domain.group import Group
from bot.domain.kinds import Kind
from bot.domain.member import Member, MemberId, Standing
from bot.domain.pair import PairId
from bot.services.letters import Letter
from bot.services.ports import UnitOfWork
from bot.services.telling import tell_of_pair


async def follow_group(uow: UnitOfWork, chat_id: int, new_chat_id: int) -> None:
    """Note that a group has become a supergroup, which is another chat; to be told of it twice changes nothing."""
    group = await uow.groups.by_chat(chat_id)
    if group is None:
        return
    newcomer = await uow.groups.by_chat(new_chat_id)
    if newcomer is not None:
        await uow.groups.remove(newcomer)  # greeted there before it was known that it is the same
    await uow.groups.move(group, new_chat_id)


async def lose_group(uow: UnitOfWork, chat_id: int, now: datetime) -> None:
    """Note that nothing can be said in a group any more; the pair hears it once, and goes on in private."""
    group = await uow.groups.by_chat(chat_id)
    if group is not None:
        await give_up(uow, group, now)


async def note_unwritable(uow: UnitOfWork, letter: Letter, now: datetime) -> None:
    """Note that a letter could not be said in a group: a pair's is lost; who asked their partner there hears why."""
    group = await uow.groups.by_chat(letter.chat_id)
    if group is not None and group.pair_id is not None and letter.kind is Kind.GROUP_PAIRED:
        await _undo(uow, group, group.pair_id, letter, now)
    elif group is not None and group.pair_id is not None:
        await give_up(uow, group, now)
    elif letter.kind is Kind.HERE_QUESTION:
        asker = await uow.members.find(MemberId(int(letter.facts["asker"] or 0)))
        if asker is not None:
            facts, cause = {"reason": Reason.CANT_ASK_THERE.value}, letter.key
            await tell_of_pair(uow, Kind.REFUSAL, asker, cause=cause, now=now, facts=facts, pair_id=None)


async def _undo(uow: UnitOfWork, group: Group, pair_id: PairId, letter: Letter, now: datetime) -> None:
    """Take a pact back of which the two could not be told: nobody is bound without knowing."""
    await uow.groups.remove(group)
    await uow.pairs.end(pair_id, now)
    for member_id in (await uow.pairs.get(pair_id)).members:
        member = await uow.members.get(member_id)
        if member.standing is not Standing.JOINING:
            facts, cause = {"reason": Reason.GROUP_CAME_TO_NOTHING.value}, letter.key
            await tell_of_pair(uow, Kind.REFUSAL, member, cause=cause, now=now, facts=facts, pair_id=None)


async def miss(uow: UnitOfWork, chat_id: int, account_id: int, now: datetime) -> None:
    """Note that somebody has left a group; where one of the two did, the pair goes on in private."""
    group = await uow.groups.by_chat(chat_id)
    gone = None if group is None else await uow.members.by_account(account_id)
    if group is None or gone is None:
        return
    if group.pair_id is not None and gone.id in (await uow.pairs.get(group.pair_id)).members:
        await give_up(uow, group, now)
    elif group.said_yes == gone.id:
        await uow.groups.save(group.without_yes())


async def give_up(uow: UnitOfWork, group: Group, now: datetime, *, by: Member | None = None) -> None:
    """Take a group from its pair, and tell both in private; where it was done `by` one of them, the other."""
    await uow.groups.remove(group)
    if group.pair_id is None:
        return
    pair = await uow.pairs.get(group.pair_id)
    for member_id in pair.members:
        member = await uow.members.get(member_id)
        if by is None or member.id != by.id:
            facts, cause = {"name": None if by is None else by.name}, f"g{group.id}"
            await tell_of_pair(uow, Kind.GROUP_GONE, member, cause=cause, now=now, facts=facts, pair_id=pair.id)
