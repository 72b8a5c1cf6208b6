"""What can happen to a day: the clock's moments, what reached a person, and what the two people say."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.kinds import Kind, ReadyCheer
from bot.domain.member import Member
from bot.domain.notices import Party
from bot.domain.pair import PairId


@dataclass(frozen=True, slots=True)
class Situation:
    """What else matters at the moment of an event, read in the same transaction."""

    now: datetime
    pair_id: PairId | None = None
    """The member's open pair."""
    has_day_pair: bool = False
    """The pair that the day remembers is the open one; a ladder never moves to a new partner."""
    can_partner_call: bool = False
    """There is a partner, and a call can be asked of them."""
    is_partner_in_call_hours: bool = True
    partner_opens_at: datetime | None = None
    """The next moment, from now on, that lies in the partner's call hours; None: there is none within a day."""
    both_open_at: datetime | None = None
    """The same for the call hours of both."""
    does_partner_miss: bool = False
    """The partner is past their own evening ask too, their ladder runs, and they can be told of a call for both."""
    is_joint: bool = False
    """The call is for both days, the partner's too."""
    is_on_the_line: bool = False
    """The member is calling the partner about the partner's day."""
    is_member_awake: bool = True
    """It is an hour at which something late may still ring."""
    heard_at: datetime | None = None
    """When the member last typed or tapped anything."""
    heard_again_at: datetime | None = None
    """When the last time ended in which the bot could not hear taps."""


@dataclass(frozen=True, slots=True)
class Due:
    """The day's next step has come."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A notice about the day reached the member."""

    kind: Kind
    at: datetime


@dataclass(frozen=True, slots=True)
class Name:
    """The member names the one thing."""

    thing: str
    at: datetime
    """When it was typed."""
    message: int | None


@dataclass(frozen=True, slots=True)
class Replace:
    """The member names another thing instead."""

    thing: str
    at: datetime
    message: int | None


@dataclass(frozen=True, slots=True)
class NudgeInMorning:
    """The partner wonders what the one thing is."""


@dataclass(frozen=True, slots=True)
class PlanTomorrow:
    """The member names the next day's thing."""

    thing: str
    date: date
    """The date for which it is meant."""


@dataclass(frozen=True, slots=True)
class Done:
    """The member did it."""


@dataclass(frozen=True, slots=True)
class Undo:
    """The member takes the Done back."""


@dataclass(frozen=True, slots=True)
class Partly:
    """The member did a part."""


@dataclass(frozen=True, slots=True)
class LeavePartly:
    """The member leaves it at that part."""


@dataclass(frozen=True, slots=True)
class NotYet:
    """The member has not done it, or wants to finish it on a call."""

    card: int | None
    """The message that now says the partner will be asked."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The member stops the asking that Not yet began."""


@dataclass(frozen=True, slots=True)
class JoinLadder:
    """Both missed: the ladder of the partner's day and this one become one."""


@dataclass(frozen=True, slots=True)
class TakeCall:
    """The partner is calling now; where both missed, it can be the member who calls."""

    by: Party = Party.PARTNER


@dataclass(frozen=True, slots=True)
class Snooze:
    """The partner (or where both missed, the member) wants to be asked again in a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class CantTonight:
    """The partner can't call tonight; where both missed, it can be the member who says so."""

    by: Party = Party.PARTNER


@dataclass(frozen=True, slots=True)
class ExtendCall:
    """One of the two says that the call needs a quarter of an hour more."""


@dataclass(frozen=True, slots=True)
class WeDidIt:
    """One of the two says that they did it together."""

    by: Party
    is_for_both: bool = False
    """Both missed, and one call was enough for both."""


@dataclass(frozen=True, slots=True)
class CouldntReach:
    """One of the two says that the call did not come about."""

    by: Party
    is_for_both: bool = False


@dataclass(frozen=True, slots=True)
class Cheer:
    """The partner congratulates."""

    words: ReadyCheer


@dataclass(frozen=True, slots=True)
class OwnCheer:
    """One of the two says something of their own about a day that is done: the partner cheers, the member answers."""

    by: Party
    at: datetime
    """When it was typed or sent."""
    ordinal: int
    """Counts what this one has said to the other about this day, from 1."""
    said: str | None
    """The words; None: something else than words, which is copied."""
    copied: tuple[int, int] | None = None
    """What is copied: the private chat of who sent it, and the message there."""


@dataclass(frozen=True, slots=True)
class CarryOver:
    """The day's open thing is taken over to a later day."""


@dataclass(frozen=True, slots=True)
class Skip:
    """The member has no check-ins for the rest of the day."""

    at: datetime
    """When they said so."""
    is_away: bool
    """It is the first of several days, of which the partner hears by another way."""


@dataclass(frozen=True, slots=True)
class Return:
    """The member is in after all."""


@dataclass(frozen=True, slots=True)
class Move:
    """The member lives by another clock from now on: another zone, or new rules of the same."""

    member: Member


@dataclass(frozen=True, slots=True)
class PartnerGone:
    """The pact has ended, or the partner can't be reached any more; what is left of the day goes on alone."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The member has no check-ins from now on."""


Event = (
    Due
    | Delivered
    | Name
    | Replace
    | NudgeInMorning
    | PlanTomorrow
    | Done
    | Undo
    | Partly
    | LeavePartly
    | NotYet
    | Wait
    | JoinLadder
    | TakeCall
    | Snooze
    | CantTonight
    | ExtendCall
    | WeDidIt
    | CouldntReach
    | Cheer
    | OwnCheer
    | CarryOver
    | Skip
    | Return
    | Move
    | PartnerGone
    | GiveUp
)
