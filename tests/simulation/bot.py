"""The bot as a process of the simulation: started, stopped, killed, started again, on one clock and one database."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Iterator
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import structlog
from structlog.typing import EventDict
from telegram import Bot

from bot import app as bot_app
from bot.chat import delivery, intake
from bot.chat.limits import Limits
from bot.chat.sending import Outcome, send
from bot.config import Settings, read_settings
from bot.db.sqlite import url_of
from bot.places.offline import OfflinePlaces
from bot.services.delivering import Parcel
from bot.services.letters import Letter
from bot.services.ports import Vault
from playground.opening import make_database
from playground.stage import PHONE_KEY, TOKEN, USERNAME
from playground.telegram import TelegramServer, queue
from playground.telegram.methods import updates
from tests.simulation.database import Disk
from tests.simulation.loop import PROCESS, VirtualLoop
from tests.simulation.wire import DirectRequest, Line, Network

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday, and soon the clocks change in many places
IDLE = 86_400.0
"""So many seconds lie between the bot's looks at what nothing in here changes: a copy to restore, its pulse."""
POLL = 120
"""So many seconds a poll waits, in place of thirty."""
SAFETY = 1800.0
"""So many seconds after the last ring the clock rings anyway; half a minute with the real one."""
CHORES = 21_600.0

LETTER: ContextVar[Letter | None] = ContextVar("LETTER", default=None)
"""What is being sent."""


@dataclass(slots=True)
class Life:
    """Life's time: the machine's, and what the machine slept."""

    loop: VirtualLoop
    slept: float = 0.0

    def now(self) -> datetime:
        """Return the current instant."""
        return BEGIN + timedelta(seconds=self.uptime())

    def uptime(self) -> float:
        """Return the seconds since the beginning, with those in which the machine slept."""
        return self.loop.time() + self.slept

    def monotonic(self) -> float:
        """Return the machine's time, which stands still while it sleeps."""
        return self.loop.time()

    async def pause(self, seconds: float) -> None:
        """Wait so many seconds of the machine's time."""
        await asyncio.sleep(seconds)


class Alarm:
    """The bot's `Alarm`, by life's time."""

    def __init__(self, life: Life) -> None:
        self._life = life
        self._at: datetime | None = None
        self._changed = asyncio.Event()

    def set(self, at: datetime | None) -> None:
        """Ring at `at`; an earlier moment stays, as looking too early does no harm."""
        if at is not None and (self._at is None or at < self._at):
            self._at = at
            self._changed.set()

    def strike(self) -> None:
        """Ring now: what a machine that wakes from its sleep comes to within half a minute."""
        self.set(self._life.now())

    async def run(self, ring: Callable[[], object], chore: Callable[[], object]) -> None:
        """Ring until cancelled."""
        chore_at = self._life.monotonic()
        while True:
            self._at = None
            await ring()  # type: ignore[misc]
            if self._life.monotonic() >= chore_at:
                chore_at += CHORES
                await chore()  # type: ignore[misc]
            await self._wait()

    async def _wait(self) -> None:
        ends = self._life.monotonic() + SAFETY
        while True:
            self._changed.clear()
            left = ends - self._life.monotonic()
            if self._at is not None:
                left = min(left, (self._at - self._life.now()).total_seconds())
            if left <= 0:
                return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._changed.wait()


