"""What the two people do to a day. Whatever does not apply any more is refused with the reason, and changes nothing."""

from dataclasses import replace

from bot.domain.cheering import check_first_cheer
from bot.domain.day import FINISHED, LATE_DONE_LASTS, UNDO_LASTS, Day, State, Step
from bot.domain.errors import Reason, Refused
from bot.domain.events import Cheer, Name, NotYet, PlanTomorrow, Replace, Situation
from bot.domain.kinds import Kind
from bot.domain.ladder import (
    CHECK_AFTER_NAMING,
    HOLD_LASTS,
    NUDGE_AFTER_PAUSE,
    OUTSIDE_CALL_HOURS,
    Outcome,
    moot_nudge,
    rest_until_end,
    update_card,
    wait_for,
)
from bot.domain.notices import Notice, Party


def name(day: Day, event: Name, situation: Situation) -> Outcome:
    """Make the commitment of a day that has none."""
    if day.is_over:
        raise Refused(Reason.DAY_OVER)
    if day.commitment is not None or day.is_finished:
        raise Refused(Reason.ALREADY_NAMED)
    if day.state is State.SKIPPED:
        raise Refused(Reason.ALREADY_SKIPPED)
    named = replace(day, commitment=event.thing, named_by_message=event.message)
    news = (Notice(Kind.PARTNER_NAMED, Party.PARTNER),)
    if day.step is Step.RETURN:
        return replace(named, state=State.NAMED), news  # the evening before it still says that they come back
    is_late = not day.evening_asked and event.at >= day.evening_at
    if day.state is State.UNNAMED or (is_late and day.state in (State.PLANNED, State.ASKED)):
        pair_id = day.pair_id if day.evening_asked else situation.pair_id
        tonight = replace(named, state=State.TONIGHT, pair_id=pair_id)
        return wait_for(tonight, Step.EVENING_CHECK, max(event.at + CHECK_AFTER_NAMING, day.evening_at)), news
    if day.state in (State.PLANNED, State.ASKED):
        return wait_for(replace(named, state=State.NAMED), Step.EVENING_ASK, day.evening_at), news
    return named, news  # the partner has been asked already: the ladder goes on, and Done is open now


def replace_thing(day: Day, event: Replace) -> Outcome:
    """Change the commitment, which is free until the evening ask."""
    if day.is_over:
        raise Refused(Reason.DAY_OVER)
    if day.state is not State.NAMED or event.at >= day.evening_at:
        raise Refused(Reason.TOO_LATE_TO_CHANGE)
    if event.thing == day.commitment:
        return day, ()
    changed = replace(day, commitment=event.thing, named_by_message=event.message)
    if day.step in (Step.RETURN, Step.MORNING_ASK):
        return changed, ()  # saved the evening before: the partner hears of it in the morning
    ordinal = day.version + 1  # grows with each change of the day
    return changed, (Notice(Kind.PARTNER_REPLACED, Party.PARTNER, ordinal=ordinal),)


def nudge_in_morning(day: Day, situation: Situation) -> Outcome:
    """Ask in the partner's name, once, between the morning ask and the evening ask, while nothing is named."""
    if day.is_over or situation.now < day.begins_at or day.state in (State.SKIPPED, State.OFF):
        raise Refused(Reason.PARTNER_HAS_NO_CHECK_IN)
    if day.commitment is not None:
        raise Refused(Reason.PARTNER_HAS_NAMED)
    if day.state is State.PLANNED:
        raise Refused(Reason.PARTNER_NOT_ASKED)
    if day.state is not State.ASKED or situation.now >= day.evening_at:
        raise Refused(Reason.TOO_LATE_TO_NUDGE)
    if day.is_nudged_in_morning:
        raise Refused(Reason.ALREADY_NUDGED)
    return replace(day, is_nudged_in_morning=True), (Notice(Kind.MORNING_NUDGE, Party.MEMBER),)


def plan_tomorrow(day: Day, event: PlanTomorrow) -> Outcome:
    """Keep the next day's commitment until that day begins."""
    if day.is_over:
        raise Refused(Reason.DAY_OVER)
    return replace(day, planned_tomorrow=event.thing, planned_for=event.date), ()


def carry_over(day: Day) -> Outcome:
    """Leave a day's open thing to a later day: from then on it is reported there."""
    if day.is_finished:
        raise Refused(Reason.ALREADY_DONE)
    return replace(day, is_carried=True), ()


def done(day: Day, situation: Situation) -> Outcome:
    """Finish the day: at once while it runs, as a late Done for 24 hours after its end."""
    if day.is_finished:
        raise Refused(Reason.ALREADY_DONE)
    if day.commitment is None:
        raise Refused(Reason.DAY_OVER if day.is_over else Reason.NOTHING_NAMED)
    if situation.now < day.begins_at:
        raise Refused(Reason.NOT_BEGUN)
    if day.is_carried:
        raise Refused(Reason.CARRIED_OVER)
    finished = replace(day, done_at=situation.now, done_count=day.done_count + 1)
    if day.is_over and (day.state is State.OFF or situation.now >= day.ends_at + LATE_DONE_LASTS):
        raise Refused(Reason.DAY_OVER)
    if day.pair_id is None and not day.evening_asked and not day.is_over:
        finished = replace(finished, pair_id=situation.pair_id)
    if day.state is State.CALLING:
        return rest_until_end(finished, State.SAVED), (Notice(Kind.SAVED, Party.PARTNER),)
    if day.is_over:
        return replace(finished, state=State.DONE_LATE), (_told_done(day, is_late=True),)
    finished = replace(finished, undo_to=_after_undo(day.state))
    return rest_until_end(finished, State.DONE), (_told_done(day, is_late=False), *moot_nudge(day))


