"""The rules by which notices are told, and whether one is still true right before it is sent."""

from dataclasses import replace

import pytest

from bot.domain.day import State
from bot.domain.kinds import Kind
from bot.domain.notices import REPLY_RULE, RULES, Party, Priority, Sound, rule_of, still_true
from tests.domain.examples import day


def true(kind: Kind, state: State, *, thing: str | None = "Run", told: str | None = "Run", paired: bool = True) -> bool:
    about = replace(day(), state=state, commitment=thing)
    return still_true(kind, {"thing": told}, day=about, is_paired=paired)


@pytest.mark.parametrize(
    ("kind", "so", "not_so"),
    [
        (Kind.MORNING_ASK, State.ASKED, State.NAMED),
        (Kind.MORNING_CARD, State.NAMED, State.DONE),
        (Kind.MORNING_REMINDER, State.ASKED, State.UNNAMED),
        (Kind.EVENING_ASK, State.CHECKING, State.DONE),
        (Kind.EVENING_REMINDER, State.CHECKING, State.HELD),
        (Kind.EVENING_CHECK, State.CHECKING, State.PARTLY),
        (Kind.CALL_NUDGE, State.NUDGED, State.DONE),
        (Kind.AGREED_WORDS, State.CALLING, State.SAVED),
        (Kind.SAVED, State.SAVED, State.DONE),
        (Kind.CANT_TONIGHT, State.UNMET, State.DONE),
        (Kind.PARTNER_DONE, State.DONE, State.NAMED),
        (Kind.PARTNER_UNDONE, State.NAMED, State.DONE),
        (Kind.PARTNER_NAMED, State.NAMED, State.MISSED),
        (Kind.CHEER, State.DONE_LATE, State.NAMED),
        (Kind.PARTNER_SKIPPED, State.SKIPPED, State.NAMED),
        (Kind.SILENCE_QUESTION, State.ASKED, State.NAMED),
        (Kind.PARTNER_ON_HOLD, State.OFF, State.ASKED),
    ],
)
def test_a_notice_is_true_in_its_states_alone(kind: Kind, so: State, not_so: State) -> None:
    assert true(kind, so)
    assert not true(kind, not_so)


@pytest.mark.parametrize("kind", [kind for kind in Kind if rule_of(kind).states is not None])
def test_nothing_is_asked_about_a_day_that_is_done_or_set_aside(kind: Kind) -> None:
    if rule_of(kind).priority in (Priority.ASK, Priority.LADDER) and kind is not Kind.SAVED:
        assert not any(
            true(kind, state) for state in (State.DONE, State.SAVED, State.DONE_LATE, State.OFF, State.SKIPPED)
        )
    else:
        assert any(true(kind, state) for state in State)


def test_a_notice_about_a_thing_is_untrue_once_there_is_another() -> None:
    assert not true(Kind.PARTNER_NAMED, State.NAMED, thing="Swim", told="Run")
    assert true(Kind.PARTNER_REPLACED, State.NAMED, thing="Swim", told="Swim")


@pytest.mark.parametrize("kind", [kind for kind in Kind if rule_of(kind).needs_pair])
def test_nothing_about_a_partner_is_said_once_the_pact_has_ended(kind: Kind) -> None:
    assert not any(true(kind, state, paired=False) for state in State)


def test_what_the_partner_hears_needs_the_pact_unless_it_is_about_its_end() -> None:
    about_no_pair = {Kind.DECLINED, Kind.NEW_INVITE_WISHED, Kind.PARTNER_LEFT}
    to_the_member = {Kind.SILENCE_QUESTION, Kind.ON_HOLD, Kind.COMING_BACK}
    news = {kind for kind, rule in RULES.items() if rule.priority is Priority.NEWS}
    assert {kind for kind in news if not rule_of(kind).needs_pair} == about_no_pair | to_the_member


def test_replies_come_first_and_ring() -> None:
    assert rule_of(Kind.HELP) is REPLY_RULE
    assert REPLY_RULE.priority is min(Priority)
    assert rule_of(Kind.CALL_NUDGE).sound is Sound.LOUD
    assert rule_of(Kind.CALL_NUDGE).priority < rule_of(Kind.MORNING_ASK).priority < rule_of(Kind.PARTNER_DONE).priority


def test_each_of_two_parties_is_the_others_other() -> None:
    assert Party.MEMBER.other is Party.PARTNER
    assert Party.PARTNER.other is Party.MEMBER
