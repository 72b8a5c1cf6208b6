"""Leaving, blocking, deleting."""

from playground.stage import Stage
from playground.transcripts.scene import Actor, Scene
from playground.transcripts.scenes.days import ben_is_done, name_things


async def _leave(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("15:00")
    await ana.type("/leave")
    await ana.tap("Leave the pact")
    await ana.tap("Keep my check-ins")
    await stage.wind_to("20:30")
    await ana.tap("Not yet")
    await stage.wind_to("08:00", days=1)


async def _stop(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("15:00")
    await ben.type("/leave")
    await ben.tap("Leave the pact")
    await ben.tap("Stop them")
    await stage.wind_to("20:30")
    await ana.tap("Done")
    await stage.wind_to("09:00", days=1)
    await ben.tap("Start again")


async def _leave_after_nudge(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("12:00")
    await ben.tap("Done")
    await stage.wind_to("21:03")
    await ben.tap("I'm calling now")
    await stage.wind_to("21:10")
    await ana.type("/leave")
    await ana.tap("Leave the pact")
    await ana.tap("Keep my check-ins")
    await stage.wind_to("08:00", days=1)


async def _block(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("09:00")
    await ana.type("/block")
    await ana.tap("Block Ben")
    await stage.wind_to("09:10")
    await ben.type("/invite")
    await ana.open_link(ben.invite_link)
    await stage.wind_to("09:20")
    await ana.type("/block")
    await ana.tap("Take it back")


async def _delete(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("15:00")
    await ana.type("/delete")
    await ana.type("yes please")
    await ana.type("DELETE")
    await stage.wind_to("15:05")
    await ben.type("/today")
    await stage.wind_to("08:00", days=1)


async def _stops_the_bot(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("10:00")
    await ben.block_bot()
    await stage.wind_to("20:30")
    await ana.tap("Not yet")
    await stage.wind_to("09:00", days=1)
    await ben.start()


SCENES = (
    Scene("leaving", "Leaving, and going on alone", "Ana ends the pact and keeps her check-ins.", _leave),
    Scene("stopping", "Leaving, and stopping", "Ben ends the pact and stops; the next day he starts again.", _stop),
    Scene("leaving-on-the-line", "Leaving during a call", "Ben is calling when Ana ends the pact.", _leave_after_nudge),
    Scene("blocking", "Blocking", "Ana blocks Ben, who invites her again. She takes it back.", _block),
    Scene("deleting", "Deleting everything", "Ana deletes everything about her.", _delete),
    Scene(
        "unreachable",
        "The partner blocks the bot",
        "At ten Ben blocks the bot in Telegram. The next day he presses START.",
        _stops_the_bot,
    ),
)
