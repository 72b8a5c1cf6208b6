"""What befalls a group, told to the services."""

from datetime import datetime

from bot.chat.reading_groups import Befell, Happening
from bot.services import grouping, groups, presence
from bot.services.act import Act
from bot.services.ports import UnitOfWork


async def befall(uow: UnitOfWork, update_id: int, happening: Happening, now: datetime) -> None:
    """Let happen to a group what Telegram tells."""
    chat_id = happening.chat_id
    match happening.befell:
        case Befell.CAME if happening.by is not None:
            member = await presence.meet(uow, happening.by, now=now)
            await groups.greet(Act(uow, update_id, member, now, now, None, is_tap=False, group_chat=chat_id))
        case Befell.CAME:
            pass
        case Befell.WENT:
            await grouping.lose_group(uow, chat_id, now)
        case Befell.LEFT:
            await grouping.miss(uow, chat_id, happening.account_id, now)
        case Befell.MOVED:
            await grouping.follow_group(uow, chat_id, happening.new_chat_id)
