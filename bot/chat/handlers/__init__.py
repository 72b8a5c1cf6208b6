"""One module per feature; here is the table of every command and every button.

`bot.chat.intake` reads these two, and so does the test that tries each of them as a stranger.
"""

from collections.abc import Mapping

from bot.chat.buttons import Action
from bot.chat.handlers import absence, call, cheering, day, going, groups, pairing, settings, start, ways, words
from bot.chat.turn import Handler

COMMANDS: Mapping[str, Handler] = {
    **start.COMMANDS,
    **day.COMMANDS,
    **absence.COMMANDS,
    **settings.COMMANDS,
    **call.COMMANDS,
    **pairing.COMMANDS,
    **going.COMMANDS,
    **words.COMMANDS,
    **groups.COMMANDS,
}
"""By name, without the slash."""

GROUP_COMMANDS: Mapping[str, Handler] = {**groups.GROUP_COMMANDS, **day.GROUP_COMMANDS}
"""Those that are heard in a group."""

BUTTONS: Mapping[Action, Handler] = {
    **start.BUTTONS,
    **day.BUTTONS,
    **absence.BUTTONS,
    **settings.BUTTONS,
    **ways.BUTTONS,
    **call.BUTTONS,
    **cheering.BUTTONS,
    **pairing.BUTTONS,
    **going.BUTTONS,
    **words.BUTTONS,
    **groups.BUTTONS,
}
"""By action; each action has exactly one."""
