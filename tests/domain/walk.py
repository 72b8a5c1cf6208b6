"""A day under whatever two people, Telegram, an outage and a journey may do to it, and what it keeps throughout."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import calendar
from bot.domain.calendar import WAKING_HOURS
from bot.domain.day import ENDED, FINISHED, MOST_NUDGES, Day, State
from bot.domain.errors import Refused
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
    LeavePartly,
    Move,
    Name,
    NotYet,
    NudgeInMorning,
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
from bot.domain.kinds import Kind, ReadyCheer
from bot.domain.machine import advance
from bot.domain.notices import RULES, Notice, Party, still_true
from bot.domain.pair import PairId
from tests.domain.examples import BERLIN, MONDAY, member

HAS_A_THING = frozenset(
    {State.NAMED, State.CHECKING, State.TONIGHT, State.CHOOSING, State.HELD, State.PARTLY, State.DONE, State.DONE_LATE}
)
ONCE_A_DAY = (
    Kind.MORNING_ASK,
    Kind.MORNING_CARD,
    Kind.MORNING_REMINDER,
    Kind.EVENING_CHECK,
    Kind.NUDGE_OFFER,
    Kind.MORNING_NUDGE,
    Kind.AGREED_WORDS,
    Kind.NO_CALL,
    Kind.SAVED,
    Kind.CHEER,
    Kind.SILENCE_QUESTION,
)
ABOUT_ASKING = frozenset(
    {
        *ONCE_A_DAY[:4],
        Kind.CALL_NUDGE,
        Kind.BOTH_MISSED,
        Kind.EVENING_ASK,
        Kind.EVENING_ASK_UNNAMED,
        Kind.EVENING_REMINDER,
        Kind.EVENING_REMINDER_UNNAMED,
        Kind.CARD_UPDATE,
        Kind.OUTSIDE_CALL_HOURS,
        Kind.PARTNER_OUTSIDE_CALL_HOURS,
    }
)
MAY_COME_AGAIN = frozenset({Kind.CARD_UPDATE, Kind.PARTNER_NAMED})
"""An edit, whose number is the day's version; and what a partner who knows it already does not hear again."""
SAYINGS: tuple[Callable[[datetime], Event], ...] = (
    lambda at: Name("Run", at, 5),
    lambda at: Name("Run", at, 5),
    lambda at: Replace("Swim", at, None),
    lambda _: NudgeInMorning(),
    lambda at: PlanTomorrow(f"Rest {at.minute}", MONDAY + timedelta(days=1)),
    lambda _: Done(),
    lambda _: Undo(),
    lambda _: Partly(),
    lambda _: LeavePartly(),
    lambda _: NotYet(card=7),
    lambda _: NotYet(card=None),
    lambda _: Wait(),
    lambda _: TakeCall(),
    lambda _: Snooze(),
    lambda _: CantTonight(),
    lambda _: ExtendCall(),
    lambda _: WeDidIt(Party.MEMBER),
    lambda _: CouldntReach(Party.PARTNER),
    lambda _: Cheer(ReadyCheer.PROUD),
    lambda _: PartnerGone(),
    lambda at: Skip(at, is_away=False),
    lambda at: Skip(at, is_away=True),
    lambda _: Return(),
    lambda _: CarryOver(),
)


