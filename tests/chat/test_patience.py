"""How much of one person is heard at once, on a time that is counted by hand."""

from bot.chat.patience import BURST, BURST_AFTER_SILENCE, MOST_PEOPLE, Ear, Patience
from bot.chat.reading import asker_of

ANA, BEN = 11, 12
GROUP = {"id": -5, "type": "group"}


def ears(
    patience: Patience, count: int, *, account: int = ANA, now: float = 1000.0, is_late: bool = False
) -> list[Ear]:
    first = len(patience._weighed)
    return [patience.weigh(first + number, account, now, is_late=is_late) for number in range(count)]


def test_a_burst_is_heard_the_first_beyond_it_answered_and_the_rest_left() -> None:
    heard = ears(Patience(), BURST + 5)
    assert heard == [Ear.HEARS] * BURST + [Ear.SAYS_SO] + [Ear.IS_CLOSED] * 4


def test_twenty_quick_taps_are_nobodys_flood() -> None:
    patience = Patience()
    assert set(ears(patience, 20)) == {Ear.HEARS}
    assert set(ears(patience, 10, now=1001.0)) == {Ear.HEARS}


def test_one_persons_flood_is_no_others() -> None:
    patience = Patience()
    ears(patience, 1000)
    assert set(ears(patience, BURST, account=BEN)) == {Ear.HEARS}


def test_who_floods_is_heard_once_a_second_and_told_again_only_after_calming_down() -> None:
    patience = Patience()
    ears(patience, BURST + 10)
    assert ears(patience, 3, now=1001.0) == [Ear.HEARS, Ear.IS_CLOSED, Ear.IS_CLOSED]
    later = ears(patience, BURST + 2, now=1001.0 + BURST)
    assert later == [Ear.HEARS] * BURST + [Ear.SAYS_SO, Ear.IS_CLOSED]


def test_an_update_that_comes_again_meets_the_same_ear_and_takes_no_more_patience() -> None:
    patience = Patience()
    for _ in range(100):
        assert patience.weigh(7, ANA, 1000.0, is_late=False) is Ear.HEARS
    assert ears(patience, BURST - 1) == [Ear.HEARS] * (BURST - 1)


def test_what_was_said_while_the_bot_was_away_is_heard() -> None:
    heard = ears(Patience(), BURST_AFTER_SILENCE + 1, is_late=True)
    assert heard == [Ear.HEARS] * BURST_AFTER_SILENCE + [Ear.SAYS_SO]


def test_whoever_has_calmed_down_is_forgotten_and_whoever_has_not_is_not() -> None:
    patience = Patience()
    for account in range(MOST_PEOPLE):
        patience.weigh(account, 100 + account, 1000.0, is_late=False)
    patience.settle(1000.0)
    ears(patience, BURST + 1, now=1002.0)
    patience.settle(1002.0)
    assert list(patience._paces) == [ANA]
    assert ears(patience, 1, now=1002.0) == [Ear.IS_CLOSED]


def test_talk_among_friends_takes_nobodys_patience() -> None:
    said = {"chat": GROUP, "from": {"id": ANA}, "text": "hello"}
    assert asker_of({"message": said}) is None
    assert asker_of({"message": {**said, "text": "/done"}}) == ANA
    assert asker_of({"message": {**said, "reply_to_message": {"from": {"id": 1, "is_bot": True}}}}) == ANA
    assert asker_of({"message": {**said, "reply_to_message": {"from": {"id": BEN, "is_bot": False}}}}) is None
    assert asker_of({"message": {**said, "chat": {"id": ANA, "type": "private"}}}) == ANA
    assert asker_of({"callback_query": {"from": {"id": ANA}, "message": {"chat": GROUP}}}) == ANA


def test_what_telegram_itself_tells_takes_nobodys_patience() -> None:
    assert asker_of({"my_chat_member": {"from": {"id": ANA}, "chat": {"id": ANA}}}) is None
    assert asker_of({"message": "x"}) is None
    assert asker_of({"message": {"from": {"id": True}, "chat": {"id": True}}}) is None
