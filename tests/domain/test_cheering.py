"""What the two say to each other about a day that is done: only while that is so, and not without end."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.cheering import MOST_EACH_WAY, read_cheer
from bot.domain.day import Day, State
from bot.domain.errors import Reason, Refused
from bot.domain.events import OwnCheer
from bot.domain.kinds import Kind
from bot.domain.machine import advance
from bot.domain.notices import Notice, Party
from tests.domain.examples import at, day, together

NOON = at("12:00")
DONE = replace(day(), state=State.DONE, commitment="Run", done_at=NOON, undo_to=State.NAMED)


def said(by: Party, *, when: datetime = NOON, ordinal: int = 1, words: str | None = "Bravo") -> OwnCheer:
    return OwnCheer(by, when, ordinal, words, None if words is not None else (700, 12))


def say(of: Day, event: OwnCheer) -> tuple[Day, tuple[Notice, ...]]:
    return advance(of, event, together(event.at))


def refused(reason: Reason) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{reason.value}$")


def test_the_partners_words_are_the_days_cheer_and_the_members_answer_changes_nothing() -> None:
    cheered, notices = say(DONE, said(Party.PARTNER))
    assert cheered == replace(DONE, cheered=True)
    assert [(notice.kind, notice.to, notice.facts["said"]) for notice in notices] == [
        (Kind.OWN_CHEER, Party.MEMBER, "Bravo")
    ]
    answered, notices = say(cheered, said(Party.MEMBER, ordinal=2))
    assert answered == cheered
    assert [(notice.kind, notice.to, notice.ordinal) for notice in notices] == [(Kind.OWN_CHEER, Party.PARTNER, 2)]


def test_what_is_no_text_is_announced_and_then_copied() -> None:
    _, notices = say(DONE, said(Party.PARTNER, words=None))
    assert [notice.kind for notice in notices] == [Kind.OWN_CHEER, Kind.CHEER_COPY]
    assert {(notice.facts["copied_from"], notice.facts["copied"]) for notice in notices} == {(700, 12)}


def test_so_many_go_each_way_and_no_more() -> None:
    assert say(DONE, said(Party.PARTNER, ordinal=MOST_EACH_WAY))[1]
    with refused(Reason.ENOUGH_CHEERS):
        say(DONE, said(Party.PARTNER, ordinal=MOST_EACH_WAY + 1))


@pytest.mark.parametrize("state", sorted(frozenset(State) - {State.DONE, State.DONE_LATE}))
def test_a_day_that_is_not_done_is_not_cheered(state: State) -> None:
    with refused(Reason.NOT_DONE_AFTER_ALL):
        say(replace(DONE, state=state), said(Party.PARTNER))


def test_it_counts_for_a_day_after_the_days_end_or_after_a_late_done() -> None:
    assert say(DONE, said(Party.PARTNER, when=at("02:59", days=1)))[0].cheered
    with refused(Reason.DAY_OVER):
        say(DONE, said(Party.PARTNER, when=at("03:00", days=2)))
    late = replace(DONE, state=State.DONE_LATE, done_at=at("20:00", days=1), closed_at=at("03:00", days=1))
    assert say(late, said(Party.PARTNER, when=at("19:59", days=2)))[0].cheered
    with refused(Reason.DAY_OVER):
        say(late, said(Party.PARTNER, when=at("20:00", days=2)))


def test_1_to_280_characters_are_taken() -> None:
    assert read_cheer(" Bravo \n") == "Bravo"
    assert read_cheer("🎉" * 280) == "🎉" * 280
    with refused(Reason.TOO_LONG):
        read_cheer("x" * 281)
    for nothing in ("", "\u200b"):
        with refused(Reason.NOTHING_TO_SEE):
            read_cheer(nothing)
    for unreadable in ("a\0b", "\ud83d"):
        with refused(Reason.UNREADABLE):
            read_cheer(unreadable)
