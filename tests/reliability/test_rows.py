"""Each row of the table of faults, twice: the bot stays right, and would not without its handling."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from telegram.error import TelegramError

from bot.services.ports import StorageTrouble
from playground.clock import StillBusy
from playground.opening import reopen_stage
from tests.conftest import kept_life
from tests.reliability.page import PAGE, STORIES, page_with_rows
from tests.reliability.rows import ROWS, Never, Row, Scene

QUICKLY = {
    "bot.chat.sending.SERVER_PAUSE": 0.05,
    "bot.chat.sending.TOKEN_PAUSE": 0.05,
    "bot.chat.delivery.UNKNOWN_PAUSE": 0.05,
    "bot.chat.delivery.STORAGE_PAUSE": 0.05,
    "bot.chat.intake.STORAGE_PAUSE": 0.05,
    "bot.chat.intake.CONFLICT_PAUSE": 0.05,
    "bot.chat.dealing.RETRY_PAUSE": 0.01,
    "bot.chat.waiting.FIRST": 0.05,
    "bot.app.STORAGE_PAUSE": 0.05,
}
"""Pauses after trouble, in seconds of the machine's time: long enough for Telegram, too long for a test."""
LITTLE_PATIENCE = 2.5
"""So many seconds for what will never come."""
FAILURES = (AssertionError, LookupError, TimeoutError, StillBusy, TelegramError, StorageTrouble, ExceptionGroup, Never)


@asynccontextmanager
async def scene(folder: Path, patch: pytest.MonkeyPatch, patience: float = 10.0) -> AsyncIterator[Scene]:
    for target, seconds in QUICKLY.items():
        patch.setattr(target, seconds)
    async with reopen_stage(folder, await kept_life("pair")) as stage:
        ana, ben = stage.phones()
        yield Scene(stage, ana, ben, patch, patience)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
async def test_the_bot_stays_right(row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with scene(tmp_path, monkeypatch) as set_scene:
        await row.story(set_scene)


@pytest.mark.thorough
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_its_story_fails_without_its_handling(row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FAILURES):
        await _tell_without(row, tmp_path, monkeypatch)
    gc.collect()  # what a bot leaves behind that fell over belongs to this test


async def _tell_without(row: Row, folder: Path, patch: pytest.MonkeyPatch) -> None:
    async with scene(folder, patch, patience=LITTLE_PATIENCE) as set_scene:
        row.without(patch)
        patch.setattr("playground.clock.QUIET_WITHIN", LITTLE_PATIENCE)
        await row.story(set_scene)


def test_every_module_of_stories_has_rows() -> None:
    told = {row.story.__module__ for row in ROWS}
    assert told == {module.__name__ for module in STORIES}
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_the_table_in_the_docs_is_made_of_these_rows() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_with_rows(), "make faults writes it anew"
