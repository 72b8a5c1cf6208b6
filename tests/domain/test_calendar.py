"""Wall times around clock changes, and the date that runs from 03:00 to 03:00."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain import calendar
from bot.domain.planning import plan_day
from tests.domain.examples import member

ZONES = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Nuuk",
    "America/Havana",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Marquesas",
    "UTC",
)
days = st.dates(date(2024, 1, 1), date(2030, 12, 30))
clock_times = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES)


def local(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(calendar.zone_info(zone)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("day", "wall", "zone", "expected"),
    [
        pytest.param(date(2026, 3, 28), time(2, 30), "Europe/Berlin", "2026-03-29 03:00", id="the night before"),
        pytest.param(date(2026, 3, 8), time(3, 0), "America/New_York", "2026-03-08 03:00", id="the end of a gap"),
        pytest.param(date(2026, 10, 3), time(2, 10), "Australia/Lord_Howe", "2026-10-04 02:30", id="half an hour"),
        pytest.param(date(2026, 4, 23), time(0, 0), "Africa/Cairo", "2026-04-24 01:00", id="Cairo's midnight"),
        pytest.param(date(2026, 4, 23), time(0, 30), "Africa/Cairo", "2026-04-24 01:00", id="Cairo's half past"),
        pytest.param(date(2018, 11, 3), time(0, 15), "America/Sao_Paulo", "2018-11-04 01:00", id="Sao Paulo in 2018"),
        pytest.param(date(2026, 9, 5), time(0, 30), "America/Santiago", "2026-09-06 01:00", id="Santiago"),
    ],
)
def test_a_wall_time_that_the_clocks_skip_is_the_first_minute_after_it(
    day: date, wall: time, zone: str, expected: str
) -> None:
    assert local(calendar.instant(day, wall, zone), zone) == expected


@pytest.mark.parametrize(
    ("day", "wall", "zone", "expected"),
    [
        (date(2026, 10, 24), time(2, 30), "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 11, 1), time(1, 30), "America/New_York", datetime(2026, 11, 2, 6, 30, tzinfo=UTC)),
        (date(2026, 10, 31), time(1, 30), "America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (date(2026, 4, 4), time(1, 45), "Australia/Lord_Howe", datetime(2026, 4, 4, 14, 45, tzinfo=UTC)),
    ],
)
def test_a_wall_time_that_comes_twice_is_the_first_of_the_two(
    day: date, wall: time, zone: str, expected: datetime
) -> None:
    assert calendar.instant(day, wall, zone) == expected


@pytest.mark.parametrize("wall", [time(0), time(0, 30), time(1), time(2, 59)])
def test_the_hours_after_midnight_belong_to_the_evening_before(wall: time) -> None:
    moment = calendar.instant(date(2026, 11, 23), wall, "Europe/Berlin")
    assert local(moment, "Europe/Berlin") == f"2026-11-24 {wall:%H:%M}"
    assert calendar.date_at(moment, "Europe/Berlin") == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 24, 1, 59, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 24, 2, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_a_date_begins_at_three(moment: datetime, expected: date) -> None:
    assert calendar.date_at(moment, "Europe/Berlin") == expected


def test_instants_are_given_in_utc() -> None:
    assert calendar.instant(date(2026, 11, 23), time(8), "Europe/Berlin").tzinfo is UTC
    assert calendar.day_end(date(2026, 3, 28), "Europe/Berlin").tzinfo is UTC


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc/passwd", "/etc/localtime", "Europe", "Europe/Berlin\0"])
def test_what_is_no_zone_is_a_value_error(zone: str) -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        calendar.zone_info(zone)


@pytest.mark.parametrize(
    ("opens", "closes", "within", "outside"),
    [
        ("07:00", "22:30", ["07:00", "12:00", "22:30"], ["06:59", "22:31", "00:00"]),
        ("18:00", "01:00", ["18:00", "23:59", "00:00", "01:00"], ["17:59", "01:01", "12:00"]),
    ],
)
def test_hours_hold_from_their_first_minute_to_their_last_also_past_midnight(
    opens: str, closes: str, within: list[str], outside: list[str]
) -> None:
    hours = (time.fromisoformat(opens), time.fromisoformat(closes))
    for clock in within + outside:
        moment = calendar.instant(date(2026, 11, 23), time.fromisoformat(clock), "Europe/Berlin")
        assert calendar.is_within(hours, moment, "Europe/Berlin") is (clock in within), clock


@settings(max_examples=400, deadline=None)
@given(day=days, wall=clock_times, zone=zones)
@example(day=date(2024, 4, 6), wall=time(2, fold=1), zone="Pacific/Auckland")  # which comes twice there
def test_an_instant_shows_the_wall_time_or_the_first_minute_after_it(day: date, wall: time, zone: str) -> None:
    rules = calendar.zone_info(zone)
    calendar_date = day + timedelta(days=1) if wall < time(3) else day
    wanted = datetime.combine(calendar_date, wall)
    moment = calendar.instant(day, wall, zone)
    shown = moment.astimezone(rules)
    if shown.replace(tzinfo=None) == wanted:
        assert shown.fold == 0
    else:
        before = (moment - timedelta(minutes=1)).astimezone(rules).replace(tzinfo=None)
        assert before < wanted < shown.replace(tzinfo=None)
        assert shown.replace(tzinfo=None) - before > timedelta(minutes=1)


@settings(max_examples=300, deadline=None)
@given(day=days, wall=clock_times, zone=zones)
def test_the_same_wall_time_comes_later_on_each_date(day: date, wall: time, zone: str) -> None:
    today, tomorrow = (calendar.instant(day + timedelta(days=n), wall, zone) for n in (0, 1))
    assert timedelta(hours=21) <= tomorrow - today <= timedelta(hours=27)


@settings(max_examples=300, deadline=None)
@given(day=days, zone=zones)
def test_a_date_ends_when_the_next_begins(day: date, zone: str) -> None:
    end = calendar.day_end(day, zone)
    assert calendar.date_at(end, zone) == day + timedelta(days=1)
    assert calendar.date_at(end - timedelta(seconds=1), zone) == day


@settings(max_examples=300, deadline=None)
@given(
    day=days, zone=zones, evening=st.sampled_from([time(9), time(20), time(22, 30), time(23, 59), time(0), time(0, 59)])
)
def test_a_planned_day_runs_from_morning_to_evening_to_end(day: date, zone: str, evening: time) -> None:
    planned = plan_day(member(zone=zone, times=(time(8), evening)), day)
    assert planned.due_at == planned.morning_at < planned.evening_at < planned.ends_at
    assert calendar.date_at(planned.evening_at, zone) == day
