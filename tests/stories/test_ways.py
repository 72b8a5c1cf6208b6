"""How somebody wants to be called: by profile, by phone number, or in the room of the two."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.db.sqlite import file_of
from bot.vault import FernetVault
from playground.opening import open_stage
from playground.stage import PHONE_KEY, Phone, Stage
from playground.telegram import Hang, Message, bad_request
from tests.conftest import MORNING, become_partners, toast

Pair = tuple[Phone, Phone]
ROOM = "https://meet.example.org/ana-and-ben"


async def open_ways(phone: Phone) -> Message:
    await phone.type("/settings")
    await phone.tap("How to call me")
    return phone.find("How to call me")


async def choose_phone(phone: Phone) -> None:
    await open_ways(phone)
    await phone.tap("Phone number")
    await phone.share_number()


async def choose_room(phone: Phone, room: str = ROOM) -> None:
    await open_ways(phone)
    await phone.tap("Room link")
    await phone.type(room)


@pytest.fixture
async def pair(pair: Pair) -> Pair:
    """Ana and Ben, who has done his thing, so that the call is about hers alone."""
    await pair[1].type("Run")
    await pair[1].tap("Done")
    return pair


async def nudge_ben(stage: Stage, ana: Phone) -> None:
    """Let Ana not be done, so that Ben is asked to call her at 20:01."""
    await ana.type("Send the application")
    await stage.wind_to("20:00")
    await ana.tap("Not yet")
    await stage.wind(minutes=1, seconds=1)


def urls(message: Message) -> list[str]:
    return [button.url for row in message.buttons for button in row if button.url is not None]


def cards(phone: Phone) -> list[Message]:
    return [message for message in phone.messages if message.is_from_bot and message.contact is not None]


def kept(stage: Stage, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        return connection.execute(query).fetchall()


async def test_the_profile_is_the_way_of_whoever_chose_none(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    page = await open_ways(ana)
    assert "by your profile on Telegram" in page.text
    await nudge_ben(stage, ana)
    assert "could use you on the line" in ben.last.text
    assert urls(ben.last) == ["https://t.me/ana_writes"]
    assert cards(ben) == []


async def test_a_shared_number_comes_as_a_silent_card_right_before_the_nudge(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await choose_phone(ana)
    assert "they get your number, one tap to dial" in ana.last.text
    assert not ana.keys
    assert cards(ben) == []
    await nudge_ben(stage, ana)

    (card,) = cards(ben)
    assert card.contact == {"phone_number": ana.person.phone_number, "first_name": "Ana"}
    assert card.is_silent
    assert [message.id for message in ben.messages if message.is_from_bot][-2:] == [card.id, ben.last.id]
    assert "could use you on the line" in ben.last.text
    assert not ben.last.is_silent
    assert urls(ben.last) == ["https://t.me/ana_writes"]  # the next way, if nobody answers


async def test_the_page_shows_the_way_and_goes_back_with_one_tap(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await choose_phone(ana)
    assert "by your phone number. I keep it encrypted" in (await open_ways(ana)).text
    await ana.tap("Profile")
    assert "by your profile on Telegram" in ana.find("How to call me").text
    await ana.tap("Phone number")  # it is still kept
    assert "by your phone number" in ana.find("How to call me").text
    await ana.tap("Profile")
    await nudge_ben(stage, ana)
    assert cards(ben) == []


async def test_the_number_is_kept_sealed_and_nowhere_else(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await choose_phone(ana)
    await nudge_ben(stage, ana)
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        everything = "\n".join(connection.iterdump())
    assert ana.person.phone_number[1:] not in everything
    assert len(kept(stage, "SELECT sealed FROM phone")) == 1


async def test_a_removed_number_is_deleted_and_its_card_goes_from_the_partners_chat(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await choose_phone(ana)
    await nudge_ben(stage, ana)
    assert len(cards(ben)) == 1
    await open_ways(ana)
    await ana.tap("Remove my number")

    assert kept(stage, "SELECT * FROM phone") == []
    assert cards(ben) == []
    assert ana.last.text == ("Your number is deleted. I'm taking back the contact card that your partner got.")
    assert "by your profile on Telegram" in ana.find("How to call me").text
    tap = await ana.tap_raw("remove_number", on=ana.last)
    assert "doesn't apply any more" in toast(tap)


async def test_a_card_of_more_than_two_days_stays_and_that_is_said(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await choose_phone(ana)
    await nudge_ben(stage, ana)
    await open_ways(ana)
    await ana.tap("Profile")  # so that no card comes on the days after
    await stage.wind_to("21:00", days=2)
    await open_ways(ana)
    await ana.tap("Remove my number")
    assert len(cards(ben)) == 1
    assert "more than two days old I can't take back: Telegram doesn't let me" in ana.last.text
    assert "taking back" not in ana.last.text
    assert not [call for call in stage.server.calls if call.method == "deleteMessage"]


async def test_a_card_that_the_partner_deleted_first_is_no_trouble(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await choose_phone(ana)
    await nudge_ben(stage, ana)
    ben.person.delete(cards(ben)[0])
    heard = ben.heard
    await open_ways(ana)
    await ana.tap("Remove my number")
    assert ben.heard == heard
    assert kept(stage, "SELECT status FROM outbox WHERE kind = 'contact_removal'") == [("dropped",)]


async def test_a_number_that_goes_while_its_card_is_queued_is_not_shown(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await choose_phone(ana)
    await ana.type("Send the application")
    await stage.wind_to("20:00")
    await ana.tap("Not yet")
    await open_ways(ana)
    await ana.tap("Remove my number")
    await stage.wind(minutes=2)
    assert "could use you on the line" in ben.last.text
    assert cards(ben) == []


async def test_a_card_that_was_on_its_way_when_its_number_went_is_taken_back(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await choose_phone(ana)
    page = await open_ways(ana)
    await ana.type("Send the application")
    await stage.wind_to("20:00")
    await ana.tap("Not yet")
    hang = Hang()
    stage.server.faults.on_call(hang, method="sendContact", times=1)
    winding = asyncio.create_task(stage.wind(minutes=2))  # noqa: TID251  awaited below
    async with asyncio.timeout(10):
        await hang.arrived.wait()
    ana.person.tap_raw(page, "remove_number")
    await ana.person.wait_for(stage.telegram_bot, "Your number is deleted")
    hang.until.set()
    await winding
    await stage.settle()
    assert "could use you on the line" in ben.last.text
    assert cards(ben) == []


async def test_only_ones_own_number_is_kept_shared_by_oneself(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await open_ways(ana)
    await ana.tap("Phone number")
    for refused in (
        await ana.send_contact(ben),
        await ana.send_contact(is_known=False),
        await ana.send_contact(forwarded=True),
    ):
        assert "your own number, shared by yourself" in refused.text
    assert "A typed number I can't be sure of" in (await ana.type(ana.person.phone_number)).text
    assert "A typed number I can't be sure of" in (await ana.type(ROOM)).text
    assert kept(stage, "SELECT * FROM phone") == []
    await ana.share_number()
    assert len(kept(stage, "SELECT * FROM phone")) == 1


async def test_a_number_typed_in_reply_to_the_ask_is_no_commitment_weeks_later(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await open_ways(ana)
    await ana.tap("Phone number")
    ask = ana.last
    await stage.wind(minutes=30)
    heard = ben.heard
    assert "A typed number I can't be sure of" in (await ana.type(ana.person.phone_number, reply_to=ask)).text
    assert ben.heard == heard
    assert kept(stage, "SELECT commitment FROM day WHERE commitment IS NOT NULL") == [("Run",)]


@pytest.mark.parametrize("ends", ["never asked", "cancelled", "too late", "another page", "the room's page"])
async def test_a_contact_that_nobody_asked_for_is_not_kept(stage: Stage, pair: Pair, ends: str) -> None:
    ana, _ = pair
    if ends != "never asked":
        await open_ways(ana)
        await ana.tap("Room link" if ends == "the room's page" else "Phone number")
    match ends:
        case "cancelled":
            await ana.type("/cancel")
            assert not ana.keys
        case "too late":
            await stage.wind(minutes=16)
        case "another page":
            await ana.tap("Morning")
        case _:
            pass
    answer = await ana.send_contact()
    assert answer.text.startswith("If your partner may call you by phone, open /settings and tap How to call me.")
    assert kept(stage, "SELECT * FROM phone") == []


async def test_a_contact_in_a_group_is_met_with_silence(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    group = stage.server.add_group("Two", [ana.person, ben.person])
    group.add(stage.telegram_bot, by=ana.person)
    await open_ways(ana)
    await ana.tap("Phone number")
    heard = (ana.heard, ben.heard)
    ana.person.send_contact(group)
    await stage.settle()
    assert (ana.heard, ben.heard) == heard
    assert kept(stage, "SELECT * FROM phone") == []


async def test_without_a_key_no_number_is_asked_for(tmp_path: Path) -> None:
    async with open_stage(tmp_path, MORNING, phone_key="") as stage:
        ana, ben = stage.person("Ana", username="ana_writes"), stage.person("Ben")
        await become_partners(ana, ben)
        page = await open_ways(ana)
        assert [button.text for button in page.buttons[0]] == ["Profile", "Room link"]
        assert "doesn't apply any more" in toast(await ana.tap_raw("way:phone", on=page))
        assert "I can only read text" in (await ana.send_contact()).text


async def test_a_lost_key_makes_a_number_unreadable_and_the_profile_the_way(tmp_path: Path) -> None:
    async with open_stage(tmp_path, MORNING) as stage:
        ana, ben = stage.person("Ana", username="ana_writes"), stage.person("Ben")
        await become_partners(ana, ben)
        await choose_phone(ana)
        await stage.stop_bot()
        other = stage.settings.model_copy(update={"phone_key": SecretStr("A" * 43 + "=")})
        stage.settings = other
        await stage.start_bot()
        assert "by your profile, as I can't read your number any more" in (await open_ways(ana)).text
        await nudge_ben(stage, ana)
        assert cards(ben) == []
        assert urls(ben.last) == ["https://t.me/ana_writes"]
        await open_ways(ana)
        await ana.tap("Phone number")
        await ana.share_number()
        assert "by your phone number" in (await open_ways(ana)).text


async def test_a_new_key_before_the_old_one_seals_all_numbers_anew(tmp_path: Path) -> None:
    new = "A" * 43 + "="
    async with open_stage(tmp_path, MORNING) as stage:
        ana, ben = stage.person("Ana", username="ana_writes"), stage.person("Ben")
        await become_partners(ana, ben)
        await choose_phone(ana)
        await stage.stop_bot()
        stage.settings = stage.settings.model_copy(update={"phone_key": SecretStr(f"{new},{PHONE_KEY}")})
        await stage.start_bot()
        await stage.wind(days=1)
        ((sealed,),) = kept(stage, "SELECT sealed FROM phone")
        assert FernetVault([new]).open(str(sealed)) == ana.person.phone_number


async def test_a_room_is_told_to_the_other_once_and_opens_from_the_nudge(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    page = await open_ways(ana)
    await ana.tap("Room link")
    assert "Type or paste the link" in ana.find("Where do you two meet").text
    await ana.type(ROOM)
    assert "Your room is saved" in ana.last.text
    assert "Now: in your room." in next(message.text for message in ana.messages if message.id == page.id)
    told = [text for text in ben.heard if "room" in text]
    assert told == [f"\u2068Ana\u2069 has saved a room for your calls.\n{ROOM}"]
    assert ben.last.is_silent

    await nudge_ben(stage, ana)
    assert urls(ben.last) == [ROOM, "https://t.me/ana_writes"]
    await ben.tap("I'm calling now")
    assert urls(ben.find("Good of you")) == [ROOM, "https://t.me/ana_writes"]
    assert ROOM not in str(kept(stage, "SELECT facts FROM outbox"))


async def test_either_can_change_or_remove_the_room(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await choose_room(ana)
    assert ROOM in (await open_ways(ben)).text
    await ben.tap("Change the room")
    await ben.type("HTTPS://Talk.example.org/2")
    assert ana.last.text == "\u2068Ben\u2069 has changed the room for your calls.\nhttps://Talk.example.org/2"
    assert "by your profile on Telegram" in (await open_ways(ben)).text  # his own way is as it was
    await ben.tap("Change the room")
    before = ana.heard
    await ben.type("https://Talk.example.org/2")
    assert ana.heard == before  # nothing has changed
    await open_ways(ben)
    await ben.tap("Remove the room")
    assert ana.last.text == "\u2068Ben\u2069 has removed the room for your calls."
    assert "as there is no room yet" in (await open_ways(ana)).text
    await nudge_ben(stage, ana)
    assert urls(ben.last) == ["https://t.me/ana_writes"]


async def test_a_room_that_was_removed_meanwhile_is_not_shown(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await choose_room(ana)
    await nudge_ben(stage, ana)
    await open_ways(ana)
    await ana.tap("Remove the room")
    await ben.tap("I'm calling now")
    assert urls(ben.find("Good of you")) == ["https://t.me/ana_writes"]


async def test_a_reply_to_the_page_of_the_room_answers_it_however_old(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await open_ways(ana)
    await ana.tap("Room link")
    page = ana.find("Where do you two meet")
    await stage.wind(hours=2)
    await ana.type(ROOM, reply_to=page)
    assert "Your room is saved" in ana.last.text
    assert ROOM in ben.last.text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("http://meet.example.org/x", "begins with https://"),
        ("ftp://meet.example.org/x", "begins with https://"),
        ("javascript:alert(1)", "begins with https://"),
        ("tg://resolve?domain=somebody", "begins with https://"),
        ("meet.example.org", "begins with https://"),
        ("our kitchen", "begins with https://"),
        ("https://", "can't find the host"),
        ("https:///x", "can't find the host"),
        ("https://localhost/x", "can't find the host"),
        ("https://[::1]/x", "can't find the host"),
        ("https://[/x", "can't find the host"),
        ("https://meet.example.org:99999/", "can't find the host"),
        ("https://bank.example.com@evil.example.org/", "There's a user name"),
        ("https://ana:pass@meet.example.org/", "There's a user name"),
        ("https://meet.example.org\\@evil.example.org/", "which no link has"),
        ("https://meet.example.org/a b", "which no link has"),
        ("https://meet.example.org/a\nhttps://b.example.org", "which no link has"),
        ("https://meet.example.org/\u202egro", "which no link has"),
        ('https://meet.example.org/"><b>x</b>', "which no link has"),
        ("https://meet.example.org/\x00", "which no link has"),
        ("https://t.me/some_bot", "opens a bot"),
        ("https://T.me/SomeBot?start=abc", "opens a bot"),
        ("https://telegram.me/someone?start=abc", "opens a bot"),
        ("https://t.me/%62ot", "opens a bot"),
        ("https://somebot.t.me/", "opens a bot"),
        ("https://meet.example.org/" + "x" * 975, "has 1000 characters, and 200 fit"),
    ],
)
async def test_what_can_be_no_room_is_refused_with_the_reason(
    stage: Stage, pair: Pair, typed: str, answer: str
) -> None:
    ana, ben = pair
    heard = ben.heard
    await choose_room(ana, typed)
    assert answer in ana.last.text
    assert "/cancel" in ana.last.text
    assert (ben.heard, kept(stage, "SELECT room FROM pair")) == (heard, [(None,)])
    await ana.type(ROOM)  # the question is still open
    assert "Your room is saved" in ana.last.text


async def test_whoever_is_alone_has_no_room(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.join()
    page = await open_ways(ana)
    assert [button.text for button in page.buttons[0]] == ["Profile", "Phone number"]
    for payload in ("way:room", "ask_room"):
        assert "once you have a partner" in toast(await ana.tap_raw(payload, on=page))
    assert "doesn't apply any more" in toast(await ana.tap_raw("remove_room:1", on=page))


async def test_a_room_and_a_number_go_with_the_pact(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await choose_room(ana)
    remove = (await open_ways(ben)).button("Remove the room")
    await ana.type("/leave")
    await ana.tap("Leave the pact")
    await ana.tap("Keep my check-ins")
    assert ROOM not in (await open_ways(ana)).text
    cleo = stage.person("Cleo")
    await become_partners(ben, cleo)
    await choose_room(ben, "https://talk.example.org/new")
    assert remove.callback_data is not None
    for former in (ana, ben):
        tap = await former.tap_raw(remove.callback_data, on=former.last)
        assert "doesn't apply any more" in toast(tap)
    assert [room for (room,) in kept(stage, "SELECT room FROM pair ORDER BY id")] == [
        ROOM,
        "https://talk.example.org/new",
    ]


async def test_a_room_button_that_telegram_refuses_does_not_cost_the_nudge(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await choose_room(ana)
    refusal = bad_request(f"inline keyboard button URL '{ROOM}' is invalid: Wrong HTTP URL")
    stage.server.faults.on_call(
        refusal, method="sendMessage", when=lambda call: ROOM in str(call.params.get("reply_markup"))
    )
    await nudge_ben(stage, ana)
    assert "could use you on the line" in ben.last.text
    assert f"Your room:\n{ROOM}" in ben.last.text
    assert urls(ben.last) == ["https://t.me/ana_writes"]


async def test_a_card_that_telegram_refuses_does_not_cost_the_nudge(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await choose_phone(ana)
    stage.server.faults.on_call(bad_request("PHONE_NUMBER_INVALID"), method="sendContact")
    await nudge_ben(stage, ana)
    assert "could use you on the line" in ben.last.text
    assert cards(ben) == []


async def test_both_buttons_may_be_refused_and_the_nudge_comes(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await become_partners(ana, ben)
    await choose_room(ana)
    ana.person.forbids_profile_links = True
    stage.server.faults.on_call(
        bad_request("BUTTON_URL_INVALID"), when=lambda call: ROOM in str(call.params.get("reply_markup"))
    )
    await nudge_ben(stage, ana)
    assert f"Your room:\n{ROOM}" in ben.last.text
    assert urls(ben.last) == []
