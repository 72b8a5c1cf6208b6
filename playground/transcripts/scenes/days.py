"""Stretches of a day that many scenes have in common."""

from playground.stage import Stage
from playground.transcripts.scene import Actor

ANAS, BENS = "Send the application", "Write two pages"


async def name_things(stage: Stage, ana: Actor, ben: Actor) -> None:
    """Let both name their one thing after the morning ask, Ana at 08:05 and Ben at 08:12."""
    await stage.wind_to("08:05")
    await ana.type(ANAS)
    await stage.wind_to("08:12")
    await ben.type(BENS)


async def ben_is_done(stage: Stage, ana: Actor, ben: Actor) -> None:
    """Let both name their thing, and Ben do his by noon, so that the evening is about Ana's alone."""
    await name_things(stage, ana, ben)
    await stage.wind_to("12:00")
    await ben.tap("Done")
    await stage.wind_to("12:03")
    await ana.tap("Well done")


async def ask_ben_to_call(stage: Stage, ana: Actor, ben: Actor) -> None:
    """Let Ana say nothing in the evening, until Ben is asked at 21:00."""
    await ben_is_done(stage, ana, ben)
    await stage.wind_to("21:00")
