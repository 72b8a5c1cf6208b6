"""Going for good, and keeping somebody away: what must not be left behind, and who must not be lost with it."""

import sqlite3
from contextlib import closing

import pytest

from bot.db.sqlite import file_of
from bot.db.storage import Storage
from bot.domain.errors import Reason
from bot.services.tick import tick
from bot.texts.refusals import REFUSALS
from playground.stage import Phone, Stage
from tests.conftest import become_partners, invite_link, toast

Pair = tuple[Phone, Phone]
GONE = "Everything about you is deleted"


def dump(stage: Stage) -> str:
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        return "\n".join(connection.iterdump())


def assert_nothing_is_left(stage: Stage, phone: Phone) -> None:
    kept = dump(stage)
    for trace in (str(phone.person.id), phone.person.first_name):
        assert trace not in kept, [line for line in kept.splitlines() if trace in line]


async def delete(phone: Phone) -> None:
    await phone.type("/delete")
    await phone.type("DELETE")


async def leave(phone: Phone) -> None:
    await phone.type("/leave")
    await phone.tap("Leave the pact")
    await phone.tap("Keep my check-ins")


@pytest.fixture
async def known(stage: Stage) -> Pair:
    """Zebulon, whose name stands in nothing else, and Ben."""
    zeb, ben = stage.person("Zebulon"), stage.person("Ben")
    await become_partners(zeb, ben)
    return zeb, ben


@pytest.mark.parametrize("has_left", [False, True])
async def test_the_next_pact_of_the_partner_is_told_of_like_any_other(
    stage: Stage, known: Pair, has_left: bool
) -> None:
    zeb, ben = known
    if has_left:
        await leave(zeb)
    await delete(zeb)
    eve = stage.person("Eve")
    await become_partners(ben, eve)
    assert any("You and \u2068Eve\u2069 are partners now" in text for text in ben.heard)
    await leave(eve)
    assert "\u2068Eve\u2069 has ended the pact" in (ben.last.text or "")


async def test_an_ask_that_waits_for_the_partner_is_theirs(stage: Stage, known: Pair) -> None:
    zeb, ben = known
    await ben.type("Run")
    await zeb.type("Swim")
    await stage.wind_to("19:55")
    await zeb.type("/delete")
    await stage.sleep_to("20:00")
    storage = Storage(stage.settings.database_url)
    await tick(storage.open_uow, stage.clock.now())  # both evening asks wait now
    await storage.close()
    zeb.person.send(stage.telegram_bot, "DELETE")
    await stage.start_bot()
    assert GONE in (zeb.last.text or "")
    assert "How did it go?" in ben.find("Run").text
    assert_nothing_is_left(stage, zeb)


async def test_whoever_then_blocks_the_bot_is_not_noted_again(stage: Stage, known: Pair) -> None:
    zeb, _ = known
    await delete(zeb)
    zeb.person.block(stage.telegram_bot)
    await stage.settle()
    assert_nothing_is_left(stage, zeb)


async def test_a_list_in_which_they_stood_goes_as_well(stage: Stage, known: Pair) -> None:
    zeb, ben = known
    await leave(zeb)
    await ben.type("/block")
    await delete(zeb)
    assert_nothing_is_left(stage, zeb)


async def test_the_word_is_never_the_one_thing(stage: Stage, known: Pair) -> None:
    zeb, ben = known
    await zeb.type("/delete")
    await stage.wind(minutes=16)
    heard = ben.heard
    await zeb.type("DELETE")
    assert "type DELETE" in (zeb.last.text or "")
    assert ben.heard == heard
    await zeb.type("DELTE")
    typed = next(message for message in reversed(zeb.messages) if not message.is_from_bot)
    await zeb.edit(typed, "DELETE")
    assert GONE in (zeb.last.text or "")


async def test_a_reply_to_another_message_means_what_that_asked(known: Pair) -> None:
    zeb, ben = known
    ask = zeb.find("What is the one thing")
    await zeb.type("/delete")
    await zeb.type("Delete old mail", reply_to=ask)
    assert "Delete old mail" in (ben.last.text or "")


async def test_who_has_no_more_than_a_link_learns_nobodys_name_by_it(stage: Stage) -> None:
    zeb, ben, eve = stage.person("Zebulon"), stage.person("Ben"), stage.person("Eve")
    await ben.open_link(await invite_link(zeb))
    await ben.tap("Not for me")
    await eve.start()
    tap = await eve.tap_raw(ben.button("Don't let them").callback_data or "", on=eve.last)
    assert toast(tap) == REFUSALS[Reason.NO_LONGER_APPLIES]
    assert not any("Zebulon" in text for text in eve.heard)


async def test_whoever_was_never_a_partner_can_be_let_near_again(stage: Stage) -> None:
    zeb, ben = stage.person("Zebulon"), stage.person("Ben")
    await ben.open_link(await invite_link(zeb))
    await ben.tap("Not for me")
    await ben.tap("Don't let them invite me again")
    await ben.type("/block")
    await ben.tap("Blocked: Zebulon")
    assert "can invite you again" in (ben.last.text or "")


async def test_a_block_is_lifted_from_within_the_next_pact(stage: Stage, known: Pair) -> None:
    zeb, ben = known
    await zeb.type("/block")
    await zeb.tap("Block Ben")
    await become_partners(zeb, stage.person("Eve"))
    await zeb.type("/block")
    await zeb.tap("Blocked: Ben")
    assert "can invite you again" in (zeb.last.text or "")
    assert not any("can invite you" in text for text in ben.heard)


async def test_nothing_is_asked_in_the_name_of_a_partner_who_takes_no_part(stage: Stage, known: Pair) -> None:
    zeb, ben = known
    ben.person.block(stage.telegram_bot)
    await stage.settle()
    ben.person.unblock(stage.telegram_bot)
    await ben.type("/nudge")
    assert ben.last.text == REFUSALS[Reason.NOT_STARTED]
    assert not any("one thing today? A small" in text for text in zeb.heard)
