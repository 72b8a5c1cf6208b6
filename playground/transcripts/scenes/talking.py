"""Cheers, replies, the nudge in the morning, and what they agreed to say."""

from playground.stage import Stage
from playground.transcripts.scene import Actor, Scene
from playground.transcripts.scenes.days import BENS, ask_ben_to_call, ben_is_done, name_things


async def _own_cheer(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Done")
    await stage.wind_to("20:04")
    await ben.tap("Write your own")
    await ben.type("You made my day! *Dinner* on me?")
    await stage.wind_to("20:06")
    await ana.type("Yes, please!", reply_to=ana.last)
    await stage.wind_to("20:08")
    await ben.send_sticker(reply_to=ben.last)


async def _morning_nudge(stage: Stage, ana: Actor, ben: Actor) -> None:
    await stage.wind_to("08:12")
    await ben.type(BENS)
    await stage.wind_to("11:05")
    await ben.tap("Nudge")
    await stage.wind_to("11:09")
    await ana.type("Send the application", reply_to=ana.last)


async def _agreed_words(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("10:00")
    await ana.type("/words")
    await ana.tap("Change them")
    await ana.type("Phone in hand, we do it now.")
    await stage.wind_to("10:20")
    await ben.tap("Yes, let's say that")
    await stage.wind_to("12:00")
    await ben.tap("Done")
    await stage.wind_to("21:02")
    await ben.tap("I'm calling now")


async def _kept_words(stage: Stage, ana: Actor, ben: Actor) -> None:
    await name_things(stage, ana, ben)
    await stage.wind_to("10:00")
    await ana.type("/words")
    await ana.tap("Change them")
    await ana.type("Phone in hand, we do it now.")
    await stage.wind_to("10:20")
    await ben.tap("Keep ours")


async def _looking(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ask_ben_to_call(stage, ana, ben)
    await stage.wind_to("21:01")
    await ana.type("/today")
    await ben.type("/today")
    await ben.type("/help")
    await ana.send_sticker()
    await ana.type("/dance")


SCENES = (
    Scene(
        "own-cheer",
        "A cheer in one's own words",
        "Ben cheers in his own words, Ana answers, and he sends a sticker back.",
        _own_cheer,
    ),
    Scene(
        "morning-nudge",
        "A nudge in the morning",
        "Ana names nothing, and Ben asks her for it at eleven.",
        _morning_nudge,
    ),
    Scene(
        "agreed-words",
        "Other words for the call",
        "Ana would like other words, Ben agrees, and says them.",
        _agreed_words,
    ),
    Scene(
        "agreed-words-kept", "The words stay", "Ana would like other words, and Ben keeps those they have.", _kept_words
    ),
    Scene(
        "looking",
        "Looking around",
        "In the evening both look how the day stands, and try what the bot does not know.",
        _looking,
    ),
)