class Walk:
    """One day under whatever two people, Telegram and an outage may do to it."""

    def __init__(self, start: Day) -> None:
        self.day = start
        self.now = start.morning_at - timedelta(hours=3)
        self.zone = BERLIN
        self.pair_id: PairId | None = PairId(1)
        self.heard_again_at: datetime | None = None
        self.on_their_way: list[Notice] = []
        self.told: Counter[Kind] = Counter()
        self.keys: set[tuple[Kind, Party, int]] = set()

    def situation(self) -> Situation:
        is_daytime = calendar.is_within(WAKING_HOURS, self.now, self.zone)
        return Situation(
            now=self.now,
            pair_id=self.pair_id,
            has_day_pair=self.pair_id is not None and self.day.pair_id == self.pair_id,
            can_partner_call=self.pair_id is not None,
            is_partner_in_call_hours=is_daytime,
            partner_opens_at=calendar.next_within([(WAKING_HOURS, self.zone)], self.now),
            both_open_at=calendar.next_within([(WAKING_HOURS, self.zone)], self.now),
            is_member_awake=is_daytime,
            heard_again_at=self.heard_again_at,
        )

    def pass_time(self, minutes: int, *, is_down: bool) -> None:
        """Let the clock act at each due moment on the way; while the bot is down, at the end alone."""
        until = self.now + timedelta(minutes=minutes)
        while not is_down and self.day.due_at is not None and self.day.due_at <= until:
            self.now = max(self.now, self.day.due_at)
            self.happen(Due())
            self.deliver()
        self.now = until
        if is_down:
            self.heard_again_at = self.now
        while self.day.due_at is not None and self.day.due_at <= self.now:
            self.happen(Due())

    def deliver(self) -> None:
        """Let what was decided arrive, as far as it is still true."""
        on_their_way, self.on_their_way = self.on_their_way, []
        for notice in on_their_way:
            if still_true(notice.kind, notice.facts, day=self.day, is_paired=True):
                self.happen(Delivered(notice.kind, self.now))

    def say(self, choice: int, *, besides: tuple[type[Event], ...] = ()) -> None:
        """Let somebody say one of the things that are not refused now, `besides` some."""
        possible = [said for make in SAYINGS if not self.is_refused(said := make(self.now))]
        possible = [said for said in possible if self.day.is_over or not isinstance(said, CarryOver)]
        chosen = [said for said in possible if not isinstance(said, besides)]
        self.happen((chosen or possible)[choice % len(chosen or possible)])

    def travel(self, zone: str) -> None:
        """Let the member live in another zone from now on; a day that is over stays where it was."""
        self.zone = zone
        if not self.day.is_over:
            self.happen(Move(member(zone=zone)))

    def is_refused(self, event: Event) -> bool:
        try:
            advance(self.day, event, self.situation())
        except Refused:
            return True
        return False

    def happen(self, event: Event) -> None:
        before = self.day
        try:
            after, notices = advance(before, event, self.situation())
        except Refused:
            assert not isinstance(event, Due | Delivered | PartnerGone | Move), "the clock is never refused"
            return
        if after == before:
            assert not notices
            return
        self.day = replace(after, version=before.version + 1)
        self.check(before, event, notices)
        self.on_their_way.extend(notices)

    def check(self, before: Day, event: Event, notices: tuple[Notice, ...]) -> None:
        day = self.day
        assert (day.due_at is None) == day.is_over
        assert day.due_at is None or day.due_at <= day.ends_at
        assert day.commitment is not None or day.state not in HAS_A_THING
        assert day.is_over or day.state not in ENDED
        assert not (before.is_over and not day.is_over), "a day that is over stays so"
        assert before.commitment is None or day.commitment is not None
        assert day.nudges <= MOST_NUDGES
        assert (day.id, day.member_id, day.date) == (before.id, before.member_id, before.date)
        assert isinstance(event, Move) or day.ends_at == before.ends_at
        assert day.morning_at < day.evening_at < day.ends_at
        if before.evening_asked:
            assert day.pair_id == before.pair_id, "a running ladder never moves to another pair"
        for notice in notices:
            self.check_notice(before, notice)

    def check_notice(self, before: Day, notice: Notice) -> None:
        assert notice.kind in RULES
        assert before.state not in FINISHED | {State.SKIPPED} or notice.kind not in ABOUT_ASKING
        assert not self.day.is_over or notice.kind in {Kind.PARTNER_DONE, Kind.CHEER}
        key = (notice.kind, notice.to, notice.ordinal)
        if notice.kind not in MAY_COME_AGAIN:
            assert key not in self.keys, f"{key} would be swallowed as a repetition"
        self.keys.add(key)
        self.told[notice.kind] += 1
        assert all(self.told[kind] <= 1 for kind in ONCE_A_DAY)
        assert self.told[Kind.EVENING_ASK] + self.told[Kind.EVENING_ASK_UNNAMED] <= 1
