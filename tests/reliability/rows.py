"""The table of faults: a row tells what goes wrong, what the bot does, what people see, and holds the story of it.

Each row also says how to take its handling out of the bot. A story that still passes then shows nothing, and fails the
test of its row.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import pytest

from playground.stage import Phone, Stage


@dataclass(frozen=True, slots=True)
class Scene:
    """Ana and Ben, partners since 09:30 on a Monday, both asked for today's one thing."""

    stage: Stage
    ana: Phone
    ben: Phone
    patch: pytest.MonkeyPatch
    """For making the bot's own parts fail, where a fault is not Telegram's."""
    patience: float
    """For how many seconds of the machine's time somebody waits for an answer."""


Story = Callable[[Scene], Awaitable[None]]
TakenOut = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One fault."""

    group: str
    fault: str
    does: str
    seen: str
    story: Story
    without: TakenOut

    @property
    def name(self) -> str:
        """Its module and story, as pytest's `-k` takes it."""
        return f"{self.story.__module__.rpartition('.')[2]}-{self.story.__name__}"


ROWS: list[Row] = []


class Never(Exception):  # noqa: N818  that is what it is
    """An exception that nothing raises: put in place of a caught one, it takes the catching out."""


def row(group: str, *, fault: str, does: str, seen: str, without: TakenOut) -> Callable[[Story], Story]:
    """Make a story a row of the table."""

    def add(story: Story) -> Story:
        ROWS.append(Row(group, fault, does, seen, story, without))
        return story

    return add


def put(target: str, value: object) -> TakenOut:
    """Take a handling out by putting something else in its place; `target` is a dotted name."""
    return lambda patch: patch.setattr(target, value)


async def until(scene: Scene, is_so: Callable[[], bool]) -> None:
    """Wait, in the machine's time, for what nothing rings a bell for."""
    async with asyncio.timeout(scene.patience):
        while not is_so():  # noqa: ASYNC110  see above
            await asyncio.sleep(0.005)


def table(groups: Sequence[str]) -> str:
    """Return the table in Markdown, in this order of groups, as it stands in docs/reliability.md."""
    lines = []
    for group in groups:
        lines += [
            f"### {group}",
            "",
            "| what goes wrong | what the bot does | what people see | shown by |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| {each.fault} | {each.does} | {each.seen} | `{each.name}` |" for each in ROWS if each.group == group
        ]
        lines += [""]
    return "\n".join(lines).strip()
