"""What a person can send besides text."""

from __future__ import annotations

import base64
import html
from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from playground.telegram import wire
from playground.telegram.entities import settled
from playground.telegram.files import document_json, photo_json, sticker_json, voice_json
from playground.telegram.values import Media, Message

if TYPE_CHECKING:
    from playground.telegram.bots import Bot
    from playground.telegram.groups import Group
    from playground.telegram.people import Person
    from playground.telegram.world import World

TINY_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Attachments:
    """The sending of everything that is not plain text; Person adds the rest."""

    world: World
    id: int
    first_name: str
    last_name: str | None
    phone_number: str

    @abstractmethod
    def chat(self, where: Bot | Group) -> list[Message]:
        """Return what the chat shows now, oldest first."""

    @abstractmethod
    def _draft(self, where: Bot | Group, reply_to: Message | None = None) -> Message: ...

    def send_photo(
        self, where: Bot | Group, content: bytes = TINY_PNG, caption: str = "", *, reply_to: Message | None = None
    ) -> Message:
        """Send a picture."""
        file = self.world.files.put("photo", "photo.png", "image/png", content)
        return self._attach(where, "photo", photo_json(file), caption, reply_to=reply_to)

    def send_document(
        self, where: Bot | Group, content: bytes = b"text\n", name: str = "notes.txt", caption: str = ""
    ) -> Message:
        """Send a file."""
        file = self.world.files.put("document", name, "application/octet-stream", content)
        return self._attach(where, "document", document_json(file), caption)

    def send_voice(
        self, where: Bot | Group, content: bytes = b"OggS", duration: int = 3, *, reply_to: Message | None = None
    ) -> Message:
        """Send a voice note."""
        file = self.world.files.put("voice", "voice.ogg", "audio/ogg", content)
        return self._attach(where, "voice", voice_json(file, duration), reply_to=reply_to)

    def send_sticker(self, where: Bot | Group, emoji: str = "👍", *, reply_to: Message | None = None) -> Message:
        """Send a sticker."""
        file = self.world.files.put("sticker", "sticker.webp", "image/webp", b"RIFF")
        return self._attach(where, "sticker", sticker_json(file, emoji), reply_to=reply_to)

    def send_contact(
        self,
        where: Bot | Group,
        user: Person | None = None,
        *,
        is_known: bool = True,
        forwarded: bool = False,
        reply_to: Message | None = None,
    ) -> Message:
        """Send somebody's contact card, or one's own; the card of somebody who is not known has no user_id."""
        of = user or self
        card: dict[str, Any] = {"phone_number": of.phone_number, "first_name": of.first_name}
        if is_known:
            card["user_id"] = of.id
        if of.last_name is not None:
            card["last_name"] = of.last_name
        return self._attach(where, "contact", card, forwarded=forwarded, reply_to=reply_to)

    def share_number(self, bot: Bot) -> Message:
        """Tap the key that asks for one's own number, which must be there."""
        if not any(key.get("request_contact") for row in self.keys(bot) for key in row):
            words = f"{self!r} sees no key that asks for a number"
            raise LookupError(words)
        return self.send_contact(bot)

    def send_location(self, where: Bot | Group, lat: float, lon: float) -> Message:
        """Send a place."""
        return self._attach(where, "location", {"latitude": lat, "longitude": lon})

    def keys(self, where: Bot | Group) -> list[list[dict[str, Any]]]:
        """Return the rows of keys in the place of the letters: those that came last, unless they were put away."""
        for message in reversed(self.chat(where)):
            markup = message.markup or {}
            if "keyboard" in markup or markup.get("remove_keyboard"):
                return [list(row) for row in markup.get("keyboard", ())]
        return []

    def _attach(
        self,
        where: Bot | Group,
        kind: str,
        payload: object,
        caption: str = "",
        *,
        forwarded: bool = False,
        reply_to: Message | None = None,
    ) -> Message:
        draft = self._draft(where, reply_to)
        origin = {"type": "hidden_user", "sender_user_name": "Someone", "date": wire.seconds(draft.date)}
        draft = replace(
            draft,
            forward_origin=origin if forwarded else None,
            media=Media(kind, payload),
            text=caption,
            html=html.escape(caption, quote=False),
            entities=settled(caption, ()),
        )
        return draft.chat.post(draft)
