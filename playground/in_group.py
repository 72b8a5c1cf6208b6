"""A person in a group with the bot, beside their private chat with it."""

import re
from dataclasses import dataclass

from playground.stage import Stage
from playground.telegram import Button, Group, Message, Person, Tap

_DATED = re.compile(r"<b>\w+day, \d{1,2} \w+</b>")
"""How a card is headed in English."""


@dataclass(frozen=True, slots=True)
class GroupPhone:
    """A person in a group; everything they do waits until the bot has dealt with it."""

    stage: Stage
    person: Person
    group: Group

    @property
    def messages(self) -> list[Message]:
        """What the group shows, oldest first."""
        return self.person.chat(self.group)

    @property
    def heard(self) -> list[str]:
        """The texts of the bot's messages, oldest first."""
        return [message.text or "" for message in self.said]

    @property
    def said(self) -> list[Message]:
        """The bot's messages, oldest first."""
        return [message for message in self.messages if message.is_from_bot and message.service is None]

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        return self.said[-1]

    def find(self, part: str) -> Message:
        """Return the bot's newest message that contains `part`."""
        return self.person.find(self.group, part)

    async def type(self, text: str, *, reply_to: Message | None = None) -> None:
        """Write something in the group."""
        self.person.send(self.group, text, reply_to=reply_to)
        await self.stage.settle()

    async def command(self, text: str) -> None:
        """Give a command to the bot by its name."""
        name, _, words = text.partition(" ")
        await self.type(f"{name}@{self.stage.telegram_bot.username} {words}".strip())

    def button(self, label: str) -> Button:
        """Return the newest button with this label."""
        for message in reversed(self.said):
            faces = [button.text for row in message.buttons for button in row]
            if any(label in face for face in faces):
                return message.button(label)
        raise LookupError(f"no button {label!r} in {self.heard[-5:]}")

    async def tap(self, label: str) -> Tap:
        """Tap the newest button with this label."""
        tap = self.person.tap(self.button(label))
        await self.stage.settle()
        return tap

    def own_button(self, label: str) -> Button:
        """Return the newest button with this label that is for this person; on a card theirs bears their name."""
        on_card = {"Done": f"✅ {self.person.first_name}", "Undo": f"Undo · {self.person.first_name}"}.get(label)
        for message in reversed(self.said):
            wanted = on_card if message in self.cards else label if message in self.mine else None
            if wanted and any(wanted in button.text for row in message.buttons for button in row):
                return message.button(wanted)
        raise LookupError(f"no button {label!r} for {self.person} in {self.heard[-5:]}")

    async def tap_own(self, label: str) -> Tap:
        """Tap the newest button with this label under a message that is for this person."""
        tap = self.person.tap(self.own_button(label))
        await self.stage.settle()
        return tap

    async def answer(self, text: str) -> None:
        """Reply to the newest message that is for this person."""
        await self.type(text, reply_to=self.mine[-1])

    @property
    def mention(self) -> str:
        """How the bot calls this person."""
        name = f"\u2068{self.person.first_name}\u2069"
        return name if self.person.username is None else f"@{self.person.username}"

    @property
    def mine(self) -> list[Message]:
        """What the bot said to this person, oldest first."""
        return [message for message in self.said if self._is_called(message.text)]

    @property
    def cards(self) -> list[Message]:
        """The cards of both days, oldest first: each is headed by its date."""
        return [message for message in self.said if _DATED.match(message.html)]

    def _is_called(self, text: str) -> bool:
        lines = text.splitlines()
        return bool(lines) and (lines[0] == self.mention or lines[-1].startswith(f"{self.mention}, a word"))
