"""Entities of a text: their JSON, the ones Telegram finds by itself, and counting in UTF-16."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_CODE = frozenset({"code", "pre"})
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})
_OUTER_FIRST = ("expandable_blockquote", "blockquote", "pre", "code", "text_link", "text_mention")

_PATTERNS = (
    ("url", re.compile(r"(?<![\w@/])https?://[^\s<>\"«»]*[^\s<>\"«».,:;!?'()\[\]{}]", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}(?!\w)", re.IGNORECASE)),
    (
        "url",
        re.compile(
            r"(?<![\w@/.-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|me|dev|app|info|co|de|fr|es|it|nl|pl|eu|uk|ru|ua|us)"
            r"(?![\w-]|\.\w)(?:/[^\s<>\"]*[^\s<>\".,:;!?'()])?",
            re.IGNORECASE,
        ),
    ),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{4,32}(?!\w)")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("hashtag", re.compile(r"(?<![\w#@/])#(?=\w*[^\W\d])\w{1,256}(?!\w)")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?!\w)")),
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text that means something; offset and length in UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str | None = None
    user_id: int | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        """The offset of the first unit behind it."""
        return self.offset + self.length

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Entity:
        """Read a checked MessageEntity."""
        return cls(
            kind=raw["type"],
            offset=raw["offset"],
            length=raw["length"],
            url=raw.get("url"),
            user_id=raw.get("user", {}).get("id"),
            language=raw.get("language"),
            custom_emoji_id=raw.get("custom_emoji_id"),
        )


def utf16_length(text: str) -> int:
    """Return the length Telegram counts in entities: characters beyond the basic plane are two."""
    return len(text) + sum(char > "\uffff" for char in text)


def utf16_slice(text: str, entity: Entity) -> str:
    """Return the part of the text that the entity covers."""
    return text.encode("utf-16-le")[entity.offset * 2 : entity.end * 2].decode("utf-16-le", errors="replace")


def found_in(text: str) -> tuple[Entity, ...]:
    """Return what Telegram marks by itself: commands, mentions, links, mail addresses, hashtags and cashtags."""
    found: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            entity = Entity(kind, utf16_length(text[: match.start()]), utf16_length(match.group()))
            if not any(_overlap(entity, other) for other in found):
                found.append(entity)
    return tuple(sorted(found, key=_order))


def settled(text: str, given: Iterable[Entity]) -> tuple[Entity, ...]:
    """Return the given entities and the found ones in Telegram's order, with nothing inside code."""
    all_given = [entity for entity in given if entity.length > 0]
    code = [entity for entity in all_given if entity.kind in _CODE]
    kept: list[Entity] = []
    for entity in all_given:
        kept.extend(_outside(entity, code) if entity.kind in _STYLES else (entity,))
    opaque = [entity for entity in kept if entity.kind in _OPAQUE]
    kept.extend(entity for entity in found_in(text) if not any(_overlap(entity, other) for other in opaque))
    return tuple(sorted(kept, key=_order))


def trimmed(text: str, entities: Iterable[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Cut white space off both ends, as Telegram does, and move the entities along."""
    shorter = text.rstrip()
    cut = len(shorter) - len(shorter.lstrip())
    shorter = shorter[cut:]
    end = utf16_length(shorter)
    moved = []
    for entity in entities:
        first, last = max(entity.offset - cut, 0), min(entity.end - cut, end)
        if first < last:
            moved.append(replace(entity, offset=first, length=last - first))
    return shorter, tuple(moved)


def _outside(entity: Entity, code: Iterable[Entity]) -> Iterator[Entity]:
    """Yield the parts of a style that are not code: Telegram splits it there."""
    first = entity.offset
    for hole in sorted(code, key=_order):
        if hole.end <= first or hole.offset >= entity.end:
            continue
        if hole.offset > first:
            yield replace(entity, offset=first, length=hole.offset - first)
        first = hole.end
    if first < entity.end:
        yield replace(entity, offset=first, length=entity.end - first)


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def _order(entity: Entity) -> tuple[int, int, int]:
    rank = _OUTER_FIRST.index(entity.kind) if entity.kind in _OUTER_FIRST else len(_OUTER_FIRST)
    return entity.offset, -entity.length, rank
