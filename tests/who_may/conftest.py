"""Everybody who could try, as tests find them."""

import pytest

from playground.stage import Stage
from tests.conftest import LIVES
from tests.who_may.cast import Cast, cast_on, gather

LIVES["cast"] = gather


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """Everybody, gathered."""
    return cast_on(stage)
