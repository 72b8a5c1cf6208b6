"""A message as the page shows it: HTML in which nothing that somebody wrote is markup.

What can be clicked says so by `data-do` and `data-of`; the chat that it stands in acts on it.
"""

import base64
import html
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from playground.telegram import Bot, Button, Entity, Group, Message, Person
from playground.telegram.entities import utf16_length

_STYLES = {"bold": "strong", "italic": "em", "underline": "u", "strikethrough": "s", "code": "code", "pre": "pre"}
_QUOTES = ("blockquote", "expandable_blockquote")
_BLOCKS = (*_QUOTES, "pre")
_HOSTS = ("t.me", "telegram.me")
_COLOURS = 6
_LONGEST_PREVIEW = 80
_SERVICE_WORDS = {
    "new_chat_members": "joined",
    "left_chat_member": "is gone",
    "migrate_to_chat_id": "The group became a supergroup",
    "migrate_from_chat_id": "The group became a supergroup",
    "pinned_message": "pinned a message",
}


def message_html(message: Message, viewer: Person, zone: ZoneInfo, *, picture: bytes | None = None) -> str:
    """Return a message as `viewer` sees it, at the time in `zone`; `picture` is the content of its photo or file."""
    if message.service is not None:
        return f'<p class="service">{_service(message)}</p>'
    is_own = message.sender is viewer and message.sender_chat is None
    side = "own" if is_own else "other"
    parts = [
        "" if is_own or not isinstance(message.chat, Group) else _name(message),
        _forwarded(message),
        _answered(message),
        _media(message, picture),
        f'<div class="text" dir="auto">{text_html(message.text, message.entities)}</div>' if message.text else "",
        _meta(message, zone, is_own=is_own),
    ]
    tools = _tools(message, is_own=is_own)
    bubble = f'<div class="bubble">{"".join(part for part in parts if part)}</div>'
    body = f'<div class="stack">{bubble}{_keyboard(message)}{_shortcut(message)}</div>'
    return f'<article class="message {side}" aria-label="{_label(message, is_own=is_own)}">{body}{tools}</article>'


def date_pill(moment: datetime, zone: ZoneInfo) -> str:
    """Return the line that begins a date in a chat."""
    local = moment.astimezone(zone)
    return f'<p class="service date">{local:%A}, {local.day} {local:%B}</p>'


def text_html(text: str, entities: Sequence[Entity]) -> str:
    """Return a text with its entities; they lie within each other or apart, as Telegram lays them out."""
    units = text.encode("utf-16-le", "surrogatepass")

    def inside(start: int, end: int, within: Sequence[Entity]) -> str:
        parts: list[str] = []
        position = start
        rest = list(within)
        while rest:
            entity = rest.pop(0)
            children = [other for other in rest if other.offset < entity.end]
            rest = rest[len(children) :]
            parts.append(plain(position, entity.offset))
            words = inside(entity.offset, entity.end, children)
            parts.append(_marked(entity, words, raw(entity.offset, entity.end)))
            position = entity.end
            if entity.kind in _BLOCKS and raw(position, position + 1) == "\n":
                position += 1  # a block ends its line by itself
        return "".join([*parts, plain(position, end)])

    def raw(start: int, end: int) -> str:
        return units[start * 2 : end * 2].decode("utf-16-le", "replace")

    def plain(start: int, end: int) -> str:
        return escape(raw(start, end))

    return inside(0, utf16_length(text), entities)


