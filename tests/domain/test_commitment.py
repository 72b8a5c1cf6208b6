"""What may be named as the one thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.commitment import LONGEST, read_commitment
from bot.domain.errors import Reason, Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Write", "Write"),
        ("  Write two pages \n", "Write two pages"),
        ("x" * 280, "x" * 280),
        (f"  {'x' * 280}\t", "x" * 280),
        ("🏃", "🏃"),
        ("👩‍👩‍👧‍👦" * 40, "👩‍👩‍👧‍👦" * 40),
        ("اكتب صفحتين", "اكتب صفحتين"),
        ("\u202eetirw\u202c", "\u202eetirw\u202c"),
        ("one\ntwo\n\nthree", "one\ntwo\n\nthree"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        (".", "."),
    ],
)
def test_what_can_be_seen_is_kept_as_it_was_typed(typed: str, kept: str) -> None:
    assert read_commitment(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\n\t ", "\u200b\u200d\u2060", "\ufeff", "\u00a0\u3000", "\u202e\u202c"])
def test_a_text_without_anything_to_see_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_commitment(typed)
    assert refused.value.reason is Reason.EMPTY


@pytest.mark.parametrize("typed", ["a\0b", "\0", "a\ud800", "\udfff", "\ud83d then \ude00"])
def test_what_cant_be_kept_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_commitment(typed)
    assert refused.value.reason is Reason.UNREADABLE


def test_one_character_too_many_is_refused_with_the_count() -> None:
    with pytest.raises(Refused) as refused:
        read_commitment(f" {'x' * 281} ")
    assert refused.value.reason is Reason.TOO_LONG
    assert refused.value.facts == {"length": 281, "longest": LONGEST}


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_whatever_is_kept_is_trimmed_short_and_can_be_stored(typed: str) -> None:
    try:
        kept = read_commitment(typed)
    except Refused as refused:
        assert refused.reason in {Reason.EMPTY, Reason.TOO_LONG, Reason.UNREADABLE}  # noqa: PT017  either way is fine
        return
    assert kept == typed.strip()
    assert 1 <= len(kept) <= LONGEST
    assert kept.encode()
    assert "\0" not in kept
    assert read_commitment(kept) == kept
