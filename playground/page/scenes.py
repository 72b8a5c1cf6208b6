"""The scenes that one click puts on the desk: how each begins, and what is worth trying in it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from playground.in_group import GroupPhone
from playground.stage import ZONE, Phone, Stage

START = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
"""A Monday, 07:30 in Berlin."""
ANAS = "Send the application to the design studio"
BENS = "Call the landlord about the deposit"

Life: TypeAlias = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment in the life of two people, and what is worth trying there."""

    name: str
    title: str
    words: str
    """How it came to this, for somebody who has not seen it."""
    tries: tuple[str, ...]
    life: Life
    """How it came to this, for the stage; it brings Ana and Ben along."""
    start: datetime = START
    zone: str = ZONE
    runs_bot: bool = True
    """Whether the bot runs when the curtain rises."""


async def _first_day(stage: Stage) -> None:
    _two(stage)


async def _missed(stage: Stage) -> None:
    ana, ben = await _partners(stage)
    await _both_name(stage, ana, ben)
    await stage.wind_to("20:02")
    await ana.tap("Done", on=ana.last)
    await ben.tap("So proud of you")
    await stage.wind_to("21:00")


async def _both_missed(stage: Stage) -> None:
    ana, ben = await _partners(stage)
    await _both_name(stage, ana, ben)
    await stage.wind_to("21:00")


async def _night(stage: Stage) -> None:
    ana, ben = await _partners(stage, bens_city="New York")
    await stage.wind_to("08:05")
    await ana.type(ANAS)
    await stage.wind_to("14:05")
    await ben.type(BENS)
    await stage.wind_to("20:05")
    await ana.tap("Done", on=ana.last)
    await stage.wind_to("02:50", days=1)


async def _away(stage: Stage) -> None:
    ana, ben = await _partners(stage)
    await _both_name(stage, ana, ben)
    await stage.wind_to("17:00")
    await ben.tap("Done", on=ben.find("Your one thing today"))
    await ben.type("/away until Friday")
    await stage.wind_to("20:00")


async def _in_group(stage: Stage) -> None:
    ana, ben = await _partners(stage)
    cleo = stage.person("Cleo")
    group = stage.server.add_group("Ana & Ben", [ana.person, ben.person, cleo.person])
    group.add(stage.telegram_bot, by=ana.person)
    await stage.settle()
    await GroupPhone(stage, ana.person, group).command("/here")
    await GroupPhone(stage, ben.person, group).tap("Yes, asks and news")
    await stage.wind_to("08:00")


async def _down(stage: Stage) -> None:
    ana, ben = await _partners(stage)
    await _both_name(stage, ana, ben)
    await stage.sleep_to("20:10")
    stage.server.people[0].send(stage.telegram_bot, "/done")
    stage.clock.jump_to(stage.moment("21:10"))


async def _both_name(stage: Stage, ana: Phone, ben: Phone) -> None:
    await stage.wind_to("08:05")
    await ana.type(ANAS)
    await ben.type(BENS)


async def _partners(stage: Stage, *, bens_city: str | None = None) -> tuple[Phone, Phone]:
    ana, ben = _two(stage)
    await ana.join()
    await ana.type("/invite")
    await ben.open_link(ana.invite_link)
    await ben.tap("Yes, let's do this")
    await ben.settle_in(bens_city)
    return ana, ben


def _two(stage: Stage) -> tuple[Phone, Phone]:
    return stage.person("Ana", username="ana_writes"), stage.person("Ben", username="ben_runs")


FIRST_DAY = Scene(
    "first-day",
    "First day",
    "It is half past seven on a Monday in Berlin. Ana has heard of the bot; Ben has not.",
    (
        "Press START on Ana's phone, type Berlin, tap the city, and take the usual times.",
        "Invite a partner. “Open it on the other phone” gives it to Ben: say yes there, and where he lives.",
        "Press “To what is due”, and let each name one thing.",
        "Press it again: it is evening. Say Done for one of them, and nothing for the other.",
    ),
    _first_day,
)
MISSED = Scene(
    "missed",
    "A missed evening",
    "Nine in the evening. Ana did her thing and Ben cheered. He has not answered about his own, not even the reminder:"
    " so Ana is asked to call him, as both agreed on the first day.",
    (
        "On Ana's phone, tap “I'm calling now”: Ben reads the words that they agreed on.",
        "After a while, tap “We did it” on either phone.",
        "Or tap nothing, and wind on: two more nudges at most, and then peace.",
        "Or let Ben tap Done first: Ana's call is off.",
    ),
    _missed,
)
BOTH_MISSED = Scene(
    "both-missed",
    "Both missed",
    "Nine in the evening, and neither has answered. In place of two nudges each reads one message about both things.",
    (
        "Tap “I'm calling now” on either phone: one call is enough.",
        "Tap “We did it”, and say whose thing it was.",
        "Or let one of them tap Done alone, and see what becomes of the other.",
    ),
    _both_missed,
)
NIGHT = Scene(
    "night",
    "Night where your partner is",
    "Ana lives in Berlin, Ben in New York. It is ten to nine in his evening, and he has not answered; where Ana is, it"
    " is ten to three at night.",
    (
        "Wind a quarter of an hour: nobody rings Ana. Each reads one quiet line instead.",
        "Ben can still tap Done, or “Not yet” and see who is asked.",
        "Wind to the next morning: Ana is asked at eight in Berlin, Ben at eight in New York.",
    ),
    _night,
)
AWAY = Scene(
    "away",
    "Away",
    "Ben is done for today, and has said /away until Friday. Ana read one quiet line about it. It is eight in the"
    " evening, and she is asked how it went.",
    (
        "Leave Ana's evening unanswered and wind on: Ben is never asked to call.",
        "Wind from morning to morning: he is not asked until Friday, and both hear of it the evening before.",
        "Or type anything on Ben's phone to come back early.",
    ),
    _away,
)
IN_GROUP = Scene(
    "group",
    "In a group",
    "Ana brought her pact into a group with /here, and Ben said yes there. A friend, Cleo, looks on. It is eight in the"
    " morning: both are asked, each by name, and what they answer stands on one card.",
    (
        "Write as Ana: reply (↩) to the question that mentions her, or send /one and her thing.",
        "Write as Ben and do the same: the card shows both.",
        "Write as Cleo: talk, and tap any button. The bot has nothing to say, but to Cleo alone.",
        "Wind to nine in the evening, with nothing done: the call is asked for in private, never here.",
        "In the menu (⋮): make it a supergroup, remove the bot, let somebody leave. The pact goes on in private.",
    ),
    _in_group,
)
DOWN = Scene(
    "down",
    "The bot was down",
    "The bot stopped at five past eight in the morning; it is ten past nine in the evening now. Ana typed /done an hour"
    " ago and heard nothing. Ben was never asked, so nobody may be asked to call him yet.",
    (
        "Start the bot: it reads first what came in, and only then says what is due.",
        "Ana's Done counts from when she typed it.",
        "Wind on: Ben gets his full time to answer before Ana hears a word.",
        "Under the hood you can kill it again, in the middle of anything.",
    ),
    _down,
    runs_bot=False,
)
SCENES: tuple[Scene, ...] = (FIRST_DAY, MISSED, BOTH_MISSED, NIGHT, AWAY, IN_GROUP, DOWN)


def scene_named(name: str) -> Scene:
    """Return the scene with this name; `LookupError` if there is none."""
    found = next((scene for scene in SCENES if scene.name == name), None)
    if found is None:
        raise LookupError(f"there is no scene {name!r} among {', '.join(scene.name for scene in SCENES)}")
    return found
