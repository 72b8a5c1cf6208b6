"""Skipping, being away, coming back, and what to do about a partner who fell silent."""

from collections.abc import Mapping
from datetime import date

from bot.chat.buttons import Action, Malformed
from bot.chat.turn import Handler, Turn
from bot.domain.pair import PairId
from bot.services import absence


async def skip(turn: Turn) -> None:
    """`/skip`."""
    await absence.skip(turn.act)


async def away(turn: Turn) -> None:
    """`/away`, alone or with a date behind it."""
    if turn.text:
        await absence.hear_until_when(turn.act, turn.means.read_date, turn.text)
    else:
        await absence.ask_until_when(turn.act)


async def ask_away(turn: Turn) -> None:
    """A few days off."""
    await absence.ask_until_when(turn.act)


async def away_until(turn: Turn) -> None:
    """A date that was offered."""
    try:
        until = date.fromisoformat(turn.tapped.word())
    except ValueError as error:
        raise Malformed(turn.tapped.word()) from error
    await absence.go_away(turn.act, until)


async def back(turn: Turn) -> None:
    """`/back`, and its button."""
    await absence.come_back(turn.act)


async def im_here(turn: Turn) -> None:
    """I'm here."""
    await absence.say_here(turn.act)


async def wait_for(turn: Turn) -> None:
    """Wait for somebody who fell silent."""
    await absence.wait_for_partner(turn.act, PairId(turn.tapped.number()))


async def part(turn: Turn) -> None:
    """Go on alone."""
    await absence.ask_to_part(turn.act, PairId(turn.tapped.number()), invites=False)


async def part_for_another(turn: Turn) -> None:
    """Invite somebody else."""
    await absence.ask_to_part(turn.act, PairId(turn.tapped.number()), invites=True)


COMMANDS: Mapping[str, Handler] = {"skip": skip, "away": away, "back": back}
BUTTONS: Mapping[Action, Handler] = {
    Action.ASK_AWAY: ask_away,
    Action.AWAY: away_until,
    Action.BACK: back,
    Action.IM_HERE: im_here,
    Action.WAIT_FOR: wait_for,
    Action.PART: part,
    Action.PART_FOR_ANOTHER: part_for_another,
}
