"""Many members in a database, which are real rows multiplied, and a Telegram of its own process that knows them."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from playground.opening import Kept, live_and_keep
from playground.stage import TOKEN, ZONE, Phone, Stage
from playground.telegram import Bot, Flood, Message, Person, TelegramServer
from playground.telegram.flood import SENDING

DUE = datetime(2026, 3, 3, 8, 0, tzinfo=ZoneInfo(ZONE))
"""The minute at which everybody in the crowd is asked."""
FIRST_ACCOUNT = 6_000_000_001
TAPPERS = 8
TAP_EVERY = 0.25
TAP_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class PassingClock:
    """Life's time that begins at `start` and passes as the machine's does; processes can share it."""

    start: datetime
    began: float

    def now(self) -> datetime:
        """Return the moment to which life has come."""
        return self.start + timedelta(seconds=time.monotonic() - self.began)


class Counted(NamedTuple):
    """What a Telegram took since it was asked last: messages and edits, and how often it answered 429 at all."""

    taken: int
    too_many: int


class Tapped(NamedTuple):
    """A tap: when, in the machine's time, and after how many seconds it was answered and its message changed."""

    at: float
    answered: float
    changed: float


def live() -> Kept:
    """Play the evening before: one pair to be multiplied, and some who tap, whose own question comes later."""
    return asyncio.run(live_and_keep(DUE - timedelta(hours=12), _evening))


