"""An evening in German."""

from playground.stage import Stage
from playground.transcripts.scene import Actor, Scene


async def _missed(stage: Stage, ana: Actor, ben: Actor) -> None:
    await stage.wind_to("08:05")
    await ana.type("Die Bewerbung abschicken")
    await stage.wind_to("08:12")
    await ben.type("Zwei Seiten schreiben")
    await stage.wind_to("12:00")
    await ben.tap("Geschafft")
    await stage.wind_to("12:03")
    await ana.tap("stolz")
    await stage.wind_to("21:03")
    await ben.tap("In 15 Minuten")
    await stage.wind_to("21:20")
    await ben.tap("Ich rufe jetzt an")
    await stage.wind_to("21:45")
    await ben.tap("Ist geschafft")
    await stage.wind_to("08:00", days=1)


async def _open(stage: Stage, ana: Actor, ben: Actor) -> None:
    await stage.wind_to("08:05")
    await ana.type("Die Bewerbung abschicken")
    await stage.wind_to("20:04")
    await ana.tap("Noch nicht")
    await stage.wind_to("08:00", days=1)


SCENES = (
    Scene(
        "auf-deutsch",
        "Ein verpasster Abend",
        "Ana sagt abends nichts. Ben wird gebeten, sie anzurufen, und sie schaffen es zusammen.",
        _missed,
        language="de",
    ),
    Scene(
        "auf-deutsch-beide",
        "Noch nicht, und beide haben nichts geschafft",
        "Ana hat es noch nicht geschafft, Ben sich nichts vorgenommen, und niemand ruft an.",
        _open,
        language="de",
    ),
)
