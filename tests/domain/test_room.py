"""What can be the room of a pair, and whose number a contact card is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Reason, Refused
from bot.domain.phone import Contact, read_number
from bot.domain.room import LONGEST_ROOM, read_room


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://meet.example.org/two", "https://meet.example.org/two"),
        (" https://meet.example.org/two\n", "https://meet.example.org/two"),
        ("HTTPS://Meet.Example.org/Two", "https://Meet.Example.org/Two"),
        (
            "https://meet.example.org:8443/two?pwd=a%20b&x=1#start",
            "https://meet.example.org:8443/two?pwd=a%20b&x=1#start",
        ),
        ("https://example.org/a@b", "https://example.org/a@b"),
        ("https://gespräch.example/zwei", "https://gespräch.example/zwei"),
        ("https://t.me/+AbCdEfGh", "https://t.me/+AbCdEfGh"),
        ("https://t.me/call/AbCdEf", "https://t.me/call/AbCdEf"),
        ("https://robot.example.org/talkbot?start=1", "https://robot.example.org/talkbot?start=1"),
    ],
)
def test_an_https_link_is_a_room(typed: str, kept: str) -> None:
    assert read_room(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.t.me/some_bot",
        "https://t.me./some_bot",
        "https://telegram.dog/some_bot/app",
        "https://t.me/someone?startgroup=x",
        "https://t.me/someone?startapp",
        "https://t.me/resolve?domain=someone",
        "https://t.me/s%6fmeb%6ft",
    ],
)
def test_a_link_to_a_bot_is_no_room_however_it_is_written(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_room(typed)
    assert refused.value.reason is Reason.ROOM_IS_BOT


def test_a_room_of_two_hundred_characters_is_kept_and_one_more_is_refused() -> None:
    longest = "https://example.org/".ljust(LONGEST_ROOM, "x")
    assert read_room(longest) == longest
    with pytest.raises(Refused) as refused:
        read_room(f"{longest}x")
    assert refused.value.facts == {"length": LONGEST_ROOM + 1, "longest": LONGEST_ROOM}


@given(st.text() | st.text().map("https://{}".format) | st.text().map("https://example.org/{}".format))
def test_whatever_is_typed_is_kept_whole_or_refused(typed: str) -> None:
    try:
        room = read_room(typed)
    except Refused:
        return
    assert room.startswith("https://")
    assert room.lower() in typed.lower()
    assert len(room) <= LONGEST_ROOM
    assert not any(character.isspace() for character in room)


@pytest.mark.parametrize("told", ["+49 170 123-4567", "491701234567", "+49(170)1234567"])
def test_a_number_is_kept_as_it_is_dialled_from_anywhere(told: str) -> None:
    assert read_number(told) == "+491701234567"


@pytest.mark.parametrize("told", ["", "+", "1234", "1" * 21, "+49 170 CALL", "٤٩١٧٠١٢٣٤", "++491701234567"])
def test_what_is_no_number_is_refused(told: str) -> None:
    with pytest.raises(Refused):
        read_number(told)


def test_a_contact_is_ones_own_when_the_account_is_and_nobody_passed_it_on() -> None:
    assert Contact(7, "+1555").is_own(7)
    assert not Contact(8, "+1555").is_own(7)
    assert not Contact(None, "+1555").is_own(7)
    assert not Contact(7, "+1555", is_forwarded=True).is_own(7)
    assert "1555" not in repr(Contact(7, "+1555"))
