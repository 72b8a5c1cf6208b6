"""What the clock does to a day: the two asks, their reminders, the call-now nudge, and the end.

Each step waits its full gap from when the one before was really sent: a step that is queued leaves the next moment at
the end of its part of the day, and `on_delivered` sets the real one.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import silence
from bot.domain.day import FINISHED, MOST_NUDGES, Day, State, Step
from bot.domain.events import Delivered, Situation
from bot.domain.kinds import Kind
from bot.domain.notices import Notice, Party
from bot.domain.planning import ROOM_BEFORE_EVENING

MORNING_REMINDER_AFTER = timedelta(minutes=90)
OFFER_AFTER_REMINDER = timedelta(minutes=90)
"""Three hours after the morning ask the partner can nudge."""
EVENING_REMINDER_AFTER = timedelta(minutes=30)
NUDGE_AFTER_REMINDER = timedelta(minutes=30)
CHECK_AFTER_NAMING = timedelta(minutes=60)
NUDGE_AFTER_CHECK = timedelta(minutes=30)
NUDGE_AFTER_PAUSE = timedelta(minutes=60)
"""After Wait, or after a Done that was taken back, when the evening ask is already out."""
HOLD_LASTS = timedelta(seconds=60)
NUDGE_REPEATS_AFTER = timedelta(minutes=20)
"""After a nudge that nobody answered; after the last it is the end of the ladder."""
SNOOZE = timedelta(minutes=15)
FOLLOW_UP_AFTER = timedelta(minutes=30)
"""So long after "I'm calling now" both are asked how it went."""
EXTENSION = timedelta(minutes=15)
LATE_AFTER = timedelta(hours=2)
"""An ask that comes later than this says so."""
OVERDUE_AFTER = timedelta(minutes=15)
"""A step that comes later than this, because the bot was away, is left out where it would only disturb."""

OUTSIDE_CALL_HOURS = (
    Notice(Kind.OUTSIDE_CALL_HOURS, Party.MEMBER),
    Notice(Kind.PARTNER_OUTSIDE_CALL_HOURS, Party.PARTNER),
)

COUNTS_FROM_ARRIVAL = frozenset(
    {
        Kind.MORNING_ASK,
        Kind.MORNING_REMINDER,
        Kind.EVENING_ASK,
        Kind.EVENING_ASK_UNNAMED,
        Kind.EVENING_REMINDER,
        Kind.EVENING_REMINDER_UNNAMED,
        Kind.EVENING_CHECK,
        Kind.CALL_NUDGE,
        Kind.BOTH_MISSED,
    }
)
"""What sets a day's next step by the moment at which it reached somebody."""

Outcome = tuple[Day, tuple[Notice, ...]]


def wait_for(day: Day, step: Step, at: datetime) -> Day:
    """Return `day` with its next step; what would come after the day's end is the end."""
    if at >= day.ends_at:
        return replace(day, step=Step.END, due_at=day.ends_at)
    return replace(day, step=step, due_at=at)


def rest_until_end(day: Day, state: State) -> Day:
    """Return `day` in a state in which only its end is ahead."""
    return replace(day, state=state, step=Step.END, due_at=day.ends_at)


def on_due(day: Day, situation: Situation) -> Outcome:
    """Take the step that is due."""
    if situation.now >= day.ends_at:
        return close(day, situation), ()
    match day.step:
        case Step.RETURN:
            return _announce_return(day, situation)
        case Step.MORNING_ASK | Step.MORNING_REMINDER | Step.NUDGE_OFFER if situation.now < day.evening_at:
            return _ask_morning(day, situation) if day.step is not Step.NUDGE_OFFER else _offer_nudge(day, situation)
        case Step.NUDGE | Step.FOLLOW_UP:
            return _nudge(day, situation) if day.step is Step.NUDGE else _follow_up(day, situation)
        case Step.END:
            return rest_until_end(day, day.state), ()
        case _ if _would_wake(day, situation):
            return rest_until_end(day, day.state), ()
        case Step.MORNING_ASK | Step.MORNING_REMINDER | Step.NUDGE_OFFER | Step.EVENING_ASK:
            return _ask_evening(day, situation)
        case Step.EVENING_REMINDER:
            return _remind_evening(day)
        case Step.EVENING_CHECK:
            return rest_until_end(day, State.CHECKING), (Notice(Kind.EVENING_CHECK, Party.MEMBER),)