def undo(day: Day, situation: Situation) -> Outcome:
    """Take a Done back, for ten minutes or until the partner cheered."""
    if day.state is not State.DONE or day.undo_to is None:
        raise Refused(Reason.NO_LONGER_APPLIES)
    if day.is_over:
        raise Refused(Reason.DAY_OVER)
    if day.cheered or day.done_at is None or situation.now > day.done_at + UNDO_LASTS:
        raise Refused(Reason.TOO_LATE_TO_UNDO)
    back = replace(rest_until_end(day, day.undo_to), done_at=None, undo_to=None)
    match back.state:
        case State.NAMED:
            back = wait_for(replace(back, pair_id=None), Step.EVENING_ASK, day.evening_at)
        case State.CHECKING:
            back = _resume_ladder(back, situation)
        case State.CHOOSING if not (situation.has_day_pair and situation.can_partner_call):
            back = rest_until_end(back, State.PARTLY)
        case State.TONIGHT:
            back = wait_for(back, Step.EVENING_CHECK, situation.now + CHECK_AFTER_NAMING)
        case _:
            pass
    count = day.done_count
    news = Notice(Kind.PARTNER_UNDONE, Party.PARTNER, ordinal=count, edits=Kind.PARTNER_DONE, edits_ordinal=count)
    return back, (news,)


def partly(day: Day, situation: Situation) -> Outcome:
    """Note that a part was done; with a partner who can still be asked, a choice follows."""
    _check_open(day, {State.CHECKING, State.HELD, State.NUDGED, State.UNMET})
    if day.commitment is None:
        raise Refused(Reason.NOTHING_NAMED)
    can_ask = situation.has_day_pair and situation.can_partner_call and day.nudges == 0
    if can_ask and day.state in (State.CHECKING, State.HELD):
        return rest_until_end(day, State.CHOOSING), ()
    news = Notice(Kind.PARTNER_PARTLY, Party.PARTNER)
    return rest_until_end(day, State.PARTLY), (news, *moot_nudge(day))


def leave_partly(day: Day) -> Outcome:
    """Leave it at the part that was done; the partner hears it, nobody is nudged."""
    _check_open(day, {State.CHOOSING})
    return rest_until_end(day, State.PARTLY), (Notice(Kind.PARTNER_PARTLY, Party.PARTNER),)


def not_yet(day: Day, event: NotYet, situation: Situation) -> Outcome:
    """Ask the partner in a minute; a member whom nobody can call keeps the day open instead."""
    if day.state in (State.NUDGED, State.CALLING):
        raise Refused(Reason.ALREADY_ASKED_PARTNER)
    _check_open(day, {State.CHECKING, State.CHOOSING})
    can_ask = situation.has_day_pair and situation.can_partner_call and day.nudges == 0
    if not can_ask:
        return rest_until_end(day, State.UNMET), ()
    opens_at = situation.partner_opens_at
    if opens_at is None or opens_at >= day.ends_at:
        return rest_until_end(day, State.UNMET), OUTSIDE_CALL_HOURS
    held = replace(day, state=State.HELD, card_message=event.card, spoke_at=situation.now, is_waived=True)
    return wait_for(held, Step.NUDGE, max(opens_at, situation.now + HOLD_LASTS)), ()


def wait(day: Day, situation: Situation) -> Outcome:
    """Stop the asking that Not yet began; the ladder goes on as if nothing had been answered."""
    if day.state is State.NUDGED:
        raise Refused(Reason.ALREADY_ASKED_PARTNER)
    _check_open(day, {State.HELD})
    resumed = replace(day, state=State.CHECKING, card_message=None, is_waived=False)
    return _resume_ladder(resumed, situation), ()


def cheer(day: Day, event: Cheer, situation: Situation) -> Outcome:
    """Congratulate, once, for 24 hours after the day's end or after a late Done."""
    check_first_cheer(day, situation.now)
    return replace(day, cheered=True), (Notice(Kind.CHEER, Party.MEMBER, facts={"cheer": event.words.value}),)


def partner_gone(day: Day) -> Outcome:
    """Let what is left of the day go on alone."""
    if day.state is State.CHOOSING:
        return rest_until_end(day, State.PARTLY), ()
    if not day.is_over and day.state in (State.HELD, State.NUDGED, State.CALLING):
        return rest_until_end(day, State.UNMET), update_card(day)
    return day, ()


def _resume_ladder(day: Day, situation: Situation) -> Day:
    """After a pause of the evening only nudges are left, a full hour away; alone, or once they began, nothing is."""
    if not situation.has_day_pair or day.nudges > 0:
        return rest_until_end(day, State.CHECKING)
    paused = replace(day, state=State.CHECKING, spoke_at=situation.now)
    return wait_for(paused, Step.NUDGE, situation.now + NUDGE_AFTER_PAUSE)


def _told_done(day: Day, *, is_late: bool) -> Notice:
    """Tell the partner, anew each time: a Done that was taken back before was told to be none."""
    return Notice(Kind.PARTNER_DONE, Party.PARTNER, ordinal=day.done_count + 1, facts={"late": is_late})


def _after_undo(state: State) -> State:
    """Where a Done that is taken back returns to."""
    match state:
        case State.HELD:
            return State.CHECKING
        case State.NUDGED:
            return State.UNMET
        case _:
            return state


def _check_open(day: Day, states: set[State]) -> None:
    if day.is_over:
        raise Refused(Reason.DAY_OVER)
    if day.state in FINISHED:
        raise Refused(Reason.ALREADY_DONE)
    if day.state not in states:
        raise Refused(Reason.NO_LONGER_APPLIES)
