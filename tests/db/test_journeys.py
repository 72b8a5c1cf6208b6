"""Whatever zone somebody moves to, at whatever moment, their day still fits into the table, and into time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.pool import StaticPool

from bot.db.days import _values
from bot.db.tables import metadata
from bot.domain import calendar, planning
from bot.domain.day import Day
from bot.domain.errors import Refused
from bot.domain.events import Cheer, Delivered, Done, Due, Event, Move, Name, NotYet, Return, Skip, Undo
from bot.domain.kinds import Kind, ReadyCheer
from bot.domain.machine import advance
from bot.domain.member import Member
from bot.domain.notices import Notice, Party
from tests.domain.examples import member, together

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Nuuk",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
TIMES = (
    (time(8), time(20)),
    (time(3), time(4)),
    (time(8), time(0, 30)),
    (time(22), time(1)),
    (time(21, 59), time(22, 59)),
)
MORNING_ASKS = frozenset({Kind.MORNING_ASK, Kind.MORNING_CARD})
EVENING_ASKS = frozenset({Kind.EVENING_ASK, Kind.EVENING_ASK_UNNAMED})
beginnings = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001  made aware below
    st.datetimes(datetime(2011, 12, 28), datetime(2012, 1, 1)),  # noqa: DTZ001  Apia left out the 30th
    st.datetimes(datetime(2026, 3, 28, 12), datetime(2026, 3, 29, 12)),  # noqa: DTZ001  Troll jumps over two hours
)
moves = st.lists(
    st.one_of(
        st.tuples(st.just("pass"), st.sampled_from([0, 1, 20, 60, 200, 500, 900])),
        st.tuples(st.just("move"), st.integers(0, len(ZONES) - 1)),
        st.tuples(st.just("say"), st.integers(0, 6)),
    ),
    min_size=6,
    max_size=30,
)


@pytest.fixture(scope="module")
def connection() -> Iterator[sa.Connection]:
    """The tables, in memory, with one member."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


class Journey:
    """Somebody who moves from zone to zone, day after day."""

    def __init__(self, connection: sa.Connection, traveller: Member, now: datetime) -> None:
        self.connection = connection
        self.member = traveller
        self.now = now
        self.day = planning.first_day(traveller, now=now, last=None)
        self.asked: list[frozenset[Kind]] = []

    def pass_time(self, minutes: int) -> None:
        """Let the clock act at each moment that is due on the way, and let all that it says arrive at once."""
        until = self.now + timedelta(minutes=minutes)
        while self.day.due_at is not None and self.day.due_at <= until:
            self.now = max(self.now, self.day.due_at)
            self.happen(Due())
        self.now = until

    def move(self, zone: str) -> None:
        self.member = replace(self.member, chosen_zone=zone)
        self.happen(Move(self.member))

    def say(self, choice: int) -> None:
        said: tuple[Event, ...] = (
            Name("Run", self.now, 5), Done(), Undo(), NotYet(7), Skip(self.now, is_away=False), Return(),
            Cheer(ReadyCheer.PROUD),
        )  # fmt: skip
        if self.now >= self.day.begins_at or choice == 0:
            self.happen(said[choice])

    def happen(self, event: Event) -> None:
        situation = replace(together(self.now), is_member_awake=self.member.is_awake(self.now))
        try:
            after, notices = advance(self.day, event, situation)
        except Refused:
            return
        self.keep(replace(after, version=self.day.version + 1))
        self.hear(notices)
        if self.day.is_over:
            self.follow()

    def hear(self, notices: tuple[Notice, ...]) -> None:
        for notice in notices:
            for asks in (MORNING_ASKS, EVENING_ASKS):
                if notice.kind in asks:
                    assert asks not in self.asked, f"{notice.kind} is the second on {self.day.date}"
                    self.asked.append(asks)
            if notice.to is Party.MEMBER:
                self.happen(Delivered(notice.kind, self.now))

    def follow(self) -> None:
        following = planning.next_day(self.member, self.day, now=self.now)
        assert following.date > self.day.date
        assert following.ends_at > self.now
        self.asked.clear()
        self.keep(following)

    def keep(self, day: Day) -> None:
        """Write the day; the table refuses one that is not in order."""
        table = metadata.tables["day"]
        self.connection.execute(sa.delete(table))
        self.connection.execute(sa.insert(table).values(**_values(day)))
        assert day.due_at is None or day.due_at <= day.ends_at
        assert day.is_over or self.now < day.ends_at <= max(self.now, day.begins_at) + timedelta(hours=28)
        self.day = day


@example(  # an evening that was waited for in one place, and is over in the next
    began=datetime(2026, 1, 1, 4),  # noqa: DTZ001  as above
    zone="Europe/Berlin",
    times=TIMES[4],
    path=[("pass", 0), ("pass", 200), ("move", 7), ("pass", 200), ("move", 0), ("move", 4)],
)
@given(began=beginnings, zone=st.sampled_from(ZONES), times=st.sampled_from(TIMES), path=moves)
def test_any_journey_leaves_a_day_that_the_table_takes(
    connection: sa.Connection, began: datetime, zone: str, times: calendar.Hours, path: list[tuple[str, int]]
) -> None:
    journey = Journey(connection, member(zone=zone, times=times), began.replace(tzinfo=UTC))
    for what, amount in path:
        match what:
            case "pass":
                journey.pass_time(amount)
            case "move":
                journey.move(ZONES[amount])
            case _:
                journey.say(amount)
    journey.pass_time(3000)
    assert journey.day.due_at is not None
    assert journey.day.due_at > journey.now