def escape(text: str) -> str:
    """Return a text as it may stand in HTML; half a surrogate pair, which no browser takes, is replaced."""
    return html.escape(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def split_url(url: str) -> SplitResult:
    """Return the parts of a link; one that can't be read has none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def links_to_bot(message: Message) -> list[str]:
    """Return the links in a message that open a bot with a start parameter."""
    units = message.text.encode("utf-16-le", "surrogatepass")
    found = []
    for entity in message.entities:
        shown = units[entity.offset * 2 : entity.end * 2].decode("utf-16-le", "replace")
        url = {"url": shown, "text_link": entity.url or ""}.get(entity.kind, "")
        if _is_telegram(url) and "start=" in split_url(url).query:
            found.append(url)
    return found


def _marked(entity: Entity, words: str, raw: str) -> str:
    if (tag := _STYLES.get(entity.kind)) is not None:
        return f"<{tag}>{words}</{tag}>"
    if entity.kind in _QUOTES:
        return f"<blockquote>{words}</blockquote>"
    match entity.kind:
        case "spoiler":
            return f'<span class="spoiler" tabindex="0" title="Focus it to read it">{words}</span>'
        case "url":
            return _link(raw if "://" in raw else f"https://{raw}", words)
        case "text_link":
            return _link(entity.url or "", words)
        case "text_mention":
            return _act("profile", str(entity.user_id), words)
        case "mention":
            return _act("mention", raw[1:], words)
        case "bot_command":
            return _act("send", raw, words)
        case "email":
            return f'<a href="mailto:{escape(raw)}">{words}</a>'
        case _:
            return words


def _link(url: str, words: str) -> str:
    """Return a link: one to Telegram stays on the desk, one to elsewhere opens a window, another is plain text."""
    if _is_telegram(url):
        return _act("link", url, words)
    if split_url(url).scheme in {"http", "https"}:
        return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{words}</a>'
    return words


def _is_telegram(url: str) -> bool:
    parts = split_url(url)
    return parts.scheme == "tg" or (parts.hostname or "") in _HOSTS


def _act(what: str, of: str, words: str) -> str:
    return f'<button type="button" class="inline" data-do="{what}" data-of="{escape(of)}">{words}</button>'


def _keyboard(message: Message) -> str:
    rows = [
        "".join(_button(button, message.id, row, column) for column, button in enumerate(buttons))
        for row, buttons in enumerate(message.buttons)
    ]
    body = "".join(f'<div class="row">{row}</div>' for row in rows)
    return f'<div class="keys">{body}</div>' if rows else ""


def _button(button: Button, number: int, row: int, column: int) -> str:
    mark = "↗" if button.url else "⧉" if button.copy_text else ""
    corner = f'<span class="corner" aria-hidden="true">{mark}</span>' if mark else ""
    words = escape(button.text)
    return f'<button type="button" data-do="tap" data-of="{number}:{row}:{column}">{words}{corner}</button>'


def _shortcut(message: Message) -> str:
    """Return what only the desk has: a link to the bot can be opened on the other phone."""
    links = links_to_bot(message)
    if not links or not message.is_from_bot:
        return ""
    of = escape(links[0])
    return f'<button type="button" class="shortcut" data-do="pass" data-of="{of}">Open it on the other phone</button>'


def _tools(message: Message, *, is_own: bool) -> str:
    tools = [("reply", "↩", "Reply to this")]
    if is_own:
        tools += [("edit", "✎", "Edit this"), ("delete", "×", "Delete this")]
    buttons = (
        f'<button type="button" data-do="{do}" data-of="{message.id}" aria-label="{words}">{face}</button>'
        for do, face, words in tools
    )
    return f'<div class="tools">{"".join(buttons)}</div>'


def _name(message: Message) -> str:
    title = (message.sender_chat or {}).get("title") or message.sender.first_name
    return f'<div class="name colour{message.sender.id % _COLOURS}">{escape(title)}</div>'


def _forwarded(message: Message) -> str:
    if message.forward_origin is None:
        return ""
    return f'<div class="forwarded">Forwarded from {escape(message.forward_origin["sender_user_name"])}</div>'


def _answered(message: Message) -> str:
    if message.reply_to is None:
        return ""
    answered = message.chat.messages.get(message.reply_to)
    if answered is None:
        return '<div class="answered">Deleted message</div>'
    first = answered.text[:_LONGEST_PREVIEW].partition("\n")[0] or _kind_of(answered)
    return f'<div class="answered"><b>{escape(answered.sender.first_name)}</b>{escape(first)}</div>'


def _kind_of(message: Message) -> str:
    return "" if message.media is None else message.media.kind.capitalize()


def _media(message: Message, picture: bytes | None) -> str:
    payload: Any = None if message.media is None else message.media.payload
    match message.media and message.media.kind:
        case "photo":
            about = escape(message.text) or "Picture"
            return f'<img class="photo" alt="{about}" src="{_data(picture, "image/png")}">'
        case "document":
            return _file(payload, picture)
        case "sticker":
            return f'<div class="sticker">{escape(payload["emoji"])}</div>'
        case "voice":
            return f'<div class="card"><span aria-hidden="true">🎤</span> Voice message, {payload["duration"]} s</div>'
        case "contact":
            return _contact(payload)
        case "location":
            return f'<div class="card"><span aria-hidden="true">📍</span> {_place(payload)}</div>'
        case None:
            return ""
        case _:
            return f'<div class="card">{escape(_kind_of(message))}</div>'


def _file(payload: Mapping[str, Any], content: bytes | None) -> str:
    name = escape(payload["file_name"])
    url = _data(content, "application/octet-stream")
    size = f"{payload['file_size']:,} bytes"
    return f'<a class="card" download="{name}" href="{url}"><b>{name}</b><span>{size}</span></a>'


def _contact(payload: Mapping[str, Any]) -> str:
    name = escape(payload["first_name"])
    number = escape(payload["phone_number"])
    return f'<a class="card" href="tel:{number}"><b>{name}</b><span>{number}</span><span>Tap to dial</span></a>'


def _place(payload: Mapping[str, Any]) -> str:
    return f"{payload['latitude']:.4f}, {payload['longitude']:.4f}"


def _data(content: bytes | None, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content or b'').decode()}"


def _meta(message: Message, zone: ZoneInfo, *, is_own: bool) -> str:
    marks = [
        '<span title="It came without a sound">🔕</span>' if message.is_silent else "",
        "<span>edited</span>" if message.is_edited else "",
        f"<time>{message.date.astimezone(zone):%H:%M}</time>",
        '<span aria-hidden="true">✓</span>' if is_own else "",
    ]
    return f'<div class="meta">{"".join(marks)}</div>'


def _label(message: Message, *, is_own: bool) -> str:
    whose = "You" if is_own else message.sender.first_name
    extra = " (silent)" if message.is_silent else ""
    return escape(f"{whose}{extra}")


def _service(message: Message) -> str:
    service = message.service or {}
    kind = next((name for name in _SERVICE_WORDS if name in service), None)
    if kind is None:
        return "…"
    who = service[kind][0] if kind == "new_chat_members" else service[kind]
    if not isinstance(who, Mapping) or "first_name" not in who:
        return _SERVICE_WORDS[kind] if kind.startswith("migrate") else f"{_by(message)} {_SERVICE_WORDS[kind]}"
    return f"{escape(who['first_name'])} {_SERVICE_WORDS[kind]}"


def _by(message: Message) -> str:
    sender: Person | Bot = message.sender
    return escape(sender.first_name)
