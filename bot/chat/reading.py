"""From Telegram's update to what a person did in their private chat; groups have a module of their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from telegram import ChatMember, Message, MessageEntity, Update, User
from telegram.constants import ChatType

from bot.domain.commitment import is_visible
from bot.domain.member import Profile
from bot.domain.phone import Contact

_COPYABLE = ("photo", "sticker", "voice", "video", "video_note", "animation", "audio", "document")
LARGEST = 2**63 - 1
LONGEST_NAME = 64
"""Telegram's own limit."""
_USERNAME = re.compile(r"[A-Za-z0-9_]{1,64}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}", re.ASCII)
GONE = (ChatMember.BANNED, ChatMember.LEFT)


class Did(Enum):
    """What somebody did."""

    TYPED = auto()
    EDITED = auto()
    COMMANDED = auto()
    LOCATED = auto()
    """Shared a location."""
    SHARED_CONTACT = auto()
    SENT_OTHER = auto()
    """A photo, a sticker, a voice message …"""
    TAPPED = auto()
    BLOCKED = auto()
    UNBLOCKED = auto()


@dataclass(frozen=True, slots=True)
class Deed:
    """What one person did, in their private chat with the bot or in a group."""

    profile: Profile
    did: Did
    at: datetime | None = None
    """When it was typed, by Telegram's clock; None for what is judged by when it arrives."""
    message: int | None = None
    command: str = ""
    text: str = ""
    """The text, a command's argument, or what a button carried."""
    reply_to: int | None = None
    callback_id: str | None = None
    location: tuple[float, float] | None = None
    """Latitude and longitude. They are kept nowhere."""
    contact: Contact | None = None
    can_copy: bool = False
    """What was sent besides text can be sent on to somebody else."""
    group_chat: int | None = None
    """The group in which it was done; None: their private chat."""
    said_in_group: int | None = None
    """The message of a group that it is."""


def read_deed(update: Update) -> Deed | None:
    """Return what a person did in private, None for everything that is not the bot's business."""
    if update.callback_query is not None:
        return _tap(update)
    if update.my_chat_member is not None:
        change = update.my_chat_member
        if change.chat.type != ChatType.PRIVATE:
            return None
        did = Did.BLOCKED if change.new_chat_member.status in GONE else Did.UNBLOCKED
        return Deed(profile_of(change.from_user), did)
    message = update.message or update.edited_message
    if message is None or message.chat.type != ChatType.PRIVATE or message.from_user is None:
        return None
    return _message(message, message.from_user, is_edit=update.edited_message is not None)


def chat_of(raw: Mapping[str, Any]) -> object:
    """Return what keeps updates in order: the chat, or the person where there is none."""
    for content in raw.values():
        if isinstance(content, Mapping):
            message = content.get("message")
            within = message if isinstance(message, Mapping) else {}
            chat = content.get("chat") or within.get("chat") or content.get("from")
            if isinstance(chat, Mapping):
                return _number(chat.get("id"))
    return None


def asker_of(raw: Mapping[str, Any]) -> int | None:
    """Return whose patience an update asks for: who says or taps something that can be meant for the bot.

    Friends who talk in a group ask for nothing, and what Telegram itself tells has to be heard.
    """
    said = raw.get("message") or raw.get("edited_message")
    content = raw.get("callback_query") or said
    if not isinstance(content, Mapping) or not isinstance(content.get("from"), Mapping):
        return None
    asker = _number(content["from"].get("id"))
    is_among_friends = content is said and chat_of(raw) != asker
    return None if is_among_friends and not _is_addressed(content) else asker


def _is_addressed(said: Mapping[str, Any]) -> bool:
    text, answered = said.get("text"), said.get("reply_to_message")
    author = answered.get("from") if isinstance(answered, Mapping) else None
    is_command = isinstance(text, str) and text.startswith("/")
    return is_command or (isinstance(author, Mapping) and author.get("is_bot") is True)


