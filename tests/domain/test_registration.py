"""Who may come, and who may start a pair, under each of the three rules."""

from dataclasses import replace

import pytest

from bot.domain.errors import Reason, Refused
from bot.domain.member import Member, Standing
from bot.domain.registration import Admission, Registration
from tests.db.rows import newcomer

ADMIN = 700
OPEN, INVITED, CLOSED = Registration
COMERS = [
    # rule, standing, is admin: may come, may start a pair
    (OPEN, Standing.VISITOR, False, None, None),
    (OPEN, Standing.ACTIVE, False, None, None),
    (INVITED, Standing.VISITOR, False, Reason.BY_INVITE_ONLY, Reason.BY_INVITE_ONLY),
    (INVITED, Standing.VISITOR, True, None, None),
    (INVITED, Standing.RESTING, False, None, None),
    (INVITED, Standing.ACTIVE, False, None, None),
    (CLOSED, Standing.VISITOR, False, Reason.CLOSED, Reason.CLOSED),
    (CLOSED, Standing.VISITOR, True, None, None),
    (CLOSED, Standing.RESTING, False, None, Reason.CLOSED),
    (CLOSED, Standing.ACTIVE, False, None, Reason.CLOSED),
    (CLOSED, Standing.ACTIVE, True, None, None),
]


@pytest.mark.parametrize(("rule", "standing", "is_admin", "coming", "inviting"), COMERS)
def test_who_may_come_and_who_may_invite(
    rule: Registration, standing: Standing, is_admin: bool, coming: Reason | None, inviting: Reason | None
) -> None:
    member = replace(newcomer(ADMIN if is_admin else 701), standing=standing)
    admission = Admission(rule, frozenset({ADMIN}))
    assert refusal_of_coming(admission, member) is coming
    assert refusal_of_inviting(admission, member) is inviting


def test_without_a_rule_the_door_is_open() -> None:
    Admission().check_coming(replace(newcomer(), standing=Standing.VISITOR))


def refusal_of_coming(admission: Admission, member: Member) -> Reason | None:
    try:
        admission.check_coming(member)
    except Refused as refusal:
        return refusal.reason
    return None


def refusal_of_inviting(admission: Admission, member: Member) -> Reason | None:
    try:
        admission.check_inviting(member)
    except Refused as refusal:
        return refusal.reason
    return None
