"""Letters of every kind, with the facts of every turn that their words can take."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache

from bot.chat.render import Rendered, render
from bot.domain.day import DayId, State
from bot.domain.errors import Fact, Facts, Reason
from bot.domain.group import Place, Takes, place_of
from bot.domain.kinds import Kind, ReadyCheer
from bot.domain.member import CallWay, Member, MemberId, Profile, Standing
from bot.domain.notices import rule_of
from bot.services.delivering import Parcel
from bot.services.letters import Letter

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANAS_ACCOUNT, BENS_ACCOUNT, GROUP = 700_000_001, 5_000_000_002, -1_002_000_000_001
NEEDS_NO_THING = frozenset(State) - {
    State.NAMED,
    State.CHECKING,
    State.TONIGHT,
    State.CHOOSING,
    State.HELD,
    State.PARTLY,
    State.DONE,
    State.DONE_LATE,
}
BY_STATE = frozenset({Kind.DAY_CARD, Kind.CARD_UPDATE, Kind.TODAY, Kind.PARTNER_CARD, Kind.NUDGE_MOOT, Kind.BACK})
CARRIES_YESTERDAY = frozenset({Kind.MORNING_ASK, Kind.MORNING_CARD, Kind.DAY_CARD, Kind.CARD_UPDATE, Kind.TODAY})
MAY_LACK_A_THING = frozenset(
    {
        Kind.CALL_NUDGE,
        Kind.CALL_CARD,
        Kind.SAVED,
        Kind.CANT_TONIGHT,
        Kind.BOTH_MISSED,
        Kind.FOLLOW_UP,
        Kind.NO_CALL,
        Kind.COULDNT_REACH,
        Kind.OUTSIDE_CALL_HOURS,
        Kind.PARTNER_OUTSIDE_CALL_HOURS,
        Kind.KEPT,
        Kind.TOMORROW_QUESTION,
    }
)
NEEDS_PARTNER_STATES = frozenset({State.CHOOSING, State.HELD, State.NUDGED, State.CALLING})
NEEDS_A_PARTNER = frozenset(
    {
        Kind.PAIRED,
        Kind.CHEER,
        Kind.OWN_CHEER,
        Kind.AGREED_WORDS,
        Kind.SAVED,
        Kind.CANT_TONIGHT,
        Kind.BOTH_MISSED,
        Kind.FOLLOW_UP,
        Kind.MORNING_NUDGE,
        Kind.WHOSE_QUESTION,
        Kind.NO_CALL,
        Kind.COULDNT_REACH,
        Kind.LEAVE_QUESTION,
        Kind.OUTSIDE_CALL_HOURS,
        Kind.WAITING,
        Kind.PART_QUESTION,
        Kind.GROUP_PAIRED,
    }
)
DATE = "2026-11-23"
ROOM = "https://1.23/4"
WORDLESS = frozenset({Kind.CALL_CONTACT, Kind.CONTACT_REMOVAL})
"""A contact card, and what takes one back."""
FACTS: Facts = {  # without a single letter, so that whatever is one was worded
    "day": 7,
    "date": DATE,
    "is_ahead": False,
    "is_evening_ahead": True,
    "state": State.NAMED.value,
    "thing": "1 2 3",
    "name": "41",
    "partner": "42",
    "is_call_ahead": True,
    "morning": "08:00",
    "evening": "20:00",
    "ends": "03:00",
    "check": "21:10",
    "can_undo": True,
    "account": ANAS_ACCOUNT,
    "username": "4_4",
    "partner_account": 43,
    "partner_username": None,
    "is_together": False,
    "is_snoozed": False,
    "is_extended": False,
    "has_more_time": True,
    "is_last": True,
    "is_repeat": True,
    "is_promised": False,
    "again": "21:20",
    "both": False,
    "zone": "Europe/Berlin",
    "time": "10:00",
    "cities": json.dumps([[1, "1 2", "98", "10:00"], [2, "3 4", "99", "11:30"]]),
    "opens": "07:00",
    "closes": "22:30",
    "has_room": True,
    "is_excused": False,
    "is_ask_ahead": True,
    "days_off": "56",
    "language": None,
    "counts_from": DATE,
    "invite": 3,
    "token": "1234567890",
    "offered": "4 5 6",
    "is_finished": False,
    "pair": 5,
    "goes_on": True,
    "had_pair": True,
    "cheer": ReadyCheer.PROUD.value,
    "late": False,
    "not_yet": False,
    "is_free": True,
    "is_skipped": False,
    "is_joining": False,
    "is_partner_joining": False,
    "invites": False,
    "today": DATE,
    "is_suggested": False,
    "is_tomorrow": True,
    "people": json.dumps([[5, "1 2", False], [6, "3 4", True]]),
    "last": DATE,
    "first": DATE,
    "next": DATE,
    "until": DATE,
    "earliest": "03:00",
    "latest": "22:00",
    "reason": Reason.NOT_YOURS.value,
    "length": 281,
    "longest": 280,
    "suggested": None,
    "yesterday": 6,
    "yesterday_date": None,
    "yesterday_open": False,
    "yesterday_state": None,
    "yesterday_thing": None,
    "other": "42",
    "other_state": State.DONE.value,
    "other_thing": "7 8 9",
    "other_is_ahead": False,
    "way": CallWay.PROFILE.value,
    "room": None,
    "chosen": CallWay.PROFILE.value,
    "offers_phone": True,
    "has_number": True,
    "can_read_number": True,
    "had_room": False,
    "taken_back": 1,
    "left": 2,
    "most": 5,
    "said": "2 2 2",
    "copied": 31,
    "copied_from": BENS_ACCOUNT,
    "is_from_member": False,
    "words": "8 8 8",
    "proposed": "9 9 9",
    "is_proposed": True,
    "is_own_proposal": False,
    "is_told": True,
    "mark": "0123456789abcdef",
    "takes": Takes.ASKS.value,
    "by_card": False,
    "has_buttons": True,
    "day_1": 7,
    "day_2": 8,
    "can_undo_1": True,
    "can_undo_2": False,
    "name_1": "41",
    "state_1": State.NAMED.value,
    "thing_1": "1 2 3",
    "name_2": "42",
    "state_2": None,
    "thing_2": None,
}
TURNS: Mapping[Kind, Sequence[Facts]] = {
    Kind.CHEER_SENT: ({"cheer": None}, {"cheer": None, "said": None}),
    Kind.CITY_MATCHES: ({"cities": json.dumps([[1, "1 2", "98", "10:00"]])},),
    Kind.SETTINGS: ({"days_off": "", "counts_from": None}, {"language": "en"}),
    Kind.SETTINGS_DAYS_OFF: ({"days_off": ""}, {"days_off": "012345"}),
    Kind.TIMES_CHANGED: ({"counts_from": None},),
    Kind.PARTNER_DAYS_OFF: ({"days_off": ""}, {"days_off": "012345"}),
    Kind.MOVED: ({"day": None},),
    Kind.CALL_NUDGE: ({"way": CallWay.ROOM.value, "room": ROOM},),
    Kind.PARTNER_CARD: ({"way": CallWay.ROOM.value, "room": ROOM},),
    Kind.SETTINGS_WAY: (
        {"chosen": CallWay.PHONE.value},
        {"chosen": CallWay.PHONE.value, "can_read_number": False},
        {"chosen": CallWay.ROOM.value},
        {"chosen": CallWay.ROOM.value, "room": ROOM},
        {"pair": None},
    ),
    Kind.PARTNER_ROOM: ({"room": ROOM},),
    Kind.GROUP_PACT: ({"name": None},),
    Kind.GROUP_GONE: ({"name": None},),
    Kind.GROUP_JOINED: ({"takes": Takes.NEWS.value},),
    Kind.GROUP_HINT: ({"takes": Takes.NEWS.value}, {"takes": None}),
    Kind.HERE_QUESTION: ({"takes": Takes.NEWS.value},),
    Kind.GROUP_CARD: tuple({"state_1": state.value} for state in State),
    Kind.NUMBER_REMOVED: ({"taken_back": 0}, {"left": 0}, {"taken_back": 2, "left": 1}),
}
"""What the words of one kind alone turn on."""


@dataclass(frozen=True, slots=True)
class Watched(Mapping[str, Fact]):
    """Facts that remember which of them were asked for."""

    facts: Facts
    asked: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Fact:
        self.asked.add(name)
        return self.facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)


@dataclass(frozen=True, slots=True)
class Case:
    """One turn of one kind's words."""

    kind: Kind
    facts: Facts
    to_member: bool = True
    in_group: bool = False

    def with_facts(self, **changed: Fact) -> "Case":
        return replace(self, facts={**self.facts, **changed})

    def asks_for(self) -> set[str]:
        """Return the names of the facts that its words and buttons turn on."""
        watched = Watched(self.facts)
        replace(self, facts=watched).render()
        return watched.asked

    def render(self, *, language: str = "en", with_profile: bool = True, with_room: bool = True) -> Rendered:
        account = ANAS_ACCOUNT if self.to_member else BENS_ACCOUNT
        profile = Profile(account, "40", None, language)
        recipient = Member(
            MemberId(1), profile, "Europe/Berlin", time(8), time(20), Standing.ACTIVE, has_blocked=False, joined_at=NOW
        )
        rule = rule_of(self.kind)
        letter = Letter(
            key="1",
            kind=self.kind,
            recipient_id=MemberId(1),
            chat_id=GROUP if self.in_group else account,
            priority=rule.priority,
            sound=rule.sound,
            decided_at=NOW,
            useful_until=NOW + timedelta(hours=1),
            facts=self.facts,
            day_id=DayId(7),
        )
        parcel = Parcel(letter, recipient, None)
        return render(parcel, bot_username="1_bot", with_profile=with_profile, with_room=with_room)


