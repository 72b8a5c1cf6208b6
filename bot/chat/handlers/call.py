"""The call: what a partner taps, and what both do."""

from collections.abc import Mapping

from bot.chat.buttons import Action, Malformed
from bot.chat.turn import Handler, Turn
from bot.domain.day import DayId
from bot.services import calling, nudging
from bot.services.calling import Whose


async def take_call(turn: Turn) -> None:
    """I'm calling now."""
    await calling.take_call(turn.act, _day(turn))


async def snooze(turn: Turn) -> None:
    """In 15 minutes."""
    await calling.snooze(turn.act, _day(turn))


async def cant(turn: Turn) -> None:
    """I can't tonight."""
    await calling.cant_tonight(turn.act, _day(turn))


async def we_did_it(turn: Turn) -> None:
    """We did it."""
    await calling.we_did_it(turn.act, _day(turn))


async def did(turn: Turn) -> None:
    """Whose it was."""
    whose = turn.tapped.word(1)
    if whose not in set(Whose):
        raise Malformed(whose)
    await calling.did(turn.act, _day(turn), Whose(whose))


async def extend(turn: Turn) -> None:
    """15 more minutes."""
    await calling.extend(turn.act, _day(turn))


async def not_reached(turn: Turn) -> None:
    """Couldn't reach."""
    await calling.couldnt_reach(turn.act, _day(turn))


async def nudge(turn: Turn) -> None:
    """`/nudge`."""
    await nudging.nudge(turn.act)


async def nudge_about(turn: Turn) -> None:
    """Nudge."""
    await nudging.nudge_about(turn.act, _day(turn))


def _day(turn: Turn) -> DayId:
    return DayId(turn.tapped.number())


COMMANDS: Mapping[str, Handler] = {"nudge": nudge}
BUTTONS: Mapping[Action, Handler] = {
    Action.NUDGE: nudge_about,
    Action.CALLING: take_call,
    Action.SNOOZE: snooze,
    Action.CANT: cant,
    Action.WE_DID_IT: we_did_it,
    Action.DID: did,
    Action.EXTEND: extend,
    Action.NOT_REACHED: not_reached,
}
