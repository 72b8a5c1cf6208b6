"""Wall times as people type them."""

from collections.abc import Callable
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wall_time import read_time, read_times

WALL_TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))

WAYS: tuple[Callable[[time], str], ...] = (
    lambda wall: f"{wall:%H:%M}",
    lambda wall: f"{wall.hour}:{wall:%M}",
    lambda wall: f"{wall:%H.%M}",
    lambda wall: f"{wall.hour}h{wall:%M}",
    lambda wall: f"{wall:%H%M}",
    lambda wall: f"{wall.hour}.{wall:%M} Uhr",
    lambda wall: f"{wall:%I:%M %p}",
    lambda wall: f"{wall:%I.%M%p}".lower(),
)


@pytest.mark.parametrize(
    ("typed", "wall"),
    [
        ("7:30", time(7, 30)),
        ("07:30", time(7, 30)),
        ("7.30", time(7, 30)),
        ("19.30.", time(19, 30)),
        (" 7 : 30\n", time(7, 30)),
        ("7h30", time(7, 30)),
        ("7 h 30", time(7, 30)),
        ("19h", time(19)),
        ("19 h", time(19)),
        ("19 Uhr", time(19)),
        ("19 Uhr 15", time(19, 15)),
        ("19:15 Uhr", time(19, 15)),
        ("um 7", time(7)),
        ("7 o’clock", time(7)),
        ("7時30分", time(7, 30)),
        ("19点", time(19)),
        ("7", time(7)),
        ("8", time(8)),
        ("19", time(19)),
        ("730", time(7, 30)),
        ("0730", time(7, 30)),
        ("1930", time(19, 30)),
        ("7³⁰", time(7, 30)),
        ("٧:٣٠", time(7, 30)),
        ("\u200f٧:٣٠\u200f", time(7, 30)),
        ("７：３０", time(7, 30)),
        ("७:३०", time(7, 30)),
        ("at 7", time(7)),
        ("@7:30", time(7, 30)),
    ],
)
def test_a_time_is_read_in_any_usual_form(typed: str, wall: time) -> None:
    assert read_time(typed) == wall


@pytest.mark.parametrize(
    ("typed", "wall"),
    [
        ("7pm", time(19)),
        ("7 p.m.", time(19)),
        ("7 p. m.", time(19)),
        ("7.30 pm", time(19, 30)),
        ("7:30PM", time(19, 30)),
        ("730pm", time(19, 30)),
        ("7 am", time(7)),
        ("12am", time(0)),
        ("12:05 am", time(0, 5)),
        ("12 pm", time(12)),
        ("12:30pm", time(12, 30)),
        ("noon", time(12)),
        ("Midnight", time(0)),
    ],
)
def test_a_time_of_half_the_day_is_that_of_the_whole(typed: str, wall: time) -> None:
    assert read_time(typed) == wall


@pytest.mark.parametrize("typed", ["24:00", "24", "24h", "2400", "0", "00:00", "0000"])
def test_midnight_is_the_first_minute_of_a_day(typed: str) -> None:
    assert read_time(typed) == time(0)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-", ":", "h", "pm", "at", "Uhr"),
        *("7:75", "25:00", "25", "24:01", "960", "2460", "73000", "123456789"),
        *("13 pm", "0 am", "0:30 pm", "19:30 pm"),
        *("-7", "+7", "7-", "7:", ":30", "7:30:15", "7:30:15:2", "7..30", "7:3", "7,30", "7 30", "7.5", "1/2", "½"),
        *("7:30 19:00", "7 and 19", "8-20", "8 20"),
        *("7:30 tomorrow", "tomorrow 7:30", "I get up at 7", "seven", "half past seven", "noonish", "7pmm", "7 uhrr"),
        *("⏰", "🕢", "7️⃣⏰", "NaN", "٫", "7\x00"),
        *("7" * 4096, " " * 4096 + "7", "7:30" + "h" * 4092),
    ],
)
def test_what_says_no_time_or_more_than_one_is_none(typed: str) -> None:
    assert read_time(typed) is None


@pytest.mark.parametrize(
    ("typed", "walls"),
    [
        ("7:30 and 19:00", (time(7, 30), time(19))),
        ("7:30, 19", (time(7, 30), time(19))),
        ("8-20", (time(8), time(20))),
        ("8:00 – 20:00", (time(8), time(20))),
        ("8 / 20", (time(8), time(20))),
        ("8/20", (time(8), time(20))),
        ("8 20", (time(8), time(20))),
        ("8,20", (time(8), time(20))),
        ("7.30 19.00", (time(7, 30), time(19))),
        ("730 1900", (time(7, 30), time(19))),
        ("0800-2000", (time(8), time(20))),
        ("8am to 10pm", (time(8), time(22))),
        ("8 a.m. - 10 p.m.", (time(8), time(22))),
        ("7-10pm", (time(7), time(22))),
        ("8 Uhr und 20 Uhr", (time(8), time(20))),
        ("von 8 bis 20 Uhr", (time(8), time(20))),
        ("8h et 20h30", (time(8), time(20, 30))),
        ("from 8 until midnight", (time(8), time(0))),
        ("at 7:30 and at 19:00", (time(7, 30), time(19))),
        ("7:30\n19:00", (time(7, 30), time(19))),
        ("٧:٣٠ - ١٩:٠٠", (time(7, 30), time(19))),
        ("20-8", (time(20), time(8))),
    ],
)
def test_two_times_are_read_in_any_usual_way_and_in_their_order(typed: str, walls: tuple[time, time]) -> None:
    assert read_times(typed) == walls


@pytest.mark.parametrize(
    "typed",
    [
        *("", "7", "7:30", "730", "7h30", "7 h 30", "noon", "8-", "-20", "and"),
        *("7, 12, 19", "7:30 12:00 19:00", "8-20-22", "8 20 22"),
        *("8-25", "8:75 - 20", "13pm - 20", "7:3 and 19", "7 30"),
        *("8 or 20", "8 not 20", "8--20", "8 and 20 tomorrow", "between us", "8🌞20🌙", "8" * 4096),
    ],
)
def test_what_says_one_time_or_three_or_none_is_no_two_times(typed: str) -> None:
    assert read_times(typed) is None


@given(wall=WALL_TIMES, way=st.sampled_from(WAYS))
def test_every_time_is_read_back_from_every_way_to_write_it(wall: time, way: Callable[[time], str]) -> None:
    assert read_time(way(wall)) == wall


@given(
    walls=st.tuples(WALL_TIMES, WALL_TIMES),
    ways=st.tuples(st.sampled_from(WAYS), st.sampled_from(WAYS)),
    between=st.sampled_from(["-", " - ", " – ", ", ", " ", " and ", " bis ", " / ", "\n"]),
)
def test_any_two_times_are_read_back_with_anything_usual_between_them(
    walls: tuple[time, time], ways: tuple[Callable[[time], str], Callable[[time], str]], between: str
) -> None:
    typed = between.join(way(wall) for way, wall in zip(ways, walls, strict=True))
    assert read_times(typed) == walls


@given(st.text(st.characters(exclude_categories=()), max_size=50) | st.text("0123456789:.h -apm/,", max_size=20))
def test_any_text_at_all_can_be_asked_about(typed: str) -> None:
    assert read_time(typed) is None or read_times(typed) is None
