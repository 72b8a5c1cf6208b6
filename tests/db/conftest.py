"""A migrated database in a file, and the two ways to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.db.sqlite import url_of
from bot.db.storage import Storage
from playground.opening import make_database


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of a database at the newest schema."""
    file = tmp_path / "bot.db"
    make_database(file)
    return url_of(file)


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = Storage(url)
    yield opened
    await opened.close()
