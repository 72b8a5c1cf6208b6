"""A day that is lived in a group: the asks, the answers, the news, and the one card; with privacy mode on."""

import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.db.sqlite import file_of
from bot.domain.group import Takes
from playground.opening import reopen_stage
from playground.stage import Phone, Stage
from playground.telegram.errors import ApiError
from tests.conftest import become_partners, kept_life, toast
from tests.stories.groups import GroupPhone, bring_here, open_group
from tests.stories.test_a_day import asks

Pair = tuple[Phone, Phone]


@dataclass(frozen=True, slots=True)
class Someone:
    """One of the two, who answers where they are asked."""

    phone: Phone
    asked_in: GroupPhone | None = None
    told_in: GroupPhone | None = None

    async def say(self, text: str) -> None:
        await (self.phone.type(text) if self.asked_in is None else self.asked_in.answer(text))

    async def tap(self, label: str) -> None:
        await (self.phone.tap(label) if self.asked_in is None else self.asked_in.tap_own(label))

    async def change(self, to: str) -> None:
        if self.asked_in is None:
            await self.phone.tap("Change it")
            await self.phone.type(to)
        else:
            await self.asked_in.command(f"/one {to}")
            await self.asked_in.tap_own("Replace")

    async def cheer(self, label: str) -> None:
        await (self.phone.tap(label) if self.told_in is None else self.told_in.tap_own(label))


async def in_private(pair: Pair) -> tuple[Someone, Someone]:
    return Someone(pair[0]), Someone(pair[1])


async def in_group(pair: Pair) -> tuple[Someone, Someone]:
    ana, ben = await open_group(*pair, supergroup=True)
    await bring_here(ana, ben)
    return Someone(pair[0], ana, ana), Someone(pair[1], ben, ben)


async def with_news_in_group(pair: Pair) -> tuple[Someone, Someone]:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben, Takes.NEWS)
    return Someone(pair[0], None, ana), Someone(pair[1], None, ben)


PLACES: dict[str, Callable[[Pair], Awaitable[tuple[Someone, Someone]]]] = {
    "in private": in_private,
    "in a group": in_group,
    "with the news in a group": with_news_in_group,
}


async def live(stage: Stage, ana: Someone, ben: Someone) -> None:
    """A day and the evening after the next: named, changed, done and cheered; not yet, and a call."""
    await stage.wind_to("08:00", days=1)
    await ana.say("Send the application")
    await stage.wind_to("11:00")
    await ben.say("Run")
    await ben.change("Swim")
    await ben.tap("Done")
    await ben.tap("Undo")
    await stage.wind_to("20:00")
    await ben.tap("Done")
    await ana.cheer("So proud")
    await ana.tap("Not yet")
    await stage.wind(minutes=2)
    await ben.phone.tap("I'm calling now")
    await ben.phone.tap("We did it")
    await stage.wind_to("08:00", days=1)
    await ana.say("Sleep early")
    await ben.say("Write two pages")
    await stage.wind_to("20:00")
    await ana.tap("Partly")
    await ana.tap("Leave it at partly")
    await stage.wind_to("20:30")
    await ben.tap("Done")
    await stage.wind_to("03:30", days=1)


NUMBERS_OF_CHATS = frozenset({"named_by_message", "card_message", "heard_at", "spoke_at"})
"""Numbers of messages, and when exactly something was answered."""


def state_of(stage: Stage) -> list[dict[str, object]]:
    """Return what is kept of the pair, their days and themselves."""
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        connection.row_factory = sqlite3.Row
        rows = [
            dict(row)
            for table in ("member", "pair", "pair_member", "day")
            for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608  names of ours
        ]
    return [{name: value for name, value in row.items() if name not in NUMBERS_OF_CHATS} for row in rows]


async def lived(folder: Path, place: str) -> list[dict[str, object]]:
    async with reopen_stage(folder, await kept_life("pair")) as stage:
        ana, ben = stage.phones()
        await live(stage, *await PLACES[place]((ana, ben)))
        return state_of(stage)


@pytest.mark.parametrize("place", [place for place in PLACES if place != "in private"])
async def test_a_day_comes_to_the_same_wherever_it_is_lived(tmp_path: Path, place: str) -> None:
    states = []
    for where in ("in private", place):
        folder = tmp_path / where
        folder.mkdir()
        states.append(await lived(folder, where))
    private, there = states
    assert [row for row in private if row.get("state") in ("saved", "done", "partly")]
    assert there == private


