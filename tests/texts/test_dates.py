"""Dates as people type them; asked on a Monday, 23 November 2026, if nothing else is said."""

import subprocess
import sys
import warnings
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts.dates import LONGEST, read_date

ROOT = Path(__file__).resolve().parents[2]
MONDAY = date(2026, 11, 23)
PIECES = "3|0|31|12|2027|9999|may|monday|next|last|in|ago|week|months|heute|Mai|-|.|/|,|:|a|the"
DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


def read(typed: str, language: str = "en", today: date = MONDAY) -> str | None:
    found = read_date(typed, language=language, today=today)
    return found.isoformat() if found else None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Monday", "2026-11-30"),
        ("next Monday", "2026-11-30"),
        ("last Monday", "2026-11-16"),
        ("until Monday", "2026-11-30"),
        ("till next monday", "2026-11-30"),
        ("Tuesday", "2026-11-24"),
        ("on Sun.", "2026-11-29"),
        ("MONDAY!", "2026-11-30"),
        ("3 May", "2027-05-03"),
        ("May 3", "2027-05-03"),
        ("till 3 May", "2027-05-03"),
        ("the 3rd of May", "2027-05-03"),
        ("May 3rd, 2027", "2027-05-03"),
        ("3-May-2027", "2027-05-03"),
        ("3 May 27", "2027-05-03"),
        ("Friday, 27 November", "2026-11-27"),
        ("tomorrow", "2026-11-24"),
        ("today", "2026-11-23"),
        ("the day after tomorrow", "2026-11-25"),
        ("in two weeks", "2026-12-07"),
        ("two weeks", "2026-12-07"),
        ("for two weeks", "2026-12-07"),
        ("two weeks from today", "2026-12-07"),
        ("a week from now", "2026-11-30"),
        ("next 3 days", "2026-11-26"),
        ("10 days", "2026-12-03"),
        ("2d", "2026-11-25"),
        ("a week", "2026-11-30"),
        ("a fortnight", "2026-12-07"),
        ("a month", "2026-12-23"),
        ("1 month and 2 days", "2026-12-25"),
        ("the 3rd", "2026-12-03"),
        ("25", "2026-11-25"),
        ("until the 23rd", "2026-12-23"),
        ("the weekend", "2026-11-28"),
        ("at the weekend", "2026-11-28"),
        ("end of the month", "2026-11-30"),
        ("until the end of the month", "2026-11-30"),
    ],
)
def test_english_is_read(typed: str, said: str) -> None:
    assert read(typed) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Montag", "2026-11-30"),
        ("bis Montag", "2026-11-30"),
        ("nächsten Montag", "2026-11-30"),
        ("nachsten Montag", None),
        ("Mo 30.11.", "2026-11-30"),
        ("bis Fr", "2026-11-27"),
        ("3. Mai", "2027-05-03"),
        ("3.Mai", "2027-05-03"),
        ("bis zum 3. Mai 2027", "2027-05-03"),
        ("am 3.", "2026-12-03"),
        ("in zwei Wochen", "2026-12-07"),
        ("zwei Wochen", "2026-12-07"),
        ("für vierzehn Tage", "2026-12-07"),
        ("übermorgen", "2026-11-25"),
        ("eine Woche", "2026-11-30"),
        ("einen Monat", "2026-12-23"),
        ("nächste Woche", "2026-11-30"),
        ("nächsten Monat", "2026-12-01"),
        ("am Wochenende", "2026-11-28"),
        ("bis Ende des Monats", "2026-11-30"),
        ("vorgestern", "2026-11-21"),
        ("vor zwei Wochen", "2026-11-09"),
    ],
)
def test_german_is_read(typed: str, said: str | None) -> None:
    assert read(typed, "de") == said


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("es", "hasta el lunes", "2026-11-30"),
        ("es", "mar 24 de noviembre", "2026-11-24"),
        ("es", "pasado mañana", "2026-11-25"),
        ("es", "dentro de dos semanas", "2026-12-07"),
        ("es", "la semana que viene", "2026-11-30"),
        ("fr", "jusqu’à lundi prochain", "2026-11-30"),
        ("fr", "le 1er mai", "2027-05-01"),
        ("fr", "après-demain", "2026-11-25"),
        ("fr", "pendant deux semaines", "2026-12-07"),
        ("fr", "la semaine prochaine", "2026-11-30"),
        ("pt_BR", "até segunda-feira", "2026-11-30"),
        ("pt_BR", "3 de maio", "2027-05-03"),
        ("pt_BR", "depois de amanhã", "2026-11-25"),
        ("pt", "daqui a duas semanas", "2026-12-07"),
        ("pt", "semana que vem", "2026-11-30"),
        ("it", "fino a lunedì", "2026-11-30"),
        ("it", "3 maggio", "2027-05-03"),
        ("it", "dopodomani", "2026-11-25"),
        ("it", "fra due settimane", "2026-12-07"),
        ("it", "la prossima settimana", "2026-11-30"),
        ("pl", "w przyszłym tygodniu", "2026-11-30"),
        ("ru", "3 мая 2027 г.", "2027-05-03"),
        ("ja", "5月3日", "2027-05-03"),
        ("zh-hans", "明天", "2026-11-24"),
    ],
)
def test_the_tag_decides_which_language_is_read(language: str, typed: str, said: str) -> None:
    assert read(typed, language) == said
    assert read(typed, "en") is None


