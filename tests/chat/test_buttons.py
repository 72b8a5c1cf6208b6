"""What a button carries: written and read just as strictly."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.buttons import LONGEST, Action, Malformed, Payload, read_payload, write_payload
from bot.chat.handlers import BUTTONS
from bot.domain.kinds import ReadyCheer

LARGEST_ID = 2**53
TOKEN = "A" * 20 + "-_"


@pytest.mark.parametrize("action", list(Action))
def test_every_action_comes_back_as_it_was_written(action: Action) -> None:
    assert read_payload(write_payload(action)) == Payload(action)
    assert read_payload(write_payload(action, LARGEST_ID)).number() == LARGEST_ID
    assert read_payload(write_payload(action, TOKEN)).word() == TOKEN


@pytest.mark.parametrize("action", list(Action))
def test_the_longest_ids_and_words_fit(action: Action) -> None:
    longest_cheer = max((cheer.value for cheer in ReadyCheer), key=len)
    for arguments in ((LARGEST_ID, longest_cheer), (TOKEN,), (LARGEST_ID, LARGEST_ID)):
        assert len(write_payload(action, *arguments).encode()) <= LONGEST


def test_every_action_has_its_handler() -> None:
    assert set(BUTTONS) == set(Action)


@given(st.one_of(st.text(max_size=70), st.from_regex(r"[a-z_]{1,21}(:[A-Za-z0-9_-]{0,41}){0,3}\n?", fullmatch=True)))
@example("done:1\n")
@example("done:")
@example("done:１")
@example("")
def test_whatever_is_read_would_be_written_the_same(data: str) -> None:
    try:
        payload = read_payload(data)
    except Malformed:
        return
    assert ":".join([payload.action.value, *payload.arguments]) == data
    if len(data.encode()) <= LONGEST:
        assert write_payload(payload.action, *payload.arguments) == data


@pytest.mark.parametrize(
    "arguments", [("x" * 41,), ("a b",), ("a:b:c",), ("",), ("ü",), (1, 2, 3), ("x" * 40, "y" * 40), (None, "\n")]
)
def test_what_could_not_be_read_back_is_not_written(arguments: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="can't be sent"):
        write_payload(Action.LEAVE_PARTLY, *arguments)


@pytest.mark.parametrize("word", ["x", "-1", "1.5", "1" * 19, "0x1", "٣"])
def test_an_argument_that_is_no_number_is_malformed(word: str) -> None:
    with pytest.raises(Malformed):
        Payload(Action.DONE, (word,)).number()


def test_an_argument_that_is_missing_is_malformed() -> None:
    with pytest.raises(Malformed):
        Payload(Action.CHEER, ("1",)).word(1)
