"""Dates as people type them, in figures and in the words of their language.

dateparser turns the words of a language into a few English ones (`Montag` into `monday`, `in zwei Wochen` into
`in 2 week`). What those mean is decided here, so that nothing hangs on the machine's clock, zone or locale, and what
is nonsense stays nonsense.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names

from bot.texts.date_words import Translation, date_words, translation

LONGEST = 80
"""Longer texts are not looked at: a date in words takes less in every language."""

JUST_PAST = timedelta(days=60)
"""A date without a year that lies so far back, at most, is that one."""

_ENGLISH = Locale("en")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTH_COUNTS = {"month": 1, "year": 12}

_YEAR_FIRST = re.compile(r"(\d{4})([-/.]) ?(\d\d?)\2 ?(\d\d?)\.?")
_TWO_NUMBERS = re.compile(r"(\d\d?) ?([-/.]) ?(\d\d?)(?: ?\2 ?(\d{4}|\d\d)|\.)?")
_DAY_ALONE = re.compile(r"(\d\d?)(?:\.|st|nd|rd|th|er|[ºª°])?")
_YEAR_ALONE = re.compile(r"20\d\d")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_IN_WORDS = tuple(
    re.compile(rf"{form}(?: year)?")
    for form in (
        rf"(?P<day>\d\d?)\.? {_MONTH}(?: (?P<year>\d{{4}}|\d\d))?",
        rf"{_MONTH} (?P<day>\d\d?)\.?(?: (?P<year>\d{{4}}))?",
        rf"(?P<year>\d{{4}})\.? {_MONTH} (?P<day>\d\d?)\.?",
        rf"{_MONTH}(?: (?P<year>\d{{4}}))?(?P<day>)",
    )
)
_BEHIND = re.compile(r"(until |till )?(after|après(?!-| demain)) ?\b")
_TWO_LETTERS = re.compile(r"[a-z]{1,2}\.?")
_COUNTED = r"([1-9]\d{0,3}) (day|week|fortnight|month|year)"
_SPAN = re.compile(rf"(?:in )?(?P<spans>0 day|{_COUNTED}(?: {_COUNTED})*)(?: (?P<way>ago|in))?")


def read_date(text: str, *, language: str, today: date) -> date | None:
    """Return the date that `text` says in `language` (a tag: `de`, `pt_BR`) or in English; `None` if it says none.

    What leaves the choice open is the first date after `today` that fits, so on a Monday `Monday` and `next Monday` are
    a week away; but a day and a month that are just past are that date, and not next year's. 29 February is the next
    one that exists. A week, a month or a year is its first day: `next week` is its Monday, `December` its first. `a
    month` counts from today. What is told with a year, or by its distance from today, may lie in the past, or far away;
    `this Monday` may be today.

    `3.5.` and `3/5` go by the order of the language. Plain `en` may be read in London as well as in New York: there,
    `3.5.` is 3 May, and `3/5` whichever of its two dates comes first. `3-5` may be a span, so it is none.
    """
    typed = _tidy(text)
    if _BEHIND.match(typed):
        return None  # "after Monday" may be Tuesday, or next week: better asked again than understood wrongly
    for locale in dict.fromkeys((_locale(language), _ENGLISH)) if typed else ():
        for said in _without_surroundings(typed, locale.language):
            found = _in_figures(said, locale, today) or _in_words(said, locale, today)
            if found:
                return found
    return None


def _tidy(text: str) -> str:
    """Return `text` with ASCII figures, single spaces and small letters; empty when it is too long to be a date."""
    if len(text) > LONGEST:
        return ""
    plain = unicodedata.normalize("NFC", text).replace("’", "'")
    visible = (sign for sign in plain if unicodedata.category(sign) != "Cf")  # marks of the writing direction
    figures = "".join(str(unicodedata.decimal(sign, sign)) for sign in visible)
    spaced = re.sub(r"(?<=\d\.)(?=[^\W\d])", " ", figures)  # 3.Mai
    return " ".join(spaced.lower().split()).rstrip(" !?,;")


@lru_cache(maxsize=64)
def _locale(tag: str) -> Locale:
    """Return what Babel knows of a language; English for what is none."""
    try:
        return Locale.parse(tag.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return _ENGLISH


def _without_surroundings(typed: str, language: str) -> Iterator[str]:
    """Yield what was typed, with ever less of the words around a date: `until the 3rd`, `the 3rd`, `3rd`."""
    words = date_words(language)
    typed = words.replaced(typed)
    for ending in (*(f" {after}" for after in words.after), ""):
        if not typed.endswith(ending):
            continue
        said = typed.removesuffix(ending)
        yield said
        while words.may_leave_out(*said.partition(" ")[::2]):
            said = said.partition(" ")[2]
            yield said


def _in_figures(said: str, locale: Locale, today: date) -> date | None:
    """Return the date of a text that is made of numbers."""
    if parts := _YEAR_FIRST.fullmatch(said):
        return _date(int(parts[1]), int(parts[3]), int(parts[4]))
    if parts := _TWO_NUMBERS.fullmatch(said):
        first, sign, second, year = parts.groups()
        if sign == "-" and not year:
            return None
        readings = _readings(int(first), int(second), sign, locale)
        dates = [_month_day(month, day, year, today) for month, day in readings]
        return _nearest(dates, today) if locale == _ENGLISH else next(filter(None, dates), None)
    if parts := _DAY_ALONE.fullmatch(said):
        return _first_after(today, (_date(*_month(today, ahead), int(parts[1])) for ahead in range(3)))
    return date(int(said), 1, 1) if _YEAR_ALONE.fullmatch(said) else None


def _readings(first: int, second: int, sign: str, locale: Locale) -> list[tuple[int, int]]:
    """Return the months and days that two numbers may mean, the usual first; points leave no choice."""
    pattern = str(locale.datetime_skeletons["Md"])
    is_day_first = pattern.index("d") < pattern.index("M") or (locale == _ENGLISH and sign == ".")
    readings = [(second, first), (first, second)] if is_day_first else [(first, second), (second, first)]
    return readings[:1] if sign == "." else readings


def _in_words(said: str, locale: Locale, today: date) -> date | None:
    """Return the date of a text in the words of one language."""
    if said in date_words(locale.language).month_ends:
        months = (_month(today, ahead) for ahead in range(2))
        return _first_after(today, (_date(*month, monthrange(*month)[1]) for month in months))
    if _TWO_LETTERS.fullmatch(said) and said.rstrip(".") not in _short_weekdays(locale):
        return None  # dateparser takes an English "we" for a Wednesday
    language = _translation(locale)
    if language is None:
        return None
    if period := language.period(said):
        return _period_start(*period, today)
    return _weekday_or_date(language.translate(said), locale, today)


@lru_cache(maxsize=64)
def _short_weekdays(locale: Locale) -> frozenset[str]:
    """Return the weekdays as people of a language shorten them, without points."""
    names = get_day_names("abbreviated", context="stand-alone", locale=locale).values()
    return frozenset(name.lower().strip(".") for name in names)


@lru_cache(maxsize=64)
def _translation(locale: Locale) -> Translation | None:
    """Return the words that dateparser knows of the nearest to a locale; `None` when it doesn't know its language."""
    names = (f"{locale.language}-{part}" for part in (locale.script, locale.territory) if part)
    return next(filter(None, map(translation, (*names, locale.language))), None)


