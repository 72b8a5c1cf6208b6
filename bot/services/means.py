"""What handlers hand on to services beside the act itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.domain.registration import Admission
from bot.services.ports import Places, Vault


class ReadDate(Protocol):
    """Reads a date as people type it."""

    def __call__(self, text: str, *, language: str, today: date) -> date | None:
        """Return the date that somebody means whose date is `today`; None for what is no date."""


@dataclass(frozen=True, slots=True)
class Means:
    """What the app gives to those who deal with people."""

    admission: Admission
    """Who may come, and start pairs."""
    new_token: Callable[[], str]
    """Makes up an unguessable token of an invite."""
    places: Places
    read_date: ReadDate
    first_words: Callable[[str], str]
    """The agreed words that every pair has at first, by the tag of a language."""
    confirms_deletion: Callable[[str], bool]
    """Tells whether a text is the word, in any language, by which somebody confirms that everything goes."""
    vault: Vault | None = None
    """Seals phone numbers; None where there is no key, and numbers are not asked for."""
