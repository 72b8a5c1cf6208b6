"""A phone with the bot's private chat open: whose it is, what time it is there, the bell, and what can be sent."""

import html
from collections.abc import Callable
from functools import partial
from typing import TypeAlias
from zoneinfo import ZoneInfo

from nicegui import ui

from playground.page.chat import ChatView
from playground.page.window import Window, press
from playground.telegram import Bot, Command, Person

SEATS = 2
"""So many phones there is room for."""
Deed: TypeAlias = Callable[[Person, Bot], object]

SENDINGS: dict[str, Deed] = {
    "A sticker": Person.send_sticker,
    "A voice message": Person.send_voice,
    "A picture": Person.send_photo,
    "A file": Person.send_document,
    "My contact card": Person.send_contact,
}
"""What can be sent besides text and places."""


def commands(bot: Bot, person: Person, scope: str | None = None) -> list[Command]:
    """Return the menu that a person's client shows: the scope's if there is one, in their language if there is."""
    for of in (scope, None):
        for language in (person.language_code, None):
            if found := bot.commands(language, of):
                return found
    return []


def with_count(name: str, unread: int) -> str:
    """Return a name for a tab, with the number of what is unread, as HTML."""
    return html.escape(name) + (f' <span class="count">{unread}</span>' if unread else "")


class PhoneView(ChatView):
    """One of the two phones; whose it is can be chosen once there are more than two people."""

    def __init__(self, window: Window, seat: int) -> None:
        super().__init__(window, label="A phone")
        self._seat = seat
        self._chosen: int | None = None
        self._offered: list[tuple[int, bool]] = []
        with self._pane:
            self._make_head()
            self.make_log()
            self.make_composer()
            self._start = press("START", self._press_start, classes="start")

    @property
    def viewer(self) -> Person | None:
        """Whose phone it is."""
        if not self.desk.is_set:
            return None
        people = self.desk.people
        chosen = next((person for person in people if person.id == self._chosen), None)
        return chosen or (people[self._seat] if self._seat < len(people) else None)

    @property
    def where(self) -> Bot | None:
        """The bot's chat."""
        return self.desk.bot if self.desk.is_set else None

    def zone(self) -> ZoneInfo:
        """Return the zone that its owner has told the bot, or else the stage's."""
        return self.window.zone_of(self.viewer)

    def caption(self) -> str:
        """Return the owner's name, and how much is unread."""
        viewer, bot = self.viewer, self.where
        return "" if viewer is None or bot is None else with_count(viewer.first_name, self.desk.unread(viewer, bot))

    def refresh(self) -> None:
        """Show the phone as it is now."""
        super().refresh()
        viewer, bot = self.viewer, self.where
        if viewer is None or bot is None:
            return
        self._refresh_head(viewer, bot)
        self._refresh_entrance(viewer, bot)

    def _make_head(self) -> None:
        with ui.element("header"):
            self._avatar = ui.label().classes("avatar").props("aria-hidden=true")
            with ui.element("div").classes("names"):
                with ui.element("h2"):
                    self._owner = ui.label()
                self._clock = ui.label().classes("local")
            self._others = ui.element("div").classes("others")
            with ui.element("span").classes("bell").props('role=status title="Rang since this phone was touched"'):
                ui.icon("notifications").props("aria-hidden=true")
                self._count = ui.label().classes("count")
                self._bell_words = ui.label().classes("unseen")

    def _refresh_head(self, viewer: Person, bot: Bot) -> None:
        name = viewer.first_name
        self._pane.props(f'''aria-label="{html.escape(name)}'s phone"''')
        self._avatar.text = name[0]
        self._owner.text = f"{name}'s phone"
        zone = self.zone()
        self._clock.text = (
            f"{self.desk.now.astimezone(zone):%a %H:%M} · {zone.key.rpartition('/')[2].replace('_', ' ')}"
        )
        unread = self.desk.unread(viewer, bot)
        self._count.text = str(unread) if unread else ""
        self._bell_words.text = f"{unread} unread on {name}'s phone" if unread else "nothing unread"
        self._refresh_others(viewer)

    def _refresh_others(self, viewer: Person) -> None:
        """Offer the phones of more people than the desk has places for."""
        others = self.desk.people if len(self.desk.people) > SEATS else []
        shown = [(person.id, person is viewer) for person in others]
        if self._offered == shown:
            return
        self._offered = shown
        self._others.clear()
        with self._others:
            for person in others:
                button = press(html.escape(person.first_name), partial(self._choose, person), classes="who")
                button.props(f"aria-pressed={'true' if person is viewer else 'false'}")

    def _choose(self, person: Person) -> None:
        self._chosen = person.id
        self.refresh()

    def _refresh_entrance(self, viewer: Person, bot: Bot) -> None:
        """Show the button by which a chat begins, or begins again, in place of the line to type in."""
        chat = self.desk.stage.server.world.private_chat(bot, viewer)
        is_open = bool(chat.messages) and not chat.is_blocked
        self._start.content = "RESTART" if chat.is_blocked else "START"
        self._start.set_visibility(not is_open)
        self.composer.set_visibility(is_open)
        self._keys.set_visibility(is_open)
        about = bot.description(viewer.language_code)
        hint = "" if chat.messages else f'<p class="about">{html.escape(about)}</p>'
        if self._about.content != hint:
            self._about.content = hint

    def make_log(self) -> None:
        """Make the place of the messages, with what an empty chat says of the bot."""
        self._about = ui.html("", sanitize=False)
        super().make_log()

    def make_menus(self) -> None:
        """Make the menu of commands, and that of everything else that can be sent."""
        with ui.button("Menu").props("flat dense no-caps").classes("menu"):
            self._menu = ui.menu().props("auto-close")
            self._menu.on("before-show", self._fill_menu)
        clip = ui.button(icon="attach_file").props('flat dense round aria-label="More to send"')
        with clip, ui.menu().props("auto-close"):
            for words, deed in SENDINGS.items():
                ui.menu_item(words, partial(self._with_bot, deed))
            ui.menu_item("A location", self.share_place)
            ui.separator()
            ui.menu_item("Block the bot", partial(self._with_bot, Person.block))

    def _fill_menu(self) -> None:
        viewer, bot = self.viewer, self.where
        self._menu.clear()
        if viewer is None or bot is None:
            return
        with self._menu:
            for command in commands(bot, viewer):
                with ui.menu_item(on_click=partial(self._command, command)).props("role=menuitem"):
                    ui.label(f"/{command.command}").classes("command")
                    ui.label(command.description)

    async def _command(self, command: Command) -> None:
        await self._with_bot(lambda viewer, bot: viewer.send(bot, f"/{command.command}"))

    async def _press_start(self) -> None:
        await self._with_bot(lambda viewer, bot: viewer.open(bot))

    async def _with_bot(self, deed: Deed) -> None:
        viewer, bot = self.viewer, self.where
        if viewer is not None and bot is not None:
            await self.attempt(lambda: deed(viewer, bot))
