"""What is said in a group, and what never is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import Reason, Refused
from bot.domain.group import (
    ASKS_FOR_WORDS,
    GREETS_AGAIN_AFTER,
    ON_THE_CARD,
    ONLY_THERE,
    Group,
    GroupId,
    Place,
    Takes,
    goes_there,
    place_of,
)
from bot.domain.kinds import Kind
from bot.domain.member import MemberId
from bot.domain.notices import RULES, Sound, rule_of
from bot.domain.pair import INVITE_LASTS, PairId

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NEVER = (
    "call_",
    "both_missed",
    "agreed_words",
    "follow_up",
    "settings",
    "number_",
    "room_",
    "partner_room",
    "contact_",
    "words",
    "away",
    "partner_away",
    "coming_back",
    "partner_coming_back",
    "silence_question",
    "on_hold",
    "partner_on_hold",
    "nudge_offer",
    "own_cheer",
    "cheer_copy",
    "block",
    "delete",
    "where_",
    "city_",
    "times_",
    "leave_",
    "invite_",
    "cant_tonight",
    "couldnt_reach",
    "outside_call_hours",
    "partner_outside_call_hours",
    "no_call",
    "saved",
)
"""How the kinds begin that tell of calls and the ways to them, of zones, settings and reasons, of what is agreed."""


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.value.startswith(NEVER)])
def test_what_is_private_is_said_in_no_group(kind: Kind) -> None:
    assert place_of(kind) is Place.PRIVATE
    assert not any(goes_there(kind, takes) for takes in Takes)


def test_where_only_the_news_go_no_ask_does() -> None:
    asks = {kind for kind in Kind if goes_there(kind, Takes.ASKS) and not goes_there(kind, Takes.NEWS)}
    assert asks == {kind for kind in Kind if place_of(kind) is Place.ASK}
    assert Kind.MORNING_ASK in asks
    assert goes_there(Kind.PARTNER_DONE, Takes.NEWS)


def test_what_goes_there_unasked_is_a_notice_or_belongs_in_a_group_alone() -> None:
    unasked = {kind for kind in Kind if goes_there(kind, Takes.ASKS)}
    assert unasked <= set(RULES) | ONLY_THERE


def test_what_the_card_tells_makes_no_sound() -> None:
    assert {rule_of(kind).sound for kind in ON_THE_CARD} == {Sound.SILENT}


def test_only_what_asks_there_is_answered_there() -> None:
    assert {place_of(kind) for kind in ASKS_FOR_WORDS} == {Place.ASK, Place.ANSWER}


def test_a_yes_waits_for_a_week() -> None:
    group = Group(GroupId(1), -5, NOW, said_yes=MemberId(1), said_yes_at=NOW)
    assert group.waits_for_second(NOW + INVITE_LASTS - timedelta(seconds=1))
    assert not group.waits_for_second(NOW + INVITE_LASTS)
    assert not group.without_yes().waits_for_second(NOW)


def test_a_group_is_greeted_again_after_a_while_unless_a_pair_lives_there() -> None:
    group = Group(GroupId(1), -5, NOW)
    assert not group.may_be_greeted(NOW + GREETS_AGAIN_AFTER - timedelta(seconds=1))
    assert group.may_be_greeted(NOW + GREETS_AGAIN_AFTER)
    assert not replace(group, pair_id=PairId(1)).may_be_greeted(NOW + GREETS_AGAIN_AFTER)


def test_a_group_with_a_pair_is_not_free() -> None:
    group = Group(GroupId(1), -5, NOW)
    group.check_free()
    with pytest.raises(Refused) as refusal:
        replace(group, pair_id=PairId(1)).check_free()
    assert refusal.value.reason is Reason.GROUP_TAKEN
