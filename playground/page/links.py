"""What opens over a chat: where a link leads, a profile, to whom something is sent, which place is shared."""

from __future__ import annotations

import contextlib
import html
from functools import partial
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs

from nicegui import ui

from playground.page.markup import split_url
from playground.page.window import press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playground.page.desk import Desk
    from playground.telegram import Bot, Group, Person

PLACES = {
    "Berlin": (52.52, 13.405),
    "New York": (40.7128, -74.006),
    "Auckland": (-36.8485, 174.7633),
    "Kathmandu": (27.7172, 85.324),
    "In the middle of the Pacific": (0.0, -140.0),
}


class Surface(Protocol):
    """The chat over which something opens."""

    desk: Desk

    def over(self) -> ui.element:
        """Return what dialogs belong to."""

    def toast(self, words: str) -> None:
        """Show a few words for a moment."""

    async def attempt(self, deed: Callable[[], object]) -> bool:
        """Let the viewer do something, or say why it can't be done; tell which of the two it was."""


async def open_url(chat: Surface, viewer: Person, url: str) -> None:
    """Do what a phone does with a link; what leads out of Telegram opens a window."""
    parts = split_url(url)
    query = parse_qs(parts.query, keep_blank_values=True)
    if parts.scheme in {"http", "https"} and parts.hostname not in {"t.me", "telegram.me"}:
        ui.navigate.to(url, new_tab=True)
    elif not parts.scheme:
        chat.toast("This link leads nowhere.")
    elif parts.path.startswith("/share/") and query.get("url"):
        choose_receiver(chat, viewer, query["url"][0])
    elif parts.netloc == "user":
        show_profile(chat, chat.desk.person(_number(query.get("id", [""])[0])))
    elif "startgroup" in query:
        group = chat.desk.group or chat.desk.make_group()
        await chat.attempt(lambda: viewer.open_link(url, group))
    elif (person := chat.desk.person(parts.path.strip("/"))) is not None:
        show_profile(chat, person)
    else:
        await chat.attempt(lambda: viewer.open_link(url))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


async def pass_link(chat: Surface, viewer: Person, url: str) -> None:
    """Let the other person on the desk open a link, or ask which one."""
    others = [person for person in chat.desk.people if person is not viewer]
    if len(others) == 1:
        await _open_for(chat, others[0], url)
    else:
        choose_receiver(chat, viewer, url)


def choose_receiver(chat: Surface, viewer: Person, url: str) -> None:
    """Ask to whom a link is sent; they open it at once."""
    with chat.over(), _sheet("Send the invitation to") as dialog:
        ui.label("Whoever gets it opens it right away.")
        for person in chat.desk.people:
            if person is not viewer:
                _choice(dialog, html.escape(person.first_name), partial(_open_for, chat, person, url))


def show_profile(chat: Surface, person: Person | None) -> None:
    """Show somebody's profile, from which a phone would call them."""
    with chat.over(), _sheet("Nobody" if person is None else person.first_name) as dialog:
        if person is None:
            ui.label("There is nobody of that name on this desk.")
            return
        ui.label(f"@{person.username}" if person.username else "No username")
        rings = f"It rings at {person.first_name}'s. The two talk now; the bot has no part in it."
        _choice(dialog, "📞 Call", partial(chat.toast, rings))


def show_alert(words: str) -> None:
    """Show what a button was answered with so that it has to be put away."""
    with _sheet("Stay on the Line"):
        ui.label(words)


def ask_where(chat: Surface, viewer: Person, where: Bot | Group) -> None:
    """Ask for the place to share."""
    with chat.over(), _sheet("Share a location") as dialog:
        for name, (lat, lon) in PLACES.items():
            share = partial(viewer.send_location, where, lat, lon)
            _choice(dialog, name, partial(chat.attempt, share))


@contextlib.contextmanager
def _sheet(title: str) -> Iterator[ui.dialog]:
    """Open a dialog with a title and a way out."""
    with ui.dialog(value=True) as dialog, ui.card().classes("sheet"):
        dialog.on("hide", dialog.delete)
        dialog.props["aria-label"] = title
        with ui.element("div").classes("title"):
            with ui.element("h2"):
                ui.label(title)
            press("×", dialog.close, classes="plain", label="Close")
        yield dialog


def _choice(dialog: ui.dialog, words: str, do: Callable[[], object]) -> None:
    """Offer something that closes the dialog and is done then."""

    def choose() -> object:
        dialog.close()
        return do()

    press(words, choose, classes="choice")


async def _open_for(chat: Surface, person: Person, url: str) -> None:
    await chat.attempt(lambda: person.open_link(url))
    chat.toast(f"{person.first_name} opens it")
