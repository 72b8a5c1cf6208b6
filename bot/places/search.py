"""Which cities are meant by a name that somebody typed."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.place import City
from bot.places.gazetteer import Found, Gazetteer
from bot.places.reading import Reading, names_region, readings

LONGEST_TEXT = 80
SHORTEST_BEGINNING = 3
SHORTEST_NEAR = 4
TWO_WRONG_FROM = 6
"""So many letters, not counting one of each word, must be there for two of them to be wrong."""
ALONE = 50
"""So many times larger a city of just that name must be for others, which were once called so, to be left out."""
WELL_KNOWN = 100_000
"""Cities of so many people are found by any of their names, even misspelt."""
MUCH_LARGER = 20
"""So many times larger a city with nearly that name must be to stand beside those with that name."""
UNKNOWN_TOWN_WORDS = 3
SMALL_TALK = frozenset(
    [
        "back",
        "cancel",
        "continue",
        "done",
        "hello",
        "help",
        "here",
        "hey",
        "home",
        "menu",
        "next",
        "nope",
        "okay",
        "please",
        "start",
        "stop",
        "sure",
        "test",
        "testing",
        "thanks",
        "thankyou",
        "what",
        "where",
        "yeah",
        "yes",
        "yep",
        "abbrechen",
        "bitte",
        "danke",
        "fertig",
        "gerne",
        "hallo",
        "hier",
        "hilfe",
        "klar",
        "moin",
        "nein",
        "nochmal",
        "servus",
        "stopp",
        "super",
        "weiter",
        "wieso",
        "zurueck",
        "zurück",
    ]
)
"""What people say while they are asked for a city, in the languages that the bot speaks."""
_LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдежзиклмнопрстуфхцчшщыэюя"


def find(gazetteer: Gazetteer, text: str, limit: int) -> list[City]:
    """Return at most `limit` cities that `text` can mean, the likeliest first; empty when nothing is near."""
    if len(text) > LONGEST_TEXT:
        return []
    ways = readings(text, gazetteer.regions)
    if not ways[0].key:
        return []
    found = _without_namesakes(_one_a_zone(_called(gazetteer, ways)))
    # a question, or a word that everybody types to a bot, names no city but by its very name
    is_guess = "?" not in text and ways[0].key not in SMALL_TALK
    more = [*_beginning(gazetteer, ways[0]), *_less_likely(gazetteer, ways, found)] if is_guess else []
    clocks = {(one.city.country, one.city.zone) for one in found}
    others = _one_a_zone(one for one in more if (one.city.country, one.city.zone) not in clocks)
    cities = [one.city for one in [*found, *others] or _around(gazetteer, ways[0])]
    return list({city.id: city for city in cities}.values())[: max(limit, 0)]


def _called(gazetteer: Gazetteer, ways: Sequence[Reading]) -> Iterator[Found]:
    """Yield the cities of exactly that name, and the largest ones of a country or a state that is called so."""
    for way in ways:
        yield from _inside(gazetteer.meant(way.key), way)
    for way in ways:
        regions = gazetteer.regions(way.key) if names_region(way.key) else []
        largest = (one for region in regions for one in gazetteer.largest(region, way.key))
        found = _largest_first(_inside([*gazetteer.called(way.key), *largest], way))
        if any(not region.part for region in regions):  # Grenada is a name of Granada too
            found.sort(key=lambda one: not one.is_own)
        yield from found


def _without_namesakes(found: Sequence[Found]) -> list[Found]:
    """Leave out the small cities that had the name of a great one once: Berlin is not also a town in Ohio."""
    greatest = max((one.population for one in found if one.is_own), default=0)
    return [one for one in found if one.is_own or one.population * ALONE > greatest]


def _beginning(gazetteer: Gazetteer, way: Reading) -> Iterator[Found]:
    """Yield the cities whose own names begin so, the largest first."""
    if len(way.key) >= SHORTEST_BEGINNING:
        yield from (one for one in _inside(gazetteer.beginning(way.key), way) if one.own_key.startswith(way.key))


def _less_likely(gazetteer: Gazetteer, ways: Sequence[Reading], found: Sequence[Found]) -> Sequence[Found]:
    """Return the cities of which another name begins so or any name is near: beside `found`, only much larger ones."""
    near = _near(gazetteer, ways)
    if found:
        enough = MUCH_LARGER * max(one.weight for one in found)
        return [one for one in near if one.population > enough]
    begun = gazetteer.beginning(ways[0].key) if len(ways[0].key) >= SHORTEST_BEGINNING else []
    return _largest_first([*_inside(begun, ways[0]), *near])


def _near(gazetteer: Gazetteer, ways: Sequence[Reading]) -> list[Found]:
    """Return the cities whose names differ the least, by a letter or two, from what was typed.

    Small cities are known by their own names alone.
    """
    near: list[tuple[int, int, Found]] = []
    for way in ways:
        if way.is_sure and len(way.key) >= SHORTEST_NEAR:
            wrong = _nearly(gazetteer, way)
            alike = (one for one in gazetteer.among(list(wrong)) if one.is_own or one.population >= WELL_KNOWN)
            near.extend((wrong[one.key], -one.weight, one) for one in _inside(alike, way))
            alike = (one for one in gazetteer.among(list(_otherwise_begun(way.key))) if one.is_own)
            near.extend((1, -one.weight, one) for one in _inside(alike, way))
    near.sort(key=lambda each: each[:2])
    return [one for wrong, _, one in near if wrong == near[0][0]]


def _nearly(gazetteer: Gazetteer, way: Reading) -> dict[str, int]:
    """Return the other names that begin with the same letter and are near, and how many letters are wrong in each.

    Wrong is a letter that is missing, too much or another one, and two that are the wrong way round.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    key = way.key
    most = 2 if len(key) - len(way.words) >= TWO_WRONG_FROM else 1
    names = gazetteer.keys(key[0], (len(key) - most, len(key) + most))
    near = process.extract(key, names, scorer=OSA.distance, score_cutoff=most, limit=None)
    return {name: int(wrong) for name, wrong, _ in near if wrong}


def _otherwise_begun(key: str) -> Iterator[str]:
    """Yield the names that `key` can be if its beginning is wrong and all the rest is right."""
    if len(key) <= SHORTEST_NEAR:
        return
    yield key[1:]
    yield key[1] + key[0] + key[2:]
    for letter in _LETTERS:
        yield letter + key
        yield letter + key[1:]


def _around(gazetteer: Gazetteer, way: Reading) -> list[Found]:
    """Return the largest cities where a town lies that is too small to be known: all that is asked for is its clock."""
    if not way.within or len(way.words) > UNKNOWN_TOWN_WORDS:
        return []
    return _largest_first(_inside((one for region in way.within[0] for one in gazetteer.largest(region, "")), way))


def _inside(found: Iterable[Found], way: Reading) -> Iterator[Found]:
    return (one for one in found if all(one.is_in(regions) for regions in way.within))


def _largest_first(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda one: one.weight, reverse=True)


def _one_a_zone(found: Iterable[Found]) -> list[Found]:
    """Return the first of those that are equally called and have the same country and zone."""
    first: dict[tuple[str, str, str], Found] = {}
    for one in found:
        first.setdefault((one.key, one.city.country, one.city.zone), one)
    return list(first.values())
