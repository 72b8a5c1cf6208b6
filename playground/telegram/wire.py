"""The Bot API's JSON for what lives in the world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.telegram.bots import Bot

if TYPE_CHECKING:
    from datetime import datetime

    from playground.telegram.chats import Chat
    from playground.telegram.entities import Entity
    from playground.telegram.people import Person
    from playground.telegram.values import Message

Json = dict[str, Any]

# who a bot is told has written where a chat speaks in somebody's place
ANONYMOUS_ADMINISTRATOR: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_AUTHOR: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


def seconds(moment: datetime) -> int:
    """Return a moment as the whole seconds Telegram sends."""
    return int(moment.timestamp())


def user_json(user: Person | Bot) -> Json:
    """Return the User object."""
    if isinstance(user, Bot):
        return {"id": user.id, "is_bot": True, "first_name": user.name(), "username": user.username}
    shown = {
        "id": user.id,
        "is_bot": False,
        "first_name": "" if user.is_deleted else user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "language_code": user.language_code,
    }
    return _without_none(shown)


def author_json(message: Message) -> Json:
    """Return the User object of a message's author: one of Telegram's own where a chat is shown as sender."""
    if message.sender_chat is None:
        return user_json(message.sender)
    return ANONYMOUS_ADMINISTRATOR if message.sender_chat["id"] == message.chat.id else CHANNEL_AUTHOR


def private_chat_json(person: Person) -> Json:
    """Return the Chat object of a private chat."""
    shown = {
        "id": person.id,
        "type": "private",
        "first_name": "" if person.is_deleted else person.first_name,
        "last_name": person.last_name,
        "username": person.username,
    }
    return _without_none(shown)


def entity_json(entity: Entity, chat: Chat) -> Json:
    """Return the MessageEntity object."""
    user = chat.world.user(entity.user_id) if entity.user_id is not None else None
    shown = {
        "type": entity.kind,
        "offset": entity.offset,
        "length": entity.length,
        "url": entity.url,
        "language": entity.language,
        "custom_emoji_id": entity.custom_emoji_id,
        "user": user_json(user) if user is not None else None,
    }
    return _without_none(shown)


def message_json(message: Message, *, with_reply: bool = True) -> Json:
    """Return the Message object; one that is a reply shows what it replies to, but not what that replied to."""
    markup = message.markup if message.markup is not None and "inline_keyboard" in message.markup else None
    origin = message.chat.messages.get(message.reply_to) if with_reply and message.reply_to is not None else None
    shown = {
        "message_id": message.id,
        "from": author_json(message),
        "sender_chat": message.sender_chat,
        "chat": message.chat.to_json(),
        "date": seconds(message.date),
        "edit_date": seconds(message.edited_at) if message.edited_at is not None else None,
        "reply_to_message": message_json(origin, with_reply=False) if origin is not None else None,
        "forward_origin": message.forward_origin,
        "has_protected_content": message.is_protected or None,
        "link_preview_options": message.link_preview,
        "reply_markup": markup,
        **_content_json(message),
        **(message.service or {}),
    }
    return _without_none(shown)


def _content_json(message: Message) -> Json:
    entities = [entity_json(entity, message.chat) for entity in message.entities] or None
    if message.media is None:
        return {"text": message.text or None, "entities": entities}
    caption = {"caption": message.text or None, "caption_entities": entities}
    return {message.media.kind: message.media.payload, **caption}


def inaccessible_json(chat: Chat, message_id: int) -> Json:
    """Return the stand-in for a message that is gone: its date is 0."""
    return {"message_id": message_id, "chat": chat.to_json(), "date": 0}


def member_json(user: Person | Bot, status: str, *, is_anonymous: bool = False) -> Json:
    """Return the ChatMember object for one of the plain states."""
    shown: Json = {"user": user_json(user), "status": status}
    if status == "kicked":
        shown["until_date"] = 0
    if status == "creator":
        shown["is_anonymous"] = is_anonymous
    if status == "administrator":
        shown |= {"can_be_edited": False, "is_anonymous": is_anonymous, **dict.fromkeys(ADMINISTRATOR_RIGHTS, True)}
    return shown


ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
)


def membership_json(chat: Chat, by: Person | Bot, bot: Person | Bot, old: str, new: str) -> Json:
    """Return the ChatMemberUpdated object: somebody changed a member's state."""
    return {
        "chat": chat.to_json(),
        "from": user_json(by),
        "date": seconds(chat.world.now()),
        "old_chat_member": member_json(bot, old),
        "new_chat_member": member_json(bot, new),
    }


def reaction_json(message: Message, by: Person, old: str | None, new: str | None) -> Json:
    """Return the MessageReactionUpdated object: somebody changed the emoji they had put under a message."""

    def shown(emoji: str | None) -> list[Json]:
        return [] if emoji is None else [{"type": "emoji", "emoji": emoji}]

    return {
        "chat": message.chat.to_json(),
        "message_id": message.id,
        "user": user_json(by),
        "date": seconds(message.chat.world.now()),
        "old_reaction": shown(old),
        "new_reaction": shown(new),
    }


def _without_none(shown: Json) -> Json:
    return {name: value for name, value in shown.items() if value is not None}
