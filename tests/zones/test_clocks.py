"""What the sweep goes by: it is right if it is what somebody finds who watches the clock minute by minute."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain import calendar
from tests.zones.clocks import names, open_rules, watch

_ONE_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


def seen(zone: str, day: date, wall: time) -> list[datetime]:
    """All minutes, from the day before to the day after, in which the clocks show a wall time of a date."""
    begin = datetime.combine(day - _ONE_DAY, time(), tzinfo=UTC)
    minutes = (begin + n * _MINUTE for n in range(3 * 24 * 60))
    shown = datetime.combine(day, wall)
    return [at for at in minutes if at.astimezone(open_rules(zone)).replace(tzinfo=None) == shown]


@pytest.mark.parametrize(
    ("zone", "day", "wall", "times"),
    [
        pytest.param("Europe/Berlin", date(2026, 11, 23), time(8), 1, id="any day"),
        pytest.param("Europe/Berlin", date(2026, 10, 25), time(2, 30), 2, id="Berlin in October"),
        pytest.param("America/New_York", date(2026, 11, 1), time(1), 2, id="New York in November"),
        pytest.param("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), 2, id="half an hour twice"),
        pytest.param("Pacific/Kiritimati", date(2026, 1, 1), time(3), 1, id="the first to see a date"),
    ],
)
def test_a_time_that_comes_is_the_first_minute_that_shows_it(zone: str, day: date, wall: time, times: int) -> None:
    clocks = watch(zone, day, day)
    minutes = seen(zone, day, wall)
    assert len(minutes) == times == clocks.how_often(day, wall)
    assert clocks.first_at(day, wall) == minutes[0]


@pytest.mark.parametrize(
    ("zone", "day", "wall", "after"),
    [
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), time(3)),
        ("Africa/Cairo", date(2026, 4, 24), time(0, 30), time(1)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), time(2, 30)),
        ("Antarctica/Troll", date(2026, 3, 29), time(1), time(3)),
        ("Europe/Kyiv", date(2026, 3, 29), time(3), time(4)),
    ],
)
def test_a_time_that_the_clocks_skip_is_the_first_minute_after_it(
    zone: str, day: date, wall: time, after: time
) -> None:
    clocks = watch(zone, day, day)
    assert seen(zone, day, wall) == []
    assert clocks.how_often(day, wall) == 0
    assert clocks.first_at(day, wall) == seen(zone, day, after)[0]


def test_a_date_can_be_missing_from_the_calendar() -> None:
    clocks = watch("Pacific/Apia", date(2011, 12, 20), date(2012, 1, 10))
    assert [clocks.have(date(2011, 12, day)) for day in (29, 30, 31)] == [True, False, True]


def test_the_zones_are_those_of_the_pinned_package_and_the_bot_knows_all_of_them() -> None:
    assert set(names()) == zoneinfo.available_timezones()
    assert {calendar.zone_info(zone).key for zone in names()} == set(names())
