"""A city, which tells where somebody lives: all that is kept of the answer is its time zone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    """A city and the zone that its clocks follow."""

    id: int
    """GeoNames' number."""

    name: str
    """As GeoNames calls it, with accents."""

    country: str
    """ISO 3166-1 alpha-2."""

    zone: str
    """An IANA name that `bot.domain.calendar.zone_info` knows."""
