"""The bot is killed again and again while a pair has its day in a group: nothing is lost, and the state is the same."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from playground.opening import set_stage
from playground.remote import Moment, RemoteStage
from tests.conftest import MORNING, kept_life
from tests.stories.groups import GroupPhone, bring_here, open_group
from tests.stories.test_groups_day import state_of

State = list[dict[str, object]]
Step = Callable[[], Awaitable[object]]


async def kill_after(stage: RemoteStage, seconds: float) -> None:
    await asyncio.sleep(seconds)
    if stage.process is not None:
        stage.process.kill()


async def live(stage: RemoteStage, delays: list[float]) -> tuple[State, list[GroupPhone]]:
    """Live a day in the group; the process is killed so many seconds after each word and each tap."""
    await stage.start_bot()
    ana, ben = await open_group(*stage.phones())
    await bring_here(ana, ben)
    steps: tuple[Step, ...] = (
        lambda: ana.command("/one Send the application"),
        lambda: ben.command("/one Run"),
        lambda: ben.tap_own("Done"),
        lambda: ana.tap_own("So proud"),
        lambda: stage.wind_to("20:00"),
        lambda: ana.tap_own("Partly"),
        lambda: ana.tap_own("Leave it at partly"),
        lambda: stage.wind_to("08:00", days=1),
        lambda: ana.answer("Call the agency"),
    )
    for number, step in enumerate(steps):
        async with asyncio.TaskGroup() as group:
            if delays:
                group.create_task(kill_after(stage, delays[number]))
            await step()
    return state_of(stage), [ana, ben]


async def lived(folder: Path, delays: list[float]) -> tuple[State, Counter[str], list[str]]:
    async with set_stage(RemoteStage, folder, MORNING, kept=await kept_life("pair")) as stage:
        moments: list[Moment] = []
        stage.notice = moments.append
        state, (ana, _) = await live(stage, delays)
        assert moments.count(Moment.DIED) >= len(delays) - 1  # the last may fall after all was done
        return state, Counter(message.text for message in ana.said), [card.text for card in ana.cards]


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(5))
async def test_whenever_the_bot_is_killed_the_group_ends_the_same(tmp_path: Path, seed: int) -> None:
    lot = random.Random(seed)  # noqa: S311  dice, not secrets
    delays = [lot.uniform(0, 0.12) for _ in range(9)]
    folders = [tmp_path / name for name in ("peaceful", "killed")]
    for folder in folders:
        folder.mkdir()
    state, said, cards = await lived(folders[0], [])
    state_then, said_then, cards_then = await lived(folders[1], delays)
    assert state_then == state
    assert set(said) <= set(said_then), "nothing is lost"
    assert cards_then[-1] == cards[-1]
    assert set(cards) <= set(cards_then)
    assert sum((said_then - said).values()) <= len(delays), "one message a kill, at most, is said once more"
