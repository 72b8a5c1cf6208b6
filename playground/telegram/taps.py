"""Presses of buttons, by a fair client or a modified one."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from playground.telegram import wire
from playground.telegram.chats import Chat, PrivateChat
from playground.telegram.groups import Group
from playground.telegram.values import Button, Message, Tap, find_button

if TYPE_CHECKING:
    from playground.telegram.people import Person


def tap(person: Person, target: Message | Button, label_or_index: str | int | None) -> Tap:
    """Press a button that the person sees, or saw a moment ago."""
    button = target if isinstance(target, Button) else _button(target, label_or_index)
    if button.chat is None:
        raise ValueError("this button belongs to no message")
    _must_see(person, button.chat)
    if button.callback_data is None:
        return Tap(button)
    current = button.chat.messages.get(button.message_id)
    return _ask(person, button, button.chat, button.message_id, current)


def tap_raw(person: Person, message: Message, data: str) -> Tap:
    """Press with data of one's own making."""
    chat, number = message.chat, message.id
    if isinstance(chat, PrivateChat) and chat.person is not person:
        chat = person.world.private_chat(chat.bot, person)
        if not chat.is_started:
            words = f"{person.first_name} has no chat with {chat.bot!r} to send from"
            raise LookupError(words)
        number = next((own.id for own in chat.newest_first() if own.is_from_bot), number)
    else:
        _must_see(person, chat)
    button = Button(text="", callback_data=data, chat=chat, message_id=number)
    return _ask(person, button, chat, number, chat.messages.get(number))


def react(person: Person, message: Message, emoji: str | None) -> None:
    """Put an emoji under a message, or take it away, and tell the bots that are administrators of the group."""
    chat = message.chat
    _must_see(person, chat)
    old = chat.reactions.pop((message.id, person.id), None)
    if emoji is not None:
        chat.reactions[message.id, person.id] = emoji
    for bot in chat.bots():
        if isinstance(chat, Group) and chat.status(bot) == "administrator":
            bot.queue.push("message_reaction", wire.reaction_json(message, person, old, emoji))


def _button(message: Message, label_or_index: str | int | None) -> Button:
    current = message.chat.messages.get(message.id)
    if current is not None:
        try:
            return current.button(label_or_index)
        except LookupError:
            pass  # perhaps the edit has not reached this phone yet
    seen = [button for row in message.buttons for button in row]
    if current is not None and not seen:
        seen = [button for row in current.buttons for button in row]
    return find_button(seen, label_or_index)


def _must_see(person: Person, chat: Chat) -> None:
    if isinstance(chat, PrivateChat) and chat.person is not person:
        words = f"{person.first_name} does not see the chat of {chat.person!r}"
        raise LookupError(words)
    if isinstance(chat, Group) and person not in chat.members:
        words = f"{person.first_name} is not in {chat!r}"
        raise LookupError(words)


def _ask(person: Person, button: Button, chat: Chat, message_id: int, current: Message | None) -> Tap:
    """Send the callback query to the bot whose message it is."""
    world = person.world
    bot = chat.authors.get(message_id, (chat.bots() or (None,))[0])
    if bot is None:
        raise LookupError("no bot is there to be asked")
    pressed = Tap(button)
    query = world.ask(bot, pressed)
    pressed.query_id = query.query_id
    shown = wire.message_json(current) if current is not None else wire.inaccessible_json(chat, message_id)
    bot.queue.push(
        "callback_query",
        {
            "id": query.query_id,
            "from": wire.user_json(person),
            "message": shown,
            # the same for all presses in one chat, and nothing the chat's id could be read from
            "chat_instance": str(zlib.crc32(f"{bot.id}/{chat.id}".encode()) << 20),
            "data": button.callback_data,
        },
    )
    return pressed
