"""Character references of the HTML parse mode: the four names there are, and numbers."""

from __future__ import annotations

import re

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"(&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<decimal>[0-9]+)|(?P<name>[A-Za-z]+)));?")
_LAST_CODE_POINT = 0x10FFFF
_TOO_LONG = 10


def read_reference(source: str, position: int) -> tuple[str, int]:
    """Return what the '&' at this position stands for, at worst itself, and where to read on."""
    match = _REFERENCE.match(source, position)
    decoded = _decoded(match) if match is not None else None
    return (decoded, match.end()) if match is not None and decoded is not None else ("&", position + 1)


def joined(text: str) -> str | None:
    """Join halves of characters that were written as two references; None when a half is left alone."""
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return None


def _decoded(match: re.Match[str]) -> str | None:
    if name := match["name"]:
        return _NAMED.get(name)
    code = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
    return chr(code) if 0 < code < _LAST_CODE_POINT and len(match.group(1)) < _TOO_LONG else None
