"""How somebody wants to be called."""

from collections.abc import Mapping

from bot.chat.buttons import Action, Malformed
from bot.chat.turn import Handler, Turn
from bot.domain.member import CallWay
from bot.domain.pair import PairId
from bot.services import ways


async def show(turn: Turn) -> None:
    """How to call me."""
    await ways.show(turn.act, turn.means.vault)


async def choose(turn: Turn) -> None:
    """Profile, phone number, or room link."""
    name = turn.tapped.word()
    if name not in set(CallWay):
        raise Malformed(name)
    await ways.choose(turn.act, turn.means.vault, CallWay(name))


async def ask_room(turn: Turn) -> None:
    """Change the room."""
    await ways.ask_room(turn.act)


async def remove_number(turn: Turn) -> None:
    """Remove my number."""
    await ways.remove_number(turn.act, turn.means.vault)


async def remove_room(turn: Turn) -> None:
    """Remove the room."""
    await ways.remove_room(turn.act, turn.means.vault, PairId(turn.tapped.number()))


async def hear_contact(turn: Turn) -> None:
    """A contact card."""
    if turn.contact is None:
        raise LookupError("no contact card was sent")
    await ways.hear_contact(turn.act, turn.means.vault, turn.contact)


BUTTONS: Mapping[Action, Handler] = {
    Action.WAYS: show,
    Action.WAY: choose,
    Action.ASK_ROOM: ask_room,
    Action.REMOVE_NUMBER: remove_number,
    Action.REMOVE_ROOM: remove_room,
}
