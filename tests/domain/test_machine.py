"""The day machine: that nothing anybody does, in any order, breaks what is promised of a day."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.day import ENDED, FINISHED, Day, State, Step
from bot.domain.errors import Reason, Refused
from bot.domain.events import (
    Cheer,
    Delivered,
    Done,
    Due,
    Event,
    GiveUp,
    Name,
    NotYet,
    PartnerGone,
    Replace,
    Situation,
    TakeCall,
    Undo,
    Wait,
    WeDidIt,
)
from bot.domain.kinds import Kind, ReadyCheer
from bot.domain.machine import advance
from bot.domain.notices import Party
from bot.domain.pair import PairId
from tests.domain.examples import day
from tests.domain.walk import SAYINGS, Walk

FAR_ZONES = ("Europe/Berlin", "Pacific/Auckland", "Pacific/Honolulu", "America/New_York", "Antarctica/Troll")

steps = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(0, 60)),
        st.tuples(st.just("pass"), st.sampled_from([0, 1, 9, 11, 30, 60, 240, 400])),
        st.tuples(
            st.sampled_from(["sleep", "arrive", "say", "pass", "pair", "travel"]), st.sampled_from([0, 1, 2, 30, 150])
        ),
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
            case "travel":
                walked.travel(FAR_ZONES[amount % len(FAR_ZONES)])
            case _:
                walked.happen(PartnerGone())
                walked.pair_id = PairId(amount) if amount else None  # none, the same again, or another
    return walked


@given(moves=steps)
def test_whatever_happens_a_day_keeps_its_promises_and_ends(moves: list[tuple[str, int]]) -> None:
    walked = walk(day(), moves)
    walked.pass_time(2000, is_down=False)
    assert walked.day.is_over
    assert walked.day.closed_at is not None
    assert walked.day.closed_at >= walked.day.ends_at
    assert walked.day.state in FINISHED | ENDED | {State.PARTLY}


@pytest.mark.parametrize(
    ("seed", "evenings"), [(0, 200), *(pytest.param(seed, 500, marks=pytest.mark.thorough) for seed in (1, 2))]
)
def test_thousands_of_random_evenings_reach_every_state_and_break_nothing(seed: int, evenings: int) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret: a walk that can be walked again
    reached: set[State] = set()
    for _ in range(evenings):
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
    assert reached == set(State)


@given(moves=steps)
def test_a_day_whose_thing_was_saved_the_evening_before_keeps_the_same_promises(moves: list[tuple[str, int]]) -> None:
    walked = walk(replace(day(), state=State.NAMED, commitment="Run"), moves)
    assert walked.told[Kind.MORNING_ASK] == 0
    assert walked.told[Kind.EVENING_ASK_UNNAMED] == 0


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
    situation = Situation(now, pair_id=PairId(1), has_day_pair=True, can_partner_call=True)
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
    done, _ = advance(replace(day(), state=State.NAMED, commitment="Run"), Done(), Situation(day().morning_at))
    after, _ = advance(done, GiveUp(), Situation(day().evening_at))
    assert after.state is State.DONE


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
        advance(replace(day(), state=state, commitment=thing), event, Situation(day().morning_at))
    assert refused.value.reason is reason
