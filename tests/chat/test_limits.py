"""Telegram's flood limits, on a time that is counted by hand."""

from collections import defaultdict

import pytest

from bot.chat.limits import CATCHES_UP, REPLIES_AHEAD, Limits, Pace

GROUP = -100_200
BEFORE_LONG = 3_000.0


def send_all(limits: Limits, chats: list[int], *, start: float = 1_000.0) -> list[tuple[float, int]]:
    """Send as early as is allowed, one after the other; return the moments."""
    now, sent = start, []
    for chat in chats:
        now = max(now, limits.ready_at(chat))
        limits.take(chat, now)
        sent.append((now, chat))
    return sent


def most_within(seconds: float, moments: list[float]) -> int:
    """The most that fall into any stretch of that length."""
    return max(sum(begin <= moment < begin + seconds for moment in moments) for begin in moments)


def test_over_all_no_more_than_thirty_two_leave_in_any_second() -> None:
    moments = [moment for moment, _ in send_all(Limits(), list(range(1, 301)))]
    assert most_within(1, moments) <= 30 + CATCHES_UP
    assert moments[-1] - moments[0] == pytest.approx((300 - CATCHES_UP) / 30)


def test_a_pause_saves_up_nothing() -> None:
    limits = Limits()
    moments = [moment for moment, _ in send_all(limits, list(range(1, 50)))]
    moments += [moment for moment, _ in send_all(limits, list(range(100, 200)), start=BEFORE_LONG)]
    assert most_within(1, moments) <= 30 + CATCHES_UP


def test_a_chat_gets_a_short_burst_and_then_one_a_second() -> None:
    moments = [moment - 1_000 for moment, _ in send_all(Limits(), [7] * 20)]
    assert moments[2] < 0.2
    assert moments[3] == pytest.approx(1, abs=0.1)
    assert most_within(1, moments) <= 3
    assert most_within(10, moments) <= 13


def test_a_group_gets_no_more_than_twenty_a_minute() -> None:
    moments = [moment for moment, _ in send_all(Limits(), [GROUP] * 100)]
    assert most_within(60, moments) <= 20
    assert moments[-1] - moments[0] < 100 * 60 / 16


def test_what_was_not_sent_after_all_counts_nothing() -> None:
    limits, now = Limits(), 1_000.0
    for _ in range(100):
        limits.take(GROUP, now)
        limits.give_back(GROUP)
    moments = [moment for moment, _ in send_all(limits, [GROUP] * 4, start=now + 5)]
    assert moments[-1] - moments[0] < 0.2
    assert send_all(limits, [GROUP], start=now + 6)[0][0] > now + 8


def test_a_busy_chat_holds_no_other_up() -> None:
    limits = Limits()
    send_all(limits, [7] * 5)
    now = send_all(limits, [8], start=1_002.0)[0][0]
    assert now == pytest.approx(1_002, abs=0.1)
    assert limits.ready_at(7) > 1_002


@pytest.mark.parametrize("is_enforced", [True, False])
def test_a_chat_that_is_told_to_wait_waits_alone(is_enforced: bool) -> None:
    limits = Limits(is_enforced=is_enforced)
    limits.pause(7, until=1_030, now=1_000)
    assert limits.ready_at(7) >= 1_030
    assert limits.ready_at(8) <= 1_000


def test_when_a_second_chat_is_told_so_everything_waits() -> None:
    limits = Limits()
    limits.pause(7, until=1_030, now=1_000)
    limits.pause(8, until=1_010, now=1_001)
    assert limits.ready_at(9) >= 1_010
    assert limits.ready_at(7) >= 1_030


def test_two_pauses_far_apart_are_two_chats_trouble() -> None:
    limits = Limits()
    limits.pause(7, until=1_005, now=1_000)
    limits.pause(8, until=1_020, now=1_010)
    assert limits.ready_at(9) <= 1_010


def test_after_a_pause_a_burst_does_not_follow_at_once() -> None:
    limits = Limits()
    limits.pause(7, until=1_030, now=1_000)
    moments = [moment for moment, _ in send_all(limits, [7] * 3)]
    assert moments[0] == pytest.approx(1_030)
    assert most_within(1, moments) == 1


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    limits = Limits()
    limits.pause(7, until=1_030, now=1_000)
    limits.hold_back(7, until=1_005)
    assert limits.ready_at(7) >= 1_030


def test_where_limits_are_not_enforced_nothing_waits_until_told() -> None:
    limits = Limits(is_enforced=False)
    assert {moment for moment, _ in send_all(limits, [7] * 100)} == {1_000.0}


def test_chats_that_have_been_quiet_are_forgotten_and_busy_ones_are_not() -> None:
    limits = Limits()
    limits.pause(GROUP, until=9_000, now=1_000)
    send_all(limits, list(range(1, 4_000)))
    assert len(limits._chats) < 2_100
    assert limits.ready_at(GROUP) >= 9_000


def test_a_pace_knows_when_it_is_idle() -> None:
    pace = Pace(interval=1, burst=2)
    pace.take(10)
    assert not pace.is_idle(10.5)
    assert pace.is_idle(11)


def test_many_chats_get_their_turns_at_the_same_time() -> None:
    """Two hundred chats with three messages each: the overall limit is what takes time, not the chats'."""
    chats = [chat for _ in range(3) for chat in range(1, 201)]
    by_chat: defaultdict[int, list[float]] = defaultdict(list)
    sent = send_all(Limits(), chats)
    for moment, chat in sent:
        by_chat[chat].append(moment)
    assert sent[-1][0] - sent[0][0] == pytest.approx((600 - CATCHES_UP) / 30)
    assert all(most_within(1, moments) == 1 for moments in by_chat.values())


def test_a_reply_does_not_stand_in_line_and_what_is_routine_makes_up_for_it() -> None:
    limits, now = Limits(), 1_000.0
    send_all(limits, list(range(-CATCHES_UP, 0)))
    for chat in range(2, 2 + REPLIES_AHEAD):
        assert limits.ready_at(chat, is_reply=True) <= now
        limits.take(chat, now)
    assert limits.ready_at(100, is_reply=True) > now
    assert limits.ready_at(100) == pytest.approx(now + (1 + REPLIES_AHEAD) / 30)


def test_a_reply_keeps_to_what_telegram_told() -> None:
    limits = Limits()
    limits.pause(7, until=1_030, now=1_000)
    limits.pause(8, until=1_030, now=1_000)
    assert limits.ready_at(7, is_reply=True) >= 1_030
    assert limits.ready_at(9, is_reply=True) >= 1_030