async def _evening(stage: Stage) -> None:
    for number in range(1 + TAPPERS // 2):
        one, other = stage.person(f"Ana {number}"), stage.person(f"Ben {number}")
        await one.join()
        await one.type("/invite")
        await other.open_link(one.invite_link)
        await other.tap("Yes, let's do this")
        await other.settle_in()
        if number:
            await _be_asked_later(one)
            await _be_asked_later(other)


async def _be_asked_later(phone: Phone) -> None:
    await phone.type("/settings")
    await phone.tap("Morning")
    await phone.tap("09:00")
    await phone.type("/settings")
    await phone.tap("Days off")


def fill(file: Path, kept: Kept, *, asked: int, later: int = 0) -> None:
    """Make a database with so many more members who are asked at `DUE`, and so many more who are asked later."""
    file.write_bytes(kept.database)
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        _multiply_pair(database, 1, asked // 2)
        _multiply_pair(database, 2, later // 2)
        heard = (DUE - timedelta(seconds=60)).isoformat()
        database.execute("UPDATE note SET value = ? WHERE name = 'last_heard_at'", (heard,))
        database.execute("COMMIT")
        database.execute("PRAGMA journal_mode = WAL")


def _multiply_pair(database: sqlite3.Connection, pair: int, times: int) -> None:
    """Copy a pair with its two members and their open days."""
    (members,) = database.execute("SELECT max(id) + 1 FROM member").fetchone()
    (pairs,) = database.execute("SELECT max(id) + 1 FROM pair").fetchone()
    (days,) = database.execute("SELECT max(id) + 1 FROM day").fetchone()
    member = f"{members} + 2 * n + original.{{}} - {2 * pair - 1}"
    account = f"{FIRST_ACCOUNT - 1 - 2 * (1 + TAPPERS // 2)} + {member.format('id')}"
    of_pair = {"pair_id": f"{pairs} + n", "member_id": member.format("member_id")}
    _copy(database, "member", f"id IN ({2 * pair - 1}, {2 * pair})", times, id=member.format("id"), account_id=account)
    _copy(database, "pair", f"id = {pair}", times, id=f"{pairs} + n")
    _copy(database, "pair_member", f"pair_id = {pair}", times, **of_pair)
    day = {"id": f"{days} + 2 * n + original.member_id - {2 * pair - 1}", "member_id": of_pair["member_id"]}
    whose = f"member_id IN ({2 * pair - 1}, {2 * pair}) AND original.closed_at IS NULL"
    _copy(database, "day", whose, times, **day)


def _copy(database: sqlite3.Connection, table: str, which: str, times: int, **changes: str) -> None:
    columns = [name for _, name, *_ in database.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(changes.get(column, f"original.{column}") for column in columns)
    database.execute(
        "WITH RECURSIVE copies (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM copies WHERE n + 1 < :times)"  # noqa: S608
        f" INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM copies CROSS JOIN {table} AS original"
        f" WHERE n < :times AND original.{which}",
        {"times": times},
    )


@contextmanager
def telegram(kept: Kept, clock: PassingClock, *, asked: int, flood: Flood) -> Iterator["Telegram"]:
    """Run a Telegram in a process of its own, to which `asked` people of the crowd have pressed START."""
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(there, kept.world, clock, asked, flood), daemon=True)
    process.start()
    try:
        yield Telegram(here, here.recv())
    finally:
        process.terminate()
        process.join()


class Telegram:
    """What a benchmark asks of the Telegram in the other process, one thing at a time."""

    def __init__(self, pipe: Connection, url: str) -> None:
        """Take the way there, and the address for the bot."""
        self.url = url
        self._pipe = pipe

    async def count(self) -> Counted:
        """Return what it took, and count anew."""
        taken, too_many = await asyncio.to_thread(self._ask, "count", 0.0)
        return Counted(taken, too_many)

    async def tap(self, seconds: float) -> list[Tapped]:
        """Let people tap for so many seconds, and return what became of each tap."""
        return [Tapped(*tapped) for tapped in await asyncio.to_thread(self._ask, "tap", seconds)]

    def _ask(self, what: str, seconds: float) -> Any:  # noqa: ANN401  whatever is answered to `what`
        self._pipe.send((what, seconds))
        return self._pipe.recv()


def _serve(pipe: Connection, world: bytes, clock: PassingClock, asked: int, flood: Flood) -> None:
    asyncio.run(_serve_all(pipe, world, clock, asked, flood))


async def _serve_all(pipe: Connection, world: bytes, clock: PassingClock, asked: int, flood: Flood) -> None:
    server = TelegramServer(now=clock.now, kept=world)
    bot = server.bot(TOKEN)
    if bot is None:
        raise RuntimeError("the life that was kept has no bot")
    tappers = server.people[2 : 2 + TAPPERS]
    _add_crowd(server, bot, asked)
    await server.start()
    server.flood = flood
    pipe.send(server.url)
    while True:
        what, seconds = await asyncio.to_thread(pipe.recv)
        pipe.send(await _tap(server, bot, tappers, seconds) if what == "tap" else _count(server))


def _add_crowd(server: TelegramServer, bot: Bot, asked: int) -> None:
    for number in range(FIRST_ACCOUNT, FIRST_ACCOUNT + asked):
        server.world.people[number] = Person(server.world, number, "Kim")
        server.world.private_chat(bot, server.world.people[number]).is_started = True


def _count(server: TelegramServer) -> Counted:
    taken = sum(call.ok is True and call.method in SENDING for call in server.calls)
    server.forget_calls()
    return Counted(taken, len(server.flood_report))


async def _tap(server: TelegramServer, bot: Bot, tappers: list[Person], seconds: float) -> list[Tapped]:
    """Let one after the other tap, each on their own card, at moments that no clock in the bot can be in step with."""
    chance, taps = random.Random(1), []
    end, number = time.monotonic() + seconds, 0
    async with asyncio.TaskGroup() as group:
        while time.monotonic() < end:
            taps.append(group.create_task(_tap_once(server, bot, tappers[number % TAPPERS])))
            number += 1
            await asyncio.sleep(chance.uniform(0.5, 1.5) * TAP_EVERY)
    return [tap.result() for tap in taps]


async def _tap_once(server: TelegramServer, bot: Bot, person: Person) -> Tapped:
    card = person.last(bot)
    at = time.monotonic()
    tap = person.tap(card, 0)
    changing = asyncio.ensure_future(_changed(server, card))
    await tap.answered(TAP_PATIENCE)
    answered = time.monotonic() - at
    return Tapped(at, answered, await changing - at)


async def _changed(server: TelegramServer, card: Message) -> float:
    async with asyncio.timeout(TAP_PATIENCE):
        while card.chat.messages[card.id] is card:
            await server.world.changed.wait()
    return time.monotonic()
