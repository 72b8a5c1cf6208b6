"""The whole sweep: all zones of the pinned package, all dates of seven years, all choices.

Each zone is lived in on every date, by somebody with one of the choices, and each of the wall times that anybody chose
is compared on every date too. Where the clocks of several zones agree in all seven years they share the choices among
them; so every choice is lived with by all clocks that differ.
"""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.zones.checking import Account, check_life, check_wall_times
from tests.zones.choices import CHOICES, FIRST, LAST
from tests.zones.clocks import Clocks, names, watch

Life = tuple[Clocks, str]
"""Somebody who lives by these clocks, with the choice of this name."""


@dataclass(slots=True)
class Report:
    """What a sweep has looked at and found."""

    zones: int = 0
    clocks: int = 0
    """How many different clocks they have."""
    lives: int = 0
    account: Account = field(default_factory=Account)


def sweep(executor: Executor, zones: Sequence[str] | None = None) -> Report:
    """Look at all zones, or at those that are named."""
    report = Report()
    clocks: list[Clocks] = []
    for watched, account in executor.map(_look, zones or names()):
        clocks.append(watched)
        report.account.add(account)
    lives = share_lives(clocks)
    for account in executor.map(_live, lives):
        report.account.add(account)
    report.zones, report.clocks, report.lives = len(clocks), len(_alike(clocks)), len(lives)
    return report


def share_lives(clocks: Sequence[Clocks]) -> Sequence[Life]:
    """Return who is to live where: somebody in each zone, and by all clocks that differ somebody of each choice."""
    choices = list(CHOICES)
    return [
        (alike[number % len(alike)], choices[number % len(choices)])
        for alike in _alike(clocks)
        for number in range(max(len(alike), len(choices)))
    ]


def known_prolonged() -> set[tuple[str, date]]:
    """Return the days that are known to go on for an hour.

    Troll's clocks jump from 01:00 to 03:00 on the last Sunday of March, so that an evening at 01:00 comes as late as
    the end of its day.
    """
    ends_of_march = [date(year, 3, 31) for year in range(FIRST.year, LAST.year + 1)]
    sundays = [day - timedelta(days=day.isoweekday() % 7) for day in ends_of_march]
    return {("Antarctica/Troll", sunday - timedelta(days=1)) for sunday in sundays}


def _alike(clocks: Sequence[Clocks]) -> Sequence[Sequence[Clocks]]:
    groups = defaultdict(list)
    for of_zone in clocks:
        groups[of_zone.since, of_zone.ahead].append(of_zone)
    return list(groups.values())


def _look(zone: str) -> tuple[Clocks, Account]:
    clocks = watch(zone, FIRST, LAST)
    return clocks, check_wall_times(clocks, FIRST, LAST)


def _live(life: Life) -> Account:
    clocks, choice = life
    return check_life(clocks, CHOICES[choice], FIRST, LAST)
