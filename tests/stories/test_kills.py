"""The bot is killed at random moments of a pair's day, and everything ends as on a day without.

`make test` kills ten times, `make check` a hundred times (`--kills`).
"""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import pytest_asyncio

from playground.opening import set_stage
from playground.remote import RemoteStage
from tests.stories.aftermath import EDITS, SENDS
from tests.stories.killing import KILLS, aim
from tests.stories.kills import START, TALLY, Played, play, repeats, seeds, tally


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kills" in metafunc.fixturenames:
        metafunc.parametrize(("seed", "kills"), list(seeds(metafunc.config.getoption("kills"))))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def peaceful(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The day on which nobody is killed."""
    return await play(tmp_path_factory.mktemp("peaceful"), {})


async def test_whenever_the_bot_is_killed_nothing_is_lost_and_nothing_is_done_twice(
    seed: int, kills: int, peaceful: Played, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    played = await play(tmp_path, aim(seed, kills, peaceful.pace))

    record_property(TALLY, json.dumps(tally(played, peaceful)))
    assert played.account.tally[KILLS] == kills
    after, expected = played.aftermath, peaceful.aftermath
    assert not after.unsettled
    assert after.tables == expected.tables
    assert after.shown == expected.shown
    assert not expected.sent[SENDS] - after.sent[SENDS]
    assert not expected.sent[EDITS] - after.sent[EDITS]
    # what is said once more is what was on its way: one message or edit a chat and kill, and so never more than slots
    assert played.account.most_copies <= 1
    assert repeats(played, peaceful, SENDS) == after.copies == len(played.account.copies)
    assert repeats(played, peaceful, SENDS) + repeats(played, peaceful, EDITS) <= played.account.at_risk


async def test_a_bot_that_ends_by_itself_is_an_error(tmp_path: Path) -> None:
    async with set_stage(RemoteStage, tmp_path, START) as stage:
        await stage.start_bot()
        assert stage.process is not None
        os.kill(stage.process.pid, signal.SIGTERM)

        with pytest.raises(RuntimeError, match="ended by itself, with status -15"):
            await stage.settle()
