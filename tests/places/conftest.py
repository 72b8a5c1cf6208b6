"""The cities and zones that ship with the bot."""

import pytest

from bot.places.offline import OfflinePlaces


@pytest.fixture(scope="session")
def places() -> OfflinePlaces:
    """All of the world, as the bot knows it."""
    return OfflinePlaces()
