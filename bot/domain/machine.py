"""The day's state machine: the one way in which a day changes."""

from typing import assert_never

from bot.domain import absence, answers, calling, cheering, ladder, planning
from bot.domain.day import Day
from bot.domain.events import (
    CantTonight,
    CarryOver,
    Cheer,
    CouldntReach,
    Delivered,
    Done,
    Due,
    Event,
    ExtendCall,
    GiveUp,
    JoinLadder,
    LeavePartly,
    Move,
    Name,
    NotYet,
    NudgeInMorning,
    OwnCheer,
    Partly,
    PartnerGone,
    PlanTomorrow,
    Replace,
    Return,
    Situation,
    Skip,
    Snooze,
    TakeCall,
    Undo,
    Wait,
    WeDidIt,
)
from bot.domain.ladder import Outcome


def advance(day: Day, event: Event, situation: Situation) -> Outcome:  # noqa: C901, PLR0911, PLR0912  one flat table
    """Return the day after `event`, and the notices it causes.

    Raises `Refused` where the event does not apply; the day is then unchanged. Answers to whoever acted are not
    among the notices: they are made from the day that is returned.
    """
    match event:
        case Due():
            return ladder.on_due(day, situation)
        case Delivered():
            return ladder.on_delivered(day, event, situation)
        case Name():
            return answers.name(day, event, situation)
        case Replace():
            return answers.replace_thing(day, event)
        case NudgeInMorning():
            return answers.nudge_in_morning(day, situation)
        case PlanTomorrow():
            return answers.plan_tomorrow(day, event)
        case Done():
            return answers.done(day, situation)
        case Undo():
            return answers.undo(day, situation)
        case Partly():
            return answers.partly(day, situation)
        case LeavePartly():
            return answers.leave_partly(day)
        case NotYet():
            return answers.not_yet(day, event, situation)
        case Wait():
            return answers.wait(day, situation)
        case JoinLadder():
            return ladder.join(day)
        case TakeCall():
            return calling.take_call(day, event, situation)
        case Snooze():
            return calling.snooze(day, situation)
        case CantTonight():
            return calling.cant_tonight(day, event)
        case ExtendCall():
            return calling.extend_call(day, situation)
        case WeDidIt():
            return calling.we_did_it(day, event, situation)
        case CouldntReach():
            return calling.couldnt_reach(day, event)
        case Cheer():
            return answers.cheer(day, event, situation)
        case OwnCheer():
            return cheering.own_cheer(day, event)
        case CarryOver():
            return answers.carry_over(day)
        case Skip():
            return absence.skip(day, event)
        case Return():
            return absence.come_back(day, situation)
        case Move(member):
            return planning.move(day, member, now=situation.now), ()
        case PartnerGone():
            return answers.partner_gone(day)
        case GiveUp():
            return ladder.give_up(day, situation.now), ()
    assert_never(event)
