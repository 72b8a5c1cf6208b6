"""For each button, how it comes to be live, and on whose phone."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.chat.buttons import Action
from playground.telegram import Button
from tests.who_may.cast import Cast
from tests.who_may.matrix import Role


async def _alone(_cast: Cast) -> None:
    """Ana is alone, and Emil has her invite."""


async def _paired(cast: Cast) -> None:
    """Ben accepts her invite, so that Emil's card is out of date."""
    await cast.ben.open_link(cast.link)
    await cast.ben.tap("Yes, let's do this")


async def _named(cast: Cast) -> None:
    await _paired(cast)
    await cast.ana.type("Send the application")
    await cast.ben.type("Run")


async def _second_thing(cast: Cast) -> None:
    await _named(cast)
    await cast.ana.type("Or call the agency")


async def _done(cast: Cast) -> None:
    await _named(cast)
    await cast.ana.tap("Done")


async def _evening(cast: Cast) -> None:
    await _named(cast)
    await cast.ben.tap("Done")
    await cast.stage.wind_to("20:00")


async def _late_thing(cast: Cast) -> None:
    await _evening(cast)
    await cast.ana.type("Call the agency")


async def _choosing(cast: Cast) -> None:
    await _evening(cast)
    await cast.ana.tap("Partly")


async def _held(cast: Cast) -> None:
    await _evening(cast)
    await cast.ana.tap("Not yet")


async def _nudged(cast: Cast) -> None:
    await _evening(cast)
    await cast.stage.wind_to("21:00")


async def _on_the_line(cast: Cast) -> None:
    await _nudged(cast)
    await cast.ben.tap("I'm calling now")


async def _withdrawn(cast: Cast) -> None:
    await cast.ana.tap("Withdraw it")
    await cast.phones[Role.STRANGER].open_link(cast.link)


async def _leaving(cast: Cast) -> None:
    await _paired(cast)
    await cast.ana.type("/leave")


async def _last_question(cast: Cast) -> None:
    await _leaving(cast)
    await cast.ana.tap("Leave the pact")


async def _stopped(cast: Cast) -> None:
    await _last_question(cast)
    await cast.ana.tap("Stop them")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The story up to a button, and where that is."""

    story: Callable[[Cast], Awaitable[None]]
    label: str
    owner: Role = Role.SELF

    async def arrange(self, cast: Cast) -> Button:
        """Tell the story, and return the live button."""
        await self.story(cast)
        return cast.phones[self.owner].button(self.label)


ARRANGEMENTS: Mapping[Action, Arrangement] = {
    Action.DONE: Arrangement(_evening, "✅ Done"),
    Action.UNDO: Arrangement(_done, "Undo"),
    Action.PARTLY: Arrangement(_evening, "Partly"),
    Action.LEAVE_PARTLY: Arrangement(_choosing, "Leave it at partly"),
    Action.ON_A_CALL: Arrangement(_choosing, "Finish it on a call"),
    Action.NOT_YET: Arrangement(_evening, "Not yet"),
    Action.WAIT: Arrangement(_held, "Wait"),
    Action.CHANGE: Arrangement(_named, "Change it"),
    Action.REPLACE: Arrangement(_second_thing, "Replace"),
    Action.KEEP: Arrangement(_second_thing, "Keep"),
    Action.FOR_TOMORROW: Arrangement(_late_thing, "Save for tomorrow"),
    Action.CALLING: Arrangement(_nudged, "I'm calling now", Role.PARTNER),
    Action.CANT: Arrangement(_nudged, "I can't tonight", Role.PARTNER),
    Action.CHEER: Arrangement(_done, "Well done", Role.PARTNER),
    Action.WE_DID_IT: Arrangement(_on_the_line, "We did it"),
    Action.NOT_REACHED: Arrangement(_on_the_line, "Couldn't reach"),
    Action.INVITE: Arrangement(_alone, "Invite a partner"),
    Action.WITHDRAW: Arrangement(_alone, "Withdraw it"),
    Action.ACCEPT: Arrangement(_alone, "Yes, let's do this", Role.INVITED),
    Action.DECLINE: Arrangement(_alone, "Not for me", Role.INVITED),
    Action.WISH: Arrangement(_withdrawn, "Ask for a new one", Role.STRANGER),
    Action.START: Arrangement(_stopped, "Start again"),
    Action.LEAVE: Arrangement(_leaving, "Leave the pact"),
    Action.STAY: Arrangement(_leaving, "Stay"),
    Action.GO_ON_ALONE: Arrangement(_last_question, "Keep my check-ins"),
    Action.STOP: Arrangement(_last_question, "Stop them"),
}