@dataclass(slots=True, kw_only=True)
class Machine:
    """Where the bot runs: its disk, its line to Telegram, its clock."""

    loop: VirtualLoop
    life: Life
    server: TelegramServer
    line: Line
    network: Network
    disk: Disk
    file: Path
    settings: Settings
    complaints: list[str]
    """What the bot logged of faults of its own."""
    on_ended: Callable[[], None] = lambda: None
    """Called when a process has ended, in whatever way."""
    process: int = 0
    app: bot_app.App | None = None
    alarm: Alarm | None = None
    kills: int = 0
    _aimed: list[int] | None = None
    """How many messages more are begun before the blow, and how many steps follow then."""
    _running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start a process."""
        self.process += 1
        context = copy_context()
        context.run(PROCESS.set, self.process)
        self._running = self.loop.create_task(self._run(), context=context)

    async def _run(self) -> None:
        self.alarm = Alarm(self.life)
        self.app = bot_app.build(self.settings, clock=self.life, alarm=self.alarm, limits=Limits())
        await self.app.run()

    async def stop(self) -> None:
        """Stop the process as SIGTERM does."""
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
        self._buried()

    def kill_within(self, steps: int) -> None:
        """Kill the process after so many more of its steps."""
        self.loop.kill_after(self.process, steps, self._buried_by_kill)

    def kill_while_sending(self, messages: int, steps: int) -> None:
        """Kill the process so many messages on, and so many steps after it began to send that one."""
        self._aimed = [messages, steps]

    def spare(self) -> None:
        """Kill nobody any more."""
        self._aimed = None
        self.loop.spare()

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        if self._running is not None and self._running.done():
            self._running.result()
        return self._running is not None

    def _buried_by_kill(self) -> None:
        self.kills += 1
        self._buried()

    def _buried(self) -> None:
        self.disk.close_all(self.process)
        self.on_ended()
        self.app = self.alarm = self._running = None

    async def send(self, bot: Bot, parcel: Parcel, vault: Vault | None = None) -> Outcome:
        """Send as the bot does, and know what is on its way."""
        if self._aimed is not None:
            self._aimed[0] -= 1
            if self._aimed[0] < 0:
                self.kill_within(self._aimed[1])
                self._aimed = None
        token = LETTER.set(parcel.letter)
        try:
            return await send(bot, parcel, vault)
        finally:
            LETTER.reset(token)


@contextlib.contextmanager
def machine(loop: VirtualLoop, folder: Path, seed: int) -> Iterator[Machine]:
    """Set a machine up, with a database in `folder`, and put the simulation's parts into the bot's places."""
    life = Life(loop)
    line = Line()
    network = Network(random.Random(f"{seed} network"))
    disk = Disk(random.Random(f"{seed} disk"))
    server = TelegramServer(now=life.now, machine=life, listener=line)  # type: ignore[arg-type]
    server.add_bot(TOKEN, USERNAME, "Stay on the Line")
    file = folder / "bot.db"
    make_database(file)
    settings = read_settings(
        _env_file=None,
        bot_token=TOKEN,
        database_url=url_of(file),
        telegram_api_url=line.url,
        phone_key=PHONE_KEY,
    )
    complaints: list[str] = []
    set_up = Machine(
        loop=loop,
        life=life,
        server=server,
        line=line,
        network=network,
        disk=disk,
        file=file,
        settings=settings,
        complaints=complaints,
    )
    places = OfflinePlaces()
    tokens = random.Random(f"{seed} tokens")

    def direct(_connections: int, *, read_timeout: float, proxy: str | None) -> DirectRequest:
        return DirectRequest(line, network, read_timeout)

    replaced = (
        patch.object(bot_app, "AiohttpRequest", direct),
        patch.object(bot_app, "OfflinePlaces", lambda: places),
        patch.object(
            bot_app,
            "secrets",
            SimpleNamespace(token_urlsafe=lambda size: f"{tokens.getrandbits(size * 8):0{size * 2}x}"[:22]),
        ),
        patch.object(bot_app, "PULSE_SECONDS", IDLE),
        patch.object(bot_app, "FIRST_PULSE_SECONDS", 600.0),
        patch.object(bot_app, "RESTORE_LOOK_SECONDS", IDLE),
        patch.object(bot_app, "back_up_daily", lambda *_: None),
        patch.object(bot_app, "uptime", life.uptime),
        patch.object(intake, "uptime", life.uptime),
        patch.object(intake, "POLL_SECONDS", POLL),
        patch.object(intake, "STALE_AFTER", POLL + intake.POLL_PATIENCE + 5.0),
        patch.object(queue, "MAX_TIMEOUT", POLL),
        patch.object(updates, "MAX_TIMEOUT", POLL),
        patch.object(delivery, "uptime", life.uptime),
        patch.object(delivery, "monotonic", life.monotonic),
        patch.object(delivery, "LOOK_AGAIN", 3600.0),
        patch("aiosqlite.connect", disk.connect),
        _complaints_to(complaints),
    )
    with contextlib.ExitStack() as stack:
        for each in replaced:
            stack.enter_context(each)
        yield set_up


@contextlib.contextmanager
def _complaints_to(complaints: list[str]) -> Iterator[None]:
    """Keep what the bot logs as its own fault, and let the rest go."""

    def note(_logger: object, method: str, event: EventDict) -> EventDict:
        if method in {"error", "exception", "critical"}:
            complaints.append(f"{event}")
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[note], cache_logger_on_first_use=False)
    logging.getLogger("telegram").setLevel(logging.CRITICAL)  # it tells of each answer that was broken by lot
    try:
        yield
    finally:
        structlog.configure(**before)