def on_delivered(day: Day, event: Delivered, situation: Situation) -> Outcome:
    """Set the next step by the moment at which the one before reached the member."""
    match event.kind, day.state:
        case Kind.MORNING_ASK, State.ASKED if event.at + MORNING_REMINDER_AFTER < day.evening_at:
            return wait_for(day, Step.MORNING_REMINDER, event.at + MORNING_REMINDER_AFTER), ()
        case Kind.MORNING_REMINDER, State.ASKED if (
            event.at + OFFER_AFTER_REMINDER <= day.evening_at - ROOM_BEFORE_EVENING
        ):
            return wait_for(day, Step.NUDGE_OFFER, event.at + OFFER_AFTER_REMINDER), ()
        case ((Kind.EVENING_ASK | Kind.EVENING_ASK_UNNAMED), (State.CHECKING | State.UNNAMED)):
            spoken = replace(day, spoke_at=event.at)
            return wait_for(spoken, Step.EVENING_REMINDER, event.at + EVENING_REMINDER_AFTER), ()
        case ((Kind.EVENING_REMINDER | Kind.EVENING_REMINDER_UNNAMED), (State.CHECKING | State.UNNAMED)):
            return _nudge_next(day, event.at, NUDGE_AFTER_REMINDER, situation), ()
        case Kind.EVENING_CHECK, State.CHECKING:
            return _nudge_next(day, event.at, NUDGE_AFTER_CHECK, situation), ()
        case ((Kind.CALL_NUDGE | Kind.BOTH_MISSED), State.NUDGED) if not day.is_snoozed:
            return wait_for(day, Step.NUDGE, event.at + NUDGE_REPEATS_AFTER), ()
        case _:
            return day, ()


def close(day: Day, situation: Situation) -> Day:
    """Return `day` as it stands for good (but for a late Done). Nothing is sent because a day ends.

    A day that never got its evening ask remembers the pair that it has now.
    """
    if day.pair_id is None and not day.evening_asked and not day.is_finished:
        day = replace(day, pair_id=situation.pair_id)
    day = silence.count(day, situation)
    match day.state:
        case State.SKIPPED:
            final = State.OFF
        case State.DONE | State.SAVED | State.PARTLY | State.OFF | State.MISSED | State.DONE_LATE:
            final = day.state
        case State.CHOOSING:
            final = State.PARTLY
        case State.PLANNED | State.ASKED | State.NAMED if day.is_excused:
            final = State.OFF
        case _:
            final = State.MISSED
    return replace(day, state=final, step=Step.END, due_at=None, closed_at=situation.now)


def give_up(day: Day, now: datetime) -> Day:
    """Return `day` ended together with the check-ins: what was not done is not held against anyone."""
    if day.is_over:
        return day
    state = day.state if day.state in FINISHED or day.state is State.PARTLY else State.OFF
    return replace(day, state=state, step=Step.END, due_at=None, closed_at=now)


def update_card(day: Day) -> tuple[Notice, ...]:
    """Bring the card that said "asking your partner" up to date with a change of `day`, if there is one."""
    if day.card_message is None or day.state not in (State.HELD, State.NUDGED):
        return ()
    ordinal = day.version + 1  # grows with each change of the day
    return (Notice(Kind.CARD_UPDATE, Party.MEMBER, edits_message=day.card_message, ordinal=ordinal),)


def _announce_return(day: Day, situation: Situation) -> Outcome:
    """Say the evening before that the member is coming back; once the day has begun, its morning says it."""
    waiting = wait_for(day, Step.MORNING_ASK, day.morning_at)
    if situation.now >= day.begins_at:
        return waiting, ()
    return waiting, (Notice(Kind.COMING_BACK, Party.MEMBER), Notice(Kind.PARTNER_COMING_BACK, Party.PARTNER))