def _weekday_or_date(words: str, locale: Locale, today: date) -> date | None:
    """Return the date of dateparser's words; a weekday that stands by a date has to be that of the date."""
    rest = words.split()
    weekdays = [word for word in rest if word in _WEEKDAYS]
    if not weekdays:
        return _span_end(words, today) or _calendar_date(words, locale, today)
    rest.remove(weekdays[0])
    weekday = _WEEKDAYS.index(weekdays[0])
    if rest in ([], ["next"], ["this"], ["last"]):
        return _weekday(weekday, rest, today)
    found = _calendar_date(" ".join(rest), locale, today)
    return found if found and found.weekday() == weekday else None


def _weekday(weekday: int, modifier: list[str], today: date) -> date | None:
    """Return the first such weekday after today; with `this` from today on, with `last` before today."""
    ahead = (weekday - today.weekday()) % 7
    if modifier == ["last"]:
        return _plus_days(today, ahead - 7)
    return _plus_days(today, ahead if modifier == ["this"] else ahead or 7)


def _calendar_date(words: str, locale: Locale, today: date) -> date | None:
    """Return the date that has a month, by number or by name; without a day its first."""
    if _YEAR_FIRST.fullmatch(words) or _TWO_NUMBERS.fullmatch(words):
        return _in_figures(words, locale, today)
    said = next(filter(None, (form.fullmatch(words) for form in _IN_WORDS)), None)
    if said is None:
        return None
    month = _MONTHS.index(said["month"]) + 1
    if said["day"] or said["year"]:
        return _month_day(month, int(said["day"] or 1), said["year"], today)
    return _first_after(today, (_date(today.year + ahead, month, 1) for ahead in (0, 1)))


def _span_end(words: str, today: date) -> date | None:
    """Return the date that is so many days, weeks, months or years away."""
    said = _SPAN.fullmatch(words)
    if said is None:
        return None
    sign = -1 if said["way"] == "ago" else 1
    days = months = 0
    for number, unit in re.findall(_COUNTED, said["spans"]):
        days += sign * int(number) * _DAYS.get(unit, 0)
        months += sign * int(number) * _MONTH_COUNTS.get(unit, 0)
    year, month = _month(today, months)
    start = _date(year, month, min(today.day, monthrange(year, month)[1])) if date.min.year <= year else None
    return _plus_days(start, days) if start else None


def _period_start(unit: str, ahead: int, today: date) -> date | None:
    """Return the first day of the week, month or year that lies so many of them ahead."""
    if unit == "week":
        return _plus_days(today, 7 * ahead - today.weekday())
    return _date(*_month(today, ahead), 1) if unit == "month" else _date(today.year + ahead, 1, 1)


def _month_day(month: int, day: int, year: str | None, today: date) -> date | None:
    """Return that date of the year, two figures meaning this century; without a year one just past, or the next.

    Somebody who writes yesterday's date does not mean next year's.
    """
    if year:
        return _date(int(f"20{year}"[-4:]), month, day)
    recent = (_date(today.year - back, month, day) for back in (0, 1))
    just_past = next((found for found in recent if found and timedelta(0) <= today - found <= JUST_PAST), None)
    return just_past or _first_after(today, (_date(today.year + ahead, month, day) for ahead in range(9)))


def _first_after(today: date, dates: Iterable[date | None]) -> date | None:
    """Return the first of the dates in their order that lies after today."""
    return next((found for found in dates if found and found > today), None)


def _nearest(dates: Iterable[date | None], today: date) -> date | None:
    """Return the date that comes first after today; when none does, the one that was last."""
    found = [each for each in dates if each]
    return min(found, key=lambda each: (each <= today, abs(each - today)), default=None)


def _month(today: date, ahead: int) -> tuple[int, int]:
    """Return year and month so many months ahead; the year may be one that no date has."""
    year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
    return year, month + 1


def _plus_days(day: date, days: int) -> date | None:
    """Return the date so many days on; `None` when the calendar ends before it."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _date(year: int, month: int, day: int) -> date | None:
    """Return a date; `None` when there is no such date."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
