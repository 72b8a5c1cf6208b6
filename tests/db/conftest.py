"""A migrated database in a file, and the two ways to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.db.migrating import upgrade
from bot.db.storage import Storage


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of a database at the newest schema."""
    address = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    upgrade(address)
    return address


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = Storage(url)
    yield opened
    await opened.close()
