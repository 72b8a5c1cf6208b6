"""Rounds of hostile updates, each from the same beginning, and what was found."""

import json
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import structlog

from bot.chat import dealing
from bot.chat.intake import Intake, _with_id
from bot.chat.patience import Patience
from tests.fuzzing.cast import Acting, Kept, begin_lives, invite_tokens
from tests.fuzzing.forging import Forge, Forged, span, who_did
from tests.fuzzing.inline import sqlite_inline
from tests.fuzzing.watching import Watch, trespasses
from tests.fuzzing.world import Ears, World

ROUND = 2000
"""So many updates, then everybody is as they were."""
PASSING = 0.015
"""How often time passes between two updates."""
LOOK_EVERY = 250
LARGEST_NUMBER = 2**63


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that should not be, and how it came to be."""

    what: str
    seed: int
    round: int
    step: int
    update: Any

    def __str__(self) -> str:
        """Tell it so that it can be repeated."""
        return (
            f"{self.what}\n  SEED={self.seed} round {self.round}, update {self.step} of it:\n"
            f"  {json.dumps(self.update, default=repr)[:6000]}"
        )


@dataclass(slots=True)
class Tally:
    """What was tried."""

    updates: int = 0
    by_sort: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    changes: int = 0
    unreadable: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count another's as well."""
        self.updates += other.updates
        self.by_sort.update(other.by_sort)
        self.sent += other.sent
        self.changes += other.changes
        self.unreadable += other.unreadable
        self.findings += other.findings


@contextmanager
def _set_up(ears: Ears) -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(processors=[ears], cache_logger_on_first_use=False)
    try:
        with sqlite_inline(), mock.patch.object(dealing, "RETRY_PAUSE", 0):
            yield
    finally:
        structlog.configure(**before)


async def run(
    seed: int, rounds: range, *, length: int = ROUND, on_round: Callable[[Tally], None] = lambda _: None, most: int = 20
) -> Tally:
    """Play these rounds of a seed; stop after so many findings."""
    tally, ears = Tally(), Ears()
    with _set_up(ears):
        with tempfile.TemporaryDirectory(dir=_quick()) as folder:
            kept = await begin_lives(Path(folder), 0)
        if ears.errors:
            raise AssertionError(f"even the beginning failed: {ears.errors}")
        for number in rounds:
            with tempfile.TemporaryDirectory(dir=_quick()) as folder:
                await _round(seed, number, length, Path(folder), kept, ears, tally)
            on_round(tally)
            if len(tally.findings) >= most:
                break
    return tally


def _quick() -> str | None:
    """Return where files are kept in memory, if this machine has such a place."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  only for speed


async def _round(  # noqa: PLR0917  all of it is the round
    seed: int, number: int, length: int, folder: Path, kept: Kept, ears: Ears, tally: Tally
) -> None:
    random = Random(f"{seed}/{number}")
    world = World(folder, kept.moment, random.getrandbits(64), kept.database)
    for chat, shown in kept.buttons.items():
        world.buttons[chat].extend(shown)
    world.last_message.update(kept.last_message)
    world.messages = kept.messages
    acting = Acting(world, number=1_000_000)
    player = Player(world, Forge(random, acting, invite_tokens(world.file)), world.begin_to_watch(), ears, tally)
    try:
        await player.pass_time(span(random))
        for step in range(length):
            if random.random() < PASSING:
                await player.pass_time(span(random))
            forged = player.forge.next()
            found = await player.try_it(forged, is_look=step % LOOK_EVERY == LOOK_EVERY - 1)
            tally.findings += [Finding(what, seed, number, step, forged.update) for what in found]
            if found:
                return  # what comes after may be a consequence
    finally:
        tally.sent += world.sent
        await world.close()


class Player:
    """Sends one update after the other, and looks what became of it."""

    def __init__(self, world: World, forge: Forge, watch: Watch, ears: Ears, tally: Tally) -> None:
        self.world = world
        self.forge = forge
        self.watch = watch
        self.ears = ears
        self.tally = tally
        self.intake = Intake(
            bot=world.bot,
            dealer=world.dealer,
            open_uow=world.open_uow,
            clock=world.clock,
            on_caught_up=lambda: None,
            patience=Patience(is_enforced=False),
        )
        self.late: deque[str] = deque()

    async def pass_time(self, span: Any) -> None:
        """Let the clock and the voice do their part."""
        try:
            await self.world.wind(span)
        except Exception as error:
            self.late.append(f"while time passed: {error!r}")
        self.late.extend(f"while time passed: {error}" for error in self.ears.errors)
        self.ears.errors.clear()
        self.watch.look()
        self.watch.skip()

    async def try_it(self, forged: Forged, *, is_look: bool) -> list[str]:
        """Let an update come in; return what should not have been."""
        self.tally.updates += 1
        self.tally.by_sort[_sort(forged)] += 1
        found = list(self.late)
        self.late.clear()
        before, unread = self.watch.ties, self.ears.unreadable
        try:
            await self.intake._listen(_with_id([forged.update]))
        except Exception as error:
            found.append(f"raised {error!r}")
        changes = self.watch.changes()
        self.tally.changes += len(changes)
        if any(change.table in ("member", "pair_member", "group_chat", "invite") for change in changes):
            self.watch.look()
        wrong = trespasses(before, self.watch.ties, who_did(forged.update), changes)
        found += [f"trespass: {change}" for change in wrong]
        found += await self._speak()
        if forged.is_whole and self.ears.unreadable > unread:
            found.append("a whole update was not understood")
        self.tally.unreadable += self.ears.unreadable - unread
        found += [f"logged: {error}" for error in self.ears.errors]
        self.ears.errors.clear()
        if self.intake._offset is not None and not -LARGEST_NUMBER <= self.intake._offset < LARGEST_NUMBER:
            found.append(f"offset {self.intake._offset}")
        if is_look and (broken := self.watch.integrity()) is not None:
            found.append(broken)
        return found

    async def _speak(self) -> list[str]:
        try:
            await self.world.settle()
        except Exception as error:
            return [f"unspeakable: {error!r}"]
        finally:
            self.watch.skip()
        return []


def _sort(forged: Forged) -> str:
    if not forged.is_whole:
        return "broken"
    kind = next((name for name in forged.update if name != "update_id"), "nothing")
    return str(kind)


def pace(tally: Tally, began: float) -> str:
    """Return one line of progress."""
    seconds = max(time.monotonic() - began, 0.001)
    return f"{tally.updates:,} updates, {tally.updates / seconds:,.0f} a second, {len(tally.findings)} findings"
