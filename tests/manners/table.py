"""The table of all that is ever sent unasked about a day, and how much of it one person may get."""

from dataclasses import dataclass

from bot.domain.day import MOST_EXTENSIONS, MOST_NUDGES
from bot.domain.kinds import Kind


@dataclass(frozen=True, slots=True)
class Row:
    """Notices that count as one, and how many of them one person may get about one day."""

    name: str
    kinds: frozenset[Kind]
    most: int
    note: str = ""


def _row(name: str, *kinds: Kind, most: int = 1, note: str = "") -> Row:
    return Row(name, frozenset(kinds), most, note)


ROWS = (
    _row("morning ask", Kind.MORNING_ASK, Kind.MORNING_CARD),
    _row("morning reminder", Kind.MORNING_REMINDER),
    _row("offer to nudge", Kind.NUDGE_OFFER),
    _row("the partner's nudge in the morning", Kind.MORNING_NUDGE),
    _row("evening ask", Kind.EVENING_ASK, Kind.EVENING_ASK_UNNAMED),
    _row(
        "evening reminder",
        Kind.EVENING_REMINDER,
        Kind.EVENING_REMINDER_UNNAMED,
        most=2,
        note="a second one only after the ladder began anew; one more when taps may have been lost in an outage",
    ),
    _row("ask anew", Kind.EVENING_CHECK, note="an hour after naming late, or after Undo"),
    _row("call-now nudge", Kind.CALL_NUDGE, Kind.BOTH_MISSED, most=MOST_NUDGES, note="snoozes included"),
    _row("“I'm calling”", Kind.AGREED_WORDS),
    _row("card of the call", Kind.CALL_CARD),
    _row("how did the call go?", Kind.FOLLOW_UP, most=1 + MOST_EXTENSIONS, note="once more for each “15 more minutes”"),
    _row("outside call hours", Kind.OUTSIDE_CALL_HOURS, Kind.PARTNER_OUTSIDE_CALL_HOURS),
    _row("the end of a call, or of a ladder", Kind.SAVED, Kind.NO_CALL, Kind.CANT_TONIGHT, Kind.COULDNT_REACH),
    _row("question after two silent days", Kind.SILENCE_QUESTION),
    _row("on hold", Kind.ON_HOLD, Kind.PARTNER_ON_HOLD),
    _row("coming back tomorrow", Kind.COMING_BACK, Kind.PARTNER_COMING_BACK),
)
"""News of what the partner has just done (named, done, a cheer, a part, skipped) come as they happen, and edits of
messages that are there already make no sound; neither is counted."""
