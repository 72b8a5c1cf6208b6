"""Opening the bot, and asking what it does."""

from collections.abc import Mapping

from bot.chat.buttons import Action
from bot.chat.turn import Handler, Turn
from bot.domain.kinds import Kind
from bot.services import joining, pairing


async def start(turn: Turn) -> None:
    """`/start`, alone or with the token of an invite behind it."""
    if turn.text:
        await pairing.open_invite(turn.act, turn.means.admission, turn.text)
    else:
        await joining.start(turn.act, turn.means.admission)


async def begin(turn: Turn) -> None:
    """The button that begins the check-ins."""
    await joining.start(turn.act, turn.means.admission)


async def show_help(turn: Turn) -> None:
    """`/help`."""
    await turn.act.answer(Kind.HELP)


COMMANDS: Mapping[str, Handler] = {"start": start, "help": show_help}
BUTTONS: Mapping[Action, Handler] = {Action.START: begin}