def _put_on_hold(day: Day, situation: Situation) -> Outcome:
    """Ask nothing more: the check-ins rest until the member says something, and both are told."""
    held = replace(give_up(day, situation.now), pair_id=situation.pair_id)
    return held, (Notice(Kind.ON_HOLD, Party.MEMBER), Notice(Kind.PARTNER_ON_HOLD, Party.PARTNER))


def _ask_morning(day: Day, situation: Situation) -> Outcome:
    if day.step is Step.MORNING_ASK and silence.is_hold_due(day, situation):
        return _put_on_hold(day, situation)
    waiting = wait_for(day, Step.EVENING_ASK, day.evening_at)
    is_near = day.evening_at - situation.now < ROOM_BEFORE_EVENING
    if day.step is Step.MORNING_REMINDER:
        return waiting, () if is_near else (Notice(Kind.MORNING_REMINDER, Party.MEMBER),)
    if is_near and _is_overdue(day, situation):
        return waiting, ()
    facts = {"late": _is_late(day.morning_at, situation.now)}
    if day.commitment is not None:
        card = Notice(Kind.MORNING_CARD, Party.MEMBER, facts=facts)
        return waiting, (card, Notice(Kind.PARTNER_NAMED, Party.PARTNER))
    ask = Notice(Kind.MORNING_ASK, Party.MEMBER, facts=facts)
    return replace(waiting, state=State.ASKED), (ask, *silence.question(day, situation))


def _offer_nudge(day: Day, situation: Situation) -> Outcome:
    """Tell the partner silently that nothing is named yet, if they can be told now; later it is not made up for."""
    waiting = wait_for(day, Step.EVENING_ASK, day.evening_at)
    can_offer = situation.can_partner_call and situation.is_partner_in_call_hours and not day.is_nudged_in_morning
    if day.state is not State.ASKED or not can_offer or _is_overdue(day, situation):
        return waiting, ()
    return waiting, (Notice(Kind.NUDGE_OFFER, Party.PARTNER),)


def _ask_evening(day: Day, situation: Situation) -> Outcome:
    is_named = day.commitment is not None
    state, kind = (State.CHECKING, Kind.EVENING_ASK) if is_named else (State.UNNAMED, Kind.EVENING_ASK_UNNAMED)
    asked = replace(rest_until_end(day, state), pair_id=situation.pair_id, evening_asked=True)
    return asked, (Notice(kind, Party.MEMBER, facts={"late": _is_late(day.evening_at, situation.now)}),)


def _remind_evening(day: Day) -> Outcome:
    is_named = day.commitment is not None
    kind = Kind.EVENING_REMINDER if is_named else Kind.EVENING_REMINDER_UNNAMED
    return rest_until_end(day, day.state), (Notice(kind, Party.MEMBER, ordinal=1 + day.reoffers),)


def _nudge(day: Day, situation: Situation) -> Outcome:
    """Ask the partner to call, unless taps may have been lost, nobody can be asked, or the hour forbids it.

    A first nudge waits for the hours to open; later ones are left out outside them, but for one the partner asked for.
    """
    if day.nudges == 0 and situation.is_member_awake and _may_have_missed_a_tap(day, situation):
        offered, notices = _remind_evening(replace(day, state=State.CHECKING, reoffers=day.reoffers + 1))
        return offered, (*notices, *update_card(day))
    if not situation.has_day_pair or not situation.can_partner_call:
        return rest_until_end(day, State.UNMET), (*moot_nudge(day), *update_card(day))
    if day.nudges >= MOST_NUDGES:
        return _end_unanswered(day)
    if situation.is_on_the_line:
        return wait_for(day, Step.NUDGE, situation.now + NUDGE_REPEATS_AFTER), ()
    opens_at = situation.partner_opens_at if day.is_waived else situation.both_open_at
    if (day.is_snoozed and not _is_overdue(day, situation)) or opens_at == situation.now:
        return _send_nudge(day, situation)
    if day.nudges > 0:
        return _end_unanswered(day)
    if opens_at is None or opens_at >= day.ends_at:
        return rest_until_end(day, State.UNMET), (*OUTSIDE_CALL_HOURS, *update_card(day))
    return wait_for(day, Step.NUDGE, opens_at), ()


