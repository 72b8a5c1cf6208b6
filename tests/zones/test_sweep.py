"""A sample of the sweep (`make sweep` does all of it), and years in which stranger things happened to clocks."""

from datetime import date, timedelta

import pytest

from bot.domain import calendar
from tests.zones.checking import DAYS, SKIPPED, TOGETHER, TWICE, WALLS, Account, check_life, check_wall_times
from tests.zones.choices import CHOICES, FIRST, LAST, WALL_TIMES, Choice
from tests.zones.clocks import Clocks, names, watch
from tests.zones.expecting import ONE_DAY
from tests.zones.sweep import known_prolonged, share_lives

TELLING = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Asuncion",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Scoresbysund",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/Kyiv",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
)
BEFORE, AFTER = timedelta(days=4), timedelta(days=2)


def lives_around_changes(clocks: Clocks, choices: list[Choice]) -> Account:
    """Let people live through the week of each change of the clocks, or through the first week where there is none.

    Where there are two changes a year, one half of the choices is tried in one year, the other in the next.
    """
    account = Account()
    for number, change in enumerate(clocks.changes or (calendar.day_begin(FIRST + BEFORE, clocks.zone),)):
        day = clocks.show(change).date()
        for choice in choices[number // 2 % 2 :: 2]:
            account.add(check_life(clocks, choice, day - BEFORE, day + AFTER))
    return account


@pytest.mark.parametrize("zone", TELLING)
def test_each_date_has_one_ask_of_each_kind_at_the_time_on_the_wall(zone: str) -> None:
    clocks = watch(zone, FIRST, LAST)

    walls = check_wall_times(clocks, FIRST, LAST)
    lived = lives_around_changes(clocks, list(CHOICES.values()))

    assert walls.wrong == lived.wrong == []
    assert walls.looked_at[WALLS] == len(WALL_TIMES) * ((LAST - FIRST).days + 1)
    assert lived.looked_at[DAYS] >= max(1, len(clocks.changes)) * 15
    assert lived.prolonged == {(name, day) for name, day in known_prolonged() if name == zone}
    assert (lived.looked_at[TOGETHER] > 0) is (zone == "Europe/Kyiv")


def test_somebody_lives_through_all_seven_years() -> None:
    lived = check_life(watch("Africa/Cairo", FIRST, LAST), CHOICES["07:30 and 00:30"], FIRST, LAST)
    assert lived.wrong == []
    assert lived.looked_at[DAYS] == (LAST - FIRST).days + 1
    assert lived.looked_at[SKIPPED] == 7


@pytest.mark.parametrize(
    ("zone", "first", "last", "prolonged"),
    [
        pytest.param("Africa/Cairo", date(2014, 5, 10), date(2014, 8, 5), [], id="Cairo's four changes in one summer"),
        pytest.param("Africa/Casablanca", date(2018, 5, 8), date(2018, 6, 22), [], id="Casablanca's Ramadan"),
        pytest.param("America/Caracas", date(2016, 4, 25), date(2016, 5, 5), [], id="Caracas half an hour at once"),
        pytest.param("America/Godthab", date(2023, 3, 20), date(2023, 11, 2), [], id="Nuuk's new zone"),
        pytest.param("America/Sao_Paulo", date(2018, 10, 30), date(2019, 2, 20), [], id="Sao Paulo's midnights"),
        pytest.param("Asia/Gaza", date(2011, 3, 28), date(2011, 10, 5), [], id="Gaza's year of changes"),
        pytest.param("Asia/Pyongyang", date(2018, 4, 30), date(2018, 5, 8), [], id="Pyongyang before midnight"),
        pytest.param("Australia/Lord_Howe", date(2019, 3, 30), date(2019, 10, 10), [], id="Lord Howe's half hours"),
        pytest.param("Europe/Dublin", date(2019, 3, 25), date(2019, 11, 2), [], id="Dublin's winter time"),
        pytest.param("Pacific/Apia", date(2011, 12, 20), date(2012, 1, 9), [29], id="Apia's lost Friday"),
        pytest.param("Pacific/Kiritimati", date(1994, 12, 20), date(1995, 1, 9), [30], id="Kiritimati's lost day"),
        pytest.param("Pacific/Kwajalein", date(1993, 8, 12), date(1993, 8, 30), [20], id="Kwajalein's lost Saturday"),
    ],
)
def test_what_has_happened_to_clocks_before_changes_nothing(
    zone: str, first: date, last: date, prolonged: list[int]
) -> None:
    clocks = watch(zone, first, last)
    account = check_wall_times(clocks, first, last)
    for choice in CHOICES.values():
        account.add(check_life(clocks, choice, first, last))

    assert account.wrong == []
    assert sorted({day.day for _, day in account.prolonged}) == prolonged


def test_two_hours_that_the_clocks_skip_at_once_are_asked_about_in_one_minute() -> None:
    first, last = date(2026, 3, 27), date(2026, 3, 31)
    account = check_life(watch("Europe/Kyiv", first, last), CHOICES["03:00 and 04:00"], first, last)
    assert account.wrong == []
    assert account.looked_at[TOGETHER] == 1


def test_a_bot_that_went_by_other_clocks_would_be_found_out() -> None:
    first, last = date(2026, 10, 20), date(2026, 10, 30)
    berlin, lisbon = watch("Europe/Berlin", first, last), watch("Europe/Lisbon", first, last)
    wrong = Clocks("Europe/Berlin", lisbon.since, lisbon.ahead)
    late = Clocks("Europe/Berlin", (berlin.since[0], berlin.since[1] + timedelta(hours=2)), berlin.ahead)
    choice = CHOICES["03:00 and 04:00"]

    assert "2026-10-20 is from" in check_life(wrong, choice, first, last).wrong[0]
    assert "2026-10-24 is from" in check_life(late, choice, first, last).wrong[0]
    assert len(check_wall_times(wrong, first, last).wrong) == 11 * len(WALL_TIMES)
    assert check_life(berlin, choice, first, last).looked_at[TWICE] == 0


def test_all_zones_are_lived_in_and_all_clocks_that_differ_by_each_choice() -> None:
    clocks = [Clocks(zone, (), ()) for zone in names()[:9]] + [Clocks("Asia/Kathmandu", (), (ONE_DAY,))]
    lives = share_lives(clocks)
    assert {of_zone.zone for of_zone, _ in lives} == {*names()[:9], "Asia/Kathmandu"}
    assert {choice for of_zone, choice in lives if of_zone.ahead} == set(CHOICES)
    assert {choice for of_zone, choice in lives if not of_zone.ahead} == set(CHOICES)
