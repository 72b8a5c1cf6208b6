"""Cheers in one's own words, and what the member answers to a cheer."""

from dataclasses import replace
from datetime import datetime

from bot.domain.commitment import LONGEST, read_typed
from bot.domain.day import LATE_DONE_LASTS, Day, State
from bot.domain.errors import Facts, Reason, Refused
from bot.domain.events import OwnCheer
from bot.domain.kinds import Kind
from bot.domain.notices import Notice, Party

MOST_EACH_WAY = 5
"""So often each of the two can say something of their own to the other about one day."""
_CHEERED = frozenset({State.DONE, State.DONE_LATE})


def read_cheer(text: str) -> str:
    """Return what was typed as a cheer, trimmed, or raise `Refused` when it can't be passed on."""
    return read_typed(text, longest=LONGEST, nothing_there=Reason.NOTHING_TO_SEE)


def check_first_cheer(day: Day, now: datetime) -> None:
    """Return if the day can be cheered by a button now: once, for 24 hours after its end or after a late Done."""
    if day.state not in _CHEERED:
        raise Refused(Reason.NO_LONGER_APPLIES)
    if day.cheered:
        raise Refused(Reason.ALREADY_CHEERED)
    _check_time(day, now)


def own_cheer(day: Day, event: OwnCheer) -> tuple[Day, tuple[Notice, ...]]:
    """Pass something on to the other, in the name of who said it. The partner's first is the day's cheer."""
    if day.state not in _CHEERED:
        raise Refused(Reason.NOT_DONE_AFTER_ALL)
    _check_time(day, event.at)
    if event.ordinal > MOST_EACH_WAY:
        raise Refused(Reason.ENOUGH_CHEERS, most=MOST_EACH_WAY)
    to, facts = event.by.other, _facts(event)
    kinds = (Kind.OWN_CHEER,) if event.said is not None else (Kind.OWN_CHEER, Kind.CHEER_COPY)
    cheered = replace(day, cheered=True) if event.by is Party.PARTNER else day
    return cheered, tuple(Notice(kind, to, ordinal=event.ordinal, facts=facts) for kind in kinds)


def _facts(event: OwnCheer) -> Facts:
    chat, message = event.copied or (None, None)
    return {
        "said": event.said,
        "copied": message,
        "copied_from": chat,
        "is_from_member": event.by is Party.MEMBER,
    }


def _check_time(day: Day, at: datetime) -> None:
    if at >= max(day.ends_at, day.done_at or day.ends_at) + LATE_DONE_LASTS:
        raise Refused(Reason.DAY_OVER)
