"""The facts of playground/telegram/behaviour.md, and the register of what holds the stand-in to each of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from playground import telegram as stand_in

if TYPE_CHECKING:
    import telegram

    from playground.telegram import Bot, Group, Person, TelegramServer
    from tests.playground.conftest import Api, Clock

PAGE = Path(stand_in.__file__).with_name("behaviour.md")
_POINT = re.compile(r"- \*\*(?P<name>.*?)\*\*: ")

Test = TypeVar("Test", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a situation is answered: with these words, and these fields in `parameters`."""

    code: int
    description: str
    parameters: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ask:
    """What a bot asks in a situation; `meanwhile` happens while it waits for the answer."""

    method: str
    params: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, bytes] = field(default_factory=dict)
    token: str | None = None
    path: str | None = None
    meanwhile: Callable[[], Awaitable[None]] | None = None
    parameters: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """Who and what there is; Ana has pressed START, Ben has not."""

    server: TelegramServer
    clock: Clock
    api: Api
    client: telegram.Bot
    bot: Bot
    ana: Person
    ben: Person

    def group(self, *, supergroup: bool = False) -> Group:
        """Return a group of both with the bot in it."""
        group = self.server.add_group("Us", [self.ana, self.ben], supergroup=supergroup)
        group.add(self.bot, by=self.ana)
        return group

    async def sent(self, text: str = "hi", **params: Any) -> int:
        """Let the bot write to Ana; return the message's id."""
        message = await self.api.ok("sendMessage", **{"chat_id": self.ana.id, "text": text, **params})
        number: int = message["message_id"]
        return number

    def text(self, text: str, **params: Any) -> Ask:
        """Ask to write to Ana."""
        return Ask("sendMessage", {"chat_id": self.ana.id, "text": text, **params})

    def markup(self, **button: Any) -> Ask:
        """Ask to write to Ana with one inline button."""
        return self.text("?", reply_markup={"inline_keyboard": [[button]]})


async def until_polled(bot: Bot, times: int = 1) -> None:
    """Wait until so many polls of the bot have begun to wait."""
    async with asyncio.timeout(5):
        while bot.queue.long_polls < times:
            await bot.queue.polled.wait()


Situation: TypeAlias = Callable[[Scene], Awaitable[Ask]]
Limit: TypeAlias = Callable[[Scene], Awaitable[None]]

SITUATIONS: dict[str, Situation] = {}
NOT_MIMICKED: dict[str, Situation] = {}
LIMITS: dict[str, Limit] = {}
TOLD: dict[str, list[str]] = {}


def situation(name: str) -> Callable[[Situation], Situation]:
    """Register what leads into a row of the table of errors, or of what is not mimicked."""
    known = SITUATIONS if name in table("Errors") else NOT_MIMICKED

    def register(made: Situation) -> Situation:
        assert name not in known, f"{name!r} is there twice"
        known[name] = made
        return made

    return register


def limit(name: str) -> Callable[[Limit], Limit]:
    """Register what tries a limit on both sides."""

    def register(made: Limit) -> Limit:
        assert name not in LIMITS, f"{name!r} is there twice"
        LIMITS[name] = made
        return made

    return register


def tells(*points: str) -> Callable[[Test], Test]:
    """Mark a test as the one that holds points of the page, each as `section: name`."""

    def register(made: Test) -> Test:
        for point in points:
            TOLD.setdefault(point, []).append(made.__name__)
        return made

    return register


def _sections() -> dict[str, str]:
    parts = re.split(r"^## (.*)\n", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def table(section: str) -> dict[str, tuple[str, ...]]:
    """Return the rows of a section's table by their first cell."""
    lines = [line for line in _sections()[section].splitlines() if line.startswith("|")]
    cells = [tuple(cell.strip() for cell in line[1:-1].split("|")) for line in lines]
    return {first: tuple(rest) for first, *rest in cells[2:]}


def refusals(section: str) -> dict[str, Refusal]:
    """Return the rows of a table of refusals."""
    made = {}
    for name, (code, words, *more) in table(section).items():
        made[name] = Refusal(int(code), words.removeprefix("`").removesuffix("`"), frozenset(" ".join(more).split()))
    return made


def points() -> list[str]:
    """Return all points of the page, as `section: name`."""
    return [f"{section}: {name}" for section, text in _sections().items() for name in _POINT.findall(text)]
