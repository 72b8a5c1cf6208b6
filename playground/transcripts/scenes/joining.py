"""Two people meet the bot, and each other in it."""

from playground.stage import Stage
from playground.transcripts.joining import join
from playground.transcripts.scene import Actor, Scene


async def _pairing(stage: Stage, ana: Actor, ben: Actor) -> None:
    await join(ana)
    await stage.wind_to("07:34")
    await ana.tap("Invite a partner")
    await ana.tap("QR code")
    await stage.wind_to("07:41")
    await ben.open_link(ana.invite_link)
    await stage.wind_to("07:43")
    await ben.tap("Yes, let's do this")
    await join(ben)
    await stage.wind_to("08:00")


async def _declined(stage: Stage, ana: Actor, ben: Actor) -> None:
    await join(ana)
    await stage.wind_to("07:34")
    await ana.tap("Invite a partner")
    await stage.wind_to("07:41")
    await ben.open_link(ana.invite_link)
    await stage.wind_to("07:43")
    await ben.tap("Not for me")


async def _withdrawn(stage: Stage, ana: Actor, ben: Actor) -> None:
    await join(ana)
    await stage.wind_to("07:34")
    await ana.tap("Invite a partner")
    link = ana.invite_link
    await stage.wind_to("07:36")
    await ana.tap("Withdraw it")
    await stage.wind_to("07:41")
    await ben.open_link(link)
    await ben.tap("Ask for a new one")


async def _evening(stage: Stage, ana: Actor, ben: Actor) -> None:
    await stage.wind_to("21:10")
    await join(ana)
    await ana.tap("Invite a partner")
    await stage.wind_to("21:20")
    await ben.open_link(ana.invite_link)
    await ben.tap("Yes, let's do this")
    await join(ben)
    await stage.wind_to("08:00", days=1)


async def _later_in_the_day(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ana.start()
    await ana.type("Berlin")
    await ana.tap_first(" · ")
    await ana.tap("Other times")
    await ana.type("7:45 and 21:30")
    await stage.wind_to("08:05")
    await ana.type("Send the application")
    await stage.wind_to("10:00")
    await ana.tap("Invite a partner")
    await stage.wind_to("10:20")
    await ben.open_link(ana.invite_link)
    await ben.tap("Yes, let's do this")
    await join(ben)
    await stage.wind_to("10:25")
    await ben.type("Write two pages")
    await stage.wind_to("10:40")
    await ana.tap("Done", on=ana.find("Your one thing today"))


async def _alone(stage: Stage, ana: Actor, _ben: Actor) -> None:
    await join(ana)
    await stage.wind_to("08:05")
    await ana.type("Send the application")
    await stage.wind_to("20:04")
    await ana.tap("Not yet")
    await stage.wind_to("08:00", days=1)


SCENES = (
    Scene(
        "pairing",
        "Joining and pairing",
        "Ana opens the bot, says where she lives, and invites Ben. He opens her link, accepts, and they are partners.",
        _pairing,
        begins_as_strangers=True,
    ),
    Scene(
        "declined",
        "An invitation is declined",
        "Ana invites Ben, and he would rather not.",
        _declined,
        begins_as_strangers=True,
    ),
    Scene(
        "withdrawn",
        "An invitation is withdrawn",
        "Ana takes her invitation back before Ben opens it. He asks for a new one.",
        _withdrawn,
        begins_as_strangers=True,
    ),
    Scene(
        "pairing-in-the-evening",
        "Pairing in the evening",
        "They join when the evening's hour is over, and begin on the next day.",
        _evening,
        begins_as_strangers=True,
    ),
    Scene(
        "pairing-later-in-the-day",
        "Pairing later in the day",
        "Ana picks times of her own and names her thing alone; at ten Ben joins her.",
        _later_in_the_day,
        begins_as_strangers=True,
    ),
    Scene(
        "alone",
        "A day alone",
        "Ana has no partner yet. In the evening she is not done.",
        _alone,
        begins_as_strangers=True,
    ),
)
