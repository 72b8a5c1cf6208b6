"""One browser window: what is clicked in it is attempted, and what the desk shows is drawn anew when it changes."""

from collections.abc import Awaitable, Callable
from typing import Protocol
from zoneinfo import ZoneInfo

from nicegui import ui

from playground.page.desk import CantDo, Desk
from playground.page.rows import read_members
from playground.telegram import Person

LOOK_EVERY = 0.1
"""Seconds between two looks at the desk."""


class View(Protocol):
    """A part of the page."""

    def refresh(self) -> None:
        """Draw what has changed."""


class Window:
    """A client of the page. Everything in it is made, and refreshed, within its own NiceGUI client."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.views: list[View] = []
        self._seen = (-1, False)
        self._zones: dict[int, ZoneInfo] = {}

    def begin(self) -> None:
        """Show the desk, and follow it from now on."""
        self.refresh()
        ui.timer(LOOK_EVERY, self.refresh)

    def refresh(self) -> None:
        """Draw what has changed since the last look."""
        state = self.desk.version, self.desk.is_slow
        if self._seen == state:
            return
        self._seen = state
        members = read_members(self.desk.database) if self.desk.is_set else []
        self._zones = {member.account_id: member.zone for member in members if member.zone is not None}
        for view in self.views:
            view.refresh()

    def zone_of(self, person: Person | None) -> ZoneInfo:
        """Return the zone in which somebody lives, as they have told the bot; until then, the stage's."""
        if person is not None and person.id in self._zones:
            return self._zones[person.id]
        return ZoneInfo(self.desk.stage.zone if self.desk.is_set else "UTC")

    async def attempt(self, work: Awaitable[object]) -> bool:
        """Do something, or say why it can't be done; tell which of the two it was."""
        try:
            await work
        except CantDo as refusal:
            notify(str(refusal))
            return False
        finally:
            self.refresh()
        return True


def notify(words: str) -> None:
    """Say something that concerns nobody's phone."""
    ui.notify(words, position="top", timeout=6000, close_button="OK", classes="note")


def press(words: str, do: Callable[[], object], *, classes: str = "", label: str | None = None) -> ui.html:
    """Make a button that calls `do`; `words` are HTML, and `label` is for those who don't see them."""
    button = ui.html(words, sanitize=False, tag="button").props("type=button").classes(classes)
    if label is not None:
        button.props(f'aria-label="{label}"')
    button.on("click", do)
    return button
