"""The page, and the server that has it and Telegram at one address."""

from functools import partial
from pathlib import Path

from fastapi import FastAPI
from nicegui import ui

from playground.page.bar import ClockView, StoryView
from playground.page.desk import Desk
from playground.page.group import GroupView
from playground.page.hood import HoodView
from playground.page.phone import PhoneView
from playground.page.window import Window, press
from playground.telegram.listener import Listener

TITLE = "Stay on the Line: the playground"
LOOK = Path(__file__).parent / "look.css"
PANES = ("left", "right", "group")


class PanesView:
    """The two phones and the group; a narrow window shows one of them at a time."""

    def __init__(self, window: Window) -> None:
        self._desk = window.desk
        self._tabs: list[ui.html] = []
        with ui.element("nav").classes("tabs").props("aria-label=Phones"):
            for number, _ in enumerate(PANES):
                self._tabs.append(press("", partial(self._show, number)))
        with ui.element("div").classes("panes") as self._panes:
            self._views = (PhoneView(window, 0), PhoneView(window, 1), GroupView(window))
        self._show(0)

    def refresh(self) -> None:
        """Show all three as they are now; while a scene is being set, the one before stays."""
        if not self._desk.is_set:
            return
        has_group = self._desk.group is not None
        self._panes.classes(add="has-group" if has_group else "", remove="" if has_group else "has-group")
        for view, tab in zip(self._views, self._tabs, strict=True):
            view.refresh()
            if tab.content != view.caption():
                tab.content = view.caption()

    def _show(self, number: int) -> None:
        self._panes.classes(remove=" ".join(f"shows-{other}" for other in PANES), add=f"shows-{PANES[number]}")
        for place, tab in enumerate(self._tabs):
            tab.props(f"aria-pressed={'true' if place == number else 'false'}")


def build(listener_folder: Path) -> tuple[Listener, Desk]:
    """Return what serves the page, not listening yet, and the desk that it shows."""
    server = FastAPI(openapi_url=None)
    listener = Listener(server)
    desk = Desk(listener_folder, listener)

    @ui.page("/")
    def show() -> None:
        ui.add_css(LOOK.read_text(encoding="utf-8"))
        window = Window(desk)
        clock = ClockView(window)
        with ui.element("div").classes("desk"):
            window.views = [clock, StoryView(window), PanesView(window)]
        window.views.append(HoodView(window))
        window.begin()

    ui.run_with(
        server, title=TITLE, favicon="📞", dark=None, tailwind=False, show_welcome_message=False, language="en-GB"
    )
    return listener, desk
