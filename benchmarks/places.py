"""How long looking up a place takes, and what memory it needs: `make bench`."""

import random
import sqlite3
import statistics
import string
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from bot.places.gazetteer import FILE
from bot.places.offline import OfflinePlaces

EACH = 1000
LIMIT = 6


def main() -> None:
    """Print what the first look-ups take, then the times of many of each kind, and the memory that they took."""
    places = OfflinePlaces()
    before = resident_mb()
    print(f"{'the first city':24} {_time(partial(places.find, 'Berln', LIMIT))[0]:6.1f} ms, with what it loads")
    print(f"{'the first zone':24} {_time(partial(places.zone_at, 52.5, 13.4))[0]:6.1f} ms, with what it loads")
    print(f"{'what was asked':24} {'asked':>6} {'found':>6} {'median':>9} {'99 of 100':>9} {'worst':>9}")
    for kind, texts in _questions().items():
        _report(kind, [_time(partial(places.find, text, LIMIT)) for text in texts])
    chance = random.Random(1)
    points = [(chance.uniform(-90, 90), chance.uniform(-180, 180)) for _ in range(EACH)]
    _report("the zone of a point", [_time(partial(places.zone_at, *point)) for point in points])
    print(f"{'resident memory':24} {resident_mb() - before:6.1f} MB more than before")


def resident_mb() -> float:
    """Return how much memory this process holds now, in MB; Linux only."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _questions() -> Mapping[str, Iterable[str]]:
    chance = random.Random(1)
    with closing(sqlite3.connect(f"{FILE.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM city ORDER BY id")]
        keys = [key for (key,) in database.execute("SELECT DISTINCT key FROM name ORDER BY key")]
    foreign = [key for key in keys if not key.isascii()]
    return {
        "a city's name": chance.sample(names, EACH),
        "with a letter wrong": [_misspelt(name, chance) for name in chance.sample(names, EACH)],
        "with two letters wrong": [_misspelt(_misspelt(name, chance), chance) for name in chance.sample(names, EACH)],
        "with Germany after it": [f"{name} Germany" for name in chance.sample(names, EACH)],
        "in another alphabet": chance.sample(foreign, EACH),
        "its first three letters": [name[:3] for name in chance.sample(names, EACH)],
        "nonsense": ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(4, 16))) for _ in range(EACH)],
        "five names at once": [" ".join(chance.sample(names, 5)).lower()[:80] for _ in range(EACH)],
        "4,096 letters": ["".join(chance.choices(string.ascii_letters + " ,", k=4096)) for _ in range(EACH)],
    }


def _misspelt(name: str, chance: random.Random) -> str:
    """Return a name with a letter left out, doubled, replaced, or swapped with the next; never the first."""
    at = chance.randrange(1, max(len(name) - 1, 2))
    head, letter, rest = name[:at], name[at : at + 1], name[at + 1 :]
    ways = [rest, letter + letter + rest, chance.choice(string.ascii_lowercase) + rest, rest[:1] + letter + rest[1:]]
    return head + chance.choice(ways)


def _time(look_up: Callable[[], object]) -> tuple[float, bool]:
    """Return how many milliseconds a look-up took, and whether it found anything."""
    began = time.perf_counter()
    found = look_up()
    return (time.perf_counter() - began) * 1000, bool(found)


def _report(kind: str, answers: Sequence[tuple[float, bool]]) -> None:
    took = [ms for ms, _ in answers]
    found = sum(was_found for _, was_found in answers)
    times = f"{statistics.median(took):6.2f} ms {statistics.quantiles(took, n=100)[98]:6.2f} ms {max(took):6.2f} ms"
    print(f"{kind:24} {len(took):6} {found:6} {times}")


if __name__ == "__main__":
    main()
