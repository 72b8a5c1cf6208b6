"""A phone number as somebody shares it."""

import re
from dataclasses import dataclass, field

from bot.domain.errors import Reason, Refused

_NUMBER = re.compile(r"[0-9]{5,20}", re.ASCII)
_BETWEEN = re.compile(r"[ ()./-]")


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact card that was sent."""

    account_id: int | None
    """The Telegram account behind the number; None for one that has none, or that the sender may not see."""
    number: str = field(repr=False)
    is_forwarded: bool = False

    def is_own(self, account_id: int) -> bool:
        """Tell whether somebody with this account has shared their own number, and has done so themselves."""
        return self.account_id == account_id and not self.is_forwarded


def read_number(number: str) -> str:
    """Return a number as it is dialled from anywhere: `+` and digits. Telegram gives it with or without the `+`."""
    digits = _BETWEEN.sub("", number).removeprefix("+")
    if not _NUMBER.fullmatch(digits):
        raise Refused(Reason.NOT_OWN_NUMBER)
    return f"+{digits}"
