"""A pair's day, to be played with the bot's process killed (`kill -9`) at random moments, and without.

`python -m pytest tests/stories/test_kills.py --kills=100` kills so often and prints what that hit and what came of it.
"""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from playground.opening import set_stage
from playground.remote import RemoteStage
from playground.stage import Phone
from tests.stories.aftermath import ANSWERS, EDITS, SENDS, Aftermath, look_back
from tests.stories.killing import Account, Blow, Pace, Saboteur

START = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # a Monday, 07:30 in Berlin
KILLS_A_DAY = 10
TALLY = "tally of kills"


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a step needs."""

    stage: RemoteStage
    ana: Phone
    ben: Phone


STEPS: Sequence[Callable[[Scene], Awaitable[object]]] = (
    lambda scene: scene.ana.start(),
    lambda scene: scene.ana.type("Berlin"),
    lambda scene: scene.ana.tap("Berlin, Germany"),
    lambda scene: scene.ana.tap("08:00 and 20:00"),
    lambda scene: scene.ana.tap("Invite a partner"),
    lambda scene: scene.ben.open_link(_link(scene.ana)),
    lambda scene: scene.ben.tap("Yes, let's do this"),
    lambda scene: scene.ben.type("Berlin"),
    lambda scene: scene.ben.tap("Berlin, Germany"),
    lambda scene: scene.ben.tap("08:00 and 20:00"),
    lambda scene: scene.stage.wind_to("08:00"),
    lambda scene: scene.ana.type("Send the application"),
    lambda scene: scene.ben.type("Call the landlord"),
    lambda scene: scene.ben.type("/nonsense"),
    lambda scene: scene.ben.tap("Done"),
    lambda scene: scene.ben.tap("Undo"),
    lambda scene: scene.ben.type("/done"),
    lambda scene: scene.ana.tap("So proud"),
    lambda scene: scene.stage.wind_to("20:00"),
    lambda scene: scene.ana.tap("Not yet"),
    lambda scene: scene.stage.wind(minutes=1),
    lambda scene: scene.ben.tap("I'm calling now"),
    lambda scene: scene.ana.tap("We did it"),
    lambda scene: scene.stage.wind_to("08:00", days=1),
    lambda scene: scene.ben.type("Write three lines"),
    lambda scene: scene.stage.wind_to("21:30"),
    lambda scene: scene.ana.tap("I can't tonight"),
    lambda scene: scene.stage.wind_to("08:00", days=1),
    lambda scene: scene.ben.tap("I did it, I forgot to say"),
)


@dataclass(frozen=True, slots=True)
class Played:
    """A day that was played."""

    aftermath: Aftermath
    pace: Pace
    account: Account


async def play(folder: Path, blows: Mapping[int, Blow]) -> Played:
    """Play the day in an empty folder, with these blows by number of the step."""
    async with set_stage(RemoteStage, folder, START) as stage:
        scene = Scene(stage, stage.person("Ana", username="ana_writes"), stage.person("Ben"))
        phones = (scene.ana, scene.ben)
        saboteur = Saboteur(stage, phones)
        await saboteur.begin()
        for number, step in enumerate(STEPS):
            await saboteur.see_through(partial(step, scene), blows.get(number))
        await stage.stop_bot()
        pace = Pace(saboteur.start, saboteur.steps, saboteur.rings)
        return Played(look_back(stage, phones), pace, saboteur.account)


def repeats(played: Played, reference: Played, method: str) -> int:
    """Return how many calls of a method one day had more than the other."""
    return (played.aftermath.sent[method] - reference.aftermath.sent[method]).total()


def tally(played: Played, reference: Played) -> Mapping[str, int]:
    """Return what the kills of a day hit, and what came of it."""
    return {
        **played.account.tally,
        "messages sent once more": repeats(played, reference, SENDS),
        "edits made once more": repeats(played, reference, EDITS),
        "answers to taps lost": repeats(reference, played, ANSWERS),
    }


def seeds(kills: int) -> Iterator[tuple[int, int]]:
    """Yield seeds, each with how many kills its day brings, so that there are `kills` in all."""
    for seed, before in enumerate(range(0, kills, KILLS_A_DAY)):
        yield seed, min(KILLS_A_DAY, kills - before)


def summary(stats: Mapping[str, Sequence[object]]) -> Sequence[str]:
    """Return the lines that tell what the kills of all days came to, from what pytest has heard of its tests."""
    reports = [report for kind in stats.values() for report in kind if isinstance(report, pytest.TestReport)]
    total = Counter[str]()
    for report in reports:
        told = [value for name, value in report.user_properties if name == TALLY and report.when == "call"]
        for value in told:
            total.update(json.loads(str(value)))
    return [f"{number:6}  {name}" for name, number in total.items()]


def _link(phone: Phone) -> str:
    invitation = phone.find("Here is your invitation").text
    return next(word for word in invitation.split() if word.startswith("https://t.me/"))