@cache
def rendered(kind: Kind, language: str) -> tuple[tuple[Case, Rendered], ...]:
    """One kind in all its turns, worded: each of the facts that it turns on is changed by itself."""
    plain = [case for case in plain_cases() if case.kind is kind]
    both = [*plain, *(replace(case, to_member=False) for case in plain)]
    return tuple((turn, turn.render(language=language)) for case in both for turn in _turns(case))


def _turns(case: Case) -> Iterator[Case]:
    yield case
    asked = case.asks_for()
    yield from (case.with_facts(**change) for change in _changes(case) if asked & set(change))


def plain_cases() -> Iterator[Case]:
    """Every kind, and every state of the day where the words turn on it; in a group, too, what can be said there."""
    for kind in Kind:
        yield from _by_state(kind)
        if place_of(kind) is not Place.PRIVATE:
            yield from (replace(case, in_group=True) for case in _by_state(kind))


def _by_state(kind: Kind) -> Iterator[Case]:
    if kind is Kind.REFUSAL:
        yield from (Case(kind, {**FACTS, "reason": reason.value}) for reason in Reason)
        return
    if kind not in BY_STATE:
        yield Case(kind, FACTS)
        if kind in MAY_LACK_A_THING:
            yield Case(kind, {**FACTS, "thing": None})
        return
    for state in State:
        yield Case(kind, {**FACTS, "state": state.value})
        if state in NEEDS_NO_THING:
            yield Case(kind, {**FACTS, "state": state.value, "thing": None})


