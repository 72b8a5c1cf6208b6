"""The file of cities that ships with the bot, and what it costs to have it."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.domain.calendar import zone_info
from bot.places.gazetteer import FILE, open_gazetteer
from bot.places.keys import key_of
from bot.places.regions import CLOCKS, NICKNAMES
from tests.test_project import PINS, ROOT

MOST_MB_OF_FILE = 6
MOST_MB_OF_MEMORY = 60

WATCHED_START = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event in ("open", "sqlite3.connect") else None)
import bot.app
from bot.places.offline import OfflinePlaces
places = OfflinePlaces()
def report(label):
    print(label, *({"tzfpy", "rapidfuzz"} & set(sys.modules)), *({"cities.db"} if "cities.db" in str(opened) else ()))
report("before:")
places.find("Berln", 3)
places.zone_at(52.5, 13.4)
report("after:")
"""
MEASURED_LOOK_UPS = """
from bot.places.offline import OfflinePlaces
from benchmarks.places import resident_mb
places, before = OfflinePlaces(), resident_mb()
for name in ("Berln", "San Francsico", "Springfield Illinois", "Санкт Петербрг", "San", "Johannesbrug South Africa"):
    assert places.find(name, 6), name
assert places.zone_at(52.5, 13.4) and places.zone_at(-33.87, 151.2)
print(resident_mb() - before)
"""


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{FILE.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        yield database


def _python(script: str) -> str:
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout  # noqa: S603


def test_it_is_whole_and_small(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert FILE.stat().st_size < MOST_MB_OF_FILE * 1e6


def test_it_names_its_source_and_the_package_that_is_pinned(database: sqlite3.Connection) -> None:
    about = dict(database.execute("SELECT topic, says FROM about").fetchall())
    (pins,) = [file.read_text(encoding="utf-8") for file in PINS if file.name == "cities.txt"]
    assert "GeoNames" in about["source"]
    assert "Attribution 4.0" in about["licence"]
    assert about["package"].replace(" ", "==") in pins


def test_the_bot_knows_the_rules_of_every_zone_in_it(database: sqlite3.Connection) -> None:
    zones = [zone for (zone,) in database.execute("SELECT name FROM zone")]
    assert len(zones) > 300
    assert [zone for zone in zones if zone_info(zone).key != zone] == []


def test_it_was_made_with_the_keys_by_which_it_is_searched(database: sqlite3.Connection) -> None:
    names = set(database.execute("SELECT key, city FROM name"))
    cities = database.execute("SELECT id, name FROM city").fetchall()
    assert len(cities) > 30_000
    assert [name for city, name in cities if (key_of(name), city) not in names] == []


def test_every_clock_and_every_nickname_leads_to_a_city() -> None:
    words = [*(word for words in CLOCKS.values() for word in words), *NICKNAMES]
    with open_gazetteer() as gazetteer:
        assert [word for word in words if not gazetteer.meant(key_of(word))] == []


def test_it_can_only_be_read() -> None:
    with open_gazetteer() as gazetteer, pytest.raises(sqlite3.OperationalError, match="readonly"):
        gazetteer._database.execute("DELETE FROM city")


def test_nothing_is_loaded_or_opened_before_the_first_question() -> None:
    before, after = _python(WATCHED_START).splitlines()
    assert before == "before:"
    assert set(after.split()) == {"after:", "tzfpy", "rapidfuzz", "cities.db"}


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of the process as Linux tells it")
def test_cities_and_zones_together_need_little_memory() -> None:
    assert float(_python(MEASURED_LOOK_UPS)) < MOST_MB_OF_MEMORY
