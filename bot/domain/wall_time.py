"""Wall times as people type them, in figures: `7:30`, `19h`, `7.30 pm`, `8-20`.

Each time is read as it stands: an `8` is 08:00, also where somebody means the evening.
"""

import re
import unicodedata
from datetime import time

LONGEST = 40
"""Longer texts are not looked at: two times with a word between them take less."""

_HOUR_MARK = r"(?:h|hrs?|hs|uhr|o'?clock|時|时|点|點|시|ч)"
_MERIDIEM = r"[ap](?:\.\s?m\.|m)"
_FIGURES = rf"\d\d?(?:(?:\s?(?:[:.]|{_HOUR_MARK})\s?)?\d\d)?"
_SPOKEN = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_TIME = rf"{_FIGURES}\s?(?:{_MERIDIEM}|{_HOUR_MARK}|分)?|{'|'.join(_SPOKEN)}"
_LEAD = r"(?:(?:at|um|from|von|between|zwischen|de|entre|dalle)\s|@\s?)?"
_BETWEEN = r"\s?[-–—/,;&+|]\s?|\s(?:(?:and|to|till|until|und|bis|et|à|y|e|a|en|tot|og|och|i|do|и|до)\s)?"

_PARTS = re.compile(rf"(?P<hour>\d\d?)(?:\D*(?P<minute>\d\d))?\s?(?P<meridiem>{_MERIDIEM})?\D*")
_HALF_A_DAY = 12
_ONE = re.compile(rf"{_LEAD}(?P<time>{_TIME})\.?")
_TWO = re.compile(rf"{_LEAD}(?P<first>{_TIME})(?:{_BETWEEN})(?:at\s|@)?(?P<second>{_TIME})\.?")


def read_time(text: str) -> time | None:
    """Return the wall time that `text` says, without a zone; `None` for what says none, or more than one time.

    24:00 is 00:00. Minutes take two figures: a `7:3` may be a slip for 7:03 as well as for 7:30, so it is none.
    """
    said = _ONE.fullmatch(_tidy(text))
    return _time(said["time"]) if said else None


def read_times(text: str) -> tuple[time, time] | None:
    """Return the two wall times that `text` says, in its order; `None` for one, for three, and for anything else.

    What can be one time is one: `7 h 30` is 07:30. A `pm` is about the time before it alone: `7-10pm` begins at 07:00.
    """
    tidy = _tidy(text)
    said = _TWO.fullmatch(tidy)
    if not said or _ONE.fullmatch(tidy):
        return None
    first, second = _time(said["first"]), _time(said["second"])
    return None if first is None or second is None else (first, second)


def _tidy(text: str) -> str:
    """Return `text` with ASCII figures, single spaces and small letters; empty when it is too long to be a time."""
    if len(text) > LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'")
    visible = (sign for sign in plain if unicodedata.category(sign) != "Cf")  # marks of the writing direction
    figures = (str(unicodedata.decimal(sign, sign)) for sign in visible)
    return " ".join("".join(figures).lower().split())


def _time(said: str) -> time | None:
    """Return the time of one whole match; `None` when no clock shows it."""
    parts = _PARTS.fullmatch(said)
    if parts is None:
        return _SPOKEN[said]
    hour, minute = int(parts["hour"]), int(parts["minute"] or 0)
    if parts["meridiem"]:
        if not 1 <= hour <= _HALF_A_DAY:
            return None
        hour = hour % _HALF_A_DAY + (_HALF_A_DAY if parts["meridiem"].startswith("p") else 0)
    elif (hour, minute) == (24, 0):
        return time(0)
    try:
        return time(hour, minute)
    except ValueError:
        return None