async def test_an_ask_calls_its_member_and_says_how_to_answer(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    asked = [asks(phone) for phone in pair]
    await stage.wind_to("08:00", days=1)
    to_ana, to_ben = ana.mine[-1], ben.mine[-1]
    assert to_ana.text.startswith("@ana_writes\n")
    assert [entity.user_id for entity in to_ben.entities if entity.user_id] == [ben.person.id]
    for ask in (to_ana, to_ben):
        assert "What is the one thing you will accomplish today?" in ask.text
        assert "Reply to this message, or write /one and your words." in ask.text
        assert not ask.is_silent
    assert [asks(phone) for phone in pair] == asked, "what is asked in the group is asked nowhere else"


async def test_a_reply_and_one_mean_what_a_text_means_in_private(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    assert "Ana\u2069: still open\nSend the application" in ana.cards[-1].text
    await ana.command("/one Call the agency")
    assert "Shall I replace it with this?" in ana.mine[-1].text
    await ana.tap_own("Replace")
    assert "Your one thing today:\nCall the agency" in ana.mine[-1].text
    assert "Ana\u2069: still open\nCall the agency" in ana.cards[-1].text
    await stage.wind_to("11:00")
    await ben.answer("Run")
    assert "Ben\u2069: still open\nRun" in ben.cards[-1].text
    await ben.command("/one")
    assert "I can't see anything in that" in ben.mine[-1].text
    await ana.command("/done")
    assert "Ana\u2069: done" in ana.cards[-1].text


async def test_what_was_heard_gets_a_nod_and_no_message(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    said = len(ana.said)
    await ben.command("/one Run")
    assert len(ana.said) == said
    assert ben.messages[-1].reactions == ("👍",)
    await ben.command("/one")
    refused = next(message for message in reversed(ben.messages) if not message.is_from_bot)
    assert refused.reactions == ()


async def test_one_card_shows_both_days_and_is_edited_rather_than_repeated(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    (card,) = ana.cards
    assert card.is_silent
    assert [button.text for row in card.buttons for button in row] == ["✅ Ana"]
    assert card.text == (
        "Monday, 23 November\n\n\u2068Ana\u2069: still open\nSend the application\n\u2068Ben\u2069: not named yet"
    )
    await ben.command("/one Run")
    await ana.tap_own("Done")
    (card,) = ana.cards
    assert [button.text for row in card.buttons for button in row] == ["Undo · Ana", "✅ Ben"]
    assert toast(await ben.tap("Undo · Ana")) == "This button is for somebody else."
    await stage.wind_to("21:00")
    (card,) = ana.cards
    assert "\u2068Ana\u2069: done\n" in card.text
    assert "\u2068Ben\u2069: time to call\nRun" in card.text
    await stage.wind_to("08:00", days=1)
    await ana.answer("Rest")
    assert [card.text.splitlines()[0] for card in ana.cards] == ["Monday, 23 November", "Tuesday, 24 November"]


async def test_a_card_that_cannot_be_edited_any_more_is_made_anew(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    (old,) = ana.cards
    ana.group.erase(old.id)
    await ben.command("/one Run")
    (new,) = ana.cards
    assert new.id > old.id
    assert "Run" in new.text
    too_old = ApiError(400, "Bad Request: message can't be edited")
    stage.server.faults.on_call(too_old, method="editMessageText", chat_id=ana.group.id)
    await ana.command("/done")
    newest = ana.cards[-1]
    assert newest.id > new.id
    assert "\u2068Ana\u2069: done" in newest.text


async def test_done_asks_the_partner_for_a_word_and_the_cheer_is_heard_by_all(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    await ana.command("/done")
    news = ben.mine[-1]
    assert (
        "\u2068Ana\u2069 did it:\nSend the application\n\u2068Ben\u2069, a word from you means a lot now." in news.text
    )
    assert toast(await ana.tap("So proud")) == "This button is for somebody else."
    await ben.tap_own("So proud")
    assert ana.mine[-1].text == "@ana_writes\n\u2068Ben\u2069: 🎉 So proud of you"
    assert all("So proud" not in button.text for message in ana.said for row in message.buttons for button in row)


async def test_with_the_news_alone_there_the_asks_stay_in_private(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben, Takes.NEWS)
    await stage.wind_to("08:00", days=1)
    assert "What is the one thing" in pair[0].heard[-1]
    assert ana.mine == []
    await pair[0].type("Send the application")
    assert "Send the application" in ana.cards[-1].text
    assert not any("Send the application" in text for text in pair[1].heard), "the news have one destination"


async def test_calls_and_what_is_private_never_come_to_the_group(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    await pair[0].type("/settings")
    await pair[0].tap("How to call me")
    await pair[0].tap("Phone number")
    await pair[0].share_number()
    await pair[1].type("/words")
    await pair[1].type("Run")
    await pair[1].tap("Done")
    await stage.wind_to("20:00")
    await ana.tap_own("Not yet")
    await stage.wind(minutes=2)
    assert any("This is the moment you two agreed on" in text for text in pair[1].heard)
    await pair[1].tap("I'm calling now")
    await pair[1].tap("Couldn't reach")
    await pair[1].type("/away next Monday")
    shown = "\n".join(
        text
        for call in stage.server.calls
        if call.params.get("chat_id") == ana.group.id
        for text in (str(call.params.get("text")), str(call.params.get("reply_markup")))
    )
    assert "time to call" in shown
    private = (
        "This is the moment",
        "profile",
        "call hours",
        "I'm going to call you right now",
        "Berlin",
        "Monday, 30",
        ana.person.phone_number,
        "calling",
        "t.me/ana_writes",
    )
    assert [word for word in private if word in shown] == []
    methods = {call.method for call in stage.server.calls if call.params.get("chat_id") == ana.group.id}
    assert methods == {"sendMessage", "editMessageText", "getChatMember", "setMessageReaction"}


async def test_a_day_set_aside_is_told_by_the_card_and_nothing_of_why(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    await pair[0].type("/skip")
    assert "Ana\u2069: no check-in" in ana.cards[-1].text
    assert [button.text for row in ana.cards[-1].buttons for button in row] == []
    assert not any("takes today off" in text for text in [*ana.heard, *pair[1].heard])


async def test_a_late_done_changes_the_card_of_its_date(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    await ben.command("/one Run")
    await ben.command("/done")
    await stage.wind_to("08:00", days=1)
    await ana.tap_own("I did it, I forgot to say")
    (card,) = ana.cards
    assert card.text.startswith("Monday, 23 November\n\n\u2068Ana\u2069: done")
    assert "did it" in ben.mine[-1].text


@pytest.mark.thorough
async def test_who_was_on_hold_is_there_again_with_a_word_in_the_group(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    for day in range(1, 5):
        await stage.wind_to("19:00", days=1)
        await ben.command(f"/one Run {day}")
        await ben.command("/done")
    assert "I'll be quiet for now" in pair[0].heard[-1]
    await ana.command("/one Send the application")
    await stage.wind_to("08:00", days=1)
    assert "What is the one thing" in ana.mine[-1].text


async def test_a_day_that_was_lived_alone_is_read_out_in_no_group(stage: Stage) -> None:
    people = stage.person("Ana", username="ana_writes"), stage.person("Ben")
    await people[0].join()
    await people[0].type("My secret homework")
    await stage.wind_to("21:30")
    await become_partners(*people)
    ana, ben = await open_group(*people)
    await bring_here(ana, ben)
    await ana.command("/done")
    assert "secret" not in " ".join(ana.heard)
    assert "Done! Well done" in people[0].last.text
    await people[0].tap("Undo")
    await stage.wind_to("08:00", days=1)
    assert any("What is the one thing" in message.text for message in ana.mine)
    assert "secret" not in " ".join(ana.heard)


async def test_no_clock_time_of_anybody_is_said_in_a_group(stage: Stage, pair: Pair) -> None:
    await pair[1].type("/settings")
    await pair[1].tap("Call hours")
    await pair[1].type("21:30 to 22:30")
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    await ben.command("/one Run")
    await stage.wind_to("20:00")
    await ana.tap_own("Not yet")
    await ben.tap_own("Partly")
    await ben.tap_own("Leave it at partly")
    await stage.wind_to("21:45")
    assert "to call you, as you two agreed" in " ".join(ana.heard)
    assert not [text for text in ana.heard if re.search(r"\d\d:\d\d", text)]


async def test_what_is_said_of_a_group_is_said_in_no_other(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    office, _ = await open_group(pair[0], stage.person("Cleo"), title="Office")
    heard = office.heard
    await office.command("/here off")
    assert office.heard == heard
    assert "everything is said in private" in pair[0].last.text
