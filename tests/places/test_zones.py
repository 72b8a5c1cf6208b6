"""The zone of a shared location."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import zone_info
from bot.places.offline import OfflinePlaces


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (52.52, 13.405, "Europe/Berlin"),
        (40.7128, -74.006, "America/New_York"),
        (-33.8688, 151.2093, "Australia/Sydney"),
        (31.5017, 34.4668, "Asia/Gaza"),
        (-31.5553, 159.0821, "Australia/Lord_Howe"),
        (27.7172, 85.324, "Asia/Kathmandu"),
        (-18.1416, 178.4419, "Pacific/Fiji"),
        (-90, 0, "Antarctica/McMurdo"),
    ],
)
def test_a_point_on_land_has_its_zone(places: OfflinePlaces, latitude: float, longitude: float, zone: str) -> None:
    assert places.zone_at(latitude, longitude) == zone


@pytest.mark.parametrize(("latitude", "longitude"), [(0, 0), (-40, -30), (30, -150), (90, 0)])
def test_the_high_seas_have_none(places: OfflinePlaces, latitude: float, longitude: float) -> None:
    assert places.zone_at(latitude, longitude) is None


@pytest.mark.parametrize("latitude", [math.nan, math.inf, -math.inf, 90.1, -91, 1e300])
def test_there_is_no_such_latitude(places: OfflinePlaces, latitude: float) -> None:
    assert places.zone_at(latitude, 13.4) is None


@pytest.mark.parametrize("longitude", [math.nan, math.inf, -math.inf, 180.1, -181, 1e300])
def test_there_is_no_such_longitude(places: OfflinePlaces, longitude: float) -> None:
    assert places.zone_at(52.5, longitude) is None


@settings(max_examples=200, deadline=None)
@given(latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
def test_wherever_it_is_the_zone_is_one_that_the_bot_can_reckon_with(latitude: float, longitude: float) -> None:
    zone = OfflinePlaces().zone_at(latitude, longitude)
    if zone is not None:
        assert not zone.startswith("Etc/")
        assert zone_info(zone).key == zone
