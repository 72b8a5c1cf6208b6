"""A day and a half of one pair in half a minute: the real bot, a stand-in Telegram, a clock that is wound.

`python -m playground.demo` prints both phones side by side, ends with one line of figures, and exits with 1 if
anything that should have happened did not.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from rich.console import Console

from bot.logs import set_up_logging
from playground.opening import open_stage
from playground.stage import ZONE, Phone, Stage
from playground.transcript import Transcript

START = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
"""A Monday, 07:30 in Berlin."""
NARROWEST = 72


class StepMissing(Exception):  # noqa: N818  named for what was found
    """Something that the day should have brought did not come."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a step of the demo needs."""

    stage: Stage
    ana: Phone
    ben: Phone


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, and what each phone must show afterwards."""

    words: str
    do: Callable[[Scene], Awaitable[object]]
    ana_sees: str | None = None
    ben_sees: str | None = None


async def _ana_opens(scene: Scene) -> None:
    await scene.ana.start()


async def _ana_settles_in(scene: Scene) -> None:
    await scene.ana.settle_in()


async def _ana_invites(scene: Scene) -> None:
    await scene.ana.tap("Invite a partner")


async def _ben_accepts(scene: Scene) -> None:
    await scene.ben.tap("Yes, let's do this")
    await scene.ben.settle_in()


async def _ben_opens(scene: Scene) -> None:
    await scene.ben.open_link(_link(scene.ana))


def _link(phone: Phone) -> str:
    invitation = phone.find("Here is your invitation").text or ""
    return next(word for word in invitation.split() if word.startswith("https://t.me/"))


STEPS = (
    Step("Ana opens the bot.", _ana_opens, ana_sees="Where do you live?"),
    Step("She types her city and takes the usual times.", _ana_settles_in, ana_sees="All set"),
    Step("She makes an invitation.", _ana_invites, ana_sees="Here is your invitation"),
    Step("She sends Ben the link. He opens it.", _ben_opens, ben_sees="would like you as their accountability partner"),
    Step(
        "Ben says yes, and where he lives: they are a pair.",
        _ben_accepts,
        ana_sees="are partners now",
        ben_sees="is your partner",
    ),
    Step(
        "Both are asked for their one thing.",
        lambda scene: scene.stage.wind_to("08:00"),
        ana_sees="What is the one thing",
        ben_sees="What is the one thing",
    ),
    Step(
        "Ana commits, and Ben sees it, silently.",
        lambda scene: scene.ana.type("Send the application to the design studio"),
        ana_sees="Your one thing today",
        ben_sees="Ana\u2069's one thing today",
    ),
    Step(
        "Ben commits too.",
        lambda scene: scene.ben.type("Call the landlord about the deposit"),
        ana_sees="Ben\u2069's one thing today",
        ben_sees="Your one thing today",
    ),
    Step(
        "In the evening both are asked how it went.",
        lambda scene: scene.stage.wind_to("20:00"),
        ana_sees="How did it go?",
        ben_sees="How did it go?",
    ),
    Step(
        "Ana did it. Ben hears it at once …",
        lambda scene: scene.ana.tap("Done"),
        ana_sees="Done! Well done",
        ben_sees="Ana\u2069 did it",
    ),
    Step("… and congratulates her.", lambda scene: scene.ben.tap("So proud of you"), ana_sees="So proud of you"),
    Step(
        "Ben says nothing about his own. He is reminded.",
        lambda scene: scene.stage.wind_to("20:30"),
        ben_sees="Checking in once more",
    ),
    Step(
        "Still nothing. Ana is asked to call.",
        lambda scene: scene.stage.wind_to("21:00"),
        ana_sees="This is the moment you two agreed on",
    ),
    Step(
        "She says what both agreed in advance.",
        lambda scene: scene.ana.tap("I'm calling now"),
        ana_sees="knows that you're calling",
        ben_sees="I'm going to call you right now and stay on the line while you do it.",
    ),
    Step(
        "A while later. Ben says that they did it …",
        lambda scene: _later(scene, scene.ben, minutes=25),
        ana_sees="got it done with you on the line",
        ben_sees="Done together, on the line",
    ),
    Step(
        "The next morning comes.",
        lambda scene: scene.stage.wind_to("08:00", days=1),
        ana_sees="Yesterday you did it",
        ben_sees="Yesterday you two did it together, on the line",
    ),
    Step(
        "And with it the next thing.",
        lambda scene: scene.ben.type("Write three lines of the cover letter"),
        ana_sees="Write three lines",
        ben_sees="Your one thing today",
    ),
    Step(
        "Ana names hers too.",
        lambda scene: scene.ana.type("Write to one person whose work I admire"),
        ana_sees="Your one thing today",
        ben_sees="Write to one person",
    ),
    Step(
        "Ben does not wait for the evening this time.",
        lambda scene: _later(scene, scene.ben, minutes=150, label="Done"),
        ana_sees="Ben\u2069 did it",
        ben_sees="Done! Well done",
    ),
    Step(
        "So in the evening only Ana is asked.",
        lambda scene: scene.stage.wind_to("20:00"),
        ana_sees="How did it go?",
    ),
    Step(
        "She did it, and the day is done for both.",
        lambda scene: scene.ana.tap("Done", on=scene.ana.last),
        ana_sees="Done! Well done",
        ben_sees="Ana\u2069 did it",
    ),
)


async def _later(scene: Scene, phone: Phone, *, minutes: int, label: str = "We did it") -> None:
    await scene.stage.wind(minutes=minutes)
    await phone.tap(label)


async def play(console: Console) -> None:
    """Play all steps and print them; raise `StepMissing` at the first that did not happen."""
    began = monotonic()
    with tempfile.TemporaryDirectory() as folder:
        async with open_stage(Path(folder), START) as stage:
            scene = Scene(stage, stage.person("Ana", username="ana_writes"), stage.person("Ben"))
            transcript = Transcript(console, scene.ana, scene.ben, zone=ZONE)
            transcript.names()
            for step in STEPS:
                await step.do(scene)
                transcript.show_news(step.words, stage.clock.now())
                _check(scene.ana, step.ana_sees, step)
                _check(scene.ben, step.ben_sees, step)
            hours = (stage.clock.now() - START).total_seconds() / 3600
            console.print(
                f"\n{len(STEPS)} steps, {transcript.messages} messages, {len(stage.server.calls)} Bot API calls:"
                f" {hours:.0f} hours of two people in {monotonic() - began:.1f} seconds. Everything happened.",
                highlight=False,
            )


def _check(phone: Phone, part: str | None, step: Step) -> None:
    if part is not None and not any(part in text for text in phone.heard[-6:]):
        raise StepMissing(f"{step.words!r}: {phone.person.first_name}'s phone does not show {part!r}")


def main(arguments: Sequence[str]) -> int:
    """Play the demo in this terminal; return the exit status."""
    console = Console(highlight=False)
    if console.width < NARROWEST:
        console = Console(highlight=False, width=NARROWEST)
    set_up_logging("WARNING", log_format="text", secrets={})
    if arguments:
        sys.stderr.write("usage: python -m playground.demo\n")
        return 2
    try:
        asyncio.run(play(console))
    except (StepMissing, LookupError) as missing:
        sys.stderr.write(f"demo: a step did not happen: {missing}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
