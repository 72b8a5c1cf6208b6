"""The pair's own group: what is said there, and what never is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import NewType

from bot.domain.errors import Facts, Reason, Refused
from bot.domain.kinds import Kind
from bot.domain.member import MemberId
from bot.domain.pair import INVITE_LASTS, PairId

GroupId = NewType("GroupId", int)
HERE = "here"
"""The word by which a pair brings its group: a command, and what a link that brings the bot carries then."""
GREETS_AGAIN_AFTER = timedelta(minutes=1)
"""A link that brings the bot into a group also gives a command there: the two are one wish for a hello."""


class Takes(StrEnum):
    """What goes to a group."""

    ASKS = "asks"
    """The asks, and the news."""
    NEWS = "news"
    """The news alone: the asks stay in private."""


class Place(Enum):
    """Where a kind of message belongs when a pair has a group."""

    PRIVATE = auto()
    """Never in a group."""
    ASK = auto()
    """A message in the group, if the asks go there."""
    NEWS = auto()
    """A message in the group."""
    CARD = auto()
    """Told by the card that both have there."""
    ANSWER = auto()
    """Where that was done to which it is the answer."""
    GROUP = auto()
    """In a group and nowhere else: where there is none any more, nothing is missed."""


PLACES: Mapping[Kind, Place] = {
    Kind.MORNING_ASK: Place.ASK,
    Kind.MORNING_CARD: Place.ASK,
    Kind.MORNING_REMINDER: Place.ASK,
    Kind.MORNING_NUDGE: Place.ASK,
    Kind.EVENING_ASK: Place.ASK,
    Kind.EVENING_ASK_UNNAMED: Place.ASK,
    Kind.EVENING_REMINDER: Place.ASK,
    Kind.EVENING_REMINDER_UNNAMED: Place.ASK,
    Kind.EVENING_CHECK: Place.ASK,
    Kind.PARTNER_DONE: Place.NEWS,
    Kind.CHEER: Place.NEWS,
    Kind.PARTNER_NAMED: Place.CARD,
    Kind.PARTNER_REPLACED: Place.CARD,
    Kind.PARTNER_UNDONE: Place.NEWS,
    Kind.PARTNER_PARTLY: Place.CARD,
    Kind.PARTNER_SKIPPED: Place.CARD,
    Kind.DAY_CARD: Place.ANSWER,
    Kind.REPLACE_OFFER: Place.ANSWER,
    Kind.TOMORROW_OFFER: Place.ANSWER,
    Kind.TOMORROW_SAVED: Place.ANSWER,
    Kind.KEPT: Place.ANSWER,
    Kind.CHANGE_QUESTION: Place.ANSWER,
    Kind.CHEER_SENT: Place.ANSWER,
    Kind.REFUSAL: Place.ANSWER,
    Kind.GROUP_HELLO: Place.GROUP,
    Kind.GROUP_PACT: Place.GROUP,
    Kind.GROUP_PAIRED: Place.GROUP,
    Kind.HERE_QUESTION: Place.GROUP,
    Kind.HERE_KEPT: Place.GROUP,
    Kind.GROUP_JOINED: Place.GROUP,
    Kind.GROUP_CARD: Place.GROUP,
    Kind.GROUP_UNREACHED: Place.GROUP,
    Kind.GROUP_OFF: Place.ANSWER,
}
"""What is not here is private for ever: calls and the ways to them, what the two agree on, settings, being away."""

ONLY_THERE = frozenset(kind for kind, place in PLACES.items() if place is Place.GROUP)
ON_THE_CARD = frozenset({Kind.GROUP_CARD, *(kind for kind, place in PLACES.items() if place is Place.CARD)})
ASKS_FOR_WORDS = frozenset(
    {
        Kind.MORNING_ASK,
        Kind.MORNING_REMINDER,
        Kind.MORNING_NUDGE,
        Kind.EVENING_ASK_UNNAMED,
        Kind.EVENING_REMINDER_UNNAMED,
        Kind.CHANGE_QUESTION,
    }
)
"""Only a reply to one of these, by whoever was asked, is an answer: all else in a group is talk among friends."""


BY_CARD = "by_card"
"""The fact that an answer is told by the card, where it is told in a group: the card shows the member's day, too."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group that the bot is in: a pair's, or one in which two can still become a pair."""

    id: GroupId
    chat_id: int
    greeted_at: datetime
    pair_id: PairId | None = None
    takes: Takes = Takes.ASKS
    said_yes: MemberId | None = None
    """Who accepted the pact here, and waits for somebody else to."""
    said_yes_at: datetime | None = None
    checked_on: date | None = None
    """The date on which it was last seen that both are members."""

    def waits_for_second(self, now: datetime) -> bool:
        """Tell whether somebody has said yes to the pact not too long ago."""
        return self.said_yes is not None and self.said_yes_at is not None and now < self.said_yes_at + INVITE_LASTS

    def may_be_greeted(self, now: datetime) -> bool:
        """Tell whether the one line may be said again."""
        return self.pair_id is None and now - self.greeted_at >= GREETS_AGAIN_AFTER

    def without_yes(self) -> "Group":
        """Return the group in which nobody waits for a second yes."""
        return replace(self, said_yes=None, said_yes_at=None)

    def check_free(self) -> None:
        """Raise `Refused` where another pair lives."""
        if self.pair_id is not None:
            raise Refused(Reason.GROUP_TAKEN)


@dataclass(frozen=True, slots=True)
class Card:
    """The one message of a date that shows both days."""

    message_id: int
    shown: str
    """A fingerprint of what it shows."""


def place_of(kind: Kind) -> Place:
    """Return where a kind of message belongs."""
    return PLACES.get(kind, Place.PRIVATE)


def is_told_by_card(kind: Kind, facts: Facts) -> bool:
    """Tell whether something is said in a group by the card of its date, as it is drawn then."""
    return kind in ON_THE_CARD or bool(facts.get(BY_CARD))


def goes_there(kind: Kind, takes: Takes) -> bool:
    """Tell whether something that is said unasked goes to a group that takes so much."""
    match place_of(kind):
        case Place.ASK:
            return takes is Takes.ASKS
        case Place.NEWS | Place.CARD | Place.GROUP:
            return True
        case Place.PRIVATE | Place.ANSWER:
            return False
