"""Languages: gettext catalogues, and how names, dates and what people typed are put into a sentence."""

import gettext
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_timezone_location
from babel.lists import format_list

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "bot"
SOURCE_LANGUAGE = "en"

_SHORT_NAMES = re.compile(r"'[^']*'|E+|c+|M{3,}|L{3,}")
"""In a pattern of dates: words in quotes, which stay, and weekdays and months in short."""
_PLAIN_WITHIN = timedelta(days=180)
"""So near, a date is told without its year."""
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def mark(message: str) -> str:
    """Mark a message for the catalogues where it is defined; it is translated where it is used."""
    return message


@dataclass(frozen=True, slots=True)
class Language:
    """One language that people read, and its catalogue."""

    tag: str
    """As in the folder names: `en`, `pt_BR`."""
    catalogue: gettext.NullTranslations

    def gettext(self, message: str) -> str:
        """Return `message` in this language."""
        return self.catalogue.gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the plural form for `count` in this language."""
        return self.catalogue.ngettext(one, many, count)

    def long_date(self, iso: str, *, seen_on: str | None = None) -> str:
        """Return an ISO date as weekday, day and month: `Tuesday, 24 November`, or what is usual here.

        With its year where it is so far from `seen_on`, the ISO date of whoever reads it, that it could be taken for
        that of another year.
        """
        day = date.fromisoformat(iso)
        is_far = seen_on is not None and abs(day - date.fromisoformat(seen_on)) > _PLAIN_WITHIN
        if self.tag == SOURCE_LANGUAGE:
            return format_date(day, "EEEE, d MMMM y" if is_far else "EEEE, d MMMM", locale=self._locale)
        pattern = self._long_pattern("yMMMMEd", "yMMMEd") if is_far else self._long_pattern("MMMMEd", "MMMEd")
        return format_date(day, pattern, locale=self._locale)

    def short_date(self, iso: str) -> str:
        """Return an ISO date as weekday, day and month in short: `Mon, 30 Nov`, or what is usual here."""
        if self.tag == SOURCE_LANGUAGE:
            return format_date(date.fromisoformat(iso), "EEE, d MMM", locale=self._locale)
        return format_skeleton("MMMEd", date.fromisoformat(iso), locale=self._locale)

    def weekday(self, number: int) -> str:
        """Return the name of a weekday; 0 is Monday."""
        return str(self._locale.days["stand-alone"]["wide"][number])

    def listing(self, words: Sequence[str]) -> str:
        """Return words as a list with commas and an "and"."""
        return format_list(words, locale=self._locale)

    def country(self, code: str) -> str:
        """Return the name of a country by its ISO 3166-1 code; the code itself where it has no name here."""
        return str(self._locale.territories.get(code, code))

    def place(self, zone: str) -> str:
        """Return the city that an IANA zone is named for, for an HTML text."""
        city = get_timezone_location(zone, locale=self._locale, return_city=True)
        return html.escape(city.rpartition("/")[2], quote=False)

    def own_name(self) -> str:
        """Return what speakers of this language call it."""
        return (self._locale.display_name or self.tag).capitalize()

    def _long_pattern(self, long: str, short: str) -> str:
        """Babel knows the order in such dates only for short names; long ones take four letters."""
        skeletons = self._locale.datetime_skeletons
        pattern = str((skeletons.get(long) or skeletons[short]).pattern)
        return _SHORT_NAMES.sub(lambda found: found[0] if found[0][0] == "'" else found[0][0] * 4, pattern)

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.tag)


def shipped_languages(folder: Path = LOCALES) -> tuple[str, ...]:
    """Return the tags of all languages that are whole, the source language first."""
    others = sorted(path.parent.parent.name for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return (SOURCE_LANGUAGE, *others)


@lru_cache(maxsize=64)
def language_for(tag: str, folder: Path = LOCALES) -> Language:
    """Return the shipped language nearest to what Telegram calls `tag` (`pt-br`), English for all others."""
    try:
        wanted = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return Language(SOURCE_LANGUAGE, gettext.NullTranslations())
    for candidate in (str(wanted), wanted.language):
        if candidate in shipped_languages(folder)[1:]:
            return Language(candidate, gettext.translation(DOMAIN, str(folder), languages=[candidate]))
    return Language(SOURCE_LANGUAGE, gettext.NullTranslations())


def person(name: object) -> str:
    """Return a person's name for an HTML text: escaped, and kept from turning the sentence around it."""
    return f"{_ISOLATE}{html.escape(str(name), quote=False)}{_END_ISOLATE}"


def quote(typed: object) -> str:
    """Return what a person typed, exactly, as a quotation in lines of its own in an HTML text."""
    return f"\n<blockquote>{html.escape(str(typed), quote=False)}</blockquote>\n"


def paragraphs(*parts: str) -> str:
    """Join the parts that are not empty with a blank line; a quotation makes its own space."""
    text = ""
    for part in filter(None, parts):
        gap = "" if not text or text.endswith("</blockquote>\n") else "\n\n"
        text += gap + part
    return text
