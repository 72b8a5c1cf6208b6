"""Two people who tap and type whatever they like, whenever they like, over days: what was promised to them holds."""

import asyncio
import tempfile
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.domain.day import DayId
from tests.conftest import kept_life
from tests.manners.two_people import TwoPeople

T = TypeVar("T")
THINGS = ("Send the application", "Run", "Call the agency")
COMMANDS = ("/skip", "/back", "/nudge", "/done", "/today", "/tomorrow Rest", "/away tomorrow", "/leave", "/cancel")
SPANS = (1, 5, 10, 15, 20, 30, 40, 60, 120)
EITHER = st.integers(0, 1)


class AnyEvenings(RuleBasedStateMachine):
    """Rules: one of the two taps one of the buttons that their phone shows, types, commands; or time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.two = TwoPeople(self.run(kept_life("pair")), Path(self.folder.name))
        self.steps = 0

    def run(self, work: Awaitable[T]) -> T:
        async def wait() -> T:
            return await work

        return self.runner.run(wait())

    def teardown(self) -> None:
        try:
            if self.steps:
                self.run(self._see_the_end())
        finally:
            self.run(self.two.close())
            self.runner.close()
            self.folder.cleanup()

    async def _see_the_end(self) -> None:
        two = self.two
        async with two.storage.open_reader() as uow:
            found = [await uow.days.latest(member.id) for member in await two.people()]
        latest = [day for day in found if day is not None]
        ends = max((day.ends_at for day in latest), default=two.clock.now())
        await two.wind(max(ends - two.clock.now(), timedelta()) + timedelta(minutes=1))
        await two.check_end([DayId(number) for number in range(1, max(day.id for day in latest) + 1) if latest])

    @initialize(
        ana=st.sampled_from(["", "named"]),
        ben=st.sampled_from(["", "named", "done", "done"]),
        minutes=st.sampled_from([0, 600, 630, 690, 690]),
    )
    def begin(self, ana: str, ben: str, minutes: int) -> None:
        """Come to 09:30, 19:30, 20:00 or 21:00 of the first day."""
        for who, has in enumerate((ana, ben)):
            if has:
                self.type(who, THINGS[who])
            if has == "done":
                self.type(who, "/done")
        self.pass_time(minutes)

    @rule(who=EITHER, back=st.integers(0, 4))
    def tap(self, who: int, back: int) -> None:
        """Tap one of the newest buttons."""
        self._tap(who, back)

    @rule(who=EITHER, back=st.integers(5, 60))
    def tap_an_old_one(self, who: int, back: int) -> None:
        self._tap(who, back)

    @rule(who=EITHER)
    def tap_the_first(self, who: int) -> None:
        """Do what the newest message proposes first: Done, or I'm calling now."""
        buttons = self.two.buttons[self.run(self.two.people())[who].id]
        newest = [place for place, each in enumerate(buttons) if each.message_id == buttons[-1].message_id]
        self._tap(who, len(buttons) - 1 - newest[0] if newest else 0)

    def _tap(self, who: int, back: int) -> None:
        self.steps += 1
        member = self.run(self.two.people())[who]
        buttons = self.two.buttons[member.id]
        if buttons:
            self.run(self.two.tap(member, buttons[-1 - back % len(buttons)]))

    @rule(who=EITHER, text=st.sampled_from(THINGS))
    def type(self, who: int, text: str) -> None:
        self.steps += 1
        self.run(self.two.type(self.run(self.two.people())[who], text))

    @rule(who=EITHER, command=st.sampled_from(COMMANDS))
    def command(self, who: int, command: str) -> None:
        self.type(who, command)

    @rule(minutes=st.sampled_from(SPANS))
    def pass_time(self, minutes: int) -> None:
        self.steps += 1
        self.run(self.two.wind(timedelta(minutes=minutes)))

    @rule(minutes=st.sampled_from(SPANS))
    def pass_more_time(self, minutes: int) -> None:
        self.pass_time(minutes)


def walk(examples: int, steps: int) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        AnyEvenings,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_two_people_do_what_was_promised_to_them_holds() -> None:
    walk(6, 30)


@pytest.mark.thorough
def test_thousands_of_steps_of_two_people_break_no_promise() -> None:
    walk(150, 50)
