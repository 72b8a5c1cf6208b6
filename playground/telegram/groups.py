"""Groups: their members and in whose name they write, privacy mode, and becoming a supergroup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.telegram import wire
from playground.telegram.bots import Bot
from playground.telegram.chats import Chat
from playground.telegram.entities import utf16_slice
from playground.telegram.values import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playground.telegram.people import Person
    from playground.telegram.world import World

_ADDRESSED = re.compile(r"/\w+@(\w+)")


@dataclass(frozen=True, slots=True)
class Channel:
    """Somebody's channel, as a group sees it: a name to write under."""

    id: int
    title: str
    username: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the Chat object."""
        shown = {"id": self.id, "type": "channel", "title": self.title, "username": self.username}
        return {name: value for name, value in shown.items() if value is not None}


class Group(Chat):
    """A basic group or a supergroup; the first member made it and owns it."""

    def __init__(self, world: World, chat_id: int, title: str, members: Iterable[Person], *, is_super: bool) -> None:
        """Begin with people only; bots come with `add`."""
        super().__init__(world, chat_id)
        self.kind = "supergroup" if is_super else "group"
        self.title = title
        self.members: list[Person] = list(members)
        self.statuses: dict[int, str] = {}
        self.upgraded_to: Group | None = None
        self.is_deleted = False
        self.bots_may_write = True
        self._bots: list[Bot] = []
        self._anonymous: set[int] = set()
        self._voices: dict[int, Channel] = {}
        self._private: set[int] = set()
        """The bots that had privacy mode on when they came: a change counts once they come again."""
        self._last_bot: Bot | None = None
        self._last_id = 0

    def __repr__(self) -> str:
        return f"<Group {self.title!r}>"

    @property
    def is_super(self) -> bool:
        """Whether it is a supergroup."""
        return self.kind == "supergroup"

    @property
    def owner(self) -> Person | None:
        """The person who made it, while there."""
        return self.members[0] if self.members else None

    def bots(self) -> tuple[Bot, ...]:
        """Return the bots that are members now."""
        return tuple(self._bots)

    def status(self, user: Person | Bot) -> str:
        """Return a user's state here, in the words of ChatMember."""
        if user is self.owner:
            return "creator"
        if user in self.members or user in self._bots:
            return "administrator" if self.statuses.get(user.id) == "administrator" else "member"
        return self.statuses.get(user.id, "left")

    def add(self, user: Person | Bot, by: Person) -> None:
        """Bring somebody in: a service message for all, and my_chat_member for a bot."""
        old = self.status(user)
        if old not in {"left", "kicked"}:
            return
        self.statuses.pop(user.id, None)
        if isinstance(user, Bot):
            self._come(user)
            user.queue.push("my_chat_member", wire.membership_json(self, by, user, old, "member"))
        else:
            self.members.append(user)
            self._tell_of_member(by, user, old, "member")
        self.say(by, {"new_chat_members": [wire.user_json(user)]})

    def remove(self, user: Person | Bot, by: Person | None = None) -> None:
        """Throw somebody out."""
        self._leave(user, by or self.owner or user, "kicked")

    def leave(self, user: Person | Bot) -> None:
        """Let somebody go of their own will."""
        self._leave(user, user, "left")

    def promote(self, user: Person | Bot, by: Person | None = None, *, is_anonymous: bool = False) -> None:
        """Make a member an administrator: a bot then hears everything, an anonymous one writes as the group."""
        if is_anonymous:
            self._must_be_super("anonymous administrators")
        self._set_status(user, by, "administrator")
        (self._anonymous.add if is_anonymous else self._anonymous.discard)(user.id)

    def demote(self, user: Person | Bot, by: Person | None = None) -> None:
        """Make an administrator a plain member again."""
        self._set_status(user, by, "member")
        self._anonymous.discard(user.id)

    def is_anonymous(self, user: Person | Bot) -> bool:
        """Tell whether it is an administrator who writes in the group's name; taps still come in their own."""
        return user.id in self._anonymous and self.status(user) in {"creator", "administrator"}

    def speak_as(self, person: Person, channel: Channel | None) -> None:
        """Let a member write in the name of a channel of theirs from here on; None: in their own again."""
        self._must_be_super("channels that write")
        if channel is None:
            self._voices.pop(person.id, None)
        else:
            self._voices[person.id] = channel

    def sender_chat(self, person: Person) -> dict[str, Any] | None:
        """Return the Chat in whose name the person writes here; None for their own."""
        if person.id in self._voices:
            return self._voices[person.id].to_json()
        return self.to_json() if self.is_anonymous(person) else None

    def delete(self) -> None:
        """Delete the group: later sends are answered with 403."""
        self.is_deleted = True

    def upgrade(self, by: Person | None = None) -> Group:
        """Become a supergroup with a new id; the old id only tells where the group went."""
        if self.is_super or self.upgraded_to is not None:
            raise RuntimeError("only a basic group can be upgraded, and only once")
        actor = by or self.members[0]
        new = self.world.add_group(self.title, self.members, supergroup=True)
        new.take_bots(self._bots)
        new.statuses = dict(self.statuses)
        self.say(actor, {"migrate_to_chat_id": new.id})
        self.upgraded_to = new
        new.say(actor, {"migrate_from_chat_id": self.id})
        return new

    def take_bots(self, bots: Iterable[Bot]) -> None:
        """Have bots as members from the beginning, without a word."""
        for bot in bots:
            self._come(bot)

    def say(self, by: Person | Bot, service: dict[str, Any]) -> Message:
        """Post a service message, which privacy mode does not hide."""
        return self.post(Message(chat=self, sender=by, date=self.world.now(), service=service))

    def post(self, draft: Message) -> Message:
        """Keep the message and remember which bot spoke last: plain commands go to that one."""
        message = super().post(draft)
        if isinstance(message.sender, Bot):
            self._last_bot = message.sender
        return message

    def next_message_id(self) -> int:
        """Count alone in a supergroup, and along with the bots' accounts in a basic group."""
        counters = [] if self.is_super else [bot.last_message_id for bot in self._bots]
        self._last_id = max([*counters, self._last_id]) + 1
        if not self.is_super:
            for bot in self._bots:
                bot.last_message_id = self._last_id
        return self._last_id

    def is_heard_by(self, bot: Bot, message: Message) -> bool:
        """Apply privacy mode: without it, or as an administrator, a bot hears all people."""
        if not super().is_heard_by(bot, message):
            return False
        if bot.id not in self._private or self.statuses.get(bot.id) == "administrator" or message.service is not None:
            return True
        replied = self.messages.get(message.reply_to) if message.reply_to is not None else None
        return (replied is not None and replied.sender is bot) or self._is_for(bot, message)

    def to_json(self) -> dict[str, Any]:
        """Return the Chat object."""
        return {"id": self.id, "type": self.kind, "title": self.title}

    def _come(self, bot: Bot) -> None:
        self._bots.append(bot)
        (self._private.add if bot.has_privacy else self._private.discard)(bot.id)

    def _must_be_super(self, what: str) -> None:
        if not self.is_super:
            words = f"only a supergroup has {what}"
            raise ValueError(words)

    def _is_for(self, bot: Bot, message: Message) -> bool:
        """A command addressed to the bot, or a plain one while it was the last to write."""
        for entity in message.entities:
            if entity.kind != "bot_command":
                continue
            addressed = _ADDRESSED.fullmatch(utf16_slice(message.text, entity))
            if addressed is None:
                if self._last_bot is bot:
                    return True
            elif addressed.group(1).lower() == bot.username.lower():
                return True
        return False

    def _leave(self, user: Person | Bot, by: Person | Bot, status: str) -> None:
        old = self.status(user)
        if old in {"left", "kicked"}:
            return
        listeners = self.bots()
        if isinstance(user, Bot):
            self._bots.remove(user)
            user.queue.push("my_chat_member", wire.membership_json(self, by, user, old, self._shown(status)))
        else:
            self.members.remove(user)
        self.statuses[user.id] = status
        message = self.say(by, {"left_chat_member": wire.user_json(user)})
        if isinstance(user, Bot) and user is not by and user in listeners:
            # the last thing a bot hears of a group is its own going
            user.last_message_id = max(user.last_message_id, message.id) if not self.is_super else user.last_message_id
            user.queue.push("message", wire.message_json(message))
        if not isinstance(user, Bot):
            self._tell_of_member(by, user, old, self._shown(status))

    def _shown(self, status: str) -> str:
        # a basic group keeps no list of the banned, so its update says no more than "left"
        return status if self.is_super else "left"

    def _set_status(self, user: Person | Bot, by: Person | None, status: str) -> None:
        old = self.status(user)
        if old in {"left", "kicked"}:
            words = f"{user!r} is not in {self!r}"
            raise ValueError(words)
        self.statuses[user.id] = status
        if isinstance(user, Bot):
            actor = by or self.owner or user
            user.queue.push("my_chat_member", wire.membership_json(self, actor, user, old, status))

    def _tell_of_member(self, by: Person | Bot, user: Person, old: str, new: str) -> None:
        for bot in self._bots:
            if self.statuses.get(bot.id) == "administrator":
                bot.queue.push("chat_member", wire.membership_json(self, by, user, old, new))
