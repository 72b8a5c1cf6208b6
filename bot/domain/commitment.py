"""What may be named as the one thing of a day."""

import unicodedata

from bot.domain.errors import Reason, Refused

LONGEST = 280


def read_commitment(text: str) -> str:
    """Return what was typed, trimmed, or raise `Refused` when it can't be kept.

    1 to 280 code points count after trimming; NUL and lone surrogates can't be stored or sent, and a text without
    one visible character says nothing.
    """
    thing = text.strip()
    if any(character == "\0" or unicodedata.category(character) == "Cs" for character in thing):
        raise Refused(Reason.UNREADABLE)
    if not is_visible(thing):
        raise Refused(Reason.EMPTY)
    if len(thing) > LONGEST:
        raise Refused(Reason.TOO_LONG, length=len(thing), longest=LONGEST)
    return thing


def is_visible(text: str) -> bool:
    """Tell whether there is anything to see in `text`."""
    return any(unicodedata.category(character)[0] not in "ZC" for character in text)
