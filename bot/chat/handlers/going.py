"""Keeping somebody away, and going for good."""

from collections.abc import Mapping

from bot.chat.buttons import Action
from bot.chat.turn import Handler, Turn
from bot.domain.member import MemberId
from bot.domain.pair import PairId
from bot.services import blocking, deleting


async def ask_to_block(turn: Turn) -> None:
    """`/block`."""
    await blocking.ask(turn.act)


async def block(turn: Turn) -> None:
    """Block."""
    await blocking.block(turn.act, PairId(turn.tapped.number()))


async def block_inviter(turn: Turn) -> None:
    """Don't let them invite me again."""
    await blocking.block_inviter(turn.act, turn.tapped.word())


async def lift(turn: Turn) -> None:
    """Take it back."""
    await blocking.lift(turn.act, MemberId(turn.tapped.number()))


async def ask_to_delete(turn: Turn) -> None:
    """`/delete`."""
    await deleting.ask(turn.act)


COMMANDS: Mapping[str, Handler] = {"block": ask_to_block, "delete": ask_to_delete}
BUTTONS: Mapping[Action, Handler] = {Action.BLOCK: block, Action.BLOCK_INVITER: block_inviter, Action.LIFT: lift}
