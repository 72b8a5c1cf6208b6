"""One person sends more than anybody can mean, and nobody else waits for it."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.chat import intake, patience
from bot.chat.patience import BURST, Patience
from bot.clock import uptime
from playground.stage import Phone, Stage
from tests.chat.asking import count
from tests.conftest import toast

HELP = "In the morning, type your one thing"
TOO_MUCH = "That was more at once than I can read"
FLOOD = 1000


@pytest.fixture
async def two(stage: Stage, pair: tuple[Phone, Phone]) -> tuple[Phone, Phone]:
    """Ana and Ben, before a bot that has the patience of life."""
    await stage.stop_bot()
    stage.patience = Patience()
    await stage.start_bot()
    return pair


async def test_who_floods_is_told_once_and_nobody_else_waits(
    stage: Stage, two: tuple[Phone, Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = two
    await ben.type("Run")
    dealt: list[int] = []
    now = uptime()
    monkeypatch.setattr(intake, "uptime", lambda: now)
    assert stage.app is not None
    deal_with = stage.app.intake._dealer.deal_with

    async def count_them(raw: Mapping[str, Any]) -> None:
        dealt.append(raw["update_id"])
        await deal_with(raw)

    monkeypatch.setattr(stage.app.intake._dealer, "deal_with", count_them)
    for _ in range(FLOOD):
        ana.person.send(stage.telegram_bot, "/help")
    tap = await ben.tap("Done")

    assert toast(tap) == ""
    assert count(ben, "Done! Well done") == 1
    assert len(dealt) <= BURST + 1, "only so many came before Ben, or side by side with him"
    assert (count(ana, HELP), count(ana, TOO_MUCH)) == (BURST, 1)
    assert stage.telegram_bot.queue.pending() == ()

    monkeypatch.setattr(intake, "uptime", lambda: now + 2)
    await ana.type("Swim")
    assert "Your one thing today" in (ana.last.text or "")


async def test_a_tap_too_many_is_told_where_it_was_tapped_and_changes_nothing(
    stage: Stage, two: tuple[Phone, Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = two
    card = await ana.type("Run")
    monkeypatch.setattr(patience, "BURST", 1)
    now = uptime() + 5
    monkeypatch.setattr(intake, "uptime", lambda: now)
    await ana.type("/help")
    assert TOO_MUCH in toast(await ana.tap("Done", on=card))
    assert count(ben, "did it") == 0
    assert ana.last.text is not None
    assert TOO_MUCH not in ana.last.text


async def test_twenty_quick_taps_are_all_heard(stage: Stage, two: tuple[Phone, Phone]) -> None:
    ana, _ = two
    await ana.type("/settings")
    for _ in range(10):
        ana.person.tap(ana.find("Language"), "Language")
        ana.person.send(stage.telegram_bot, "/today")
    await stage.settle()
    assert count(ana, "Monday, 23 November") == 10
    assert count(ana, TOO_MUCH) == 0


async def test_what_was_said_while_the_bot_was_down_is_no_flood(stage: Stage, two: tuple[Phone, Phone]) -> None:
    ana, _ = two
    await stage.stop_bot()
    for _ in range(BURST * 3):
        ana.person.send(stage.telegram_bot, "/help")
    await stage.start_bot()
    assert (count(ana, HELP), count(ana, TOO_MUCH)) == (BURST * 3, 0)