@pytest.mark.parametrize("language", ["de", "pt_BR", "pt-br", "ja", "root", "xx", "", "../../etc", "\0", "de_DE.UTF-8"])
def test_english_is_understood_in_every_language(language: str) -> None:
    assert read("until Monday", language) == "2026-11-30"
    assert read("in two weeks", language) == "2026-12-07"


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("de", "3.5.", "2027-05-03"),
        ("de", "3/5", "2027-05-03"),
        ("de", "3. 5. 2027", "2027-05-03"),
        ("de", "5/13", "2027-05-13"),
        ("en_GB", "3/5", "2027-05-03"),
        ("en_US", "3/5", "2027-03-05"),
        ("en_US", "13/5", "2027-05-13"),
        ("ja", "3/5", "2027-03-05"),
        ("en", "3.5.", "2027-05-03"),
        ("en", "3/5", "2027-03-05"),
        ("en", "12/1", "2026-12-01"),
        ("en", "1/12", "2026-12-01"),
        ("en", "3/5/2027", "2027-03-05"),
        ("en", "3-5-27", "2027-03-05"),
        ("en", "3/5/2020", "2020-05-03"),
        ("en", "٣/٥/٢٠٢٧", "2027-03-05"),
        ("de", "2027-05-03", "2027-05-03"),
        ("en", "2027-05-03", "2027-05-03"),
        ("en", "2027/5/3", "2027-05-03"),
    ],
)
def test_figures_go_by_the_order_of_the_language_and_in_plain_english_by_what_comes_first(
    language: str, typed: str, said: str
) -> None:
    assert read(typed, language) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("next week", "2026-11-30"),
        ("this week", "2026-11-23"),
        ("last week", "2026-11-16"),
        ("until next month", "2026-12-01"),
        ("next year", "2027-01-01"),
        ("December", "2026-12-01"),
        ("until may", "2027-05-01"),
        ("November", "2027-11-01"),
        ("May 2027", "2027-05-01"),
        ("2036", "2036-01-01"),
    ],
)
def test_a_week_a_month_and_a_year_are_their_first_day(typed: str, said: str) -> None:
    assert read(typed) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("yesterday", "2026-11-22"),
        ("3 days ago", "2026-11-20"),
        ("3 May 2020", "2020-05-03"),
        ("2026-11-20", "2026-11-20"),
        ("in ten years", "2036-11-23"),
        ("in 1000 years", "3026-11-23"),
        ("1 May 1886", "1886-05-01"),
    ],
)
def test_a_date_that_is_past_or_far_away_is_returned_as_it_is(typed: str, said: str) -> None:
    assert read(typed) == said


@pytest.mark.parametrize(
    ("today", "typed", "said"),
    [
        ("2026-11-23", "23 November", "2026-11-23"),
        ("2026-11-22", "23 November", "2026-11-23"),
        ("2026-11-23", "22 Nov", "2026-11-22"),
        ("2026-11-23", "20/11", "2026-11-20"),
        ("2027-01-05", "22 December", "2026-12-22"),
        ("2026-11-23", "22 September", "2027-09-22"),
        ("2026-11-23", "29 February", "2028-02-29"),
        ("2028-02-29", "29.2.", "2028-02-29"),
        ("2026-11-30", "the 31st", "2026-12-31"),
        ("2027-01-31", "the 31st", "2027-03-31"),
        ("2027-01-31", "a month", "2027-02-28"),
        ("2028-02-29", "a year", "2029-02-28"),
        ("2026-12-31", "tomorrow", "2027-01-01"),
        ("2026-12-31", "next month", "2027-01-01"),
        ("2026-11-30", "end of the month", "2026-12-31"),
        ("2026-11-28", "Saturday", "2026-12-05"),
        ("2026-11-28", "this Saturday", "2026-11-28"),
        ("2026-11-28", "the weekend", "2026-12-05"),
        ("2026-11-28", "next week", "2026-11-30"),
        ("9999-12-31", "tomorrow", None),
        ("9999-12-31", "Monday", None),
        ("9999-12-31", "next month", None),
        ("9999-12-31", "30 December", "9999-12-30"),
        ("0001-01-01", "yesterday", None),
        ("0001-01-01", "2 years ago", None),
    ],
)
def test_it_is_the_first_date_after_today_that_fits(today: str, typed: str, said: str | None) -> None:
    assert read(typed, today=date.fromisoformat(today)) == said


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "?", "-", "🏝", "banana", "banana Monday", "not Monday", "I am going to the sea", "the", "next"),
        *("7:30", "7.30", "noon", "tonight", "now", "in 2 hours", "tomorrow 7:30", "3 May at 7pm", "at 5"),
        *("0", "32", "99", "365", "1999", "20261125", "1700000000", "½", "for 3", "next 3", "in 3", "a monday"),
        *("31 June", "30 February", "31/2", "29.2.2027", "2027-02-29", "2027-13-01", "0.5.", "May 32", "32 May"),
        *("Tuesday, 3 May", "Friday 13", "Monday or Tuesday", "Monday Tuesday", "3 May 4 June", "today tomorrow"),
        *("3-5", "3-5 May", "between 3 and 5 May", "through Monday", "1/2/3", "1/2/3/4", "3..5", "12/2026"),
        *("-3 days", "1.5 weeks", "a few days", "in 99999999 years", "in 9999 years", "9" * 60 + " days"),
        *("we", "su", "mo", "so", "d", "m", "week", "month", "day 3", "second", "Q1 2027", "MMXXVII", "3 May EST"),
        *("after Monday", "until after the weekend", "after 3 December", "après lundi", "after tomorrow"),
        *("Montag", "bis Montag", "\0", "\ud83d", "x" * 4096, "3 May " * 700, "9" * 4096, " " * 4096 + "Monday"),
    ],
)
def test_what_is_no_date_is_none(typed: str) -> None:
    assert read(typed) is None


