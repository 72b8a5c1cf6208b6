"""The evening ask and its answers."""

from playground.stage import Stage
from playground.transcripts.scene import Actor, Scene
from playground.transcripts.scenes.days import ben_is_done, name_things


async def _both_done(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("20:03")
    await ana.tap("Done")
    await stage.wind_to("20:05")
    await ben.tap("So proud")
    await stage.wind_to("20:06")
    await ben.tap("Done")
    await stage.wind_to("20:07")
    await ana.tap("on a roll")
    await stage.wind_to("08:00", days=1)


async def _done_early(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("12:40")
    await ben.tap("Done")
    await stage.wind_to("14:10")
    await ana.tap("Done")
    await stage.wind_to("08:00", days=1)


async def _changed(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("13:00")
    await ana.tap("Change it")
    await ana.type("Send the shorter application")
    await stage.wind_to("13:20")
    await ana.type("Ring my sister")
    await ana.tap("Keep")
    await stage.wind_to("20:02")
    await ana.tap("Done")


async def _replaced(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("13:00")
    await ana.type("Ring my sister")
    await ana.tap("Replace")
    await stage.wind_to("20:02")
    await ana.type("Actually, the application")
    await stage.wind_to("20:03")
    await ana.tap("No")


async def _undo(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Done")
    await stage.wind_to("20:05")
    await ana.tap("Undo")
    await stage.wind_to("20:40")
    await ana.tap("Done")
    await stage.wind_to("20:41")
    await ben.tap("Well done")
    await stage.wind_to("20:42")
    await ana.tap("Undo")


async def _partly_left(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Partly")
    await stage.wind_to("20:03")
    await ana.tap("Leave it at partly")
    await stage.wind_to("08:00", days=1)


async def _partly_then_done(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Partly")
    await ana.tap("Leave it at partly")
    await stage.wind_to("22:40")
    await ana.tap("Done")
    await stage.wind_to("08:00", days=1)


async def _partly_on_a_call(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Partly")
    await ana.tap("Finish it on a call")
    await stage.wind_to("20:05")
    await ben.tap("I'm calling now")
    await stage.wind_to("20:20")
    await ana.tap("Done")
    await stage.wind_to("08:00", days=1)


async def _partly_open(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Partly")
    await stage.wind_to("08:00", days=1)


async def _partly_after_nudge(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("21:06")
    await ana.tap("Partly")
    await stage.wind_to("08:00", days=1)


SCENES = (
    Scene("both-done", "Both are done", "Each does their thing, says so in the evening, and is cheered.", _both_done),
    Scene(
        "done-early",
        "Done early",
        "Both tap Done in the middle of the day. Nobody cheers, and nobody is asked in the evening.",
        _done_early,
    ),
    Scene(
        "changed",
        "The thing is changed",
        "Ana changes her thing at noon, and then types another by the way, which she drops.",
        _changed,
    ),
    Scene(
        "replaced",
        "The thing is replaced",
        "Ana types another thing at one and takes it instead. In the evening she types one more.",
        _replaced,
    ),
    Scene("undo", "Undo", "Ana taps Done too soon and takes it back. Later it is done, and cheered.", _undo),
    Scene("partly", "Partly, and left at that", "Ana did a part of it, and lets it be.", _partly_left),
    Scene(
        "partly-then-done",
        "Partly, then done",
        "Ana lets it be at a part, and does the rest after all.",
        _partly_then_done,
    ),
    Scene(
        "partly-on-a-call",
        "Partly, finished on a call",
        "Ana did a part, and Ben calls for the rest.",
        _partly_on_a_call,
    ),
    Scene("partly-open", "Partly, and no choice", "Ana taps Partly and puts the phone away.", _partly_open),
    Scene(
        "partly-after-the-nudge",
        "Partly, after Ben was asked",
        "Ana says nothing until Ben is asked to call; then she says that a part is done.",
        _partly_after_nudge,
    ),
)
