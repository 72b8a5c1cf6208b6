"""The desk that the page shows: a scene on the stage, what is done with it one thing at a time, and its clock."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.db.sqlite import file_of
from playground.clock import StillBusy
from playground.opening import Kept, live_and_keep, set_stage
from playground.page.rows import read_members
from playground.page.scenes import Scene
from playground.remote import EndedByItself, Nest, RemoteStage
from playground.telegram import Bot, Group, Person
from playground.telegram.listener import Listener

PATIENCE = 4.0
"""Seconds that the bot gets to come to rest; a fault that was planted can keep it busy for much longer."""
SLOW_MOTION_SECONDS = 3.5
SLOW_SECONDS = 0.4
DAY_BEGINS = timedelta(hours=3)
BUSY = "The bot is still busy: it waits for something, perhaps for a fault to end. The clock stands meanwhile."

Result = TypeVar("Result")


class CantDo(Exception):  # noqa: N818  named for what happened
    """What somebody wants to do is not possible now; its words say why."""


class Desk:
    """One scene at a time, for all windows. `version` changes whenever something may look different."""

    def __init__(self, folder: Path, listener: Listener) -> None:
        self.version = 0
        self.scene: Scene | None = None
        self.doing: str | None = None
        """What is under way, in words for the person who waits."""
        self._folder = folder
        self._listener = listener
        self._count = 0
        self._kept: dict[str, Kept] = {}
        self._nest: Nest | None = None
        self._stage: RemoteStage | None = None
        self._set = AsyncExitStack()
        self._turn = asyncio.Lock()
        self._read: dict[tuple[int, int], int] = {}
        self._running: asyncio.Task[None] | None = None
        self._halt = asyncio.Event()
        self._is_closing = False
        self._began = 0.0
        self._watching: asyncio.Task[None] | None = None

    # What there is

    @property
    def stage(self) -> RemoteStage:
        """What is played on."""
        if self._stage is None:
            raise CantDo("A scene is being set; one moment.")
        return self._stage

    @property
    def is_set(self) -> bool:
        """Whether there is a scene to look at."""
        return self._stage is not None

    @property
    def bot(self) -> Bot:
        """The bot's account at Telegram."""
        return self.stage.telegram_bot

    @property
    def people(self) -> list[Person]:
        """Everybody with a phone."""
        return self.stage.server.people

    @property
    def group(self) -> Group | None:
        """The group on the desk, under its newest id."""
        groups = [group for group in self.stage.server.groups if _is_alive(group)]
        return groups[-1] if groups else None

    @property
    def bot_runs(self) -> bool:
        """Whether there is a process of the bot."""
        return self._stage is not None and self._stage.process is not None

    @property
    def next_at(self) -> datetime | None:
        """When the bot does something next by itself, if it runs and anything is due at all."""
        due = [row.due_at for row in read_members(self.database) if row.due_at is not None] if self.bot_runs else []
        return min((at for at in due if at > self.now), default=None)

    @property
    def now(self) -> datetime:
        """The time to which the clock was wound."""
        return self.stage.clock.now()

    @property
    def is_slow(self) -> bool:
        """Whether what is under way takes so long that people want to know."""
        return self.doing is not None and time.monotonic() - self._began > SLOW_SECONDS

    @property
    def is_running(self) -> bool:
        """Whether the clock goes on by itself, in slow motion."""
        return self._running is not None

    @property
    def database(self) -> Path:
        """The bot's database."""
        return file_of(self.stage.settings.database_url)

    def person(self, who: int | str) -> Person | None:
        """Return somebody by their account's number or their username."""
        return next((person for person in self.people if who in (person.id, person.username)), None)

    def make_group(self) -> Group:
        """Return the group, made of all who are there if there is none yet."""
        if self.group is not None:
            return self.group
        return self.stage.server.add_group(" & ".join(person.first_name for person in self.people), self.people)

    def unread(self, person: Person, where: Bot | Group) -> int:
        """Return how many messages of the bot have rung on a phone since it was looked at."""
        read = self._read.get(_chat_key(person, where), 0)
        return sum(
            message.is_from_bot and not message.is_silent and message.service is None and message.id > read
            for message in person.chat(where)
        )

    def read(self, person: Person, where: Bot | Group) -> None:
        """Note that somebody looks at a chat."""
        newest = max((message.id for message in person.chat(where)), default=0)
        if self._read.get(_chat_key(person, where), 0) < newest:
            self._read[_chat_key(person, where)] = newest
            self._change()

    # Scenes

    async def open(self, scene: Scene) -> None:
        """Put a scene on the desk in place of the one before."""
        await self.pause()
        async with self._work(f"Setting the scene: {scene.title} …"):
            kept = await self._life(scene)
            await self._clear()
            self._count += 1
            stage = await self._set.enter_async_context(
                set_stage(
                    RemoteStage,
                    self._folder / str(self._count),
                    kept.moment,
                    zone=scene.zone,
                    kept=kept,
                    listener=self._listener,
                )
            )
            if self._nest is None:
                self._nest = await Nest.build()
            stage.revives, stage.nest = False, self._nest
            stage.clock.patience = PATIENCE
            if scene.runs_bot:
                await stage.start_bot()
            self._stage, self.scene = stage, scene
            self._read = {_chat_key(person, chat): self._newest_before(person, chat) for person, chat in self._chats()}
            self._watching = asyncio.create_task(self._watch(stage))  # noqa: TID251  kept, see `_clear`

    async def close(self) -> None:
        """Clear the desk. What is under way is cut short: the bot's process is killed in the middle of it."""
        self._is_closing = True
        self._halt.set()
        if self._turn.locked() and self._stage is not None and self._stage.process is not None:
            self._stage.process.kill()
        if self._running is not None:
            await asyncio.wait([self._running])
        async with self._turn:
            await self._clear()
        if self._nest is not None:
            await self._nest.close()

    # What people do

    async def do(self, deed: Callable[[], Result]) -> Result:
        """Let somebody do something with their phone, and wait until the bot has dealt with it.

        Raises `CantDo` when a phone does not allow it.
        """
        self._halt.set()
        async with self._work("One moment …"):
            try:
                result = deed()
            except KeyError as gone:
                raise CantDo("This message is gone.") from gone
            except (ValueError, LookupError, RuntimeError) as refusal:
                raise CantDo(str(refusal.args[0]) if refusal.args else "This is not possible.") from refusal
            self._change()
            await self._settle()
            return result

    # The clock

    async def wind(self, span: timedelta) -> None:
        """Wind by a span."""
        await self._wind(lambda: self.now + span)

    async def wind_to_next(self) -> None:
        """Wind to what is due next."""
        await self._wind(self._next_or_refuse)

    async def wind_to_morning(self, hour: str = "08:00") -> None:
        """Wind to the next morning on the stage."""

        def morning() -> datetime:
            is_ahead = self.now.astimezone(ZoneInfo(self.stage.zone)).strftime("%H:%M") < hour
            return self.stage.moment(hour, days=0 if is_ahead else 1)

        await self._wind(morning)

    def run(self) -> None:
        """Let the clock go by itself from one due moment to the next, until the day ends or somebody does something."""
        if self._running is None:
            self._halt.clear()
            self._running = asyncio.create_task(self._run())  # noqa: TID251  kept, see `pause`
            self._change()

    async def pause(self) -> None:
        """Stop the clock at the next moment at which all is quiet."""
        self._halt.set()
        if self._running is not None:
            await asyncio.wait([self._running])

    # The bot's process

    async def start_bot(self) -> None:
        """Start the bot, if it does not run."""
        async with self._work("The bot starts …"):
            if not self.bot_runs:
                await self.stage.start_bot()

    async def stop_bot(self) -> None:
        """Stop the bot in an orderly way."""
        await self.pause()
        async with self._work("The bot stops …"):
            await self.stage.stop_bot()

    async def kill_bot(self) -> None:
        """Kill the bot's process at once, whatever it is doing."""
        if self.stage.process is None:
            raise CantDo("The bot does not run.")
        self.stage.process.kill()
        await self.pause()
        async with self._work("The bot is gone …"):
            await self._settle()

    # Inside

    async def _wind(self, aim: Callable[[], datetime]) -> None:
        """Wind by way of everything that is due; where to is asked when it is our turn. Without a bot, time passes."""
        async with self._work("Winding the clock …"):
            moment = aim()
            if self.bot_runs:
                await self.stage.wind_to_moment(moment)
            else:
                self.stage.clock.jump_to(moment)

    def _next_or_refuse(self) -> datetime:
        if self.next_at is None:
            raise CantDo("Nothing is due." if self.bot_runs else "The bot does not run, so nothing comes due.")
        return self.next_at

    @contextlib.asynccontextmanager
    async def _work(self, words: str) -> AsyncIterator[None]:
        """Take one's turn, with words for those who wait."""
        async with self._turn:
            if self._is_closing:
                raise CantDo("The playground is closing.")
            self.doing, self._began = words, time.monotonic()
            self._change()
            try:
                yield
            except StillBusy as busy:
                raise CantDo(BUSY) from busy
            except EndedByItself as ended:
                raise CantDo(f"The bot's process ended by itself, with status {ended.status}.") from ended
            finally:
                self.doing = None
                self._change()

    def _chats(self) -> list[tuple[Person, Bot | Group]]:
        groups = [] if self.group is None else [(person, self.group) for person in self.group.members]
        return [*((person, self.bot) for person in self.people), *groups]

    def _newest_before(self, person: Person, where: Bot | Group) -> int:
        """Return the number of the last message that came before this moment: what comes now is new to the reader."""
        return max((message.id for message in person.chat(where) if message.date < self.now), default=0)

    async def _settle(self) -> None:
        if self.bot_runs:
            await self.stage.settle()

    async def _life(self, scene: Scene) -> Kept:
        if scene.name not in self._kept:
            self._kept[scene.name] = await live_and_keep(scene.start, scene.life, zone=scene.zone)
        return self._kept[scene.name]

    async def _clear(self) -> None:
        self._stage = None
        watching, self._watching = self._watching, None
        if watching is not None:
            watching.cancel()
            await asyncio.wait([watching])
        await self._set.aclose()

    async def _watch(self, stage: RemoteStage) -> None:
        """See whenever a chat looks different."""
        while True:
            await stage.server.wait_for_change()
            self._change()

    async def _run(self) -> None:
        try:
            date = self._date()
            while self.next_at is not None and not self._halt.is_set() and self._date() == date:
                await self.wind_to_next()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(SLOW_MOTION_SECONDS):
                        await self._halt.wait()
        except CantDo:
            pass  # it stands still, and the page shows why
        finally:
            self._running = None
            self._change()

    def _date(self) -> date:
        """Return the date that is lived on the stage."""
        return (self.now.astimezone(ZoneInfo(self.stage.zone)) - DAY_BEGINS).date()

    def _change(self) -> None:
        self.version += 1


def _is_alive(group: Group) -> bool:
    return group.upgraded_to is None and not group.is_deleted and bool(group.members)


def _chat_key(person: Person, where: Bot | Group) -> tuple[int, int]:
    return person.id, where.id
