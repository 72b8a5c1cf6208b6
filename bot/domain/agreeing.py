"""The agreed words: what the two say on a miss. One proposes others, and they hold once the other accepts."""

from dataclasses import replace
from hashlib import sha256

from bot.domain.commitment import read_typed
from bot.domain.errors import Reason, Refused
from bot.domain.member import MemberId
from bot.domain.pair import LONGEST_WORDS, Pair

_MARK_LENGTH = 16


def read_words(text: str) -> str:
    """Return what was typed as agreed words, trimmed, or raise `Refused` when it can't be kept."""
    return read_typed(text, longest=LONGEST_WORDS, nothing_there=Reason.NOTHING_TO_SEE)


def mark_of(pair: Pair) -> str:
    """Return what tells the pair's open proposal from an earlier one, short enough for a button."""
    told = f"{pair.proposed_by}:{'' if pair.proposed_words is None else pair.proposed_words}"
    return sha256(told.encode()).hexdigest()[:_MARK_LENGTH]


def propose(pair: Pair, by: MemberId, words: str | None) -> Pair:
    """Return the pair with a proposal in place of any before; None stands for the words that every pair has at first.

    Who proposes just what the other has proposed already accepts it.
    """
    if words == pair.words:
        raise Refused(Reason.SAME_WORDS)
    if pair.proposed_by is not None and pair.proposed_words == words:
        if pair.proposed_by == by:
            raise Refused(Reason.OWN_PROPOSAL)
        return _settled(replace(pair, words=words))
    return replace(pair, proposed_words=words, proposed_by=by)


def agree(pair: Pair, by: MemberId, mark: str) -> Pair:
    """Return the pair with the words that were proposed; `mark` tells which proposal was read."""
    _check_answer(pair, by, mark)
    return _settled(replace(pair, words=pair.proposed_words))


def keep(pair: Pair, by: MemberId, mark: str) -> Pair:
    """Return the pair with its words as they are, and the proposal gone."""
    _check_answer(pair, by, mark)
    return _settled(pair)


def _check_answer(pair: Pair, by: MemberId, mark: str) -> None:
    if pair.proposed_by is None or mark != mark_of(pair):
        raise Refused(Reason.NO_LONGER_APPLIES)
    if pair.proposed_by == by:
        raise Refused(Reason.OWN_PROPOSAL)


def _settled(pair: Pair) -> Pair:
    return replace(pair, proposed_words=None, proposed_by=None)
