"""How a pair and their group come together in stories."""

from bot.domain.group import Takes
from playground.in_group import GroupPhone
from playground.stage import Phone

__all__ = ["GroupPhone", "bring_here", "open_group"]


async def open_group(*phones: Phone, supergroup: bool = False, title: str = "The two of us") -> list[GroupPhone]:
    """Make a group of people, bring the bot in, and return everybody in it."""
    stage = phones[0].stage
    group = stage.server.add_group(title, [phone.person for phone in phones], supergroup=supergroup)
    group.add(stage.telegram_bot, by=phones[0].person)
    await stage.settle()
    return [GroupPhone(stage, phone.person, group) for phone in phones]


async def bring_here(one: GroupPhone, other: GroupPhone, takes: Takes = Takes.ASKS) -> None:
    """Let a pair bring their check-ins into their group."""
    await one.command("/here" if takes is Takes.ASKS else "/here news")
    await other.tap("Yes, asks and news" if takes is Takes.ASKS else "The news alone")
