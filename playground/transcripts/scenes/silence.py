"""Skipping, being away, and falling silent."""

from playground.stage import Stage
from playground.transcripts.scene import Actor, Scene
from playground.transcripts.scenes.days import ANAS, BENS, ben_is_done


async def _skip(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("14:00")
    await ana.type("/skip")
    await stage.wind_to("08:00", days=1)


async def _skip_taken_back(stage: Stage, ana: Actor, ben: Actor) -> None:
    await stage.wind_to("09:00")
    await ana.type("/skip")
    await stage.wind_to("11:00")
    await ana.tap("I'm in after all")
    await stage.wind_to("11:02")
    await ana.type(ANAS)


async def _skip_in_the_evening(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("21:02")
    await ana.type("/skip")
    await stage.wind_to("08:00", days=1)


async def _away(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("19:00")
    await ana.type("/away")
    await ana.type("until Thursday")
    await stage.wind_to("09:00", days=1)
    await ben.get_done("Read the contract")
    await stage.wind_to("09:00", days=1)
    await ben.get_done("Call the landlord")
    await stage.wind_to("08:00", days=1)


async def _back_already(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("13:00")
    await ana.type("/away until Friday")
    await stage.wind_to("10:00", days=1)
    await ana.tap("Back already")
    await stage.wind_to("10:02")
    await ana.type("Call the agency")


async def _partner_away(stage: Stage, ana: Actor, ben: Actor) -> None:
    await stage.wind_to("08:05")
    await ana.type(ANAS)
    await stage.wind_to("08:30")
    await ben.type("/away until Friday")
    await stage.wind_to("20:03")
    await ana.tap("Not yet")
    await stage.wind_to("22:40")
    await ana.tap("Done")
    await stage.wind_to("08:00", days=1)


async def _ben_each_day(stage: Stage, ben: Actor, days: int) -> None:
    for _ in range(days):
        await stage.wind_to("09:10")
        await ben.get_done(BENS)
        await _ben_cant(stage, ben)


async def _ben_cant(stage: Stage, ben: Actor) -> None:
    await stage.wind_to("21:05")
    await ben.tap("I can't tonight")
    await stage.wind_to("08:30", days=1)


async def _hold(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await _ben_cant(stage, ben)
    await _ben_each_day(stage, ben, 3)
    await stage.wind_to("08:40")
    await ben.tap("Wait for Ana")
    await ben.get_done(BENS)
    await stage.wind_to("17:00")
    await ana.type("Hello, sorry!")
    await stage.wind_to("17:02")
    await ana.type("Call the agency")
    await stage.wind_to("20:00")


async def _answered(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await _ben_cant(stage, ben)
    await _ben_each_day(stage, ben, 2)
    await stage.wind_to("08:45")
    await ana.tap("I'm here")
    await stage.wind_to("08:50")
    await ana.type("Call the agency")


async def _on_alone(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await _ben_cant(stage, ben)
    await _ben_each_day(stage, ben, 3)
    await stage.wind_to("08:40")
    await ben.tap("Go on alone")
    await ben.tap("Yes, end it")


async def _days_off(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ana.type("/settings")
    await ana.tap("Days off")
    await ana.tap("Tuesday")
    await ana.tap("Save")
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Done")
    await stage.wind_to("09:00", days=1)
    await ana.type("Thanks")
    await stage.wind_to("21:03")
    await ana.tap("I'm calling now")
    await stage.wind_to("21:25")
    await ben.tap("We did it")
    await stage.wind_to("08:00", days=1)


SCENES = (
    Scene("skip", "A skipped day", "Ana takes the day off at two. Nobody asks.", _skip),
    Scene("skip-taken-back", "A skip is taken back", "Ana takes the day off, and is in after all.", _skip_taken_back),
    Scene(
        "skip-in-the-evening",
        "A skip in the evening",
        "Ben has been asked to call, and Ana has had enough for today.",
        _skip_in_the_evening,
    ),
    Scene("away", "Away and back", "Ana is away until Thursday.", _away),
    Scene(
        "back-already", "Back earlier", "Ana wants to be away until Friday, and comes back on Tuesday.", _back_already
    ),
    Scene("partner-away", "The partner is away", "Ben is away. In the evening Ana is not done.", _partner_away),
    Scene(
        "day-off",
        "A day off",
        "Ana's Tuesdays are free. She types something on one, and calls Ben in its evening.",
        _days_off,
    ),
    Scene(
        "silent", "Two silent days", "Ana says nothing for two days. She is asked once, and is still there.", _answered
    ),
    Scene(
        "hold",
        "Three silent days",
        "Ana says nothing for three days. The check-ins wait, Ben waits, and one word brings her back.",
        _hold,
    ),
    Scene("on-alone", "Going on alone", "Ana says nothing for three days, and Ben goes on alone.", _on_alone),
)
