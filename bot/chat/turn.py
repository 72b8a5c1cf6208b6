"""What a handler receives: one thing that one person did."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat.buttons import Payload
from bot.domain.phone import Contact
from bot.services.act import Act
from bot.services.means import Means


@dataclass(frozen=True, slots=True)
class Turn:
    """An act with what came along: the text or the payload, whichever it was."""

    act: Act
    text: str
    """What was typed; behind a command, its argument."""
    payload: Payload | None
    """What the tapped button carried."""
    reply_to: int | None
    """The message that the text answers."""
    location: tuple[float, float] | None
    """The latitude and longitude that were shared."""
    can_copy: bool
    """What was sent besides text can be sent on to somebody else."""
    means: Means
    contact: Contact | None = None
    """The contact card that was sent."""

    @property
    def tapped(self) -> Payload:
        """What the tapped button carried; `LookupError` for a text."""
        if self.payload is None:
            raise LookupError("nothing was tapped")
        return self.payload


Handler = Callable[[Turn], Awaitable[None]]
