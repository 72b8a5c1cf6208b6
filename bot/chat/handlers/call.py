"""The call: what a partner taps, and what both do."""

from collections.abc import Mapping

from bot.chat.buttons import Action
from bot.chat.turn import Handler, Turn
from bot.domain.day import DayId
from bot.domain.events import CantTonight, TakeCall
from bot.services import checkins


async def calling(turn: Turn) -> None:
    """I'm calling now."""
    await checkins.answer_nudge(turn.act, _day(turn), TakeCall())


async def cant(turn: Turn) -> None:
    """I can't tonight."""
    await checkins.answer_nudge(turn.act, _day(turn), CantTonight())


async def we_did_it(turn: Turn) -> None:
    """We did it."""
    await checkins.settle_call(turn.act, _day(turn), was_done=True)


async def not_reached(turn: Turn) -> None:
    """Couldn't reach."""
    await checkins.settle_call(turn.act, _day(turn), was_done=False)


def _day(turn: Turn) -> DayId:
    return DayId(turn.tapped.number())


BUTTONS: Mapping[Action, Handler] = {
    Action.CALLING: calling,
    Action.CANT: cant,
    Action.WE_DID_IT: we_did_it,
    Action.NOT_REACHED: not_reached,
}
