"""A day that its member sets aside, and takes up again."""

from bot.domain.day import FINISHED, Day, State
from bot.domain.errors import Reason, Refused
from bot.domain.events import Situation, Skip
from bot.domain.kinds import Kind
from bot.domain.ladder import Outcome, moot_nudge, rest_until_end
from bot.domain.notices import Notice, Party
from bot.domain.planning import reopen

_BEFORE_EVENING = (State.PLANNED, State.ASKED, State.NAMED)
_NOTHING_AHEAD = (State.UNMET, State.PARTLY)


def skip(day: Day, event: Skip) -> Outcome:
    """Set the rest of the day aside: freely before the evening ask; after it the messages stop, and it is a miss."""
    if day.is_over:
        raise Refused(Reason.DAY_OVER)
    if day.state in FINISHED:
        raise Refused(Reason.ALREADY_DONE)
    if day.state is State.SKIPPED:
        raise Refused(Reason.ALREADY_SKIPPED)
    if day.state in _NOTHING_AHEAD:
        return day, ()
    is_free = day.state in _BEFORE_EVENING and event.at < day.evening_at
    skipped = rest_until_end(day, State.SKIPPED if is_free else State.UNMET)
    if event.is_away:
        return skipped, moot_nudge(day)
    news = Notice(Kind.PARTNER_SKIPPED, Party.PARTNER, ordinal=day.version + 1, facts={"is_free": is_free})
    moot = moot_nudge(day)
    is_told = moot and not day.is_together  # a call for both has no card of its own that could say it
    return skipped, moot if is_told else (*moot, news)


def come_back(day: Day, situation: Situation) -> Outcome:
    """Take up a day that was set aside, while its evening ask is ahead."""
    if day.is_over:
        raise Refused(Reason.DAY_OVER)
    if day.state is not State.SKIPPED or situation.now >= day.evening_at:
        raise Refused(Reason.NO_LONGER_APPLIES)
    return reopen(day, now=situation.now), (Notice(Kind.PARTNER_BACK, Party.PARTNER, ordinal=day.version + 1),)
