"""Inviting, accepting, leaving."""

from collections.abc import Mapping

from bot.chat.buttons import Action
from bot.chat.turn import Handler, Turn
from bot.domain.pair import InviteId, PairId
from bot.services import pairing


async def invite(turn: Turn) -> None:
    """`/invite`, and its button."""
    await pairing.invite(turn.act, turn.means.admission, turn.means.new_token)


async def withdraw(turn: Turn) -> None:
    """Withdraw it."""
    await pairing.withdraw(turn.act, InviteId(turn.tapped.number()))


async def show_qr(turn: Turn) -> None:
    """QR code."""
    await pairing.show_qr(turn.act, InviteId(turn.tapped.number()))


async def accept(turn: Turn) -> None:
    """Yes to the pact."""
    await pairing.accept(turn.act, turn.means.admission, turn.tapped.word())


async def decline(turn: Turn) -> None:
    """No to the pact."""
    await pairing.decline(turn.act, turn.tapped.word())


async def wish(turn: Turn) -> None:
    """Ask for a new one."""
    await pairing.wish_for_another(turn.act, turn.means.admission, turn.tapped.word())


async def leave(turn: Turn) -> None:
    """`/leave`."""
    await pairing.ask_to_leave(turn.act)


async def confirm_leaving(turn: Turn) -> None:
    """Leave the pact: the first tap."""
    await pairing.confirm_leaving(turn.act, PairId(turn.tapped.number()))


async def stay(turn: Turn) -> None:
    """Stay."""
    await pairing.stay(turn.act)


async def go_on_alone(turn: Turn) -> None:
    """Leave the pact, keep the check-ins."""
    await pairing.leave(turn.act, PairId(turn.tapped.number()), goes_on_alone=True)


async def stop(turn: Turn) -> None:
    """Leave the pact, stop the check-ins."""
    await pairing.leave(turn.act, PairId(turn.tapped.number()), goes_on_alone=False)


async def part_and_invite(turn: Turn) -> None:
    """Leave the pact with somebody silent, keep the check-ins, invite somebody else."""
    await pairing.part_and_invite(turn.act, turn.means, PairId(turn.tapped.number()))


COMMANDS: Mapping[str, Handler] = {"invite": invite, "leave": leave}
BUTTONS: Mapping[Action, Handler] = {
    Action.INVITE: invite,
    Action.WITHDRAW: withdraw,
    Action.SHOW_QR: show_qr,
    Action.ACCEPT: accept,
    Action.DECLINE: decline,
    Action.WISH: wish,
    Action.LEAVE: confirm_leaving,
    Action.STAY: stay,
    Action.GO_ON_ALONE: go_on_alone,
    Action.STOP: stop,
    Action.PART_AND_INVITE: part_and_invite,
}
