"""What Telegram takes out of a text before it keeps it, and which texts show nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from playground.telegram.entities import Entity, utf16_length

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
# carriage returns, line and paragraph separators, the older marks of direction, and marks that draw lines
_TAKEN_OUT = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_DIRECTIONS = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")
_BLANK = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc\U000e0000-\U000e007f]*"
)


def cleaned(text: str, entities: Iterable[Entity]) -> tuple[str, list[Entity]]:
    """Turn control characters into blanks, take out what is not kept, and move the entities along."""
    holes = [utf16_length(text[: match.start()]) for match in _TAKEN_OUT.finditer(text)]
    moved = []
    for entity in entities:
        first, last = (edge - bisect_left(holes, edge) for edge in (entity.offset, entity.end))
        if first < last:
            moved.append(replace(entity, offset=first, length=last - first))
    text = _CONTROL.sub(" ", _TAKEN_OUT.sub("", text))
    return _DIRECTIONS.sub(lambda match: "\u200c" * len(match.group()), text), moved


def is_visible(text: str) -> bool:
    """Tell whether there is anything to see; blanks and characters without a width are nothing."""
    return _BLANK.fullmatch(text) is None
