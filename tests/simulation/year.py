"""One life of many pairs, from a seed: the same seed gives the same life."""

import asyncio
import contextlib
import gc
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any
from unittest.mock import patch

from bot.chat import delivery
from bot.chat.sending import Outcome, Unknown
from bot.services import delivering
from bot.services.delivering import Parcel
from bot.services.letters import Letter, Status
from playground.stage import TOKEN
from playground.telegram import Bot
from playground.telegram.flood import Flood
from tests.simulation.bot import LETTER, Machine, machine
from tests.simulation.loop import VirtualLoop
from tests.simulation.people import PLACES, Human, keep_a_pact
from tests.simulation.records import Records, read_beside
from tests.simulation.referee import Referee
from tests.simulation.weather import Weather

HOUR = 3600.0
KEPT_MESSAGES = 120
"""So many messages a chat remembers."""
GROUPS = 0.25
"""How many pairs live in a group as well."""
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be lived."""

    pairs: int
    days: int
    seed: int
    hours_between_faults: float = 7.0


@dataclass(slots=True)
class Report:
    """What came of it."""

    plan: Plan
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)
    struck: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    repeats: int = 0
    most_in_hand: int = 0
    messages: int = 0
    edits: int = 0
    updates: int = 0
    days: Counter[str] = field(default_factory=Counter)
    judged: Counter[str] = field(default_factory=Counter)
    digest: str = ""


def live(
    plan: Plan, *, tell: Callable[[str], object] = lambda _: None, stop_at: int = 20, keep: Path | None = None
) -> Report:
    """Live a plan; stop early after `stop_at` things that did not hold. With `keep`, the database is left there."""
    gc.set_threshold(200_000, 20, 100)  # what a year leaves behind is not looked through again and again
    loop = VirtualLoop()
    asyncio.set_event_loop(loop)
    report = Report(plan)
    began = monotonic()
    folder = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        set_up = stack.enter_context(machine(loop, scratch, plan.seed))
        year = Year(plan, set_up, stack.enter_context(read_beside(set_up.file)), report)
        stack.enter_context(patch.object(delivering, "weigh", year.weigh))
        stack.enter_context(patch.object(delivery, "send", year.send))
        loop.run_until_complete(year.live(tell, stop_at))
        if keep is not None:
            keep.write_bytes(set_up.file.read_bytes())
    report.seconds = monotonic() - began
    asyncio.set_event_loop(None)
    return report


class Year:
    """The people, the weather and the referee, around one bot."""

    def __init__(self, plan: Plan, set_up: Machine, records: Records, report: Report) -> None:
        self._plan = plan
        self._machine = set_up
        self._records = records
        self._report = report
        telegram = set_up.server.bot(TOKEN)
        assert telegram is not None
        self._telegram: Bot = telegram
        self._weather = Weather(set_up, self._lot("weather"), plan.hours_between_faults)
        self._humans: dict[int, Human] = {}
        self._everybody: list[Human] = []
        self._referee = Referee(
            records=records, now=set_up.life.now, was_fine=self._weather.was_fine, on_ring=self._ring
        )
        self._weigh = delivering.weigh
        self._tasks: list[asyncio.Task[None]] = []

    def _lot(self, name: str) -> random.Random:
        return random.Random(f"{self._plan.seed} {name}")

    async def live(self, tell: Callable[[str], object], stop_at: int) -> None:
        """Live through all of it."""
        server, referee = self._machine.server, self._referee
        server.world.flood.mode = Flood.ENFORCED
        self._listen()
        self._machine.on_ended = referee.process_ended
        await server.start()
        self._machine.start()
        pairs = [self._make_pair(number) for number in range(self._plan.pairs)]
        lives = [human.live() for pair in pairs for human in pair]
        self._tasks = [asyncio.ensure_future(each) for each in (*lives, *(self._keep_together(pair) for pair in pairs))]
        weather = asyncio.ensure_future(self._weather.blow())
        for day in range(self._plan.days):
            for _ in range(6):
                await asyncio.sleep(4 * HOUR)
                self._look_around()
            tell(
                f"day {day + 1}: {referee.messages} messages, {self._machine.kills} kills, {len(referee.faults)} faults"
            )
            if len(referee.faults) >= stop_at:
                break
        await self._end(weather)
        self._write_report()

    async def _end(self, weather: "asyncio.Task[None]") -> None:
        """Let everybody fall silent and the weather clear up; after an hour nothing may be left."""
        self._weather.is_over = True
        for task in self._tasks:
            task.cancel()
        await asyncio.sleep(HOUR)
        weather.cancel()
        self._machine.server.faults.clear()
        self._machine.network.is_up, self._machine.disk.trouble = True, None
        if not self._machine.is_running:
            self._machine.start()
        await asyncio.sleep(2 * HOUR)
        self._look_around()
        if left := self._records.unsettled():
            self._referee.complain(f"{left} letters never ended")
        if not self._records.is_whole():
            self._referee.complain("the database is not whole")
        await self._machine.stop()

    def _look_around(self) -> None:
        self._referee.look_around(is_up=self._machine.is_running)
        self._referee.check_updates({item.update_id for item in self._telegram.queue.pending()})
        for human in self._everybody:
            for tap in human.forged:
                self._referee.check_forged(human.tag, tap)
            human.forged.clear()
        for complaint in self._machine.complaints:
            self._referee.complain(f"the bot complains: {complaint}")
        self._machine.complaints.clear()
        chats = [*self._machine.server.world._private.values(), *self._machine.server.groups]
        for chat in chats:
            for number in list(chat.messages)[:-KEPT_MESSAGES]:
                del chat.messages[number]
        for tasks in self._tasks:
            if tasks.done() and not tasks.cancelled():
                tasks.result()

    def _make_pair(self, number: int) -> tuple[Human, Human]:
        lot = self._lot(f"pair {number}")
        faithfulness = lot.choice((0.95, 0.9, 0.8, 0.6, 0.3))
        one, other = (self._make_human(2 * number + seat, lot, faithfulness) for seat in (0, 1))
        one.partner, other.partner = other, one
        if lot.random() < GROUPS:
            group = self._machine.server.add_group(
                f"Two {number}", [one.person, other.person], supergroup=lot.random() < 0.5
            )
            one.group = other.group = group
        return one, other

    def _make_human(self, number: int, lot: random.Random, faithfulness: float) -> Human:
        name = f"{'Ana' if number % 2 == 0 else 'Ben'}{number:04d}"
        language = lot.choice(("en", "de"))
        person = self._machine.server.add_person(
            name, username=f"{name.lower()}_x" if lot.random() < 0.5 else None, language_code=language
        )
        lot_of_life = random.Random(f"{self._plan.seed} life {number}")
        human = Human(
            person=person,
            machine=self._machine,
            telegram=self._telegram,
            lot=lot_of_life,
            city=lot.choice(sorted(PLACES)),
            faithfulness=faithfulness,
            kinds=self._referee.kinds,
            habits=self._referee.habits[person.id],
            others=self._everybody,
        )
        self._humans[person.id] = human
        self._everybody.append(human)
        self._referee.know(name, person.id)
        return human

    async def _keep_together(self, pair: tuple[Human, Human]) -> None:
        one, other = pair

        def are_paired() -> bool:
            member = self._records.by_account(one.person.id)
            return member is not None and self._records.partner(member.id) is not None

        await keep_a_pact(one, other, are_paired)

    def _ring(self, account: int) -> None:
        if account in self._humans:
            self._humans[account].ring()

    async def weigh(self, *args: Any, **named: Any) -> Parcel | Status:
        """Weigh a letter as the bot does, and let the referee see what is about to be said."""
        weighed = await self._weigh(*args, **named)
        if isinstance(weighed, Parcel):
            raw = await args[0].days._connection.get_raw_connection()
            self._referee.weighed(weighed.letter, Records(raw.driver_connection._conn))
        return weighed

    async def send(self, *args: Any, **named: Any) -> Outcome:
        """Send as the bot does, and know what is on its way."""
        letter: Letter = args[1].letter
        outcome = await self._machine.send(*args, **named)
        if isinstance(outcome, Unknown):
            self._referee.forgive(letter.key)
        return outcome

    def _listen(self) -> None:
        """See each call as Telegram has done it, before its answer can be lost, and each update as it is made."""
        log, queue = self._machine.server._calls, self._telegram.queue
        finish, add = log.finish, queue._add

        def finished(number: int, status: int, answer: object, *, ok: bool = False) -> None:
            finish(number, status, answer, ok=ok)
            call = log.noted(number)
            if ok and call is not None:
                self._referee.taken(call, LETTER.get())

        def added(kind: str, payload: dict[str, Any], **options: Any) -> None:
            add(kind, payload, **options)
            self._report.updates += 1
            self._referee.made(queue._next_id - 1, kind, payload)

        log.finish = finished  # type: ignore[method-assign]
        queue._add = added  # type: ignore[method-assign]

    def _write_report(self) -> None:
        report, referee = self._report, self._referee
        report.faults = referee.faults
        report.struck = self._weather.struck
        report.kills = self._machine.kills
        report.repeats, report.most_in_hand = referee.repeats, referee.most_in_hand
        report.messages, report.edits = referee.messages, referee.edits
        report.days, report.judged = referee.days, referee.judged
        report.digest = referee.digest
