"""Chats and their histories: what was said, and which bot is told of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from playground.telegram import wire
from playground.telegram.bots import Bot

if TYPE_CHECKING:
    from playground.telegram.people import Person
    from playground.telegram.values import Message
    from playground.telegram.world import World


class Chat(ABC):
    """What all chats have: an id and the messages that are there now, oldest first."""

    kind = "private"

    def __init__(self, world: World, chat_id: int) -> None:
        """Begin empty."""
        self.world = world
        self.id = chat_id
        self.messages: dict[int, Message] = {}
        self.pinned: list[int] = []
        self.authors: dict[int, Bot] = {}
        """Which bot sent which message, also when it is gone."""
        self.reactions: dict[tuple[int, int], str] = {}
        """Whose emoji is under which message: by message and person."""

    @abstractmethod
    def bots(self) -> tuple[Bot, ...]:
        """Return the bots that are in the chat."""

    def is_heard_by(self, bot: Bot, message: Message) -> bool:
        """Tell whether the bot is told of the message."""
        return bot is not message.sender and not isinstance(message.sender, Bot)

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """Return the Chat object."""

    def next_message_id(self) -> int:
        """Take the next number: private chats and basic groups share one counter per bot account."""
        counters = [bot.last_message_id for bot in self.bots()]
        number = max([*counters, *self.messages, 0]) + 1
        for bot in self.bots():
            bot.last_message_id = number
        return number

    def post(self, draft: Message) -> Message:
        """Number the message, keep it, and tell the bots that may know."""
        message = replace(draft, id=self.next_message_id(), chat=self)
        self.keep(message)
        self._tell("message", message)
        return message

    def change(self, message: Message) -> Message:
        """Put the new state of a message in the place of the old one."""
        self.keep(message)
        if not message.is_from_bot:
            self._tell("edited_message", message)
        return message

    def keep(self, message: Message) -> None:
        """Put the new state of a message in place without telling any bot."""
        self.messages[message.id] = message
        if isinstance(message.sender, Bot):
            self.authors[message.id] = message.sender
        self.world.changed.beat()

    def erase(self, message_id: int) -> None:
        """Delete a message for everyone."""
        del self.messages[message_id]
        if message_id in self.pinned:
            self.pinned.remove(message_id)
        self.world.changed.beat()

    def newest_first(self) -> list[Message]:
        """Return what is there now, newest first."""
        return list(reversed(self.messages.values()))

    def _tell(self, kind: str, message: Message) -> None:
        for bot in self.bots():
            if self.is_heard_by(bot, message):
                bot.queue.push(kind, wire.message_json(message))


class PrivateChat(Chat):
    """A person and a bot; the bot knows the chat by the person's id."""

    def __init__(self, world: World, person: Person, bot: Bot) -> None:
        """Begin before the person has pressed START."""
        super().__init__(world, person.id)
        self.person = person
        self.bot = bot
        self.is_started = False
        self.is_blocked = False
        self.last_read = 0

    def bots(self) -> tuple[Bot, ...]:
        """Return the one bot."""
        return (self.bot,)

    def to_json(self) -> dict[str, Any]:
        """Return the Chat object, which shows the person."""
        return wire.private_chat_json(self.person)

    def set_blocked(self, *, is_blocked: bool) -> None:
        """Block or unblock, and tell the bot as Telegram does."""
        if self.is_blocked == is_blocked:
            return
        self.is_blocked = is_blocked
        old, new = ("member", "kicked") if is_blocked else ("kicked", "member")
        self.bot.queue.push("my_chat_member", wire.membership_json(self, self.person, self.bot, old, new))
