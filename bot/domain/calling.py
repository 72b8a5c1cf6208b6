"""What two people do with a call-now nudge and with the call. The first tap wins; the others learn why."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.day import FINISHED, MOST_EXTENSIONS, MOST_NUDGES, Day, State, Step
from bot.domain.errors import Reason, Refused
from bot.domain.events import CantTonight, CouldntReach, Situation, TakeCall, WeDidIt
from bot.domain.kinds import Kind
from bot.domain.ladder import (
    EXTENSION,
    FOLLOW_UP_AFTER,
    SNOOZE,
    Outcome,
    moot_nudge,
    rest_until_end,
    wait_for,
)
from bot.domain.notices import Notice, Party

A_MOMENT = timedelta(minutes=1)
"""Two people who say the same within this say it once."""


def take_call(day: Day, event: TakeCall, situation: Situation) -> Outcome:
    """The partner is calling: the ladder stops, and the member hears the agreed words.

    Where both missed and the member is the one who calls, they need not be told.
    """
    if day.state is State.CALLING:
        raise Refused(Reason.CALL_TAKEN)
    _check_call(day, State.NUDGED)
    calling = replace(day, state=State.CALLING, is_snoozed=False)
    calling = wait_for(calling, Step.FOLLOW_UP, situation.now + FOLLOW_UP_AFTER)
    if event.by is Party.MEMBER:
        return calling, ()
    return calling, (Notice(Kind.AGREED_WORDS, Party.MEMBER), Notice(Kind.CALL_CARD, Party.MEMBER))


def snooze(day: Day, situation: Situation) -> Outcome:
    """Ask again in a quarter of an hour, whatever the hour; not in place of a nudge after the last, or of a night."""
    _check_call(day, State.NUDGED)
    if day.is_snoozed:
        raise Refused(Reason.ALREADY_SNOOZED)
    if day.nudges >= MOST_NUDGES:
        raise Refused(Reason.LAST_NUDGE)
    if situation.now + SNOOZE >= day.ends_at:
        raise Refused(Reason.DAY_ENDS_FIRST)
    return wait_for(replace(day, is_snoozed=True), Step.NUDGE, situation.now + SNOOZE), ()


def cant_tonight(day: Day, event: CantTonight) -> Outcome:
    """The partner can't: the ladder ends, Done stays open."""
    _check_call(day, State.NUDGED)
    news = () if event.by is Party.MEMBER else (Notice(Kind.CANT_TONIGHT, Party.MEMBER),)
    return rest_until_end(day, State.UNMET), (*news, *moot_nudge(day, besides_last=True))


def extend_call(day: Day, situation: Situation) -> Outcome:
    """Ask how it went a quarter of an hour from now; two who tap at once get it once."""
    _check_call(day, State.CALLING)
    until = situation.now + EXTENSION
    if day.step is Step.FOLLOW_UP and day.due_at is not None and day.due_at + A_MOMENT >= until:
        raise Refused(Reason.TIME_ENOUGH)
    if day.extensions >= MOST_EXTENSIONS:
        raise Refused(Reason.NO_MORE_TIME)
    longer = replace(day, extensions=day.extensions + 1)
    return wait_for(longer, Step.FOLLOW_UP, until), ()


def we_did_it(day: Day, event: WeDidIt, situation: Situation) -> Outcome:
    """A save. The first of the two to say it settles it; of a call for both, each hears once."""
    _check_call(day, State.CALLING)
    saved = replace(rest_until_end(day, State.SAVED), done_at=situation.now)
    if event.is_for_both and event.by is Party.MEMBER:
        return saved, ()
    return saved, (Notice(Kind.SAVED, event.by.other, facts={"both": event.is_for_both}),)


def couldnt_reach(day: Day, event: CouldntReach) -> Outcome:
    """The call did not come about: the ladder ends, Done stays open. Of a call for both, each hears once."""
    _check_call(day, State.CALLING)
    news = () if event.is_for_both and event.by is Party.MEMBER else (Notice(Kind.COULDNT_REACH, event.by.other),)
    return rest_until_end(day, State.UNMET), news


def _check_call(day: Day, state: State) -> None:
    if day.is_over:
        raise Refused(Reason.DAY_OVER)
    if day.state in FINISHED:
        raise Refused(Reason.CALL_NOT_NEEDED)
    if day.state is not state:
        raise Refused(Reason.CALL_ENDED)
