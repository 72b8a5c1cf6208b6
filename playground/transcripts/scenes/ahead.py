"""The next day's thing, what is carried over, and a Done that comes late."""

from playground.stage import Stage
from playground.transcripts.scene import Actor, Scene
from playground.transcripts.scenes.days import ben_is_done


async def _tomorrow(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Done")
    await stage.wind_to("20:04")
    await ana.type("/tomorrow")
    await ana.type("Call the agency")
    await stage.wind_to("20:06")
    await ben.type("Read the contract")
    await ben.tap("Save for tomorrow")
    await stage.wind_to("08:00", days=1)


async def _carried_over(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("21:01")
    await ben.tap("I can't tonight")
    await stage.wind_to("08:06", days=1)
    await ana.tap("Take it on today")
    await stage.wind_to("10:00")
    await ana.tap("Done")


async def _late_done(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("21:01")
    await ben.tap("I can't tonight")
    await stage.wind_to("08:06", days=1)
    await ana.tap("I did it, I forgot to say")
    await stage.wind_to("08:08")
    await ben.tap("Well done")
    await stage.wind_to("08:10")
    await ana.type("Call the agency")


async def _forgotten(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("21:02")
    await ben.tap("I can't tonight")
    await stage.wind_to("02:10", days=1)
    await ana.type("/done")
    await stage.wind_to("08:00")


SCENES = (
    Scene("tomorrow", "Tomorrow's thing", "In the evening both save a thing for the next day.", _tomorrow),
    Scene(
        "carried-over", "Carried over", "Ana's thing stays open. The next morning she takes it on again.", _carried_over
    ),
    Scene("late-done", "Done, and forgot to say", "Ana's thing was done; she says so the next morning.", _late_done),
    Scene(
        "done-after-midnight",
        "Done after midnight",
        "Ana does it at two in the morning, before the day ends.",
        _forgotten,
    ),
)
