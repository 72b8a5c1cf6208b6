"""How to be called: by phone number, or in a room."""

from playground.stage import Stage
from playground.transcripts.scene import Actor, Scene
from playground.transcripts.scenes.days import ben_is_done

ROOM = "https://meet.example.org/ana-and-ben"


async def _by_phone(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ana.type("/settings")
    await ana.tap("How to call me")
    await ana.tap("Phone number")
    await ana.share_number()
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("21:03")
    await ben.tap("I'm calling now")
    await stage.wind_to("21:20")
    await ben.tap("We did it")
    await stage.wind_to("21:30")
    await ana.type("/settings")
    await ana.tap("How to call me")
    await ana.tap("Remove my number")


async def _in_a_room(stage: Stage, ana: Actor, ben: Actor) -> None:
    await ana.type("/settings")
    await ana.tap("How to call me")
    await ana.tap("Room link")
    await ana.type("our kitchen")
    await ana.type(ROOM)
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Not yet")
    await stage.wind_to("20:05")
    await ben.tap("I'm calling now")


SCENES = (
    Scene(
        "by-phone",
        "By phone number",
        "Ana shares her number. Ben gets it as a contact card right before he is asked, and she takes it back.",
        _by_phone,
    ),
    Scene("in-a-room", "In a room", "Ana saves a room for the two. Ben opens it when she needs him.", _in_a_room),
)
