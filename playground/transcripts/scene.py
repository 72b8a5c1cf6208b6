"""What a scene is, and how its two people are made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from playground.in_group import GroupPhone
from playground.stage import Phone, Stage
from playground.telegram import Message, Tap
from playground.transcripts.film import Film, TapThere


@dataclass(frozen=True, slots=True)
class Actor(Phone):
    """Somebody who is filmed: their taps are noted, too, which no chat shows."""

    film: Film

    async def tap(self, label: str, *, on: Message | None = None) -> Tap:
        """Tap a button, as `Phone.tap` does."""
        tap = self.person.tap(on if on is not None else self._with_button(label), label)
        self.film.note_deed(self.person, tap)
        await self.stage.settle()
        return tap

    async def write(self, text: str, *, answers: bool = False) -> None:
        """Write something in the group; with `answers`, as a reply to what they were asked last."""
        here = self._in_group
        if text.startswith("/"):
            await here.command(text)
        else:
            await (here.answer(text) if answers else here.type(text))

    async def tap_there(self, label: str) -> None:
        """Tap a button in the group: their own, or one that is for all."""
        here = self._in_group
        try:
            button = here.own_button(label)
        except LookupError:
            button = here.button(label)
        tap = self.person.tap(button)
        self.film.note_deed(self.person, TapThere(self.person.first_name, tap), in_group=True)
        await self.stage.settle()

    async def add_bot(self) -> None:
        """Bring the bot into the group."""
        here = self._in_group
        self.film.note_deed(self.person, f"{self.person.first_name} adds the bot to the group", in_group=True)
        here.group.add(self.stage.telegram_bot, by=self.person)
        await self.stage.settle()

    @property
    def _in_group(self) -> GroupPhone:
        if self.film.group is None:
            raise LookupError("this scene has no group")
        return GroupPhone(self.stage, self.person, self.film.group)

    async def send_sticker(self, *, reply_to: Message | None = None) -> None:
        """Send a sticker."""
        self.person.send_sticker(self.stage.telegram_bot, reply_to=reply_to)
        await self.stage.settle()

    async def block_bot(self) -> None:
        """Block the bot in Telegram."""
        self.film.note_deed(self.person, "blocks the bot in Telegram")
        self.person.block(self.stage.telegram_bot)
        await self.stage.settle()

    async def get_done(self, words: str) -> None:
        """Name a thing and do it at once: for whom the day is not about."""
        await self.type(words)
        await self.tap("Done")


Play: TypeAlias = Callable[[Stage, Actor, Actor], Awaitable[None]]
"""How a scene is played, by Ana and Ben."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One conversation: the file that it is in, what it is called, what happens, and who plays it how.

    They are partners already, and it is half past seven on a Monday; unless it `begins_as_strangers`.
    """

    name: str
    title: str
    words: str
    play: Play
    language: str = "en"
    begins_as_strangers: bool = False
    has_group: bool = False
    """The two are in a group, with nobody else and without the bot."""
