"""Both have missed: one call for two things."""

from playground.stage import Stage
from playground.transcripts.scene import Actor, Scene
from playground.transcripts.scenes.days import name_things


async def _both_saved(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("21:05")
    await ben.tap("I'm calling now")
    await stage.wind_to("21:33")
    await ana.tap("We did it")
    await ana.tap("Both of ours")
    await stage.wind_to("08:00", days=1)


async def _one_of_both(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("21:05")
    await ana.tap("I'm calling now")
    await stage.wind_to("21:20")
    await ben.tap("We did it")
    await ben.tap("Ana's")
    await stage.wind_to("21:55")
    await ben.tap("We did it")
    await stage.wind_to("08:00", days=1)


async def _one_alone(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("21:08")
    await ana.tap("Done")
    await stage.wind_to("21:24")
    await ana.tap("I'm calling now")
    await stage.wind_to("21:50")
    await ben.tap("We did it")
    await stage.wind_to("08:00", days=1)


async def _nobody(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("08:00", days=1)


async def _cant(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("21:06")
    await ben.tap("I can't tonight")
    await stage.wind_to("08:00", days=1)


async def _not_reached(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("21:06")
    await ben.tap("I'm calling now")
    await stage.wind_to("21:15")
    await ben.tap("Couldn't reach")
    await stage.wind_to("08:00", days=1)


async def _partly(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("21:06")
    await ana.tap("Partly")
    await stage.wind_to("21:25")
    await ben.tap("I can't tonight")
    await stage.wind_to("08:00", days=1)


async def _not_yet(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("20:04")
    await ana.tap("Not yet")
    await stage.wind_to("20:06")
    await ben.tap("I'm calling now")
    await stage.wind_to("20:25")
    await ben.tap("We did it")
    await ben.tap("Both of ours")


async def _snoozed(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("21:04")
    await ben.tap("In 15 minutes")
    await stage.wind_to("21:21")
    await ana.tap("I'm calling now")
    await stage.wind_to("21:40")
    await ana.tap("We did it")
    await ana.tap("Mine")
    await stage.wind_to("22:00")
    await ben.tap("Couldn't reach")


async def _unnamed(stage: Stage, ana: Actor, ben: Actor) -> None:
    await stage.wind_to("21:05")
    await ana.tap("I'm calling now")
    await stage.wind_to("21:30")
    await ben.tap("We did it")
    await ben.tap("Both of ours")
    await stage.wind_to("08:00", days=1)


SCENES = (
    Scene("both-missed", "Both have missed", "Neither answers. One call is enough for both.", _both_saved),
    Scene(
        "both-missed-one-done",
        "Both have missed, and whose is done",
        "On the call Ana's thing gets done first, and Ben's half an hour later.",
        _one_of_both,
    ),
    Scene(
        "both-missed-one-alone",
        "Both have missed, and one finishes alone",
        "Ana gets hers done before anybody calls. From then on it is about Ben's alone, and she calls him.",
        _one_alone,
    ),
    Scene("both-missed-nobody", "Both have missed, and nobody calls", "Neither answers anything.", _nobody),
    Scene("both-missed-cant", "Both have missed, and one can't", "Both are asked to call. Ben can't tonight.", _cant),
    Scene(
        "both-missed-not-reached",
        "Both have missed, and don't reach each other",
        "Ben calls for both of them, and Ana doesn't pick up.",
        _not_reached,
    ),
    Scene(
        "both-missed-partly",
        "Both have missed, and one did a part",
        "Both are asked to call. Ana says that a part is done, and Ben can't tonight.",
        _partly,
    ),
    Scene(
        "both-missed-not-yet",
        "One says Not yet, and the other is not done either",
        "Ana says Not yet at 20:04; Ben, whose own is open as well, calls for both.",
        _not_yet,
    ),
    Scene(
        "both-missed-snooze",
        "Both have missed, and one asks for a quarter of an hour",
        "Ben can in 15 minutes. Then Ana calls; hers gets done, and his doesn't.",
        _snoozed,
    ),
    Scene(
        "both-missed-unnamed",
        "Both have named nothing",
        "Neither named anything all day. They find something on the call, and do it.",
        _unnamed,
    ),
)
