"""Going for good: everything about a member is deleted, the phone number first."""

from bot.domain.errors import Reason, Refused
from bot.domain.kinds import Kind
from bot.domain.question import Question, Topic
from bot.services.act import Act
from bot.services.means import Means
from bot.services.pairing import end_pact
from bot.services.phones import forget_number


async def ask(act: Act) -> None:
    """Say what goes, and ask for the word that confirms it."""
    await act.uow.questions.ask(Question(act.member.id, Topic.DELETE, act.now))
    await act.answer(Kind.DELETE_QUESTION)


async def hear(act: Act, means: Means, text: str) -> None:
    """Delete everything, if that is the word; anything else leaves it all, and the question open."""
    if not means.confirms_deletion(text):
        raise Refused(Reason.NOT_CONFIRMED)
    member = act.member
    await forget_number(act.uow, member.id, act.now)
    open_pair = await act.uow.pairs.open_of(member.id)
    if open_pair is not None:
        partner = await act.uow.members.get(open_pair.partner_of(member.id))
        await end_pact(act, open_pair, partner, is_named=False)
    pairs = await act.uow.pairs.all_of(member.id)
    for pair in pairs:
        await act.uow.outbox.forget_pair(pair.id, member.id)
        await act.uow.pairs.remove(pair.id)
    profile = member.profile
    names = [name for name in (profile.name, profile.username) if name is not None]
    await act.uow.outbox.blank(profile.account_id, names, [pair.partner_of(member.id) for pair in pairs])
    await act.answer(Kind.GOODBYE, {"language": member.language})  # goes with the rest, but for what is in hand
    await act.uow.members.remove(member.id)
