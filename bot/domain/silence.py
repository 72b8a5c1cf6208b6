"""When somebody falls silent: after two days they are asked once, after three nothing is asked until they speak."""

from dataclasses import replace

from bot.domain.day import Day, State
from bot.domain.events import Situation
from bot.domain.kinds import Kind
from bot.domain.notices import Notice, Party

QUESTION_AFTER = 2
HOLD_AFTER = 3


def count(day: Day, situation: Situation) -> Day:
    """Return a day that ends now with its place in the row of silent days.

    A day is silent if its member typed and tapped nothing since it began, although the evening ask reached them; one
    without an evening ask, or set aside, neither adds to the row nor ends it.
    """
    heard_at = situation.heard_at
    if heard_at is not None and heard_at >= day.begins_at:
        return replace(day, silent_days=0, silent_since=None)
    if is_broken(day, situation):
        day = replace(day, silent_days=0, silent_since=None)
    if day.spoke_at is None or day.state is State.SKIPPED:
        return day
    return replace(day, silent_days=day.silent_days + 1, silent_since=day.silent_since or day.begins_at)


def is_broken(day: Day, situation: Situation) -> bool:
    """Tell whether the silence that led up to `day` has ended."""
    if day.silent_since is None or situation.heard_at is None:
        return day.silent_since is None
    return situation.heard_at >= day.silent_since


def question(day: Day, situation: Situation) -> tuple[Notice, ...]:
    """Return what asks, once and kindly, whether all is well; nothing if there is no need to."""
    if day.silent_days != QUESTION_AFTER or is_broken(day, situation):
        return ()
    return (Notice(Kind.SILENCE_QUESTION, Party.MEMBER),)


def is_hold_due(day: Day, situation: Situation) -> bool:
    """Tell whether the day that begins is one on which nothing is asked any more."""
    return day.silent_days >= HOLD_AFTER and not is_broken(day, situation)


def goes_on_hold(closed: Day) -> bool:
    """Tell whether a day that is over is the one with which its member's check-ins went on hold."""
    return closed.state is State.OFF and closed.silent_days >= HOLD_AFTER
