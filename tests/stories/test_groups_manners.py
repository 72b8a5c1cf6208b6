"""Who is heard in a group, and who is met with silence; how much is said there in a minute."""

import asyncio
import contextlib
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.chat.delivery import Delivery
from bot.chat.gate import ABOUT_A_DAY, ABOUT_THE_GROUP
from bot.chat.limits import Limits
from bot.db.sqlite import file_of
from playground.opening import reopen_stage, set_stage
from playground.stage import Phone, Stage
from playground.telegram import Channel
from playground.telegram.flood import Flood, FloodControl
from tests.conftest import MORNING, become_partners, kept_life, toast
from tests.stories.groups import GroupPhone, bring_here, open_group

Pair = tuple[Phone, Phone]
NOT_YOURS = "This button is for somebody else."


def accounts(stage: Stage) -> set[int]:
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        return {account for (account,) in connection.execute("SELECT account_id FROM member")}


def tables(stage: Stage) -> list[str]:
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        names = ("member", "pair", "day", "outbox", "question", "group_chat", "group_card")
        return [repr(connection.execute(f"SELECT * FROM {name}").fetchall()) for name in names]  # noqa: S608  ours


async def test_a_third_person_presses_every_button_that_there_is(stage: Stage, pair: Pair) -> None:
    hugo, cem, dora = stage.person("Hugo"), stage.person("Cem"), stage.person("Dora")
    await become_partners(cem, dora)
    ana, ben, *others = await open_group(*pair, hugo, cem)
    pressed: set[str] = set()
    await ana.command("/here")
    pressed |= await press_all(ana, others)
    await ben.tap_own("Yes, asks and news")
    await stage.wind_to("08:00", days=1)
    await ana.answer("Send the application")
    pressed |= await press_all(ana, others)
    await ana.command("/one Call the agency")
    pressed |= await press_all(ana, others)
    await ben.command("/one Run")
    await ben.command("/done")
    pressed |= await press_all(ana, others)
    await stage.wind_to("20:00")
    pressed |= await press_all(ana, others)
    await ana.tap_own("Partly")
    pressed |= await press_all(ana, others)
    await ana.tap_own("Finish it on a call")
    pressed |= await press_all(ana, others)
    await ana.command("/one Learn")
    pressed |= await press_all(ana, others)
    await ben.command("/one Rest")
    await ben.tap_own("Save for tomorrow")
    await stage.wind_to("08:00", days=1)
    pressed |= await press_all(ana, others)
    assert pressed == {action.value for action in ABOUT_A_DAY | ABOUT_THE_GROUP}


async def press_all(ana: GroupPhone, others: list[GroupPhone]) -> set[str]:
    """Let everybody else press each button that the group shows, and every live one with any other's payload."""
    before, heard = tables(ana.stage), ana.heard
    pressed = set()
    for other in others:
        for message in ana.said:
            for button in (button for row in message.buttons for button in row):
                if button.callback_data is None or "im_in" in button.callback_data:
                    continue
                pressed.add(button.callback_data.partition(":")[0])
                tap = other.person.tap(button)
                await ana.stage.settle()
                assert toast(tap) == NOT_YOURS, (button.text, other.person)
    assert ana.heard == heard
    assert [now for now, was in zip(tables(ana.stage), before, strict=True) if now != was] == []
    return pressed


