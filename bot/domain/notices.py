"""Notices: facts to be told to someone, without words, and the rules by which each kind is told.

A notice is decided together with the state that makes it true. It is sent later, so each kind says until when it is
useful and in which states of the day it still is so; `still_true` is asked again right before the send.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum, auto

from bot.domain.day import ENDED, FINISHED, Day, State
from bot.domain.errors import Facts
from bot.domain.kinds import Kind


class Priority(IntEnum):
    """What goes first when not everything can go at once."""

    REPLY = 0
    LADDER = 1
    ASK = 2
    NEWS = 3


class Useful(StrEnum):
    """Until when a notice about a day is worth sending."""

    EVENING = auto()
    """The day's evening ask."""
    CALL_HOURS = auto()
    """The call hours of the recipient, and of the member while they count; or 03:00 of the day it is about."""
    DAY_END = auto()
    """03:00 of the day it is about."""
    NEXT_DAY = auto()
    """24 hours after it was decided."""


class Sound(StrEnum):
    """Whether the phone may ring."""

    LOUD = auto()
    DAYTIME = auto()
    """It rings inside the recipient's call hours."""
    SILENT = auto()


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of notice is told."""

    priority: Priority
    sound: Sound
    useful: Useful
    states: frozenset[State] | None = None
    """The states of the day in which it is still so; None: whatever the day's state."""
    needs_pair: bool = False
    """It is about the partner: nothing is said once the pact has ended."""


REPLY_RULE = Rule(Priority.REPLY, Sound.LOUD, Useful.NEXT_DAY)

_ANY_DONE = frozenset({State.DONE, State.DONE_LATE})
_CHECKED = frozenset({State.CHECKING})
_UNNAMED = frozenset({State.UNNAMED})
_ASKED = frozenset({State.ASKED})
_NAMED = frozenset({State.NAMED})
_HAS_THING = frozenset(State) - ENDED - {State.PLANNED, State.ASKED, State.UNNAMED, State.SKIPPED}
_OFF = frozenset({State.OFF})


def _rule(priority: Priority, sound: Sound, useful: Useful, states: frozenset[State] | None = None) -> Rule:
    return Rule(priority, sound, useful, states)


def _with_partner(priority: Priority, sound: Sound, useful: Useful, states: frozenset[State] | None = None) -> Rule:
    return Rule(priority, sound, useful, states, needs_pair=True)


