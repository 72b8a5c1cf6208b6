"""Entities of a text: their JSON, the ones Telegram finds by itself, and counting in UTF-16."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RANKS = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_FOUND_RANK = 50
_BLANK = " \n"
_STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_CODE = frozenset({"code", "pre"})
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})

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
    """Return the given entities and the found ones as Telegram lays them out.

    Links, mentions, code and the like never overlap: the outer one stays. Styles end and begin anew where anything
    else begins, and there is none in code. Quotes hold what lies within them whole, and drop what crosses them.
    """
    ordered = sorted((entity for entity in given if entity.length > 0), key=_order)
    quotes = _apart(entity for entity in ordered if entity.kind in _QUOTES)
    firm = _apart(entity for entity in ordered if entity.kind not in _STYLES | _QUOTES)
    firm = [entity for entity in firm if not _crosses_any(entity, quotes)]
    for entity in found_in(text):
        if not any(_overlap(entity, other) for other in firm) and not _crosses_any(entity, quotes):
            firm.append(entity)
    styles = _merged(entity for entity in ordered if entity.kind in _STYLES)
    return tuple(sorted([*firm, *quotes, *_pieces(styles, [*firm, *quotes])], key=_order))


def trimmed(text: str, entities: Iterable[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Cut blanks and line ends off both ends, in front only up to the first entity, and move the entities along."""
    shorter = text.rstrip(_BLANK)
    end = utf16_length(shorter)
    kept = [replace(entity, length=min(entity.end, end) - entity.offset) for entity in entities if entity.offset < end]
    first = min((entity.offset for entity in kept), default=end)
    cut = min(len(shorter) - len(shorter.lstrip(_BLANK)), first)
    return shorter[cut:], tuple(replace(entity, offset=entity.offset - cut) for entity in kept)


def _apart(entities: Iterable[Entity]) -> list[Entity]:
    """Return those that begin behind the end of the one before."""
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _merged(styles: Iterable[Entity]) -> list[Entity]:
    """Join stretches of one style that touch."""
    kept: dict[str, list[Entity]] = {}
    for entity in styles:
        same = kept.setdefault(entity.kind, [])
        if same and entity.offset <= same[-1].end:
            same[-1] = replace(same[-1], length=max(same[-1].end, entity.end) - same[-1].offset)
        else:
            same.append(entity)
    return [entity for same in kept.values() for entity in same]


def _pieces(styles: list[Entity], others: list[Entity]) -> Iterator[Entity]:
    """Yield the styles cut where others begin and end and where another style begins, but not what is code."""
    edges = {entity.offset for entity in styles} | {edge for entity in others for edge in (entity.offset, entity.end)}
    code = [entity for entity in others if entity.kind in _CODE]
    for style in styles:
        cuts = [style.offset, *sorted(edge for edge in edges if style.offset < edge < style.end), style.end]
        for first, last in pairwise(cuts):
            if not any(hole.offset <= first < hole.end for hole in code):
                yield replace(style, offset=first, length=last - first)


def _crosses_any(entity: Entity, quotes: Iterable[Entity]) -> bool:
    """Tell whether it overlaps a quote without lying within it."""
    return any(_overlap(entity, q) and not (q.offset <= entity.offset and entity.end <= q.end) for q in quotes)


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def _order(entity: Entity) -> tuple[int, int, int]:
    return entity.offset, -entity.length, _RANKS.get(entity.kind, _FOUND_RANK)
