"""The day machine: that nothing anybody does, in any order, breaks what is promised of a day."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import calendar
from bot.domain.day import ENDED, FINISHED, Day, State, Step, first_day, next_day, plan_day
from bot.domain.errors import Reason, Refused
from bot.domain.events import (
    CantTonight,
    Cheer,
    CouldntReach,
    Delivered,
    Done,
    Due,
    Event,
    GiveUp,
    LeavePartly,
    Name,
    NotYet,
    Partly,
    PartnerGone,
    PlanTomorrow,
    Replace,
    Situation,
    TakeCall,
    Undo,
    Wait,
    WeDidIt,
)
from bot.domain.kinds import Kind, ReadyCheer
from bot.domain.machine import advance
from bot.domain.notices import RULES, Notice, Party, still_true
from bot.domain.pair import PairId
from tests.domain.examples import MONDAY, day, member

HAS_A_THING = frozenset(
    {State.NAMED, State.CHECKING, State.TONIGHT, State.CHOOSING, State.HELD, State.PARTLY, State.DONE, State.DONE_LATE}
)
ONCE_A_DAY = (
    Kind.MORNING_ASK,
    Kind.MORNING_CARD,
    Kind.MORNING_REMINDER,
    Kind.EVENING_CHECK,
    Kind.CALL_NUDGE,
    Kind.AGREED_WORDS,
    Kind.SAVED,
    Kind.CHEER,
)
ABOUT_ASKING = frozenset(
    {
        *ONCE_A_DAY[:5],
        Kind.EVENING_ASK,
        Kind.EVENING_ASK_UNNAMED,
        Kind.EVENING_REMINDER,
        Kind.EVENING_REMINDER_UNNAMED,
        Kind.CARD_UPDATE,
        Kind.OUTSIDE_CALL_HOURS,
        Kind.PARTNER_OUTSIDE_CALL_HOURS,
    }
)
SAYINGS: tuple[Callable[[datetime], Event], ...] = (
    lambda at: Name("Run", at, 5),
    lambda at: Name("Run", at, 5),
    lambda at: Replace("Swim", at, None),
    lambda at: PlanTomorrow(f"Rest {at.minute}"),
    lambda _: Done(),
    lambda _: Undo(),
    lambda _: Partly(),
    lambda _: LeavePartly(),
    lambda _: NotYet(card=7),
    lambda _: NotYet(card=None),
    lambda _: Wait(),
    lambda _: TakeCall(),
    lambda _: CantTonight(),
    lambda _: WeDidIt(Party.MEMBER),
    lambda _: CouldntReach(Party.PARTNER),
    lambda _: Cheer(ReadyCheer.PROUD),
    lambda _: PartnerGone(),
)


class Walk:
    """One day under whatever two people, Telegram and an outage may do to it."""

    def __init__(self, start: Day) -> None:
        self.day = start
        self.now = start.morning_at - timedelta(hours=3)
        self.pair_id: PairId | None = PairId(1)
        self.heard_again_at: datetime | None = None
        self.on_their_way: list[Notice] = []
        self.told: Counter[Kind] = Counter()
        self.keys: set[tuple[Kind, Party, int]] = set()

    def situation(self) -> Situation:
        zone = "Europe/Berlin"
        in_hours = calendar.is_in_call_hours(self.now, zone)
        return Situation(
            now=self.now,
            today=calendar.date_at(self.now, zone),
            pair_id=self.pair_id,
            has_day_pair=self.pair_id is not None and self.day.pair_id == self.pair_id,
            is_partner_reachable=self.pair_id is not None,
            is_partner_in_call_hours=in_hours,
            is_member_in_call_hours=in_hours,
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
            if notice.to is Party.MEMBER and still_true(notice.kind, notice.facts, day=self.day, is_paired=True):
                self.happen(Delivered(notice.kind, self.now))

    def say(self, choice: int, *, besides: tuple[type[Event], ...] = ()) -> None:
        """Let somebody say one of the things that are not refused now, `besides` some."""
        possible = [said for make in SAYINGS if not self.is_refused(said := make(self.now))]
        chosen = [said for said in possible if not isinstance(said, besides)]
        self.happen((chosen or possible)[choice % len(chosen or possible)])

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
            assert not isinstance(event, Due | Delivered | PartnerGone), "the clock is never refused"
            return
        if after == before:
            assert not notices
            return
        self.day = replace(after, version=before.version + 1)
        self.check(before, notices)
        self.on_their_way.extend(notices)

    def check(self, before: Day, notices: tuple[Notice, ...]) -> None:
        day = self.day
        assert (day.due_at is None) == day.is_over
        assert day.due_at is None or day.due_at <= day.ends_at
        assert day.commitment is not None or day.state not in HAS_A_THING
        assert day.is_over or day.state not in ENDED
        assert not (before.is_over and not day.is_over), "a day that is over stays so"
        assert before.commitment is None or day.commitment is not None
        assert day.nudges <= 1
        assert (day.id, day.member_id, day.date, day.ends_at) == (
            before.id, before.member_id, before.date, before.ends_at,
        )  # fmt: skip
        if before.evening_asked:
            assert day.pair_id == before.pair_id, "a running ladder never moves to another pair"
        for notice in notices:
            self.check_notice(before, notice)

    def check_notice(self, before: Day, notice: Notice) -> None:
        assert notice.kind in RULES
        assert before.state not in FINISHED or notice.kind not in ABOUT_ASKING
        assert not self.day.is_over or notice.kind in {Kind.PARTNER_DONE, Kind.CHEER}
        key = (notice.kind, notice.to, notice.ordinal)
        if notice.kind is not Kind.CARD_UPDATE:  # an edit; its number is the day's version
            assert key not in self.keys, f"{key} would be swallowed as a repetition"
        self.keys.add(key)
        self.told[notice.kind] += 1
        assert all(self.told[kind] <= 1 for kind in ONCE_A_DAY)
        assert self.told[Kind.EVENING_ASK] + self.told[Kind.EVENING_ASK_UNNAMED] <= 1


steps = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(0, 60)),
        st.tuples(st.just("pass"), st.sampled_from([0, 1, 9, 11, 30, 60, 240, 400])),
        st.tuples(st.sampled_from(["sleep", "arrive", "say", "pass", "pair"]), st.sampled_from([0, 1, 2, 30, 150])),
    ),
    min_size=15,
    max_size=60,
)


def walk(start: Day, moves: list[tuple[str, int]]) -> Walk:
    walked = Walk(start)
    for move, amount in moves:
        match move:
            case "say":
                walked.say(amount)
            case "pass" | "sleep":
                walked.pass_time(amount, is_down=move == "sleep")
            case "arrive":
                walked.deliver()
            case _:
                walked.happen(PartnerGone())
                walked.pair_id = PairId(amount) if amount else None  # none, the same again, or another
    return walked


@settings(max_examples=150, deadline=None)
@given(moves=steps)
def test_whatever_happens_a_day_keeps_its_promises_and_ends(moves: list[tuple[str, int]]) -> None:
    walked = walk(day(), moves)
    walked.pass_time(2000, is_down=False)
    assert walked.day.is_over
    assert walked.day.closed_at is not None
    assert walked.day.closed_at >= walked.day.ends_at
    assert walked.day.state in FINISHED | ENDED | {State.PARTLY}


@pytest.mark.parametrize("seed", range(3))
def test_thousands_of_random_evenings_reach_every_state_and_break_nothing(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret: a walk that can be walked again
    reached: set[State] = set()
    for _ in range(200):
        thing = chance.choice([None, "Run"])
        walked = Walk(replace(day(), state=State.NAMED if thing else State.PLANNED, commitment=thing))
        walked.pass_time(chance.choice([0, 15 * 60, 15 * 60 + 20]), is_down=False)  # 05:00, 20:00, 20:20
        for _ in range(40):
            reached.add(walked.day.state)
            move = chance.choices(["say", "pass", "sleep", "arrive", "pair"], [10, 10, 2, 4, 0.3])[0]
            match move:
                case "say":
                    walked.say(chance.randrange(60), besides=chance.choice([(Done, Name), (Done,), (Done,), ()]))
                case "pass" | "sleep":
                    walked.pass_time(chance.choice([0, 1, 10, 30, 60, 240]), is_down=move == "sleep")
                case "arrive":
                    walked.deliver()
                case _:
                    walked.happen(PartnerGone())
                    walked.pair_id = chance.choice([None, PairId(1), PairId(2)])
    assert reached == set(State) - {State.OFF}


@settings(max_examples=100, deadline=None)
@given(moves=steps)
def test_a_day_whose_thing_was_saved_the_evening_before_keeps_the_same_promises(moves: list[tuple[str, int]]) -> None:
    walked = walk(replace(day(), state=State.NAMED, commitment="Run"), moves)
    assert walked.told[Kind.MORNING_ASK] == 0
    assert walked.told[Kind.EVENING_ASK_UNNAMED] == 0


@settings(max_examples=100, deadline=None)
@given(moves=steps, event=st.sampled_from(range(len(SAYINGS))))
def test_what_happens_twice_at_once_is_refused_or_changes_nothing_more(
    moves: list[tuple[str, int]], event: int
) -> None:
    walked = walk(day(), moves)
    walked.happen(SAYINGS[event](walked.now))
    once, told = walked.day, walked.told.total()
    walked.happen(SAYINGS[event](walked.now))
    assert replace(walked.day, version=once.version) == once
    assert walked.told.total() == told


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("event", range(len(SAYINGS)))
def test_a_refusal_is_a_reason_and_every_event_meets_every_state(state: State, event: int) -> None:
    is_over = state in ENDED
    start = replace(
        day(),
        state=state,
        step=Step.END,
        commitment=None if state in {State.PLANNED, State.ASKED, State.UNNAMED} else "Run",
        evening_asked=state not in {State.PLANNED, State.ASKED, State.NAMED},
        pair_id=PairId(1),
        closed_at=day().ends_at if is_over else None,
        due_at=None if is_over else day().ends_at,
        undo_to=State.CHECKING if state is State.DONE else None,
        done_at=day().evening_at if state is State.DONE else None,
    )
    now = day().evening_at + timedelta(minutes=5)
    situation = Situation(now, pair_id=PairId(1), has_day_pair=True, is_partner_reachable=True)
    said = SAYINGS[event](now)
    try:
        first = advance(start, said, situation)
    except Refused as refused:
        with pytest.raises(Refused) as again:
            advance(start, said, situation)
        assert again.value.reason is refused.reason  # noqa: PT017  a refusal is one of two fine outcomes
    else:
        assert advance(start, said, situation) == first
        assert not (is_over and not first[0].is_over)


@pytest.mark.parametrize("state", [state for state in State if state not in ENDED])
def test_a_day_of_any_state_closes_at_its_end_without_a_word(state: State) -> None:
    start = replace(day(), state=state, commitment="Run", step=Step.NUDGE)
    closed, notices = advance(start, Due(), Situation(start.ends_at, pair_id=PairId(1), has_day_pair=True))
    assert notices == ()
    assert closed.is_over
    assert closed.due_at is None


def test_a_due_step_waits_its_full_gap_from_when_the_ask_arrived() -> None:
    asked, _ = advance(replace(day(), step=Step.EVENING_ASK), Due(), Situation(day().evening_at))
    arrived = day().evening_at + timedelta(minutes=20)
    told, _ = advance(asked, Delivered(Kind.EVENING_ASK_UNNAMED, arrived), Situation(arrived))
    assert (told.step, told.due_at) == (Step.EVENING_REMINDER, arrived + timedelta(minutes=30))


def test_an_ask_that_never_arrived_leads_to_no_reminder() -> None:
    asked, _ = advance(replace(day(), step=Step.EVENING_ASK), Due(), Situation(day().evening_at))
    assert (asked.step, asked.due_at) == (Step.END, asked.ends_at)


def test_a_day_given_up_with_the_check_ins_is_nobodys_miss() -> None:
    after, notices = advance(replace(day(), state=State.UNMET), GiveUp(), Situation(day().evening_at))
    assert (after.state, after.due_at, notices) == (State.OFF, None, ())


def test_a_done_day_that_is_given_up_stays_done() -> None:
    done, _ = advance(
        replace(day(), state=State.NAMED, commitment="Run"), Done(), Situation(day().morning_at, today=MONDAY)
    )
    after, _ = advance(done, GiveUp(), Situation(day().evening_at))
    assert after.state is State.DONE


@settings(max_examples=200, deadline=None)
@given(
    zone=st.sampled_from(["Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "America/Santiago", "UTC"]),
    closed_on=st.dates(MONDAY, MONDAY.replace(year=2029)),
    hours_late=st.integers(0, 24 * 20),
)
def test_dates_only_increase_and_the_next_day_lies_ahead(zone: str, closed_on: date, hours_late: int) -> None:
    somebody = member(zone=zone)
    last = plan_day(somebody, closed_on)
    now = last.ends_at + timedelta(hours=hours_late)
    closed, _ = advance(last, Due(), Situation(now))
    following = next_day(somebody, closed, now=now)
    assert following.date > closed.date
    assert following.date == max(calendar.date_at(now, zone), closed_on + timedelta(days=1))
    assert following.ends_at > now
    assert first_day(somebody, now=now, last=following).date == following.date + timedelta(days=1)


@pytest.mark.parametrize(
    ("hours_before_evening", "expected"), [(2, MONDAY), (1.99, MONDAY + timedelta(days=1)), (12, MONDAY)]
)
def test_check_ins_begin_today_if_two_hours_are_left(hours_before_evening: float, expected: date) -> None:
    now = day().evening_at - timedelta(hours=hours_before_evening)
    first = first_day(member(), now=now, last=None)
    assert first.date == expected
    assert first.due_at == max(now, calendar.instant(expected, member().morning, "Europe/Berlin"))


def test_what_was_planned_is_the_next_days_thing() -> None:
    planned, _ = advance(day(), PlanTomorrow("Swim"), Situation(day().morning_at))
    closed, _ = advance(planned, Due(), Situation(day().ends_at))
    following = next_day(member(), closed, now=day().ends_at)
    assert (following.commitment, following.state, following.step) == ("Swim", State.NAMED, Step.MORNING_ASK)


@pytest.mark.parametrize(
    ("event", "state", "reason"),
    [
        (Done(), State.DONE, Reason.ALREADY_DONE),
        (Done(), State.ASKED, Reason.NOTHING_NAMED),
        (Undo(), State.SAVED, Reason.NO_LONGER_APPLIES),
        (Wait(), State.NUDGED, Reason.ALREADY_ASKED_PARTNER),
        (NotYet(None), State.CALLING, Reason.ALREADY_ASKED_PARTNER),
        (TakeCall(), State.CALLING, Reason.CALL_TAKEN),
        (TakeCall(), State.UNMET, Reason.CALL_ENDED),
        (WeDidIt(Party.MEMBER), State.UNMET, Reason.CALL_ENDED),
        (Name("Run", MONDAY_NOON := day().morning_at, None), State.DONE, Reason.ALREADY_NAMED),
        (Replace("Swim", MONDAY_NOON, None), State.CHECKING, Reason.TOO_LATE_TO_CHANGE),
        (Cheer(ReadyCheer.PROUD), State.NAMED, Reason.NO_LONGER_APPLIES),
    ],
)
def test_what_no_longer_applies_says_why(event: Event, state: State, reason: Reason) -> None:
    thing = None if state is State.ASKED else "Run"
    with pytest.raises(Refused) as refused:
        advance(replace(day(), state=state, commitment=thing), event, Situation(day().morning_at, today=MONDAY))
    assert refused.value.reason is reason
