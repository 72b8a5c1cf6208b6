"""What python-telegram-bot lets through, and the bot does not."""

from dataclasses import replace
from typing import Any

import pytest
from telegram import User

from bot.chat.intake import _with_id
from bot.chat.reading import LARGEST, LONGEST_NAME, Deed, Did, chat_of, profile_of, sender_of
from bot.chat.reading_groups import Befell, Happening
from bot.chat.soundness import Unreadable, check_deed, check_happening
from bot.domain.member import Profile
from bot.domain.phone import Contact

DEED = Deed(Profile(11, "Ana", None, "en"), Did.TYPED, text="Run", message=5)
ANY: Any = None


def test_an_ordinary_deed_is_sound() -> None:
    check_deed(DEED)
    check_deed(replace(DEED, location=(52.5, 13.4), contact=Contact(11, "+49"), callback_id="1", group_chat=-5))
    check_happening(Happening(Befell.LEFT, -5, account_id=11))


@pytest.mark.parametrize("account", [True, 0, -13, "11", 1.0, [], None, LARGEST + 1, -LARGEST - 1, "\ud800"])
def test_an_account_that_is_no_number_is_nobodys(account: Any) -> None:
    with pytest.raises(Unreadable):
        check_deed(replace(DEED, profile=replace(DEED.profile, account_id=account)))
    with pytest.raises(Unreadable):
        check_happening(Happening(Befell.CAME, -5, by=replace(DEED.profile, account_id=account)))


@pytest.mark.parametrize("chat", [True, 0, 5, "-5", None, -LARGEST - 1])
def test_a_group_has_a_number_below_zero(chat: Any) -> None:
    for wrong in (Happening(Befell.LEFT, chat), Happening(Befell.MOVED, -5, new_chat_id=chat or 5)):
        with pytest.raises(Unreadable):
            check_happening(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": 0},
        {"text": None},
        {"message": "5"},
        {"message": 2**63},
        {"reply_to": []},
        {"group_chat": True},
        {"group_chat": 5},
        {"callback_id": 5},
        {"did": Did.TAPPED, "callback_id": None},
        {"at": 1},
        {"location": ("52", 13.4)},
        {"location": (None, None)},
        {"contact": Contact(11, 5)},  # type: ignore[arg-type]
        {"contact": Contact("11", "+49")},  # type: ignore[arg-type]
    ],
)
def test_a_deed_of_other_types_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        check_deed(replace(DEED, **wrong))


def test_updates_without_a_number_that_can_be_confirmed_are_left_out() -> None:
    numbers = [1, 0, True, "1", None, 1.0, LARGEST, LARGEST - 1, LARGEST + 1, 10**40]
    kept = _with_id([{"update_id": number} for number in numbers])
    assert [update["update_id"] for update in kept] == [1, 0, LARGEST - 1]


@pytest.mark.parametrize(
    "content",
    [
        "x",
        [],
        {"chat": []},
        {"chat": {"id": []}},
        {"chat": {"id": "11"}},
        {"chat": {"id": True}, "from": {"id": True}},
        {"chat": {"id": 2**63}, "from": {"id": 2**63}},
        {"message": "x", "from": "y"},
        {"message": ["x"], "from": {"id": {}}},
        {"message": {"chat": 7}},
    ],
)
def test_an_update_of_any_shape_has_a_chat_or_none(content: Any) -> None:
    assert chat_of({"update_id": 1, "callback_query": content}) is None
    assert sender_of({"update_id": 1, "callback_query": content}) is None


def test_a_profile_is_kept_as_it_can_be() -> None:
    hostile = User(11, "🎯" * 5000, is_bot=False, username="\ud800", language_code="x" * 99)
    assert profile_of(hostile) == Profile(11, "🎯" * LONGEST_NAME, None, "en")
    assert profile_of(User(11, "\0\ud800", is_bot=False)).name == "…"
    assert profile_of(User(11, "Ana", is_bot=False, username="ana_1", language_code="pt-br")).language == "pt-br"
