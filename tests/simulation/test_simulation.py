"""A short life in the quick tests; the long ones are `make simulate`."""

import asyncio
import subprocess
import sys

import pytest

from tests.simulation.loop import PROCESS, Stuck, VirtualLoop

SHORT = ("--pairs", "3", "--days", "4", "--every", "3", "--seeds")


def live(seed: int, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.simulation", *SHORT, str(seed), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


KILLED: list[object] = []
"""What was under way in killed processes, and must not be cleared up while other tests run."""


def trace_of(told: str) -> str:
    return next(line for line in told.splitlines() if "trace" in line)


def test_a_few_days_of_three_pairs_hold() -> None:
    told = live(7)
    assert "did not hold 0" in told.stdout, told.stdout + told.stderr
    assert told.returncode == 0


@pytest.mark.thorough
def test_the_same_seed_is_the_same_life_and_another_seed_another(monkeypatch: pytest.MonkeyPatch) -> None:
    traces = []
    for seed, hashes in ((7, "1"), (7, "2"), (8, "1")):
        monkeypatch.setenv("PYTHONHASHSEED", hashes)  # whatever order sets have
        traces.append(trace_of(live(seed).stdout))
    assert traces[0] == traces[1] != traces[2]


@pytest.mark.thorough
def test_the_referee_sees_a_bug_that_is_planted() -> None:
    told = live(7, "--plant", "plus_24_hours", "--days", "40", "--stop-at", "1")
    assert told.returncode == 1
    assert "did not hold 1" in told.stdout


def test_waiting_takes_no_time() -> None:
    loop = VirtualLoop()

    async def sleep_long() -> float:
        await asyncio.sleep(86_400)
        return loop.time()

    assert loop.run_until_complete(sleep_long()) == 86_400
    loop.close()


def test_who_waits_for_ever_is_told() -> None:
    loop = VirtualLoop()
    waiting = loop.create_task(asyncio.Event().wait())
    KILLED.append((loop, waiting))
    with pytest.raises(Stuck):
        loop.run_until_complete(waiting)


def test_what_is_killed_takes_no_further_step_and_not_even_cleans_up() -> None:
    loop, done = VirtualLoop(), list[str]()
    KILLED.append(loop)

    async def work() -> None:
        try:
            done.append("began")
            await asyncio.sleep(1)
            done.append("went on")
        finally:
            done.append("cleaned up")

    async def kill() -> None:
        token = PROCESS.set(1)
        KILLED.append(asyncio.ensure_future(work()))
        PROCESS.reset(token)
        await asyncio.sleep(0.5)
        loop.kill(1)
        await asyncio.sleep(10)
        assert done == ["began"]

    loop.run_until_complete(kill())


def test_a_blow_falls_after_so_many_steps() -> None:
    loop, steps = VirtualLoop(), list[int]()
    KILLED.append(loop)

    async def work() -> None:
        for number in range(100):
            steps.append(number)
            await asyncio.sleep(0)

    async def kill() -> list[int]:
        token = PROCESS.set(1)
        KILLED.append(asyncio.ensure_future(work()))
        PROCESS.reset(token)
        loop.kill_after(1, 5, lambda: None)
        await asyncio.sleep(1)
        return list(steps)

    assert 4 <= len(loop.run_until_complete(kill())) <= 7
