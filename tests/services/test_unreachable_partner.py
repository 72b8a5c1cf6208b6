"""A partner who goes while the member's evening still speaks of them."""

import asyncio

import pytest

from bot.chat import sending
from playground.stage import Phone, Stage
from playground.telegram import ApiError, Hang
from tests.chat.asking import count, says

Pair = tuple[Phone, Phone]


async def block(stage: Stage, phone: Phone) -> None:
    phone.person.block(stage.telegram_bot)
    await stage.settle()


def names_nobody(phone: Phone) -> bool:
    return count(phone, "None") == 0


async def test_who_names_a_thing_after_the_partner_was_asked_and_left_reads_no_none(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await stage.wind_to("21:00")
    assert count(ben, "This is the moment") == 1
    await block(stage, ben)
    await ana.type("Wash the dishes")
    assert "Wash the dishes" in (ana.last.text or "")
    assert names_nobody(ana), ana.last.text


async def test_who_takes_a_done_back_to_the_choice_reads_no_none(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Run")
    await stage.wind_to("20:00")
    await ana.tap("Partly")
    await ana.tap("Done")
    await block(stage, ben)
    await ana.tap("Undo")
    assert names_nobody(ana), ana.find("Run").text


async def test_who_names_a_thing_while_a_partner_who_left_was_calling_reads_no_none(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await stage.wind_to("21:00")
    await ben.tap("I'm calling now")
    await block(stage, ben)
    await ana.type("Wash the dishes")
    assert names_nobody(ana), ana.last.text


async def test_a_note_on_call_hours_that_waits_while_the_pact_ends_names_nobody(
    stage: Stage, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SERVER_PAUSE", 0.02)
    ana, ben = pair
    await ana.type("Run")
    await stage.wind_to("20:00")
    await ana.tap("Partly")
    await stage.wind_to("22:31")
    before = count(ana, "outside call hours")
    hang = Hang(error=ApiError(502, "Bad Gateway"))
    stage.server.faults.on_call(hang, chat_id=ana.person.id, when=says("outside call hours"), times=1)
    ana.person.tap(ana.find("Finish it with"), "Finish it on a call")
    async with asyncio.timeout(5):
        await hang.arrived.wait()
    ben.person.send(stage.telegram_bot, "/leave")
    ben.person.tap(await ben.person.wait_for(stage.telegram_bot, "Do you want to leave"), "Leave the pact")
    ben.person.tap(await ben.person.wait_for(stage.telegram_bot, "One last thing"), "Keep my check-ins")
    await ben.person.wait_for(stage.telegram_bot, "The pact has ended")
    hang.until.set()
    await stage.settle()
    assert count(ana, "outside call hours") <= before + 1
    assert names_nobody(ana), ana.heard[-2:]
