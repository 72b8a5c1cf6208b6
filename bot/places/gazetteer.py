"""The file of cities, and the questions that it answers. `bot.places.making` makes it; here it is only read."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from bot.domain.place import City
from bot.places.keys import key_of

FILE = Path(__file__).with_name("cities.db")

_BY_ID = "SELECT place.*, '' FROM place WHERE id = ?"
_CALLED = "SELECT place.*, ?1 FROM place WHERE id IN (SELECT city FROM name WHERE key = ?1)"
_MEANT = "SELECT place.*, ?1 FROM place WHERE id IN (SELECT city FROM word WHERE key = ?1) ORDER BY population DESC"
_AMONG = """
    SELECT place.*, name.key FROM name JOIN place ON place.id = name.city
    WHERE name.key IN (SELECT value FROM json_each(?))"""
_BEGINNING = """
    SELECT place.*, min(name.key) FROM name JOIN place ON place.id = name.city
    WHERE name.key > ? AND name.key < ? GROUP BY place.id ORDER BY population DESC LIMIT ?"""
_LARGEST = """
    SELECT place.*, ?3, max(population) FROM place
    WHERE country = ?1 AND (?2 = '' OR part = ?2) GROUP BY zone"""
_REGIONS = "SELECT country, part FROM region WHERE key = ?"
_KEYS = "SELECT DISTINCT key FROM name WHERE key > ? AND key < ? AND length(key) BETWEEN ? AND ?"

OWN_NAME_COUNTS = 8
"""So many times a city's people count when it is called by its own name: Islamabad, once a name of Chattogram's too."""
_GREATEST_ID = 2**63 - 1  # what SQLite can be asked for
_AFTER_ALL = "\U0010ffff"
_MOST = 300
"""So many cities are looked at whose names begin alike."""


class Region(NamedTuple):
    """A country, or a part of one."""

    country: str
    part: str
    """Empty: all of the country."""


@dataclass(frozen=True, slots=True)
class Found:
    """A city, and by which of its names it was found."""

    city: City
    part: str
    population: int
    key: str
    is_own: bool
    """It is called so itself, and not just known by that name too."""

    @property
    def own_key(self) -> str:
        """Return the key of its own name."""
        return key_of(self.city.name)

    @property
    def weight(self) -> int:
        """Return how likely it is meant, as a number of people."""
        return self.population * (OWN_NAME_COUNTS if self.is_own else 1)

    def is_in(self, regions: Sequence[Region]) -> bool:
        """Tell whether it lies in one of the regions."""
        return any(region.country == self.city.country and region.part in {"", self.part} for region in regions)


class Gazetteer:
    """The open file. It belongs to one thread."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def city(self, city_id: int) -> City | None:
        """Return the city with this number."""
        found = self._ask(_BY_ID, city_id) if 0 < city_id <= _GREATEST_ID else []
        return found[0].city if found else None

    def called(self, key: str) -> Sequence[Found]:
        """Return the cities of which this is a name."""
        return self._ask(_CALLED, key)

    def meant(self, key: str) -> Sequence[Found]:
        """Return the cities that are meant by a word that is none of their names: of a time zone, say."""
        return self._ask(_MEANT, key)

    def among(self, keys: Sequence[str]) -> Sequence[Found]:
        """Return the cities of which one of the keys is a name, once for each such name."""
        return self._ask(_AMONG, json.dumps(keys))

    def beginning(self, key: str) -> Sequence[Found]:
        """Return the largest cities of which a name begins so and goes on."""
        return self._ask(_BEGINNING, key, key + _AFTER_ALL, _MOST)

    def largest(self, region: Region, key: str) -> Sequence[Found]:
        """Return the largest city of each zone in a region, as found by `key`; a country's own speak for it."""
        found = self._ask(_LARGEST, *region, key)
        return [replace(one, is_own=not region.part) for one in found]

    def regions(self, key: str) -> Sequence[Region]:
        """Return the regions that are called so."""
        return [Region(*row) for row in self._database.execute(_REGIONS, (key,))]

    def keys(self, first: str, lengths: tuple[int, int]) -> Sequence[str]:
        """Return all names that begin with the letter `first` and are so long, at least and at most."""
        return [key for (key,) in self._database.execute(_KEYS, (first, first + _AFTER_ALL, *lengths))]

    def _ask(self, query: str, *values: str | int) -> Sequence[Found]:
        return [_found(row) for row in self._database.execute(query, values)]


@contextmanager
def open_gazetteer(file: Path = FILE) -> Iterator[Gazetteer]:
    """Open the file for one question, to be read alone; that takes a tenth of a millisecond."""
    address = f"{file.as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        yield Gazetteer(database)


def _found(row: Sequence[Any]) -> Found:
    city = City(*row[:4])
    return Found(city, part=row[4], population=row[5], key=row[6], is_own=key_of(city.name) == row[6])
