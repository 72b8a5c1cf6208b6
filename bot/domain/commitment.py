"""What may be named as the one thing of a day, and what may be typed at all."""

import unicodedata

from bot.domain.errors import Reason, Refused

LONGEST = 280


def read_commitment(text: str) -> str:
    """Return what was typed as the one thing, trimmed, or raise `Refused` when it can't be kept."""
    return read_typed(text, longest=LONGEST, nothing_there=Reason.EMPTY)


def read_typed(text: str, *, longest: int, nothing_there: Reason) -> str:
    """Return what was typed, trimmed, or raise `Refused` when it can't be kept.

    1 to `longest` code points count after trimming; NUL and lone surrogates can't be stored or sent, and a text without
    one visible character says nothing, which is refused with `nothing_there`.
    """
    typed = text.strip()
    if any(character == "\0" or unicodedata.category(character) == "Cs" for character in typed):
        raise Refused(Reason.UNREADABLE)
    if not is_visible(typed):
        raise Refused(nothing_there)
    if len(typed) > longest:
        raise Refused(Reason.TOO_LONG, length=len(typed), longest=longest)
    return typed


def is_visible(text: str) -> bool:
    """Tell whether there is anything to see in `text`."""
    return any(unicodedata.category(character)[0] not in "ZC" for character in text)
