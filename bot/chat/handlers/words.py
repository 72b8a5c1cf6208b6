"""The agreed words: what the two say on a miss."""

from collections.abc import Mapping

from bot.chat.buttons import Action
from bot.chat.turn import Handler, Turn
from bot.domain.pair import PairId
from bot.services import agreeing


async def show(turn: Turn) -> None:
    """`/words`."""
    await agreeing.show(turn.act)


async def change(turn: Turn) -> None:
    """Change them."""
    await agreeing.ask(turn.act, _pair(turn))


async def propose_first(turn: Turn) -> None:
    """Our first words."""
    await agreeing.propose_first(turn.act, _pair(turn))


async def agree(turn: Turn) -> None:
    """Yes, let's say that."""
    await agreeing.agree(turn.act, _pair(turn), turn.tapped.word(1))


async def keep(turn: Turn) -> None:
    """Keep ours."""
    await agreeing.keep(turn.act, _pair(turn), turn.tapped.word(1))


def _pair(turn: Turn) -> PairId:
    return PairId(turn.tapped.number())


COMMANDS: Mapping[str, Handler] = {"words": show}
BUTTONS: Mapping[Action, Handler] = {
    Action.CHANGE_WORDS: change,
    Action.FIRST_WORDS: propose_first,
    Action.AGREE_WORDS: agree,
    Action.KEEP_WORDS: keep,
}