def sender_of(raw: Mapping[str, Any]) -> int | None:
    """Return who is behind an update that could not be read otherwise, in their private chat."""
    for content in raw.values():
        if isinstance(content, Mapping) and isinstance(content.get("from"), Mapping):
            sender = _number(content["from"].get("id"))
            return sender if chat_of(raw) == sender else None
    return None


def is_number(value: object) -> bool:
    """Tell whether this is a whole number that the database takes; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and is_number(value) else None


def _tap(update: Update) -> Deed | None:
    query = update.callback_query
    if query is None or query.message is None or query.message.chat.type != ChatType.PRIVATE:
        return None
    message_id = query.message.message_id
    return Deed(
        profile_of(query.from_user), Did.TAPPED, message=message_id, text=query.data or "", callback_id=query.id
    )


def _message(message: Message, sender: User, *, is_edit: bool) -> Deed | None:
    profile = profile_of(sender)
    typed_at = message.edit_date if is_edit and message.edit_date is not None else message.date
    if message.location is not None and not is_edit:
        place = (message.location.latitude, message.location.longitude)
        return Deed(profile, Did.LOCATED, typed_at, message.message_id, location=place)
    if message.contact is not None and not is_edit:
        return Deed(profile, Did.SHARED_CONTACT, typed_at, message.message_id, contact=_contact(message))
    answered = message.reply_to_message
    reply_to = None if answered is None else answered.message_id
    if message.text is None:
        return None if is_edit or _is_service(message) else _other(profile, message, reply_to)
    if is_edit and command_of(message) is not None:
        return None
    if is_edit:
        return Deed(profile, Did.EDITED, typed_at, message.message_id, text=message.text)
    command = command_of(message)
    if command is None:
        return Deed(profile, Did.TYPED, typed_at, message.message_id, text=message.text, reply_to=reply_to)
    name, argument = command
    return Deed(profile, Did.COMMANDED, typed_at, message.message_id, command=name, text=argument)


def _contact(message: Message) -> Contact | None:
    card = message.contact
    return None if card is None else Contact(card.user_id, card.phone_number, message.forward_origin is not None)


def _other(profile: Profile, message: Message, reply_to: int | None) -> Deed:
    is_media = any(getattr(message, name) for name in _COPYABLE)
    can_copy = is_media and not message.has_protected_content
    return Deed(profile, Did.SENT_OTHER, message.date, message.message_id, reply_to=reply_to, can_copy=can_copy)


def command_of(message: Message) -> tuple[str, str] | None:
    """Return a command's name and argument; text that was forwarded is text, whatever it begins with."""
    text = message.text or ""
    if message.forward_origin is not None or not text.startswith("/"):
        return None
    first = next((e for e in message.entities if e.type == MessageEntity.BOT_COMMAND and e.offset == 0), None)
    if first is None:
        return None
    name = text[1 : first.length].partition("@")[0]
    return name.lower(), text[first.length :].strip()


def _is_service(message: Message) -> bool:
    """Tell whether Telegram itself speaks: a pinned message, a new photo of the chat, and the like."""
    return message.pinned_message is not None or message.effective_attachment is None


def profile_of(user: User) -> Profile:
    """Return what Telegram tells of a person; a name of a user, or of a language, that can be none is left out."""
    username, language = user.username or "", user.language_code or ""
    return Profile(
        account_id=user.id,
        name=_clean(user.first_name),
        username=username if _USERNAME.fullmatch(username) else None,
        language=language if _LANGUAGE.fullmatch(language) else "en",
    )


def _clean(name: str) -> str:
    """Keep a name storable and readable: no NUL, no lone surrogate, no longer than names are, something to see."""
    kept = name.replace("\0", "").encode("utf-8", "ignore").decode("utf-8").strip()[:LONGEST_NAME]
    return kept if is_visible(kept) else "…"
