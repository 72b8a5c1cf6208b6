"""How a place is written: a name, and perhaps where it lies."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.places.gazetteer import Region
from bot.places.keys import words_of

Regions = Sequence[Region]
LONGEST_REGION = 4
SHORT_COUNTRIES = frozenset({"uk", "us"})
_COMMAS = str.maketrans(dict.fromkeys("，、،;\n", ","))


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand what was written."""

    words: tuple[str, ...]
    within: tuple[Regions, ...] = ()
    """Each holds the regions that a word after the name can mean."""
    is_sure: bool = True
    """No word was taken for a region that can as well be any other word: Oregon is OR, Indiana is IN."""

    @property
    def key(self) -> str:
        """Return the name, as the gazetteer has it."""
        return "".join(self.words)


def readings(text: str, regions: Callable[[str], Regions]) -> list[Reading]:
    """Return the ways to understand `text`, the plainest first; `regions` tells which are called so.

    What stands after a comma and is no region that is known, is left alone: "Lyon, chez moi" means Lyon.
    """
    name, *rest = text.translate(_COMMAS).split(",")
    known = [found for piece in rest if (found := regions("".join(words_of(piece))))]
    plain = Reading(tuple(words_of(name)), tuple(known))
    once = list(_split(plain, regions))
    return [plain, *once, *(deeper for reading in once for deeper in _split(reading, regions))]


def names_region(key: str) -> bool:
    """Tell whether nobody would write `key` for anything but a region, if there is one that is called so."""
    return len(key) > len("or") or key in SHORT_COUNTRIES


def _split(reading: Reading, regions: Callable[[str], Regions]) -> Iterator[Reading]:
    """Yield the readings in which the last words are a region."""
    words = reading.words
    for count in range(1, min(LONGEST_REGION, len(words) - 1) + 1):
        key = "".join(words[-count:])
        if found := regions(key):
            is_sure = reading.is_sure and names_region(key)
            yield Reading(words[:-count], (*reading.within, found), is_sure=is_sure)
