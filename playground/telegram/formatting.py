"""From the text parameters of a request to the text of a message."""

from __future__ import annotations

import html as stdlib_html
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from playground.telegram.cleaning import cleaned, is_visible
from playground.telegram.entities import Entity, settled, trimmed, utf16_length
from playground.telegram.errors import bad_request
from playground.telegram.html import parse_html
from playground.telegram.links import checked_url

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_RAW_BYTES = 32_768
_MAX_ENTITY_EDGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as it is shown, its entities, and the HTML it came as."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    html: str = ""


def formatted(
    source: str, parse_mode: str | None, entities: Sequence[dict[str, Any]] | None, is_known: Callable[[int], bool]
) -> Formatted:
    """Parse, trim and mark up a text; mentions of people the bot does not know are dropped."""
    if not _is_sound(source):
        raise bad_request("strings must be encoded in UTF-8")
    if len(source.encode()) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    match (parse_mode or "").lower():
        case "html":
            text, marked = parse_html(source)
        case "" | "none":
            text, marked = source, tuple(_checked(source, Entity.from_json(raw)) for raw in entities or ())
        case "markdown" | "markdownv2":
            words = f"parse_mode {parse_mode} is real, but this stand-in only reads HTML"
            raise bad_request(words)
        case _:
            raise bad_request("unsupported parse_mode")
    kept = (entity for entity in marked if entity.length > 0 and _stays(entity, is_known))
    text, marked = trimmed(*cleaned(text, kept))
    if not is_visible(text):
        text, marked = "", ()
    as_html = source.replace("\r", "").strip() if parse_mode else stdlib_html.escape(text, quote=False)
    return Formatted(text, settled(text, marked), as_html)


def checked_text(source: str, made: Formatted) -> Formatted:
    """Refuse what may not be the text of a message."""
    if not source:
        raise bad_request("message text is empty")
    if not made.text:
        raise bad_request("text must be non-empty")
    if len(made.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return made


def checked_caption(made: Formatted) -> Formatted:
    """Refuse what is too long for a caption."""
    if len(made.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return made


def _stays(entity: Entity, is_known: Callable[[int], bool]) -> bool:
    return entity.kind != "text_mention" or (entity.user_id is not None and is_known(entity.user_id))


def _is_sound(text: str) -> bool:
    """Tell whether no half of a character is left alone in it."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _checked(text: str, entity: Entity) -> Entity:
    """Refuse an entity that does not lie within the text, and drop a link that is none."""
    _check_edges(text, entity)
    if entity.kind == "text_link":
        url = checked_url(entity.url or "")
        return replace(entity, url=url, length=entity.length if url else 0)
    return entity


def _check_edges(text: str, entity: Entity) -> None:
    for name, number in (("offset", entity.offset), ("length", entity.length)):
        if not 0 <= number <= _MAX_ENTITY_EDGE:
            words = f"receive an entity with incorrect {name} {number}"
            raise bad_request(words)
    if not entity.length:
        return
    end = utf16_length(text)
    if entity.offset > end:
        words = f"entity begins after the end of the text at UTF-16 offset {entity.offset}"
        raise bad_request(words)
    where = f"entity beginning at UTF-16 offset {entity.offset} ends"
    if entity.end > end:
        words = f"{where} after the end of the text at UTF-16 offset {entity.end}"
        raise bad_request(words)
    if (byte := _byte_after_half(text, entity.offset)) is not None:
        words = f"entity begins in a middle of a UTF-16 symbol at byte offset {byte}"
        raise bad_request(words)
    if (byte := _byte_after_half(text, entity.end)) is not None:
        words = f"{where} in a middle of a UTF-16 symbol at byte offset {byte}"
        raise bad_request(words)


def _byte_after_half(text: str, offset: int) -> int | None:
    """Return the byte behind the character whose middle this UTF-16 offset is; None when it is between two."""
    before = text.encode("utf-16-le")[: offset * 2]
    try:
        before.decode("utf-16-le")
    except UnicodeDecodeError:
        return len(text.encode("utf-16-le")[: offset * 2 + 2].decode("utf-16-le").encode())
    return None
