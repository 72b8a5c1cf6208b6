"""A person with a phone: what they do becomes updates, and what they see is the chat as it is now."""

from __future__ import annotations

import asyncio
import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from playground.telegram import wire
from playground.telegram.bots import Bot
from playground.telegram.chats import PrivateChat
from playground.telegram.entities import Entity, settled, trimmed
from playground.telegram.formatting import MAX_TEXT
from playground.telegram.phone import Attachments
from playground.telegram.taps import react, tap, tap_raw
from playground.telegram.values import Button, Message, Tap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playground.telegram.groups import Group
    from playground.telegram.world import World

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Person(Attachments):
    """Somebody who uses Telegram, made by `TelegramServer.add_person`.

    With `forbids_profile_links` set, a tg://user button to this person is refused, as their privacy settings want it.
    """

    def __init__(
        self,
        world: World,
        user_id: int,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        *,
        language_code: str | None = "en",
    ) -> None:
        """Begin knowing no bot."""
        self.world = world
        self.id = user_id
        self.first_name = first_name
        self.last_name = last_name
        self.username = username
        self.language_code = language_code
        self.phone_number = f"+1555{user_id % 10_000_000:07d}"
        self.is_deleted = False
        self.forbids_profile_links = False

    def __repr__(self) -> str:
        return f"<Person {self.first_name}>"

    # What a person does

    def open(self, bot: Bot, payload: str | None = None) -> Message:
        """Open the bot by a link or press START, which also unblocks it."""
        if payload is not None:
            _check_payload(payload)
        self.unblock(bot)
        return self.send(bot, "/start" if payload is None else f"/start {payload}")

    def open_link(self, url: str, group: Group | None = None) -> Message:
        """Follow a t.me or tg://resolve link to a bot: ?start=, or ?startgroup= with the group that is picked."""
        parts = urlsplit(url)
        query = parse_qs(parts.query, keep_blank_values=True)
        username = query.get("domain", [""])[0] if parts.scheme == "tg" else parts.path.strip("/")
        bot = self.world.bot_named(username)
        if bot is None or (parts.scheme != "tg" and parts.netloc.lower() not in {"t.me", "telegram.me"}):
            words = f"{url} leads to no bot here"
            raise LookupError(words)
        if "startapp" in query:
            words = f"{url} opens a Mini App, and there is none here"
            raise LookupError(words)
        if "startgroup" not in query:
            return self.open(bot, query.get("start", [None])[0] or None)
        if group is None:
            raise ValueError("a startgroup link needs the group")
        if self not in group.members:
            words = f"{self.first_name} is not in {group!r} and can bring nobody in"
            raise ValueError(words)
        group.add(bot, by=self)
        payload = query["startgroup"][0]
        if payload:
            _check_payload(payload)
        return self.send(group, f"/start@{bot.username} {payload}".strip())

    def send(
        self,
        where: Bot | Group,
        text: str,
        reply_to: Message | None = None,
        *,
        forwarded: bool = False,
        entities: Iterable[Entity] | None = None,
    ) -> Message:
        """Write a text; commands, mentions and links in it are marked as Telegram would."""
        text, marked = trimmed(text, entities or ())
        if not text or len(text) > MAX_TEXT:
            words = f"a phone sends 1 to {MAX_TEXT} characters at a time, not {len(text)}"
            raise ValueError(words)
        draft = self._draft(where, reply_to)
        # who a hidden account belongs to is not told, only the name it bears
        origin = {"type": "hidden_user", "sender_user_name": "Someone", "date": wire.seconds(draft.date)}
        return draft.chat.post(
            replace(
                draft,
                text=text,
                html=html.escape(text, quote=False),
                entities=settled(text, marked),
                forward_origin=origin if forwarded else None,
            )
        )

    def edit(self, message: Message, text: str) -> Message:
        """Change one's own message."""
        current = message.chat.messages[message.id]
        if current.sender is not self:
            raise ValueError("a phone only lets people edit their own messages")
        text, _ = trimmed(text, ())
        changed = replace(current, text=text, html=html.escape(text, quote=False), entities=settled(text, ()))
        return message.chat.change(replace(changed, edited_at=self.world.now()))

    def delete(self, message: Message) -> None:
        """Delete a message for both sides; a bot is not told."""
        message.chat.erase(message.id)

    def tap(self, target: Message | Button, label_or_index: str | int | None = None) -> Tap:
        """Press a button: of the message as it is now or, when that has no such button, as it was when looked at.

        A url button asks nobody: its Tap has the `url`. LookupError lists the buttons when none fits.
        """
        self._must_live()
        return tap(self, target, label_or_index)

    def tap_raw(self, message: Message, data: str) -> Tap:
        """Press with a modified client: any data, on any message one has seen.

        On a message of somebody else's private chat the query arrives over one's own newest message of that bot:
        a client can forge the data, but not whose chat it writes in.
        """
        self._must_live()
        return tap_raw(self, message, data)

    def react(self, message: Message, emoji: str | None) -> None:
        """Put an emoji under a message, or take it away with None; bots that manage a group may ask to be told."""
        self._must_live()
        react(self, message, emoji)

    def block(self, bot: Bot) -> None:
        """Stop the bot: later sends are answered with 403."""
        self._must_live()
        self.world.private_chat(bot, self).set_blocked(is_blocked=True)

    def unblock(self, bot: Bot) -> None:
        """Let the bot write again."""
        self._must_live()
        self.world.private_chat(bot, self).set_blocked(is_blocked=False)

    def delete_account(self) -> None:
        """Vanish: later sends are answered with 403."""
        self.is_deleted = True

    # What a person sees

    def chat(self, where: Bot | Group) -> list[Message]:
        """Return what the chat shows now, oldest first."""
        return list(self._chat(where).messages.values())

    def last(self, where: Bot | Group) -> Message:
        """Return the newest message from a bot."""
        return self.find(where, "")

    def find(self, where: Bot | Group, substring: str) -> Message:
        """Return the newest message from a bot with this in its text; LookupError tells what there is."""
        for message in self._chat(where).newest_first():
            if _is_from_bot(message, substring):
                return message
        texts = [message.text for message in self.chat(where) if message.is_from_bot]
        words = f"no message with {substring!r} for {self.first_name} among {texts}"
        raise LookupError(words)

    async def wait_for(
        self,
        where: Bot | Group,
        substring: str = "",
        *,
        after: Message | None = None,
        timeout: float = 5.0,  # noqa: ASYNC109 - the patience of a person
    ) -> Message:
        """Wait until a bot's message with this in its text is there, newer than `after` if that is given.

        An edit counts as well. After so many real seconds it raises LookupError, which tells what there is.
        """
        try:
            async with asyncio.timeout(timeout):
                while True:
                    for message in self._chat(where).newest_first():
                        is_new = after is None or message.id > after.id
                        if is_new and _is_from_bot(message, substring):
                            return message
                    await self.world.changed.wait()
        except TimeoutError:
            found = self.find(where, substring)
            words = f"nothing newer than {after} with {substring!r}, the newest is {found}"
            raise LookupError(words) from None

    def unread(self, bot: Bot) -> int:
        """Return how many messages have rung since the person last read."""
        chat = self.world.private_chat(bot, self)
        return sum(
            message.is_from_bot and not message.is_silent and message.id > chat.last_read
            for message in chat.messages.values()
        )

    def read(self, bot: Bot) -> list[Message]:
        """Return what is new from the bot, silent or not, and remember it as read."""
        chat = self.world.private_chat(bot, self)
        new = [message for message in chat.messages.values() if message.is_from_bot and message.id > chat.last_read]
        chat.last_read = max([chat.last_read, *chat.messages])
        return new

    def _chat(self, where: Bot | Group) -> PrivateChat | Group:
        if isinstance(where, Bot):
            return self.world.private_chat(where, self)
        return where.upgraded_to or where  # a phone follows the group to its new id

    def _must_live(self) -> None:
        if self.is_deleted:
            words = f"{self.first_name} has deleted the account"
            raise RuntimeError(words)

    def _draft(self, where: Bot | Group, reply_to: Message | None = None) -> Message:
        """Begin a message to a bot or a group, which the person must be able to write to."""
        self._must_live()
        chat = self._chat(where)
        if isinstance(chat, PrivateChat):
            if chat.is_blocked:
                words = f"{self.first_name} has blocked {where!r} and must unblock it to write"
                raise RuntimeError(words)
            chat.is_started = True
        elif self not in chat.members:
            words = f"{self.first_name} is not in {where!r}"
            raise RuntimeError(words)
        reply_id = reply_to.id if reply_to is not None else None
        name = chat.sender_chat(self) if not isinstance(chat, PrivateChat) else None
        return Message(chat=chat, sender=self, date=self.world.now(), reply_to=reply_id, sender_chat=name)


def _check_payload(payload: str) -> None:
    if not _PAYLOAD.fullmatch(payload):
        words = f"a start payload is 1-64 of A-Z a-z 0-9 _ -, not {payload!r}"
        raise ValueError(words)


def _is_from_bot(message: Message, substring: str) -> bool:
    return message.is_from_bot and message.service is None and substring in message.text
