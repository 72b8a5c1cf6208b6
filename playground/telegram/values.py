"""What people, bots and tests look at: messages, buttons, taps and calls."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from playground.telegram.bots import Bot

if TYPE_CHECKING:
    from datetime import datetime

    from playground.telegram.chats import Chat
    from playground.telegram.entities import Entity
    from playground.telegram.people import Person

JsonObject: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; one of the fields behind `text` says what it does."""

    text: str
    callback_data: str | None = None
    url: str | None = None
    copy_text: str | None = None
    web_app: str | None = None
    is_disabled: bool = False
    style: str | None = None
    chat: Chat | None = field(default=None, compare=False, repr=False)
    message_id: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Media:
    """What a message carries besides text: its kind, as the field of a Message, and that field's value."""

    kind: str
    payload: Any


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the chat shows it at this moment; a later edit makes a new one with the same id."""

    chat: Chat = field(repr=False)
    sender: Person | Bot
    date: datetime
    id: int = 0
    text: str = ""
    html: str = ""
    entities: tuple[Entity, ...] = ()
    media: Media | None = None
    markup: JsonObject | None = None
    reply_to: int | None = None
    edited_at: datetime | None = None
    is_silent: bool = False
    is_protected: bool = False
    is_pinned: bool = False
    sender_chat: JsonObject | None = None
    service: JsonObject | None = None
    forward_origin: JsonObject | None = None
    link_preview: JsonObject | None = None
    reactions: tuple[str, ...] = ()

    @property
    def chat_id(self) -> int:
        """The id the bot knows the chat by: a person's id in a private chat."""
        return self.chat.id

    @property
    def is_from_bot(self) -> bool:
        """Whether a bot sent it."""
        return isinstance(self.sender, Bot)

    @property
    def is_edited(self) -> bool:
        """Whether its text was changed after it was sent."""
        return self.edited_at is not None

    @property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        """The rows of the inline keyboard."""
        rows = (self.markup or {}).get("inline_keyboard", ())
        return tuple(tuple(_button(raw, self.chat, self.id) for raw in row) for row in rows)

    @property
    def keyboard(self) -> tuple[tuple[str, ...], ...]:
        """The rows of the reply keyboard it brought, as labels."""
        rows = (self.markup or {}).get("keyboard", ())
        return tuple(tuple(raw["text"] for raw in row) for row in rows)

    @property
    def photo(self) -> Any | None:  # noqa: ANN401 - the JSON of the Bot API, whatever it is
        """The list of sizes of its picture."""
        return self._payload("photo")

    @property
    def document(self) -> JsonObject | None:
        """Its file."""
        return self._payload("document")

    @property
    def contact(self) -> JsonObject | None:
        """Its contact card."""
        return self._payload("contact")

    @property
    def location(self) -> JsonObject | None:
        """Its place on the map."""
        return self._payload("location")

    @property
    def sticker(self) -> JsonObject | None:
        """Its sticker."""
        return self._payload("sticker")

    @property
    def voice(self) -> JsonObject | None:
        """Its voice note."""
        return self._payload("voice")

    def button(self, label_or_index: str | int | None = None) -> Button:
        """Find a button by its text, a unique part of it, or its number; LookupError lists what there is."""
        return find_button([button for row in self.buttons for button in row], label_or_index)

    def _payload(self, kind: str) -> Any | None:  # noqa: ANN401 - see photo
        return self.media.payload if self.media is not None and self.media.kind == kind else None


def _button(raw: JsonObject, chat: Chat, message_id: int) -> Button:
    return Button(
        text=raw["text"],
        callback_data=raw.get("callback_data"),
        url=raw.get("url") or raw.get("login_url", {}).get("url"),
        copy_text=raw.get("copy_text", {}).get("text"),
        web_app=raw.get("web_app", {}).get("url"),
        is_disabled="disabled" in raw,
        style=raw.get("style"),
        chat=chat,
        message_id=message_id,
    )


def find_button(buttons: list[Button], label_or_index: str | int | None) -> Button:
    """Find one of the buttons by text, unique part of the text, or number; None takes the only one."""
    if label_or_index is None and len(buttons) == 1:
        return buttons[0]
    if isinstance(label_or_index, int):
        if -len(buttons) <= label_or_index < len(buttons):
            return buttons[label_or_index]
    elif label_or_index is not None:
        for fits in (label_or_index.__eq__, lambda text: label_or_index in text):
            found = [button for button in buttons if fits(button.text)]
            if len(found) == 1:
                return found[0]
    words = f"no single button {label_or_index!r} among {[button.text for button in buttons]}"
    raise LookupError(words)


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What a bot made a tapped button say."""

    text: str | None = None
    show_alert: bool = False
    url: str | None = None


class Tap:
    """A press of a button: its answer arrives later, or never."""

    def __init__(self, button: Button, query_id: str | None = None) -> None:
        """Without a query id the button works on the phone alone."""
        self.button = button
        self.query_id = query_id
        self.answer: CallbackAnswer | None = None
        self._arrived = asyncio.Event()

    @property
    def url(self) -> str | None:
        """What the button opens, for one that is a link."""
        return self.button.url

    def __repr__(self) -> str:
        return f"<Tap on {self.button.text!r}: {self.answer}>"

    def take(self, answer: CallbackAnswer) -> None:
        """Show the bot's answer."""
        self.answer = answer
        self._arrived.set()

    async def answered(self, timeout: float = 5.0) -> CallbackAnswer:  # noqa: ASYNC109 - a test's own patience
        """Wait for the bot's answer; raises TimeoutError when none comes in so many real seconds."""
        if self.query_id is None:
            raise RuntimeError("this button asks nobody, so no answer will come")
        async with asyncio.timeout(timeout):
            while self.answer is None:
                await self._arrived.wait()
        return self.answer


@dataclass(frozen=True, slots=True)
class Call:
    """A request that a bot made and what it was answered; `ok` is None as long as it is not."""

    method: str
    params: JsonObject
    at: datetime
    bot: Bot
    ok: bool | None = None
    status: int | None = None
    answer: Any = None
