"""The agreed words: shown, proposed, accepted or kept as they are."""

from collections.abc import Callable

from bot.domain import agreeing
from bot.domain.errors import Fact, Reason, Refused
from bot.domain.kinds import Kind
from bot.domain.member import Member, Standing
from bot.domain.pair import Pair, PairId
from bot.domain.question import Question, Topic
from bot.services.act import Act
from bot.services.telling import tell_of_pair

FirstWords = Callable[[str], str]


async def show(act: Act) -> None:
    """Show what the two say on a miss, and what one of them would rather say."""
    pair = await _pair_of(act)
    await act.answer(Kind.WORDS, await _facts(act, pair), pair_id=pair.id)


async def ask(act: Act, pair_id: PairId) -> None:
    """Open the question what they would rather say."""
    pair = await _named_pair(act, pair_id)
    if act.member.standing is Standing.JOINING:
        raise Refused(Reason.STILL_JOINING)  # whatever they type is about their city or their times
    await act.uow.questions.ask(Question(act.member.id, Topic.WORDS, act.now))
    await act.answer(Kind.WORDS_QUESTION, await _facts(act, pair), pair_id=pair.id, in_place=False)


async def hear(act: Act, first_words: FirstWords, text: str) -> None:
    """Take a text as the words that the member would rather say."""
    pair = await _pair_of(act)
    words = agreeing.read_words(text)
    await act.uow.questions.clear(act.member.id)
    await _propose(act, pair, None if words == first_words(act.member.language) else words)


async def propose_first(act: Act, pair_id: PairId) -> None:
    """Propose the words that every pair has at first, which each reads in their own language."""
    await _propose(act, await _named_pair(act, pair_id), None)


async def agree(act: Act, pair_id: PairId, mark: str) -> None:
    """Accept what the partner proposed; both read it."""
    pair = await _named_pair(act, pair_id)
    await _tell_agreed(act, agreeing.agree(pair, act.member.id, mark))


async def keep(act: Act, pair_id: PairId, mark: str) -> None:
    """Leave the words as they are; who proposed others hears it in neutral words."""
    kept = agreeing.keep(await _named_pair(act, pair_id), act.member.id, mark)
    await act.uow.pairs.save(kept)
    await act.answer(Kind.WORDS_KEPT, await _facts(act, kept), pair_id=kept.id)
    await _tell_partner(act, kept, Kind.PARTNER_KEPT_WORDS)


async def _propose(act: Act, pair: Pair, words: str | None) -> None:
    proposed = agreeing.propose(pair, act.member.id, words)
    if proposed.proposed_by is None:
        await _tell_agreed(act, proposed)
        return
    await act.uow.pairs.save(proposed)
    await act.answer(Kind.WORDS_PROPOSED, await _facts(act, proposed), pair_id=pair.id)
    await _tell_partner(act, proposed, Kind.WORDS_PROPOSAL)


async def _tell_agreed(act: Act, agreed: Pair) -> None:
    await act.uow.pairs.save(agreed)
    await act.answer(Kind.WORDS_AGREED, await _facts(act, agreed), pair_id=agreed.id)
    await _tell_partner(act, agreed, Kind.WORDS_AGREED)


async def _tell_partner(act: Act, pair: Pair, kind: Kind) -> None:
    facts = _facts_for(pair, await _partner(act, pair), act.member)
    cause = f"u{act.update_id}"
    await tell_of_pair(act.uow, kind, await _partner(act, pair), cause=cause, now=act.now, facts=facts, pair_id=pair.id)


async def _facts(act: Act, pair: Pair) -> dict[str, Fact]:
    return _facts_for(pair, act.member, await _partner(act, pair))


def _facts_for(pair: Pair, reader: Member, other: Member) -> dict[str, Fact]:
    """Return what `reader` may be told of the words; None for words: those that every pair has at first."""
    return {
        "pair": pair.id,
        "name": other.name,
        "is_told": not other.has_blocked,
        "words": pair.words,
        "is_proposed": pair.proposed_by is not None,
        "is_own_proposal": pair.proposed_by == reader.id,
        "proposed": pair.proposed_words,
        "mark": agreeing.mark_of(pair),
    }


async def _partner(act: Act, pair: Pair) -> Member:
    return await act.uow.members.get(pair.partner_of(act.member.id))


async def _pair_of(act: Act) -> Pair:
    pair = await act.uow.pairs.open_of(act.member.id)
    if pair is None:
        raise Refused(Reason.NO_PARTNER)
    return pair


async def _named_pair(act: Act, pair_id: PairId) -> Pair:
    """Return the pair that a button is about, if it is the acting member's and still stands."""
    pair = await act.uow.pairs.open_of(act.member.id)
    if pair is not None and pair.id == pair_id:
        return pair
    try:
        meant = await act.uow.pairs.get(pair_id)
    except LookupError as error:
        raise Refused(Reason.NO_LONGER_APPLIES) from error
    raise Refused(Reason.FORMER_PARTNER if act.member.id in meant.members else Reason.NOT_YOURS)
