"""From Telegram's update to what was done in a group, or befell it.

Only what can be meant for the bot is read: commands, replies to it, and taps. What is written in the name of a group or
a channel, or by another bot, is nobody's.
"""

from dataclasses import dataclass
from enum import Enum, auto

from telegram import ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType

from bot.chat.reading import GONE, Deed, Did, command_of, profile_of
from bot.domain.member import Profile

_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


class Befell(Enum):
    """What happened to a group."""

    CAME = auto()
    """The bot was brought in."""
    WENT = auto()
    """The bot is not there any more."""
    LEFT = auto()
    """Somebody else is not."""
    MOVED = auto()
    """It has become a supergroup, which is another chat."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a group."""

    befell: Befell
    chat_id: int
    by: Profile | None = None
    """Who brought the bot in."""
    account_id: int = 0
    """Who left."""
    new_chat_id: int = 0


def read_group_deed(update: Update) -> Deed | None:
    """Return what a person did in a group, None for talk among people."""
    query, message = update.callback_query, update.message
    if query is not None and query.message is not None and query.message.chat.type in _GROUPS:
        chat, number = query.message.chat.id, query.message.message_id
        profile = profile_of(query.from_user)
        return Deed(profile, Did.TAPPED, message=number, text=query.data or "", callback_id=query.id, group_chat=chat)
    if message is None or message.chat.type not in _GROUPS or message.text is None:
        return None
    if message.from_user is None or message.from_user.is_bot or message.sender_chat is not None:
        return None
    return _said(message, profile_of(message.from_user))


def read_happening(update: Update) -> Happening | None:
    """Return what befell a group."""
    if update.my_chat_member is not None:
        return _of_the_bot(update.my_chat_member)
    if update.chat_member is not None:
        change = update.chat_member
        has_left = change.chat.type in _GROUPS and not _is_in(change.new_chat_member)
        return _left(change.chat.id, change.new_chat_member.user.id) if has_left else None
    message = update.message
    if message is None or message.chat.type not in _GROUPS:
        return None
    if message.migrate_to_chat_id is not None:
        return Happening(Befell.MOVED, message.chat.id, new_chat_id=message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return Happening(Befell.MOVED, message.migrate_from_chat_id, new_chat_id=message.chat.id)
    if message.left_chat_member is None:
        return None
    gone = message.left_chat_member.id
    return Happening(Befell.WENT, message.chat.id) if gone == message.get_bot().id else _left(message.chat.id, gone)


def _said(message: Message, profile: Profile) -> Deed | None:
    """Read a command for this bot, or a reply. A message of a group can't be mended by an edit: it has no `message`."""
    at, chat, number = message.date, message.chat.id, message.message_id
    command = command_of(message)
    if command is not None:
        name, argument = command
        is_ours = _addressee(message) in ("", message.get_bot().username.lower())
        said = Deed(profile, Did.COMMANDED, at, command=name, text=argument, group_chat=chat, said_in_group=number)
        return said if is_ours else None
    answered = message.reply_to_message
    if answered is None or answered.from_user is None or answered.from_user.id != message.get_bot().id:
        return None
    text, reply_to = message.text or "", answered.message_id
    return Deed(profile, Did.TYPED, at, text=text, reply_to=reply_to, group_chat=chat, said_in_group=number)


def _addressee(message: Message) -> str:
    """Return for which bot a command is; empty where it names none."""
    first = message.entities[0]
    return (message.text or "")[: first.length].partition("@")[2].lower()


def _of_the_bot(change: ChatMemberUpdated) -> Happening | None:
    was_in, is_in = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
    if change.chat.type not in _GROUPS or was_in is is_in:
        return None
    if not is_in:
        return Happening(Befell.WENT, change.chat.id)
    return Happening(Befell.CAME, change.chat.id, by=None if change.from_user.is_bot else profile_of(change.from_user))


def _is_in(member: ChatMember) -> bool:
    return member.status not in GONE and getattr(member, "is_member", True)


def _left(chat_id: int, account_id: int) -> Happening:
    return Happening(Befell.LEFT, chat_id, account_id=account_id)
