"""Call hours, and evenings on which nothing was named."""

from playground.stage import Stage
from playground.transcripts.scene import Actor, Scene
from playground.transcripts.scenes.days import ANAS, BENS, ben_is_done


async def _outside(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben.type("/settings")
    await ben.tap("Call hours")
    await ben.type("7:00 to 20:30")
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("08:00", days=1)


async def _not_yet_outside(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben.type("/settings")
    await ben.tap("Call hours")
    await ben.type("7:00 to 19:30")
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:03")
    await ana.tap("Not yet")
    await stage.wind_to("08:00", days=1)


async def _late_done(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Partly")
    await ana.tap("Leave it at partly")
    await stage.wind_to("23:10")
    await ana.tap("Done")
    await stage.wind_to("23:12")
    await ben.tap("So proud")


async def _ben_is_done(stage: Stage, ben: Actor) -> None:
    await stage.wind_to("08:12")
    await ben.type(BENS)
    await stage.wind_to("11:20")
    await ben.tap("Done")


async def _nothing_named(stage: Stage, ana: Actor, ben: Actor) -> None:
    await _ben_is_done(stage, ben)
    await stage.wind_to("21:04")
    await ben.tap("I'm calling now")
    await stage.wind_to("21:30")
    await ben.tap("We did it")
    await stage.wind_to("08:00", days=1)


async def _named_late(stage: Stage, ana: Actor, ben: Actor) -> None:
    await _ben_is_done(stage, ben)
    await stage.wind_to("20:10")
    await ana.type(ANAS)
    await stage.wind_to("21:20")
    await ana.tap("Done")


async def _named_late_and_missed(stage: Stage, ana: Actor, ben: Actor) -> None:
    await _ben_is_done(stage, ben)
    await stage.wind_to("20:10")
    await ana.type(ANAS)
    await stage.wind_to("21:44")
    await ben.tap("I'm calling now")
    await stage.wind_to("22:05")
    await ana.tap("We did it")


async def _named_after_nudge(stage: Stage, ana: Actor, ben: Actor) -> None:
    await _ben_is_done(stage, ben)
    await stage.wind_to("21:05")
    await ana.type(ANAS)
    await stage.wind_to("21:22")
    await ben.tap("I'm calling now")
    await stage.wind_to("21:45")
    await ana.tap("We did it")


SCENES = (
    Scene(
        "outside-call-hours",
        "Outside call hours",
        "Ben can be called until 20:30. Ana says nothing in the evening, and it is too late to ask him.",
        _outside,
    ),
    Scene(
        "not-yet-outside-call-hours",
        "Not yet, outside call hours",
        "Ben can be called until 19:30. Ana says at 20:03 that it is not done.",
        _not_yet_outside,
    ),
    Scene("done-at-night", "Done at night", "Ana does the rest at eleven. Ben hears it without a sound.", _late_done),
    Scene(
        "nothing-named", "Nothing named", "Ana names nothing all day and answers nothing. Ben calls.", _nothing_named
    ),
    Scene(
        "named-late",
        "Named in the evening",
        "Ana names her thing when she is asked at 20:00, and does it.",
        _named_late,
    ),
    Scene(
        "named-late-and-missed",
        "Named in the evening, and missed",
        "Ana names her thing at 20:10, and has not done it an hour later.",
        _named_late_and_missed,
    ),
    Scene(
        "named-after-the-nudge",
        "Named when Ben was asked already",
        "Ben is asked to call about nothing named; then Ana names something.",
        _named_after_nudge,
    ),
)