@pytest.mark.parametrize("typed", ["Ich bin am Meer", "und", "Uhr", "we", "morgen um 7", "bis einschließlich Montag"])
def test_what_is_no_date_is_none_in_german_too(typed: str) -> None:
    assert read(typed, "de") is None


@given(today=DAYS, ahead=st.integers(1, 365), width=st.sampled_from(["medium", "long", "full"]), german=st.booleans())
def test_what_babel_writes_is_read_back(today: date, ahead: int, width: str, german: bool) -> None:
    language = "de" if german else "en"
    meant = today + timedelta(days=ahead)
    typed = format_date(meant, width, locale=language)
    assert read_date(typed, language=language, today=today) == meant


@given(today=DAYS, ahead=st.integers(1, 365), language=st.sampled_from(["es", "fr", "it", "pt_BR", "pl", "ru", "nl"]))
def test_what_babel_writes_in_other_languages_is_read_back(today: date, ahead: int, language: str) -> None:
    meant = today + timedelta(days=ahead)
    assert read_date(format_date(meant, "full", locale=language), language=language, today=today) == meant


@given(today=DAYS, ahead=st.integers(-60, 300), pattern=st.sampled_from(["EEEE, d MMMM", "d MMM", "d.M.", "MMMM d"]))
def test_a_day_and_its_month_lie_in_the_year_to_come_or_just_past(today: date, ahead: int, pattern: str) -> None:
    meant = today + timedelta(days=ahead)
    found = read_date(format_date(meant, pattern, locale="en"), language="en", today=today)
    assert found == meant


@settings(max_examples=300)
@given(
    typed=st.text(st.characters(exclude_categories=()), max_size=LONGEST + 1)
    | st.lists(st.sampled_from(PIECES.split("|"))).map(" ".join)
    | st.text("0123456789./- ", max_size=12),
    language=st.sampled_from(["en", "de", "pt_BR", "ja", "ar", "xx"]),
    today=st.dates(),
)
def test_any_text_on_any_day_can_be_asked_about(typed: str, language: str, today: date) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = read_date(typed, language=language, today=today)
    assert found is None or isinstance(found, date)


def test_the_language_is_learnt_once_and_then_a_date_is_read_at_once() -> None:
    read("until Monday", "de")
    before = perf_counter()
    for typed in ("until Monday", "bis Montag", "in zwei Wochen", "Ich bin am Meer", "x" * 4096):
        read(typed, "de")
    assert perf_counter() - before < 0.25


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Adak", "Nowhere/Land", ""])
def test_the_machines_zone_and_locale_change_nothing(zone: str) -> None:
    script = (
        "from datetime import date\n"
        "from bot.texts.dates import read_date\n"
        "for typed, tag in (('tomorrow', 'en'), ('bis Montag', 'de'), ('3/5', 'en'), ('Mai', 'de')):\n"
        "    print(read_date(typed, language=tag, today=date(2026, 11, 23)))\n"
    )
    said = run(script, {"TZ": zone, "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"})
    assert said.split() == ["2026-11-24", "2026-11-30", "2027-03-05", "2027-05-01"]


def test_the_library_is_loaded_when_somebody_first_types_a_date_in_words() -> None:
    script = (
        "import sys\n"
        "from datetime import date\n"
        "import bot.app, bot.texts.dates\n"
        "print('dateparser' in sys.modules)\n"
        "bot.texts.dates.read_date('Monday', language='en', today=date(2026, 11, 23))\n"
        "print('dateparser' in sys.modules)\n"
    )
    assert run(script, {}).split() == ["False", "True"]


def run(script: str, environment: dict[str, str]) -> str:
    """Return what a script prints in a process of its own, in which a warning is an error."""
    command = [sys.executable, "-W", "error", "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603  our own script
    return done.stdout
