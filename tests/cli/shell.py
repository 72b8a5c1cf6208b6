"""A shell that runs `python -m bot …` as a process of its own, in an empty folder, with settings of its own."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.db.sqlite import file_of
from bot.db.storage import Storage
from playground.opening import make_database
from tests.db.rows import add_member

PATIENCE = 20
NOBODY = 65534
WITHOUT_RIGHTS = """
import ctypes, os, sys
drop_from_bounding_set, override_permissions = 24, 1
if os.geteuid() == 0 and ctypes.CDLL(None).prctl(drop_from_bounding_set, override_permissions):
    sys.exit("root can't give up its rights here")
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Root may write everywhere; this takes that right away, so that permissions mean what they say."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind."""

    status: int | None
    out: str
    err: str


@dataclass(slots=True)
class Shell:
    """Runs commands of the bot; what still runs at the end is killed."""

    folder: Path
    env: dict[str, str]
    started: list[Process] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.env["DATABASE_URL"]

    @property
    def database(self) -> Path:
        return self.folder / "bot.db"

    async def begin(self, *arguments: str, has_rights: bool = True) -> Process:
        before = () if has_rights else ("-c", WITHOUT_RIGHTS)
        process = await asyncio.create_subprocess_exec(
            sys.executable, *before, "-m", "bot", *arguments, cwd=self.folder, env=self.env, stdout=PIPE, stderr=PIPE
        )
        self.started.append(process)
        return process

    async def run(self, *arguments: str, has_rights: bool = True) -> Ended:
        return await ended(await self.begin(*arguments, has_rights=has_rights))

    async def stop(self, process: Process, told: signal.Signals = signal.SIGTERM) -> Ended:
        process.send_signal(told)
        return await ended(process)

    async def refusal(self, *arguments: str, has_rights: bool = True) -> str:
        """Return the one plain line with which a command refuses to work."""
        refused = await self.run(*arguments, has_rights=has_rights)
        (line,) = refused.err.splitlines()
        assert refused.status == 2, refused
        return line.removeprefix("stay-on-the-line: ")

    async def kill_all(self) -> None:
        for process in self.started:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def ended(process: Process) -> Ended:
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    return Ended(process.returncode, out.decode(), err.decode())


async def is_so(question: Callable[[], bool]) -> None:
    """Wait until something holds that must come to hold within moments."""
    async with asyncio.timeout(PATIENCE):
        while not question():  # noqa: ASYNC110  another process is watched, which can't tell
            await asyncio.sleep(0.02)


def ask(file: Path, question: str, *values: object) -> list[tuple[Any, ...]]:
    """Put a question, or a change, to a database."""
    with contextlib.closing(sqlite3.connect(file, timeout=10)) as connection, connection:
        return connection.execute(question, values).fetchall()


def is_whole(file: Path) -> bool:
    return ask(file, "PRAGMA integrity_check") == [("ok",)]


async def fill(url: str) -> None:
    """Make a database with twenty members, which take up most of a page."""
    make_database(file_of(url))
    storage = Storage(url)
    async with storage.open_uow() as uow:
        for account_id in range(1, 21):
            await add_member(uow, account_id)
        await uow.commit()
    await storage.close()


def damage(file: Path) -> None:
    """Flip bits in the middle of a page of a database that was filled, as a bad disk does."""
    ((page,),) = ask(file, "SELECT rootpage FROM sqlite_master WHERE name = 'member'")
    ((size,),) = ask(file, "PRAGMA page_size")
    content = bytearray(file.read_bytes())
    for place in range((page - 1) * size + size // 2, (page - 1) * size + size // 2 + 256):
        content[place] ^= 0xFF
    file.write_bytes(content)


@contextlib.contextmanager
def as_somebody_else(folder: Path) -> Iterator[None]:
    """Look with the eyes of somebody who may not write in `folder`; root may write everywhere."""
    folder.chmod(0o555)
    if os.geteuid() != 0:
        yield
        folder.chmod(0o755)
        return
    for parent in folder.parents:
        if parent.stat().st_mode & 0o005 != 0o005:
            parent.chmod(parent.stat().st_mode | 0o055)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        folder.chmod(0o755)
