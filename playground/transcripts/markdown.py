"""A film as a table in Markdown, as GitHub shows it: a row for each moment, a column for each phone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from playground.telegram import Entity, Group, Message, Tap
from playground.transcripts.film import Change, Event, Film, Row, Shown, TapThere

LINE = "<br>"
_INVISIBLE = str.maketrans("", "", "\u2068\u2069")
_SPECIAL = re.compile(r"[\\`*_\[\]|~$]")
_LINK = re.compile(r"(https://t\.me/\w+\?start=)[\w-]+")
_HIDDEN = r"\1…"
_DRESSED = {"bold", "blockquote", "url", "text_mention"}
_MARKS = {Change.NEW: "", Change.EDITED: "✎ ", Change.BUTTONS: "✎ ", Change.DELETED: "🗑 *deleted:* "}
_MEDIA = {"photo": "🖼 *picture*", "sticker": "*sticker*", "voice": "🎤 *voice note*", "document": "📄 *file*"}
HOW_TO_READ = """\
Each row is a moment: what somebody does, or what the clock brings, and all that follows from it at once.

- ▸ is what a person does: **a button they tap**, *with its toast*, or ▸ words they type; ↩ in reply to a message.
- All the rest is what the bot says, with `[a button]`, `[a link ↗]` or ⌨ `[a key in place of the letters]` under it.
- ▎ *What somebody typed.* 🔕 came without a sound. ✎ is an earlier message that reads like this from now on."""


def table(film: Film, zone: ZoneInfo) -> str:
    """Return all that happened, under the names of those whose phones they are."""
    head = ["time", *film.titles]
    lines = [_line(head), _line(["---"] * len(head))]
    before: datetime | None = None
    for row in film.rows:
        at = row.at.astimezone(zone)
        lines.append(_line([_time(at, before), *_cells(row)]))
        before = at
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)


def _time(at: datetime, before: datetime | None) -> str:
    if before is None or at.date() != before.date():
        return f"**{at:%A}**{LINE}{at:%H:%M}"
    return "" if f"{at:%H:%M}" == f"{before:%H:%M}" else f"{at:%H:%M}"


def _cells(row: Row) -> Iterator[str]:
    for column in row.columns:
        yield (LINE * 2).join(_told(what) for what in column)


def _told(what: Event) -> str:
    match what:
        case Tap():
            return _tapped(what)
        case TapThere(name, tap):
            return _tapped(tap).replace("▸ ", f"▸ **{_safe(name)}:** ", 1)
        case str():
            return f"▸ *{what}*"
        case _:
            return _shown(what)


def _tapped(tap: Tap) -> str:
    words = f"▸ **{_safe(tap.button.text)}**"
    answer = tap.answer.text if tap.answer is not None else None
    return f"{words}{LINE}*{_safe(answer)}*" if answer else words


def _shown(shown: Shown) -> str:
    message = shown.message
    if not message.is_from_bot:
        return _typed(message, shown.change)
    if shown.change is Change.DELETED:
        return _MARKS[shown.change] + _gist(message)
    if shown.change is Change.BUTTONS:
        return LINE.join([f"✎ {_gist(message)} …", *(_buttons(message) or ["*no buttons any more*"])])
    silent = "🔕 " if message.is_silent and shown.change is Change.NEW else ""
    body = list(filter(None, [_medium(message), _styled(message)]))
    body[0] = silent + _MARKS[shown.change] + body[0]
    return LINE.join([*body, *_buttons(message)])


def _typed(message: Message, change: Change) -> str:
    mark = _doer(message) + _MARKS[change] + ("↩ " if message.reply_to is not None else "")
    if message.text == "/start":
        return f"{mark}**START**"
    if message.text.startswith("/start "):
        return f"{mark}*opens the link*, **START**"
    return mark + LINE.join(filter(None, [_medium(message), _safe(message.text)]))


def _doer(message: Message) -> str:
    """Begin what a person does; in a group it is said who."""
    name = message.sender.first_name if isinstance(message.chat, Group) and message.sender is not None else ""
    return f"▸ **{_safe(name)}:** " if name else "▸ "


def _gist(message: Message) -> str:
    """Return what tells a message from others: its first line."""
    return _medium(message) or _styled(message).split(LINE)[0]


def _medium(message: Message) -> str:
    if message.media is None:
        return ""
    if message.contact is not None:
        return f"📇 *contact card:* {_safe(message.contact['first_name'])}, {_safe(message.contact['phone_number'])}"
    return _MEDIA[message.media.kind]


def _buttons(message: Message) -> list[str]:
    rows = [[f"{button.text} ↗" if button.url else button.text for button in row] for row in message.buttons]
    drawn = [" ".join(f"`[{_in_code(face)}]`" for face in row) for row in rows]
    return [*drawn, *("⌨ " + " ".join(f"`[{_in_code(face)}]`" for face in row) for row in message.keyboard)]


def _styled(message: Message) -> str:
    units = message.text.encode("utf-16-le")
    parts, at = [], 0
    for entity in _joined(entity for entity in message.entities if entity.kind in _DRESSED):
        if entity.offset >= at:
            parts += [_safe(_cut(units, at, entity.offset)), _dressed(entity, _cut(units, entity.offset, entity.end))]
            at = entity.end
    return "".join([*parts, _safe(_cut(units, at, len(units) // 2))])


def _joined(entities: Iterable[Entity]) -> list[Entity]:
    """Join the pieces into which Telegram cuts what is bold where a command stands in it."""
    joined: list[Entity] = []
    for entity in entities:
        before = joined[-1] if joined else None
        if before is not None and before.kind == entity.kind == "bold" and before.end == entity.offset:
            joined[-1] = replace(before, length=before.length + entity.length)
        else:
            joined.append(entity)
    return joined


def _dressed(entity: Entity, text: str) -> str:
    match entity.kind:
        case "bold":
            return f"**{_safe(text)}**"
        case "blockquote":
            return LINE.join(f"▎ *{_safe(line)}*" if line else "▎" for line in text.split("\n"))
        case "url":
            return f"`{_in_code(_LINK.sub(_HIDDEN, text))}`"
        case _:
            return f"<u>{_safe(text)}</u>"


def _cut(units: bytes, start: int, end: int) -> str:
    return units[start * 2 : end * 2].decode("utf-16-le")


def _safe(text: str) -> str:
    """Return a text that shows as it is, whatever Markdown or HTML it looks like."""
    plain = text.translate(_INVISIBLE).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\g<0>", plain).replace("\n", LINE)


def _in_code(text: str) -> str:
    return text.translate(_INVISIBLE).replace("`", "'").replace("|", "\\|")
