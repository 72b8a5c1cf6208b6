"""From the text parameters of a request to the text of a message."""

from __future__ import annotations

import html as stdlib_html
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from playground.telegram.entities import Entity, settled, trimmed, utf16_length
from playground.telegram.errors import bad_request
from playground.telegram.html import checked_url, parse_html

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_RAW_BYTES = 32_768


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
    if len(source.encode()) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    source = source.replace("\r", "")
    match (parse_mode or "").lower():
        case "html":
            text, marked = parse_html(source)
        case "":
            text, marked = source, tuple(_checked(source, Entity.from_json(raw)) for raw in entities or ())
        case "markdown" | "markdownv2":
            words = f"parse_mode {parse_mode} is real, but this stand-in only reads HTML"
            raise bad_request(words)
        case _:
            raise bad_request("unsupported parse_mode")
    text, marked = trimmed(_cleaned(text), (entity for entity in marked if _stays(entity, is_known)))
    as_html = source.strip() if parse_mode else stdlib_html.escape(text, quote=False)
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


def _cleaned(text: str) -> str:
    # one character for one, so that no offset moves
    return "".join(" " if (char < " " and char != "\n") or char == "\x7f" else char for char in text)


def _stays(entity: Entity, is_known: Callable[[int], bool]) -> bool:
    return entity.kind != "text_mention" or (entity.user_id is not None and is_known(entity.user_id))


def _checked(text: str, entity: Entity) -> Entity:
    if entity.offset < 0 or entity.length < 0 or entity.end > utf16_length(text):
        words = f"entity {entity.kind} at {entity.offset} does not lie within the text"
        raise bad_request(words)
    if entity.kind == "text_link":
        url = checked_url(entity.url or "")
        return replace(entity, url=url, length=entity.length if url else 0)
    return entity
