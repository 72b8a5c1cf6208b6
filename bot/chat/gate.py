"""Who is heard in a group: whoever a button or an ask is for, and whoever gives a command that is theirs to give.

Nobody else is answered, but for a tap, of whose answer only they hear; and nobody else is kept.
"""

from datetime import datetime

from bot.chat.buttons import Action, read_payload
from bot.chat.handlers import GROUP_COMMANDS
from bot.chat.reading import Deed, Did
from bot.domain.errors import Reason, Refused
from bot.domain.group import ASKS_FOR_WORDS, HERE, is_told_by_card
from bot.domain.kinds import Kind
from bot.domain.member import Member, Standing
from bot.services.ports import UnitOfWork

FOR_ALL = frozenset({Action.IM_IN, Action.PACT_YES, Action.PACT_BACK})
"""Whoever is in a group without a pair can become one of the two."""
SHOWN_TO_ALL = frozenset({Kind.GROUP_HELLO, Kind.GROUP_PACT, Kind.GROUP_PAIRED})
ON_THE_CARD = frozenset({Action.DONE, Action.UNDO})
ABOUT_THE_GROUP = frozenset({Action.HERE_YES, Action.HERE_NO})
ABOUT_A_DAY = frozenset(
    {
        Action.DONE,
        Action.UNDO,
        Action.PARTLY,
        Action.LEAVE_PARTLY,
        Action.ON_A_CALL,
        Action.NOT_YET,
        Action.WAIT,
        Action.CHANGE,
        Action.REPLACE,
        Action.KEEP,
        Action.FOR_TOMORROW,
        Action.CARRY_OVER,
        Action.CHEER,
    }
)
"""All else that a modified client can send from a group is refused there."""


async def is_heard(uow: UnitOfWork, deed: Deed, group_chat: int, now: datetime) -> bool:
    """Tell whether the bot listens to what was done in a group; raise `Refused` for a tap that is not theirs."""
    member = await uow.members.by_account(deed.profile.account_id)
    match deed.did:
        case Did.TAPPED:
            await _check_tap(uow, deed, group_chat, member)
            return True
        case Did.COMMANDED:
            if deed.command == "start":
                return await _hears_start(uow, deed, group_chat, member, now)
            return await _hears_command(uow, deed.command, group_chat, member)
        case Did.TYPED:
            return await _is_asked(uow, deed, group_chat, member)
        case _:
            return False


async def is_home(uow: UnitOfWork, member: Member, group_chat: int) -> bool:
    """Tell whether this is the group of the member's pair."""
    group = await uow.groups.by_chat(group_chat)
    pair = None if group is None or group.pair_id is None else await uow.pairs.open_of(member.id)
    return group is not None and pair is not None and pair.id == group.pair_id


async def _check_tap(uow: UnitOfWork, deed: Deed, group_chat: int, member: Member | None) -> None:
    action = read_payload(deed.text).action
    shown = None if deed.message is None else await uow.outbox.by_message(group_chat, deed.message)
    if action in FOR_ALL and (shown is None or shown.kind in SHOWN_TO_ALL):
        return
    if member is None or action not in ABOUT_A_DAY | ABOUT_THE_GROUP or shown is None:
        raise Refused(Reason.NOT_YOURS)
    lives_here = await is_home(uow, member, group_chat)
    is_for_both = (
        lives_here and is_told_by_card(shown.kind, shown.facts) and action in ON_THE_CARD
    )  # whose day it is about, the services ask
    if shown.recipient_id != member.id and not is_for_both:
        raise Refused(Reason.NOT_YOURS)
    if action in ABOUT_A_DAY and not lives_here:
        raise Refused(Reason.NO_LONGER_APPLIES)


async def _hears_command(uow: UnitOfWork, command: str, group_chat: int, member: Member | None) -> bool:
    if command not in GROUP_COMMANDS:
        return False
    if member is None or member.standing is Standing.VISITOR:
        return False
    return command == HERE or await is_home(uow, member, group_chat)


async def _hears_start(uow: UnitOfWork, deed: Deed, group_chat: int, member: Member | None, now: datetime) -> bool:
    """The link that brings the bot gives this command after the hello: then it says no more, but to bring a pair."""
    group = await uow.groups.by_chat(group_chat)
    if group is None or group.may_be_greeted(now):
        return True
    return group.pair_id is None and deed.text == HERE and member is not None


async def _is_asked(uow: UnitOfWork, deed: Deed, group_chat: int, member: Member | None) -> bool:
    if member is None or deed.reply_to is None or not await is_home(uow, member, group_chat):
        return False
    asked = await uow.outbox.by_message(group_chat, deed.reply_to)
    return asked is not None and asked.recipient_id == member.id and asked.kind in ASKS_FOR_WORDS
