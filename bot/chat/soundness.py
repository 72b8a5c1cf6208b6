"""Whether what was read is what Telegram promises: python-telegram-bot takes any value for any field.

What is not would be kept as it is, or fail somewhere on its way: a name for a number, say, which SQLite takes.
"""

from datetime import datetime
from types import UnionType

from bot.chat.reading import Deed, Did, is_number
from bot.chat.reading_groups import Happening
from bot.domain.member import Profile
from bot.domain.phone import Contact


class Unreadable(Exception):  # noqa: N818  named for what was found
    """An update that is none, or one that this bot can't read, as after a change of the Bot API."""


def check_deed(deed: Deed) -> None:
    """Raise `Unreadable` for a deed with something in it that is of another kind than Telegram promises."""
    _check_profile(deed.profile)
    numbers = (deed.message, deed.reply_to, deed.group_chat, deed.said_in_group)
    is_sound = (
        all(number is None or is_number(number) for number in numbers)
        and (deed.group_chat is None or deed.group_chat < 0)
        and _is_a(deed.text, str)
        and _is_a(deed.callback_id, str if deed.did is Did.TAPPED else str | None)
        and _is_a(deed.at, datetime | None)
        and (deed.location is None or all(_is_degrees(degrees) for degrees in deed.location))
        and (deed.contact is None or _is_contact(deed.contact))
    )
    if not is_sound:
        raise Unreadable(deed.did.name)


def check_happening(happening: Happening) -> None:
    """Raise `Unreadable` for what has befallen no group."""
    if happening.by is not None:
        _check_profile(happening.by)
    numbers = (happening.chat_id, happening.account_id, happening.new_chat_id)
    if not all(is_number(number) for number in numbers) or happening.chat_id >= 0 or happening.new_chat_id > 0:
        raise Unreadable(happening.befell.name)


def _is_a(value: object, kind: type | UnionType) -> bool:
    """Tell what the annotations only promise."""
    return isinstance(value, kind)


def _check_profile(profile: Profile) -> None:
    if not is_number(profile.account_id) or profile.account_id <= 0:  # below are the chats of groups
        raise Unreadable("account")


def _is_contact(contact: Contact) -> bool:
    return _is_a(contact.number, str) and (contact.account_id is None or is_number(contact.account_id))


def _is_degrees(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
