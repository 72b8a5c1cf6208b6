"""By which way somebody is called, and what goes before the ask to call them."""

from collections.abc import Iterable, Iterator, Mapping

from bot.domain.kinds import Kind
from bot.domain.member import CallWay
from bot.domain.notices import Notice, Party

ASKS_TO_CALL = frozenset({Kind.CALL_NUDGE, Kind.BOTH_MISSED})
"""What asks somebody to call the other now."""


def way_taken(chosen: CallWay, *, has_number: bool, has_room: bool) -> CallWay:
    """Return the way that can be taken: the chosen one, or by the profile while there is no number or no room."""
    match chosen:
        case CallWay.PHONE if has_number:
            return CallWay.PHONE
        case CallWay.ROOM if has_room:
            return CallWay.ROOM
        case _:
            return CallWay.PROFILE


def with_cards(notices: Iterable[Notice], chosen: Mapping[Party, CallWay]) -> Iterator[Notice]:
    """Put a contact card before each ask to call somebody who chose their number; a day has one for each of the two.

    Right before, so that the ask stays the last message of the chat.
    """
    for notice in notices:
        if notice.kind in ASKS_TO_CALL and chosen.get(notice.to.other) is CallWay.PHONE:
            yield Notice(Kind.CALL_CONTACT, notice.to)
        yield notice
