"""The agreed words change when both want it, and by nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.agreeing import agree, keep, mark_of, propose, read_words
from bot.domain.errors import Reason, Refused
from bot.domain.member import MemberId
from bot.domain.pair import Pair, PairId

ANA, BEN = MemberId(1), MemberId(2)
PAIR = Pair(PairId(1), (ANA, BEN), datetime(2026, 11, 23, tzinfo=UTC), None)


def refused(reason: Reason) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{reason.value}$")


def test_words_hold_once_the_other_agrees() -> None:
    proposed = propose(PAIR, ANA, "Now")
    assert proposed.words is None
    assert agree(proposed, BEN, mark_of(proposed)) == replace(PAIR, words="Now")
    assert keep(proposed, BEN, mark_of(proposed)) == PAIR


def test_the_first_words_can_be_proposed_like_any_others() -> None:
    pair = replace(PAIR, words="Now")
    proposed = propose(pair, BEN, None)
    assert agree(proposed, ANA, mark_of(proposed)) == PAIR


def test_each_proposal_has_a_mark_of_its_own() -> None:
    pair = replace(PAIR, words="Now")
    proposals = [propose(pair, by, words) for by in (ANA, BEN) for words in (None, "x", "y" * 200, "🎯")]
    marks = {mark_of(proposal) for proposal in proposals}
    assert len(marks) == len(proposals)
    assert all(len(mark) == 16 for mark in marks)
    older, newer = proposals[1:3]
    with refused(Reason.NO_LONGER_APPLIES):
        agree(newer, BEN, mark_of(older))


@pytest.mark.parametrize("answer", [agree, keep])
def test_nobody_answers_their_own_proposal_and_nobody_one_that_is_not_there(answer: object) -> None:
    assert callable(answer)
    proposed = propose(PAIR, ANA, "Now")
    with refused(Reason.OWN_PROPOSAL):
        answer(proposed, ANA, mark_of(proposed))
    with refused(Reason.NO_LONGER_APPLIES):
        answer(PAIR, BEN, mark_of(PAIR))


def test_what_is_said_already_and_what_was_proposed_already_is_no_news() -> None:
    with refused(Reason.SAME_WORDS):
        propose(PAIR, ANA, None)
    with refused(Reason.SAME_WORDS):
        propose(replace(PAIR, words="Now"), ANA, "Now")
    proposed = propose(PAIR, ANA, "Now")
    with refused(Reason.OWN_PROPOSAL):
        propose(proposed, ANA, "Now")
    assert propose(proposed, BEN, "Now") == replace(PAIR, words="Now")


def test_1_to_200_characters_are_taken() -> None:
    assert read_words(" y\n") == "y"
    assert read_words("🎯" * 200) == "🎯" * 200
    with refused(Reason.TOO_LONG):
        read_words("y" * 201)
    for nothing in ("", " \n", "\u200b"):
        with refused(Reason.NOTHING_TO_SEE):
            read_words(nothing)
    for unreadable in ("a\0b", "\ud83d"):
        with refused(Reason.UNREADABLE):
            read_words(unreadable)
