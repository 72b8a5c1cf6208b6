"""Who a bot may see and write to, and the words when it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.telegram.bots import Bot
from playground.telegram.chats import Chat, PrivateChat
from playground.telegram.errors import bad_request, forbidden, upgraded
from playground.telegram.groups import Group

if TYPE_CHECKING:
    from playground.telegram.methods.registry import Request
    from playground.telegram.values import Message


def visible_chat(request: Request, chat_id: int | str) -> Chat:
    """Return a chat the bot knows, or raise 400 'chat not found'."""
    world, bot = request.world, request.bot
    if chat_id == "":
        raise bad_request("chat_id is empty")
    if isinstance(chat_id, str):
        raise bad_request("chat not found")
    if chat_id in world.groups:
        group = world.groups[chat_id]
        if bot in group.bots() or bot.id in group.statuses:
            return group
        raise bad_request("chat not found")
    user = world.user(chat_id)
    if isinstance(user, Bot):
        raise forbidden("the bot can't send messages to the bot")
    if user is None or not world.knows(bot, chat_id):
        raise bad_request("chat not found")
    return world.private_chat(bot, user)


def writable_chat(request: Request, chat_id: int | str) -> Chat:
    """Return a chat the bot may write to now, or raise what Telegram says of it."""
    chat = visible_chat(request, chat_id)
    if isinstance(chat, PrivateChat):
        _check_person(chat)
    if isinstance(chat, Group):
        check_group(request.bot, chat)
    return chat


def check_group(bot: Bot, group: Group) -> None:
    """Refuse what a bot wants in a group it is not in, or that is no more."""
    name = f"the {group.kind} chat" if group.is_super else "the group chat"
    if group.upgraded_to is not None:
        raise upgraded(group.upgraded_to.id)
    if group.is_deleted:
        words = f"{name} was deleted"
        raise forbidden(words)
    if bot not in group.bots():
        state = "was kicked from" if group.statuses.get(bot.id) == "kicked" else "is not a member of"
        words = f"bot {state} {name}"
        raise forbidden(words)


def _check_person(chat: PrivateChat) -> None:
    if chat.person.is_deleted:
        raise forbidden("user is deactivated")
    if chat.is_blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.is_started:
        raise forbidden("bot can't initiate conversation with a user")


def existing_message(chat: Chat, message_id: int, purpose: str) -> Message:
    """Return a message that is still there; the error names what was wanted of it."""
    message = chat.messages.get(message_id)
    if message is None:
        words = f"message to {purpose} not found"
        raise bad_request(words)
    return message


def is_administrator(bot: Bot, chat: Chat) -> bool:
    """Tell whether the bot may manage the chat; in a private chat it may."""
    return not isinstance(chat, Group) or chat.status(bot) == "administrator"
