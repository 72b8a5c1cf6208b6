"""What tests share: the stage, set with a pair or without."""

import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from hypothesis import settings
from structlog.typing import EventDict

from playground.opening import Kept, live_and_keep, open_stage, reopen_stage
from playground.stage import Phone, Stage
from playground.telegram import Bot, Person, Tap
from tests.planted import bugs
from tests.stories import kills

settings.register_profile("quick", deadline=None, max_examples=60)
settings.register_profile("thorough", deadline=None, max_examples=250)
"""How long an example takes is the machine's affair, not ours."""

MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # a Monday, 09:30 in Berlin


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=10, help="how often tests/stories/test_kills.py kills the bot")
    parser.addoption("--plant", choices=sorted(bugs.BY_NAME), help="a bug that the bot is to have (tests/planted)")
    parser.addoption(
        "--thorough",
        action="store_true",
        help="do what takes long, too: more random evenings, and each story of tests/reliability without its handling",
    )


def pytest_configure(config: pytest.Config) -> None:
    if (name := config.getoption("--plant")) is not None:
        bugs.plant(name)
    settings.load_profile("thorough" if config.getoption("--thorough") else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what takes long to `make check`."""
    if not config.getoption("--thorough"):
        left = [item for item in items if item.get_closest_marker("thorough")]
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=left)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what the kills hit, and what came of it."""
    if lines := kills.summary(terminalreporter.stats):
        terminalreporter.section("kills")
        terminalreporter.write_line("\n".join(lines))


@pytest.fixture(autouse=True)
def _no_fault_unseen() -> Iterator[None]:
    """Fail a test in which the bot met a fault of its own and went on."""
    faults: list[str] = []

    def note(_logger: object, method: str, event: EventDict) -> EventDict:
        if method == "exception":
            faults.append(f"{event.get('event')}: {sys.exc_info()[1]!r}")
        return event

    before = structlog.get_config()
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[note, structlog.processors.add_log_level, renderer])
    yield
    structlog.configure(**before)
    if faults:
        pytest.fail("the bot met a fault of its own: " + "; ".join(faults))


@pytest.fixture(autouse=True)
def _quiet_libraries() -> None:
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


@pytest.fixture
async def stage(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """The bot at 09:30 on a Monday, nobody there yet; or as far as the life has come that the test asks for."""
    life = next((name for name in LIVES if name in request.fixturenames), None)
    if life is None:
        async with open_stage(tmp_path, MORNING) as stage:
            yield stage
    else:
        async with reopen_stage(tmp_path, await kept_life(life)) as stage:
            yield stage


@pytest.fixture
def pair(stage: Stage) -> tuple[Phone, Phone]:
    """Ana and Ben, partners since 09:30, both asked for today's one thing."""
    ana, ben = stage.phones()
    return ana, ben


async def _join_both(stage: Stage) -> None:
    await become_partners(stage.person("Ana", username="ana_writes"), stage.person("Ben"))


LIVES: dict[str, Callable[[Stage], Awaitable[object]]] = {"pair": _join_both}
"""How those began whom a test asks for by the fixture of this name. It is played once, and many tests go on from it."""
_kept: dict[str, Kept] = {}


async def kept_life(name: str) -> Kept:
    """Return how far one of the `LIVES` comes."""
    if name not in _kept:
        _kept[name] = await live_and_keep(MORNING, LIVES[name])
    return _kept[name]


async def become_partners(inviter: Phone, invited: Phone) -> None:
    """Let one invite the other by link."""
    await invited.open_link(await invite_link(inviter))
    await invited.tap("Yes, let's do this")
    await invited.settle_in()


async def join(person: Person, bot: Bot, *, timeout: float = 5.0) -> None:  # noqa: ASYNC109  the patience of a person
    """Press START and settle in with a bot that runs by itself."""
    person.open(bot)
    await person.wait_for(bot, "Where do you live", timeout=timeout)
    person.send(bot, "Berlin")
    person.tap(await person.wait_for(bot, "Is it this one", timeout=timeout), 0)
    person.tap(await person.wait_for(bot, "Shall I ask", timeout=timeout), 0)
    await person.wait_for(bot, "All set", timeout=timeout)


async def invite_link(inviter: Phone) -> str:
    """Return a link by which the inviter can be joined."""
    if not inviter.messages:
        await inviter.join()
    await inviter.type("/invite")
    return inviter.invite_link


def toast(tap: Tap) -> str:
    """Return what the tap was answered with; empty for an answer without words."""
    assert tap.answer is not None, "the tap was never answered"
    return tap.answer.text or ""
