"""Cheers: the ready ones, and those in one's own words, pictures or voice."""

from collections.abc import Mapping

from bot.chat.buttons import Action, Malformed
from bot.chat.turn import Handler, Turn
from bot.domain.day import DayId
from bot.domain.kinds import ReadyCheer
from bot.services import cheering, hearing


async def cheer(turn: Turn) -> None:
    """A ready cheer."""
    name = turn.tapped.word(1)
    if name not in set(ReadyCheer):
        raise Malformed(name)
    await cheering.cheer(turn.act, _day(turn), ReadyCheer(name))


async def own_cheer(turn: Turn) -> None:
    """Write your own."""
    await cheering.ask_for_own(turn.act, _day(turn))


async def hear_media(turn: Turn) -> None:
    """Something else than text."""
    await hearing.hear_media(turn.act, turn.reply_to, can_copy=turn.can_copy)


def _day(turn: Turn) -> DayId:
    return DayId(turn.tapped.number())


BUTTONS: Mapping[Action, Handler] = {
    Action.CHEER: cheer,
    Action.OWN_CHEER: own_cheer,
}