def _changes(case: Case) -> Iterator[Facts]:
    yield from ({name: not fact} for name, fact in case.facts.items() if isinstance(fact, bool))
    yield from ({"cheer": cheer.value} for cheer in ReadyCheer)
    yield from ({"other_state": state.value} for state in State)
    yield from TURNS.get(case.kind, ())
    yield from _yesterdays() if case.kind in CARRIES_YESTERDAY else ()
    yield from ({name: None} for name in ("other", "other_state", "other_thing", "username", "check"))
    yield from ({name: None} for name in ("words", "proposed", "said"))
    yield {"pair": 0}
    speaks_of_partner = case.facts["state"] in NEEDS_PARTNER_STATES and case.kind in BY_STATE
    if case.kind not in NEEDS_A_PARTNER and not speaks_of_partner:
        yield {"partner": None, "is_call_ahead": False}


def _yesterdays() -> Iterator[Facts]:
    """How the day before ended, yesterday or some days ago, and what of it is offered to be taken up."""
    yield {"suggested": "0 1"}
    for state in (State.DONE, State.DONE_LATE, State.SAVED, State.PARTLY, State.MISSED):
        ended: Facts = {"yesterday_state": state.value}
        for when in (None, DATE):
            yield {**ended, "yesterday_date": when}
            yield {**ended, "yesterday_date": when, "yesterday_thing": "0 0", "yesterday_open": True}
            yield {**ended, "yesterday_date": when, "yesterday_thing": "0 0", "suggested": "0 0"}
            yield {**ended, "yesterday_date": when, "yesterday_thing": "0 0", "suggested": "0 1"}
