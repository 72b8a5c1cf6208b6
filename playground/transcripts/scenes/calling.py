"""The call-now nudge, and what becomes of it."""

from playground.stage import Stage
from playground.transcripts.scene import Actor, Scene
from playground.transcripts.scenes.days import ask_ben_to_call, ben_is_done


async def _not_yet(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Not yet")
    await stage.wind_to("20:04")
    await ben.tap("I'm calling now")
    await stage.wind_to("20:30")
    await ben.tap("We did it")
    await stage.wind_to("08:00", days=1)


async def _wait(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Not yet")
    await stage.wind(seconds=30)
    await ana.tap("Wait")
    await stage.wind_to("20:50")
    await ana.tap("Done")


async def _wait_is_over(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Not yet")
    await stage.wind(seconds=30)
    await ana.tap("Wait")
    await stage.wind_to("21:06")
    await ana.tap("Done")


async def _saved(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ask_ben_to_call(stage, ana, ben)
    await stage.wind_to("21:04")
    await ben.tap("I'm calling now")
    await stage.wind_to("21:29")
    await ana.tap("We did it")
    await stage.wind_to("08:00", days=1)


async def _snooze(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ask_ben_to_call(stage, ana, ben)
    await stage.wind_to("21:03")
    await ben.tap("In 15 minutes")
    await stage.wind_to("21:19")
    await ben.tap("I'm calling now")
    await stage.wind_to("21:36")
    await ben.tap("We did it")


async def _cant(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ask_ben_to_call(stage, ana, ben)
    await stage.wind_to("21:03")
    await ben.tap("I can't tonight")
    await stage.wind_to("08:00", days=1)


async def _not_reached(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ask_ben_to_call(stage, ana, ben)
    await stage.wind_to("21:03")
    await ben.tap("I'm calling now")
    await stage.wind_to("21:10")
    await ben.tap("Couldn't reach")
    await stage.wind_to("23:15")
    await ana.tap("Done")
    await stage.wind_to("08:00", days=1)


async def _no_call_came(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ask_ben_to_call(stage, ana, ben)
    await stage.wind_to("21:03")
    await ben.tap("I'm calling now")
    await stage.wind_to("21:35")
    await ana.tap("Couldn't reach")
    await stage.wind_to("08:00", days=1)


async def _extended(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ask_ben_to_call(stage, ana, ben)
    await stage.wind_to("21:02")
    await ben.tap("I'm calling now")
    await stage.wind_to("21:34")
    await ana.tap("15 more minutes")
    await stage.wind_to("21:51")
    await ben.tap("15 more minutes")
    await stage.wind_to("22:08")
    await ana.tap("15 more minutes")
    await stage.wind_to("22:15")
    await ana.tap("We did it")


async def _never_told(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ask_ben_to_call(stage, ana, ben)
    await stage.wind_to("21:02")
    await ben.tap("I'm calling now")
    await stage.wind_to("08:00", days=1)


async def _three_nudges(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ask_ben_to_call(stage, ana, ben)
    await stage.wind_to("08:00", days=1)


async def _done_in_time(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ask_ben_to_call(stage, ana, ben)
    await stage.wind_to("21:06")
    await ana.tap("Done")
    await stage.wind_to("21:08")
    await ben.tap("Well done")


SCENES = (
    Scene(
        "saved", "Nobody answers, and Ben calls", "Ana says nothing all evening. Ben is asked, and they do it.", _saved
    ),
    Scene("not-yet", "Not yet", "Ana says that it is not done. Ben is asked a minute later, and calls.", _not_yet),
    Scene("wait", "Not yet, then Wait", "Ana takes the asking back within the minute, and gets it done.", _wait),
    Scene(
        "wait-is-over",
        "Wait, and then an hour",
        "Ana takes the asking back, and still is not done an hour later.",
        _wait_is_over,
    ),
    Scene("in-15-minutes", "In 15 minutes", "Ben can't just now. He is asked again, and calls.", _snooze),
    Scene("cant-tonight", "I can't tonight", "Ben is asked, and can't.", _cant),
    Scene("couldnt-reach", "Couldn't reach", "Ben calls and doesn't reach her. Later she does it alone.", _not_reached),
    Scene("no-call-came", "No call came", "Ben says that he calls. Ana says that no call came.", _no_call_came),
    Scene("15-more-minutes", "15 more minutes", "They are on the line, and it takes them longer.", _extended),
    Scene("never-told", "How did it go?", "Ben calls, and neither of them ever says how it went.", _never_told),
    Scene("three-nudges", "Three nudges", "Ben is asked three times, and answers none.", _three_nudges),
    Scene(
        "done-in-time", "Done before he calls", "Ben is asked, and Ana is done before he has answered.", _done_in_time
    ),
)