def join(day: Day) -> Outcome:
    """Make the ladder of a day and that of the partner's one, of which the member hears now."""
    ordinal = day.nudges + 1
    joined = replace(rest_until_end(day, State.NUDGED), nudges=ordinal, is_together=True, is_snoozed=False)
    facts = {"is_last": ordinal == MOST_NUDGES}
    return joined, (Notice(Kind.BOTH_MISSED, Party.MEMBER, ordinal=ordinal, facts=facts), *update_card(day))


def moot_nudge(day: Day, *, besides_last: bool = False) -> tuple[Notice, ...]:
    """Take the buttons off all nudges that nobody has answered yet; `besides_last`: that one was tapped on."""
    if day.state is not State.NUDGED:
        return ()
    last = day.nudges - 1 if besides_last else day.nudges
    return tuple(
        Notice(Kind.NUDGE_MOOT, Party.PARTNER, ordinal=number, edits=Kind.CALL_NUDGE, edits_ordinal=number)
        for number in range(1, last + 1)
    )


def _send_nudge(day: Day, situation: Situation) -> Outcome:
    if situation.does_partner_miss and situation.both_open_at == situation.now:
        return join(day)
    ordinal = day.nudges + 1
    was_held = day.state is State.HELD or day.is_waived
    facts = {
        "not_yet": was_held,
        "is_last": ordinal == MOST_NUDGES,
        "is_repeat": ordinal > 1 and not day.is_together,  # of a call for both, the one for this day alone is the first
        "is_promised": day.is_snoozed,
    }
    nudge = Notice(Kind.CALL_NUDGE, Party.PARTNER, ordinal=ordinal, facts=facts, is_promised=day.is_snoozed)
    nudged = replace(rest_until_end(day, State.NUDGED), nudges=ordinal, is_snoozed=False, is_together=False)
    return nudged, (nudge, *update_card(day))


def _end_unanswered(day: Day) -> Outcome:
    """End a ladder whose nudges nobody answered, in words for both."""
    over = rest_until_end(day, State.UNMET)
    return over, (Notice(Kind.NO_CALL, Party.MEMBER), *moot_nudge(day), *update_card(day))


def _follow_up(day: Day, situation: Situation) -> Outcome:
    """Ask both how the call went; of a call for both, each day asks its own member."""
    ordinal = 1 + day.extensions
    own = Notice(Kind.FOLLOW_UP, Party.MEMBER, ordinal=ordinal)
    if _would_wake(day, situation):
        return rest_until_end(day, day.state), ()
    others = () if situation.is_joint else (Notice(Kind.FOLLOW_UP, Party.PARTNER, ordinal=ordinal),)
    return rest_until_end(day, day.state), (own, *others)


def _nudge_next(day: Day, spoke_at: datetime, gap: timedelta, situation: Situation) -> Day:
    """The ladder of a member without a partner ends with the reminder."""
    spoken = replace(day, spoke_at=spoke_at)
    return wait_for(spoken, Step.NUDGE, spoke_at + gap) if situation.has_day_pair else spoken


def _may_have_missed_a_tap(day: Day, situation: Situation) -> bool:
    """Only what has buttons can lose a tap; texts are kept by Telegram for a day."""
    heard_again_at = situation.heard_again_at
    if heard_again_at is None or day.spoke_at is None or day.commitment is None:
        return False
    return day.spoke_at < heard_again_at


def _would_wake(day: Day, situation: Situation) -> bool:
    """Tell whether an ask or a reminder is so late that it would ring at night."""
    return _is_overdue(day, situation) and not situation.is_member_awake


def _is_overdue(day: Day, situation: Situation) -> bool:
    return day.due_at is not None and situation.now - day.due_at > OVERDUE_AFTER


def _is_late(planned_at: datetime, now: datetime) -> bool:
    return now - planned_at > LATE_AFTER
