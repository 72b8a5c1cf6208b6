"""Who may accept an invite, and who is whose partner."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import Reason, Refused
from bot.domain.member import MemberId
from bot.domain.pair import Invite, InviteId, InviteState, Pair, PairId, closed_reason

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANA, BEN, CEM, DIA = (MemberId(number) for number in (1, 2, 3, 4))


def invite(state: InviteState = InviteState.OPEN, *, age: timedelta = timedelta(0)) -> Invite:
    return Invite(InviteId(1), "token", ANA, NOW - age, state)


def pair(*members: MemberId) -> Pair:
    first, second = members
    return Pair(PairId(1), (first, second), NOW, None)


def refusal(
    offered: Invite, *, by: MemberId = BEN, own_pair: Pair | None = None, inviter_pair: Pair | None = None
) -> Reason:
    with pytest.raises(Refused) as refused:
        offered.check_acceptance(by=by, now=NOW, own_pair=own_pair, inviter_pair=inviter_pair)
    return refused.value.reason


def test_an_open_invite_can_be_accepted_until_its_last_moment() -> None:
    offered = invite(age=timedelta(days=7) - timedelta(seconds=1))
    offered.check_acceptance(by=BEN, now=NOW, own_pair=None, inviter_pair=None)
    assert offered.is_open(NOW)


def test_nobody_accepts_their_own_invite() -> None:
    assert refusal(invite(), by=ANA) is Reason.OWN_INVITE


@pytest.mark.parametrize("state", list(InviteState))
def test_two_who_are_partners_are_told_so_whatever_became_of_the_invite(state: InviteState) -> None:
    together = pair(ANA, BEN)
    assert refusal(invite(state), own_pair=together, inviter_pair=together) is Reason.ALREADY_PARTNERS


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (InviteState.ACCEPTED, Reason.INVITE_USED),
        (InviteState.DECLINED, Reason.INVITE_USED),
        (InviteState.WITHDRAWN, Reason.INVITE_WITHDRAWN),
        (InviteState.VOID, Reason.INVITE_VOID),
        (InviteState.EXPIRED, Reason.INVITE_OLD),
    ],
)
def test_a_settled_invite_says_what_became_of_it(state: InviteState, reason: Reason) -> None:
    assert refusal(invite(state)) is reason


def test_an_invite_ends_after_seven_days() -> None:
    assert refusal(invite(age=timedelta(days=7))) is Reason.INVITE_OLD


def test_nobody_accepts_while_in_a_pair() -> None:
    assert refusal(invite(), own_pair=pair(BEN, CEM)) is Reason.ALREADY_PAIRED


def test_an_inviter_who_found_somebody_else_cant_be_joined() -> None:
    assert refusal(invite(), inviter_pair=pair(DIA, ANA)) is Reason.INVITE_VOID


def test_an_open_invite_has_no_reason_to_be_closed() -> None:
    with pytest.raises(ValueError, match="is open"):
        closed_reason(invite(), NOW)


def test_each_of_two_is_the_others_partner_and_nobody_else_is() -> None:
    together = pair(ANA, BEN)
    assert (together.partner_of(ANA), together.partner_of(BEN)) == (BEN, ANA)
    with pytest.raises(ValueError, match="not in pair"):
        together.partner_of(CEM)