RULES: Mapping[Kind, Rule] = {
    Kind.MORNING_ASK: _rule(Priority.ASK, Sound.LOUD, Useful.EVENING, _ASKED),
    Kind.MORNING_CARD: _rule(Priority.ASK, Sound.LOUD, Useful.EVENING, _NAMED),
    Kind.MORNING_REMINDER: _rule(Priority.ASK, Sound.LOUD, Useful.EVENING, _ASKED),
    Kind.NUDGE_OFFER: _with_partner(Priority.NEWS, Sound.SILENT, Useful.EVENING, _ASKED),
    Kind.MORNING_NUDGE: _with_partner(Priority.ASK, Sound.DAYTIME, Useful.EVENING, _ASKED),
    Kind.EVENING_ASK: _rule(Priority.ASK, Sound.LOUD, Useful.DAY_END, _CHECKED),
    Kind.EVENING_ASK_UNNAMED: _rule(Priority.ASK, Sound.LOUD, Useful.DAY_END, _UNNAMED),
    Kind.EVENING_REMINDER: _rule(Priority.LADDER, Sound.LOUD, Useful.DAY_END, _CHECKED),
    Kind.EVENING_REMINDER_UNNAMED: _rule(Priority.LADDER, Sound.LOUD, Useful.DAY_END, _UNNAMED),
    Kind.EVENING_CHECK: _rule(Priority.LADDER, Sound.LOUD, Useful.DAY_END, _CHECKED),
    Kind.CARD_UPDATE: _rule(Priority.LADDER, Sound.SILENT, Useful.DAY_END),
    Kind.OUTSIDE_CALL_HOURS: _with_partner(Priority.LADDER, Sound.SILENT, Useful.DAY_END, frozenset({State.UNMET})),
    Kind.PARTNER_OUTSIDE_CALL_HOURS: _with_partner(
        Priority.LADDER, Sound.SILENT, Useful.DAY_END, frozenset({State.UNMET})
    ),
    Kind.CALL_NUDGE: _with_partner(Priority.LADDER, Sound.LOUD, Useful.CALL_HOURS, frozenset({State.NUDGED})),
    Kind.BOTH_MISSED: _with_partner(Priority.LADDER, Sound.LOUD, Useful.CALL_HOURS, frozenset({State.NUDGED})),
    Kind.NUDGE_MOOT: _with_partner(Priority.LADDER, Sound.SILENT, Useful.NEXT_DAY),
    Kind.AGREED_WORDS: _with_partner(Priority.LADDER, Sound.LOUD, Useful.DAY_END, frozenset({State.CALLING})),
    Kind.CALL_CARD: _with_partner(Priority.LADDER, Sound.SILENT, Useful.DAY_END, frozenset({State.CALLING})),
    Kind.FOLLOW_UP: _with_partner(Priority.LADDER, Sound.LOUD, Useful.DAY_END, frozenset({State.CALLING})),
    Kind.NO_CALL: _with_partner(Priority.LADDER, Sound.SILENT, Useful.DAY_END, frozenset({State.UNMET})),
    Kind.SAVED: _with_partner(Priority.LADDER, Sound.LOUD, Useful.NEXT_DAY, frozenset({State.SAVED})),
    Kind.CANT_TONIGHT: _with_partner(Priority.LADDER, Sound.SILENT, Useful.DAY_END, frozenset({State.UNMET})),
    Kind.COULDNT_REACH: _with_partner(Priority.LADDER, Sound.SILENT, Useful.DAY_END, frozenset({State.UNMET})),
    Kind.PARTNER_NAMED: _with_partner(Priority.NEWS, Sound.SILENT, Useful.DAY_END, _HAS_THING),
    Kind.PARTNER_REPLACED: _with_partner(Priority.NEWS, Sound.SILENT, Useful.DAY_END, _HAS_THING),
    Kind.PARTNER_PARTLY: _with_partner(Priority.NEWS, Sound.SILENT, Useful.DAY_END, frozenset({State.PARTLY})),
    Kind.PARTNER_DONE: _with_partner(Priority.NEWS, Sound.DAYTIME, Useful.DAY_END, _ANY_DONE),
    Kind.PARTNER_UNDONE: _with_partner(Priority.NEWS, Sound.SILENT, Useful.DAY_END, frozenset(State) - FINISHED),
    Kind.CHEER: _with_partner(Priority.NEWS, Sound.DAYTIME, Useful.DAY_END, _ANY_DONE),
    Kind.OWN_CHEER: _with_partner(Priority.NEWS, Sound.DAYTIME, Useful.DAY_END, _ANY_DONE),
    Kind.CHEER_COPY: _with_partner(Priority.NEWS, Sound.SILENT, Useful.DAY_END, _ANY_DONE),
    Kind.PARTNER_SKIPPED: _with_partner(
        Priority.NEWS, Sound.SILENT, Useful.DAY_END, frozenset({State.SKIPPED, State.UNMET})
    ),
    Kind.SILENCE_QUESTION: _rule(Priority.NEWS, Sound.SILENT, Useful.EVENING, _ASKED),
    Kind.ON_HOLD: _rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY, _OFF),
    Kind.PARTNER_ON_HOLD: _with_partner(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY, _OFF),
    Kind.COMING_BACK: _rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY),
    Kind.PARTNER_COMING_BACK: _with_partner(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY),
    # what is told about a pair rather than a day
    Kind.PAIRED: Rule(Priority.REPLY, Sound.LOUD, Useful.NEXT_DAY, needs_pair=True),
    Kind.DECLINED: Rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY),
    Kind.NEW_INVITE_WISHED: Rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY),
    Kind.PARTNER_LEFT: Rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY),
    Kind.PARTNER_UNREACHABLE: Rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY, needs_pair=True),
    Kind.PARTNER_AWAY: Rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY, needs_pair=True),
    Kind.PARTNER_DAYS_OFF: Rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY, needs_pair=True),
    Kind.PARTNER_BACK: Rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY, needs_pair=True),
    # the pair's own group
    Kind.GROUP_CARD: _with_partner(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY),
    Kind.GROUP_GONE: Rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY, needs_pair=True),
    Kind.GROUP_UNREACHED: Rule(Priority.NEWS, Sound.LOUD, Useful.NEXT_DAY, needs_pair=True),
    # ways to be called
    Kind.CALL_CONTACT: _with_partner(Priority.LADDER, Sound.SILENT, Useful.DAY_END, frozenset({State.NUDGED})),
    Kind.CONTACT_REMOVAL: _rule(Priority.LADDER, Sound.SILENT, Useful.NEXT_DAY),
    Kind.PARTNER_ROOM: _with_partner(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY),
    Kind.WORDS_PROPOSAL: Rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY, needs_pair=True),
    Kind.WORDS_AGREED: Rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY, needs_pair=True),
    Kind.PARTNER_KEPT_WORDS: Rule(Priority.NEWS, Sound.SILENT, Useful.NEXT_DAY, needs_pair=True),
}
"""Everything that is ever sent unasked (and `PAIRED`, which two people wait for). What is not here is a reply."""


def rule_of(kind: Kind) -> Rule:
    """Return the rule by which `kind` is told."""
    return RULES.get(kind, REPLY_RULE)


def still_true(kind: Kind, facts: Facts, *, day: Day | None, is_paired: bool) -> bool:
    """Tell whether what a notice says is so now, for the day it is about and the pair it was decided in.

    A notice about a thing is untrue once the day has another thing.
    """
    rule = rule_of(kind)
    if rule.needs_pair and not is_paired:
        return False
    if rule.states is None or day is None:
        return True
    return day.state in rule.states and facts.get("thing", day.commitment) == day.commitment


class Party(StrEnum):
    """One of the two people whom a day concerns."""

    MEMBER = auto()
    """The person whose day it is."""
    PARTNER = auto()

    @property
    def other(self) -> "Party":
        """The other of the two."""
        return Party.PARTNER if self is Party.MEMBER else Party.MEMBER


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about one day that one of the two is to be told."""

    kind: Kind
    to: Party
    ordinal: int = 1
    """Counts notices of one kind to one person about one day."""
    edits: Kind | None = None
    """Change the message that said this, instead of sending a new one."""
    edits_ordinal: int = 1
    """Which of the notices of that kind."""
    edits_message: int | None = None
    """Change this message of the recipient's private chat, instead of sending a new one."""
    facts: Facts = field(default_factory=dict)
    is_promised: bool = False
    """The recipient asked for it at this hour, whatever their call hours are."""
