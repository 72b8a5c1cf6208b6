"""How a stage is set: anew, or from where a life that was played before had come to."""

import contextlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from bot.chat.limits import Limits
from bot.chat.patience import Patience
from bot.config import read_settings
from bot.db.migrating import upgrade
from bot.db.sqlite import file_of, url_of
from playground.clock import WoundClock
from playground.stage import PHONE_KEY, TOKEN, USERNAME, ZONE, Stage
from playground.telegram import TelegramServer
from playground.telegram.listener import Listener


@dataclass(frozen=True, slots=True)
class Kept:
    """How far a life on the stage had come: its moment, all that Telegram had, and the bot's database."""

    moment: datetime
    world: bytes
    database: bytes


AnyStage = TypeVar("AnyStage", bound=Stage)


@contextlib.asynccontextmanager
async def open_stage(
    folder: Path, start: datetime, *, zone: str = ZONE, starts_bot: bool = True, **settings: object
) -> AsyncIterator[Stage]:
    """Set the stage with a database in `folder` and the clock at `start`; everything is stopped at the end."""
    async with set_stage(Stage, folder, start, zone=zone, settings=settings) as stage:
        if starts_bot:
            await stage.start_bot()
        yield stage


@contextlib.asynccontextmanager
async def reopen_stage(folder: Path, kept: Kept, *, zone: str = ZONE) -> AsyncIterator[Stage]:
    """Go on from what was kept, with the bot started again."""
    async with set_stage(Stage, folder, kept.moment, zone=zone, kept=kept) as stage:
        await stage.start_bot()
        yield stage


async def live_and_keep(start: datetime, life: Callable[[Stage], Awaitable[object]], *, zone: str = ZONE) -> Kept:
    """Play a life on a stage of its own, and keep how far it came."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_stage(Path(folder), start, zone=zone) as stage:
            await life(stage)
        database = file_of(stage.settings.database_url).read_bytes()
        return Kept(stage.clock.now(), stage.server.keep(), database)


@contextlib.asynccontextmanager
async def set_stage(
    kind: type[AnyStage],
    folder: Path,
    start: datetime,
    *,
    zone: str = ZONE,
    kept: Kept | None = None,
    listener: Listener | None = None,
    settings: Mapping[str, object] | None = None,
) -> AsyncIterator[AnyStage]:
    """Set a stage of any kind, as `open_stage` does, with the bot not started yet; `settings` add to the stage's."""
    clock = WoundClock(start)
    server = TelegramServer(now=clock.now, kept=None if kept is None else kept.world, listener=listener)
    await server.start()
    try:
        of_stage: dict[str, object] = {
            "bot_token": TOKEN,
            "database_url": url_of(folder / "bot.db"),
            "telegram_api_url": server.url,
            "phone_key": PHONE_KEY,
        }
        read = read_settings(_env_file=None, **of_stage | dict(settings or {}))
        make_database(file_of(read.database_url), None if kept is None else kept.database)
        telegram_bot = server.bot(TOKEN) or server.add_bot(TOKEN, USERNAME, "Stay on the Line")
        limits, patience = Limits(is_enforced=False), Patience(is_enforced=False)
        stage = kind(server, telegram_bot, clock, zone, read, limits, patience)
        try:
            yield stage
        finally:
            await stage.close()
    finally:
        await server.stop()


def make_database(file: Path, kept: bytes | None = None) -> None:
    """Bring a database up to date; a new one is a copy of what was kept, or of one that was made before."""
    if file.exists():
        upgrade(url_of(file))
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(kept or _new_database())


@lru_cache(maxsize=1)
def _new_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "new.db"
        upgrade(url_of(file))
        return file.read_bytes()
