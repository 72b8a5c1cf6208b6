"""The group of the two: who writes in it now, who is in it, and what becomes of it."""

import html
from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from nicegui import ui

from playground.page.chat import ChatView
from playground.page.phone import commands, with_count
from playground.page.window import Window, press
from playground.telegram import Command, Group, Person

THIRD = "Cleo"


class GroupView(ChatView):
    """The group, as the one sees it who is chosen to write."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, label="The group")
        self._chosen: int | None = None
        self._offered: list[tuple[int, bool, bool]] = []
        with self._pane:
            self._make_head()
            self._empty = ui.element("div").classes("empty")
            with self._empty:
                ui.label("Some pairs share a group with friends.")
                press("Make a group for the two", self._make, classes="choice")
            self.make_log()
            self.make_composer()

    @property
    def viewer(self) -> Person | None:
        """Who writes here."""
        group = self.where
        if group is None or not group.members:
            return None
        return next((member for member in group.members if member.id == self._chosen), group.members[0])

    @property
    def where(self) -> Group | None:
        """The group, if there is one."""
        return self.desk.group if self.desk.is_set else None

    def zone(self) -> ZoneInfo:
        """Return the zone of the one who writes."""
        return self.window.zone_of(self.viewer)

    def caption(self) -> str:
        """Return what the group is called here, and how much is unread."""
        group, viewer = self.where, self.viewer
        return with_count("Group", 0 if group is None or viewer is None else self.desk.unread(viewer, group))

    def refresh(self) -> None:
        """Show the group as it is now."""
        super().refresh()
        group, viewer = self.where, self.viewer
        self._empty.set_visibility(group is None)
        self.composer.set_visibility(viewer is not None)
        self._more.set_visibility(group is not None)
        self._refresh_writers(group, viewer)
        if group is None or viewer is None:
            self._title.text, self._members.text, self._count.text = "Their group", "not made yet", ""
            return
        self._title.text = group.title
        bots = "with the bot" if group.bots() else "without the bot"
        kind = "supergroup" if group.is_super else "group"
        self._members.text = f"{kind} of {len(group.members)}, {bots}"
        unread = self.desk.unread(viewer, group)
        self._count.text = str(unread) if unread else ""

    def _make_head(self) -> None:
        with ui.element("header"):
            ui.label("👥").classes("avatar").props("aria-hidden=true")
            with ui.element("div").classes("names"):
                with ui.element("h2"):
                    self._title = ui.label()
                self._members = ui.label().classes("local")
            with ui.button(icon="more_vert").props('flat dense round aria-label="Group options"') as self._more:
                self._menu = ui.menu().props("auto-close")
                self._menu.on("before-show", self._fill_more)
            with ui.element("span").classes("bell"):
                ui.icon("notifications").props("aria-hidden=true")
                self._count = ui.label().classes("count")
        self._writers = ui.element("div").classes("writers").props('role=group aria-label="Who writes in the group"')

    def _refresh_writers(self, group: Group | None, viewer: Person | None) -> None:
        has_bot = group is not None and self.desk.bot in group.bots()
        offered = [] if group is None else [(member.id, member is viewer, has_bot) for member in group.members]
        if offered == self._offered:
            return
        self._offered = offered
        self._writers.clear()
        with self._writers:
            if group is not None:
                ui.label("Write as")
            for member in [] if group is None else group.members:
                button = press(html.escape(member.first_name), partial(self._choose, member), classes="who")
                button.props(f"aria-pressed={'true' if member is viewer else 'false'}")
            if group is not None and viewer is not None and not has_bot:
                press("Add the bot", partial(self.attempt, partial(group.add, self.desk.bot, viewer)), classes="who")

    def _choose(self, member: Person) -> None:
        self._chosen = member.id
        self.refresh()

    async def _make(self) -> None:
        await self.window.attempt(self.desk.do(self.desk.make_group))

    def _fill_more(self) -> None:
        group, viewer = self.where, self.viewer
        self._menu.clear()
        if group is None or viewer is None:
            return
        bot = self.desk.bot
        with self._menu:
            if bot in group.bots():
                self._item("Remove the bot", lambda: group.remove(bot, viewer))
            else:
                self._item("Add the bot", lambda: group.add(bot, viewer))
            if not any(member.first_name == THIRD for member in group.members):
                self._item(f"Add a friend, {THIRD}", lambda: self._add_third(group, viewer))
            self._item(f"{viewer.first_name} leaves", lambda: group.leave(viewer))
            if not group.is_super:
                self._item("Make it a supergroup", lambda: group.upgrade(viewer))
            self._item("Delete the group", group.delete)

    def _item(self, words: str, deed: Callable[[], object]) -> None:
        ui.menu_item(words, partial(self.attempt, deed))

    def _add_third(self, group: Group, viewer: Person) -> None:
        third = next((person for person in self.desk.people if person.first_name == THIRD), None)
        group.add(third or self.desk.stage.server.add_person(THIRD), viewer)

    def make_menus(self) -> None:
        """Make the menu of commands."""
        with ui.button("/").props('flat dense aria-label="Commands"').classes("menu"):
            self._commands = ui.menu().props("auto-close")
            self._commands.on("before-show", self._fill_commands)

    def _fill_commands(self) -> None:
        viewer = self.viewer
        self._commands.clear()
        if viewer is None:
            return
        with self._commands:
            for command in commands(self.desk.bot, viewer, "all_group_chats"):
                with ui.menu_item(on_click=partial(self._command, command)).props("role=menuitem"):
                    ui.label(f"/{command.command}").classes("command")
                    ui.label(command.description)

    async def _command(self, command: Command) -> None:
        group, viewer = self.where, self.viewer
        if group is not None and viewer is not None:
            await self.attempt(lambda: viewer.send(group, f"/{command.command}@{self.desk.bot.username}"))
