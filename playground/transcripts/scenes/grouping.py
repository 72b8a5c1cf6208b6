"""The pair's own group."""

from playground.stage import Stage
from playground.transcripts.joining import join
from playground.transcripts.scene import Actor, Scene


async def _begin_there(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ana.add_bot()
    await ana.tap_there("I'm in")
    await ana.tap_there("Yes, let's do this")
    await ben.tap_there("Yes, let's do this")
    for actor in (ana, ben):
        await actor.start()
        await join(actor)
    await stage.wind_to("20:00")


async def _bring(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ana.type("/here")
    await ana.add_bot()
    await ana.write("/here")
    await ben.tap_there("Yes, asks and news")
    await stage.wind_to("08:00")
    await ana.write("Send the application", answers=True)
    await stage.wind_to("08:05")
    await ben.write("/one Run")
    await ben.write("/one Swim")
    await ben.tap_there("Replace")
    await stage.wind_to("12:00")
    await ben.tap_there("Done")
    await ana.tap_there("So proud")
    await stage.wind_to("20:00")
    await ana.tap_there("Not yet")
    await stage.wind_to("20:02")
    await ben.tap("I'm calling now")
    await ben.tap("We did it")
    await stage.wind_to("21:00")
    await ben.write("/here news")
    await stage.wind_to("08:00", days=1)
    await ana.type("Rest")
    await ben.write("/here off")


async def _lose(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ana.add_bot()
    await ben.write("/here")
    await ana.tap_there("Yes, asks and news")
    await stage.wind_to("08:00")
    await ana.write("Send the application", answers=True)
    await stage.wind_to("10:00")
    await ben.block_bot()
    await stage.wind_to("10:05")
    await ben.start()
    await stage.wind_to("11:00")
    ana.film.note_deed(ana.person, "Ana takes the bot out of the group", in_group=True)
    if ana.film.group is not None:
        ana.film.group.remove(stage.telegram_bot, by=ana.person)
    await stage.wind_to("20:00")


SCENES = (
    Scene(
        "group-beginning",
        "Beginning in a group",
        "Ana adds the bot to a group. She and Ben say yes to the pact there, and set their clocks in private.",
        _begin_there,
        begins_as_strangers=True,
        has_group=True,
    ),
    Scene(
        "group-day",
        "A day in a group",
        "Ana brings the check-ins into a group; a call stays in private. Then the news alone, and back to private.",
        _bring,
        has_group=True,
    ),
    Scene(
        "group-lost",
        "A group that is lost",
        "Ben blocks the bot in private and reads in the group how to come back. Then the bot is taken out of it.",
        _lose,
        has_group=True,
    ),
)
