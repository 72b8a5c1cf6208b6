"""The port `Places`, answered from what lies beside the code: no look-up leaves the machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.calendar import zone_info
from bot.domain.place import City
from bot.places.gazetteer import FILE, open_gazetteer
from bot.places.search import find

POLE = 90
DATE_LINE = 180


@dataclass(frozen=True, slots=True)
class OfflinePlaces:
    """Cities from a file and zones from tzfpy's map. Nothing is opened or loaded before the first question.

    Any thread may ask. What is asked is neither kept nor logged.
    """

    file: Path = FILE

    def find(self, name: str, limit: int) -> Sequence[City]:
        """Return at most `limit` cities that `name` can mean, the likeliest first; empty when nothing is near."""
        with open_gazetteer(self.file) as gazetteer:
            return find(gazetteer, name, limit)

    def city(self, city_id: int) -> City | None:
        """Return the city with this number of GeoNames'."""
        with open_gazetteer(self.file) as gazetteer:
            return gazetteer.city(city_id)

    def zone_at(self, latitude: float, longitude: float) -> str | None:
        """Return the IANA zone at a point given in degrees; None on the high seas and where there is no such point."""
        if not (abs(latitude) <= POLE and abs(longitude) <= DATE_LINE):  # nan is in no range
            return None
        from tzfpy import get_tz

        zone = get_tz(longitude, latitude)
        return zone if _is_inhabited(zone) else None


def _is_inhabited(zone: str) -> bool:
    if not zone or zone.startswith("Etc/"):
        return False
    try:
        zone_info(zone)
    except ValueError:
        return False
    return True
