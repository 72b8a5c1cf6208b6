"""The pair's own group: becoming a pair there, bringing it, taking it away."""

from collections.abc import Mapping

from bot.chat.buttons import Action, Malformed
from bot.chat.turn import Handler, Turn
from bot.domain.group import HERE, Takes
from bot.domain.pair import PairId
from bot.services import groups

OFF = "off"


async def greet(turn: Turn) -> None:
    """`/start` in a group: a link that brings the bot gives it, too; with `here` behind it, it is for a pair."""
    await groups.arrive(turn.act, is_for_pair=turn.text == HERE)


async def here(turn: Turn) -> None:
    """`/here`, in a group or in private."""
    word = turn.text.strip().lower()
    if word == OFF:
        await groups.take_away(turn.act)
    elif turn.act.group_chat is None:
        await groups.explain(turn.act)
    else:
        await groups.bring(turn.act, Takes.NEWS if word == Takes.NEWS else Takes.ASKS)


async def show_pact(turn: Turn) -> None:
    """I'm in."""
    await groups.show_pact(turn.act)


async def say_yes(turn: Turn) -> None:
    """Yes to the pact, in a group."""
    await groups.say_yes(turn.act, turn.means.admission)


async def take_back(turn: Turn) -> None:
    """Take one's yes back."""
    await groups.take_back(turn.act)


async def agree(turn: Turn) -> None:
    """Yes, here."""
    name = turn.tapped.word(1)
    if name not in set(Takes):
        raise Malformed(name)
    await groups.agree(turn.act, PairId(turn.tapped.number()), Takes(name))


async def disagree(turn: Turn) -> None:
    """Keep it private."""
    await groups.disagree(turn.act, PairId(turn.tapped.number()))


async def take_away(turn: Turn) -> None:
    """Back to private."""
    await groups.take_away(turn.act)


COMMANDS: Mapping[str, Handler] = {HERE: here}
GROUP_COMMANDS: Mapping[str, Handler] = {"start": greet, HERE: here}
BUTTONS: Mapping[Action, Handler] = {
    Action.IM_IN: show_pact,
    Action.PACT_YES: say_yes,
    Action.PACT_BACK: take_back,
    Action.HERE_YES: agree,
    Action.HERE_NO: disagree,
    Action.HERE_OFF: take_away,
}