async def test_the_one_may_not_press_what_is_the_others(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    await ben.command("/one Run")
    for one, other in ((ana, ben), (ben, ana)):
        tap = other.person.tap(one.own_button("Done"))
        await stage.settle()
        assert toast(tap) == NOT_YOURS
    await stage.wind_to("20:00")
    for one, other in ((ana, ben), (ben, ana)):
        tap = other.person.tap(one.mine[-1].button("Partly"))
        await stage.settle()
        assert toast(tap) == NOT_YOURS
    assert ana.cards[-1].text.count("still open") == 2


async def test_in_a_group_no_payload_opens_what_is_private(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    await ana.command("/one Call the agency")
    heard, private = ana.heard, pair[0].heard
    for data in ("settings", "ways", "invite", "leave:1", "stop:1", "calling:1", "own_cheer:1", "page:where", "?"):
        tap = pair[0].person.tap_raw(ana.mine[-1], data)
        await stage.settle()
        assert toast(tap), data
    assert (ana.heard, pair[0].heard) == (heard, private)


@pytest.mark.parametrize(
    ("supergroup", "hears_all"),
    [(False, False), *(pytest.param(True, hears_all, marks=pytest.mark.thorough) for hears_all in (False, True))],
)
async def test_200_people_talk_all_day_and_are_not_answered_once(
    tmp_path: Path, *, supergroup: bool, hears_all: bool
) -> None:
    days = []
    for is_talked in (False, True):
        folder = tmp_path / str(is_talked)
        folder.mkdir()
        async with reopen_stage(folder, await kept_life("pair")) as stage:
            crowd = [stage.person(f"Guest {number}", username=f"guest{number}") for number in range(198)]
            ana, ben, *guests = await open_group(*stage.phones()[:2], *crowd, supergroup=supergroup)
            await bring_here(ana, ben)
            if hears_all:  # privacy mode does not hold for administrators
                ana.group.promote(stage.telegram_bot, by=ana.person)
            await live_a_day(stage, ana, ben, guests if is_talked else [])
            days.append((ana.heard, [phone.heard for phone in stage.phones()], accounts(stage), state_of(stage)))
    quiet, loud = days
    assert any("How did it go?" in text for text in quiet[0])
    assert loud == quiet


async def live_a_day(stage: Stage, ana: GroupPhone, ben: GroupPhone, guests: list[GroupPhone]) -> None:
    """Let the pair have its day, and everybody else talk through it."""
    for hour in range(10, 24):
        await stage.wind_to(f"{hour}:00")
        if hour == 12:
            await ana.command("/one Send the application")
        if hour == 13:
            await ben.command("/one Run")
        if hour == 21:
            await ana.tap_own("Done")
        for number, guest in enumerate(guests):
            if number % 14 == hour - 10:
                talk(guest, ana, number // 14)
        await stage.settle()


def state_of(stage: Stage) -> list[str]:
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        names = ("pair", "day", "question", "group_chat")
        columns = "morning_at, state, commitment, step, due_at, nudges, done_at, version"
        asked = [f"SELECT {columns if name == 'day' else '*'} FROM {name}" for name in names]  # noqa: S608  names of ours
        keys = "SELECT kind, status FROM outbox ORDER BY id"
        return [repr(connection.execute(query).fetchall()) for query in (*asked, keys)]


def talk(guest: GroupPhone, ana: GroupPhone, number: int) -> None:
    """Say what people say: to each other, to other bots, to what the bot has said, and commands that are not theirs."""
    bot = guest.stage.telegram_bot.username
    said = (
        "Who is hungry?",
        "/one@somebody_else_bot Pizza",
        f"/one@{bot} Pizza",
        f"/done@{bot}",
        f"/here@{bot}",
        f"/settings@{bot}",
        f"/start@{bot}",
        f"/help@{bot}",
        "/one Pizza",
    )
    guest.person.send(guest.group, said[number % len(said)])
    guest.person.send(guest.group, f"Good one, {number}", reply_to=ana.said[number % len(ana.said)])
    if number % 3 == 0:
        guest.person.send_photo(guest.group)


async def test_talk_of_the_two_among_friends_is_no_answer_either(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await stage.wind_to("08:00", days=1)
    before, heard = tables(stage), ana.heard
    await ben.type("Good morning!", reply_to=ana.mine[-1])  # to what the bot asked Ana
    await ana.type("What a day")
    await ana.type("Nice card", reply_to=ana.find("From now on"))
    await ana.type("/one@somebody_else_bot Pizza")
    await ana.command("/settings")
    await ana.command("/today")
    assert (tables(stage), ana.heard) == (before, heard)


async def test_what_is_said_in_another_name_is_nobodys(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair, supergroup=True)
    await bring_here(ana, ben)
    await stage.wind_to("08:00", days=1)
    before, heard = tables(stage), ana.heard
    ana.group.promote(ana.person, is_anonymous=True)
    await ana.command("/one Send the application")
    await ana.answer("Send the application")
    ben.group.speak_as(ben.person, Channel(-1_001_500_000_001, "Ben's news"))
    await ben.command("/one Run")
    await ben.answer("Run")
    assert (tables(stage), ana.heard) == (before, heard)
    ben.group.speak_as(ben.person, None)
    await ben.answer("Run")
    await ben.tap_own("Done")
    assert "\u2068Ben\u2069: done" in ana.cards[-1].text


async def test_who_left_is_not_heard_any_more(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair, supergroup=True)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    button = ana.own_button("Done")
    ana.group.leave(ben.person)
    await stage.settle()
    heard = ana.heard
    tap = ana.person.tap(button)
    await stage.settle()
    assert toast(tap) == "This button doesn't apply any more, so nothing has changed."
    await ana.command("/one Run")
    assert ana.heard == heard
    await pair[0].type("/done")
    assert "did it" in pair[1].heard[-1]


class Hurried:
    """A machine on which a minute takes three seconds."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def monotonic(self) -> float:
        return (time.monotonic() - self._began) * 20

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 20)


async def look_again_soon(delivery: Delivery) -> None:
    """Wait as the hurried machine would."""
    delivery._is_looking = False
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.002):
            await delivery._wake.wait()


async def test_a_group_is_written_to_20_times_a_minute_at_most_edits_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Hurried()
    monkeypatch.setattr("bot.chat.delivery.monotonic", machine.monotonic)
    monkeypatch.setattr(Delivery, "_wait", look_again_soon)
    async with set_stage(Stage, tmp_path, MORNING, kept=await kept_life("pair")) as stage:
        stage.limits = Limits()
        stage.server.world.flood = FloodControl(machine)
        stage.server.world.flood.mode = Flood.COUNTED
        await stage.start_bot()
        ana, ben = await open_group(*stage.phones())
        await bring_here(ana, ben)
        began = machine.monotonic()
        for number in range(15):
            for person in (ana, ben):
                person.person.send(ana.group, f"/one@{stage.telegram_bot.username} Thing {number}")
        await stage.settle()
        said = [call for call in stage.server.calls if call.params.get("chat_id") == ana.group.id]
        methods = {call.method for call in said}
        assert {"sendMessage", "editMessageText"} <= methods
        assert len(said) > 30
        assert machine.monotonic() - began > 60, "there was more to say than fits into a minute"
        assert stage.server.world.flood.report == []


async def test_an_english_and_a_german_partner_read_each_their_own(stage: Stage) -> None:
    ana = stage.person("Ana")
    ben = Phone(stage, stage.server.add_person("Ben", language_code="de"))
    await ana.join()
    await ana.type("/invite")
    await ben.open_link(ana.invite_link)
    await ben.tap("Ja")
    await ben.type("Berlin")
    await ben.tap_first(" · ")
    await ben.tap_first("08:00")
    one, other = await open_group(ana, ben)
    await one.command("/here")
    await other.tap_own("Ja, alles")
    await stage.wind_to("08:00", days=1)
    assert "What is the one thing" in one.mine[-1].text
    assert "Antworte auf diese Nachricht, oder schreib /one" in other.mine[-1].text
    await other.answer("Laufen")
    assert one.find("Tuesday, 24 November").text.endswith("\u2068Ben\u2069: still open\nLaufen")
