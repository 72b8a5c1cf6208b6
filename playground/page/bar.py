"""The top of the page: the scenes, what the one on the desk is about, and the clock."""

import html
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from nicegui import ui

from playground.page.scenes import SCENES, Scene
from playground.page.window import Window, press


class StoryView:
    """The scenes, and what the one on the desk is about."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.desk = window.desk
        self._told: Scene | None = None
        self._scenes: dict[str, ui.html] = {}
        with ui.element("nav").classes("scenes").props("aria-label=Scenes"):
            for scene in SCENES:
                self._scenes[scene.name] = press(html.escape(scene.title), self._opener(scene))
        self._story = (
            ui.html("", sanitize=False, tag="section").classes("story").props("aria-label=Scene aria-live=polite")
        )

    def refresh(self) -> None:
        """Show the scene that is on the desk."""
        scene = self.desk.scene
        if scene is None or scene is self._told:
            return
        self._told = scene
        self._story.content = _story(scene)
        for name, button in self._scenes.items():
            button.props(f"aria-pressed={'true' if name == scene.name else 'false'}")

    def _opener(self, scene: Scene) -> Callable[[], object]:
        return lambda: self.window.attempt(self.desk.open(scene))


class ClockView:
    """What stays on top: the clock, what is under way, and the light."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.desk = window.desk
        with ui.element("header").classes("top"):
            with ui.element("div").classes("brand"):
                with ui.element("h1"):
                    ui.label("Stay on the Line")
                ui.label("The playground: two phones, a clock to wind, no Telegram").classes("sub")
            self._make_clock()
            _make_light()

    def refresh(self) -> None:
        """Show the time, and what can be done with it."""
        desk = self.desk
        self._busy.text = desk.doing or "" if desk.is_slow else ""
        self._clock.props(f"aria-busy={'true' if desk.doing else 'false'}")
        if not desk.is_set:
            return
        zone = ZoneInfo(desk.stage.zone)
        now = desk.now.astimezone(zone)
        self._time.text = f"{now:%H:%M}"
        self._date.text = f"{now:%A}, {now.day} {now:%B}, {zone.key.rpartition('/')[2]}"
        next_at = desk.next_at
        self._next.content = _next_words(next_at, zone, bot_runs=desk.bot_runs)
        is_idle = desk.bot_runs and next_at is None
        self._next.props(add="disabled" if is_idle else "", remove="" if is_idle else "disabled")
        self._next.classes(add="" if desk.bot_runs else "off", remove="off" if desk.bot_runs else "")
        self._slow.content = "❚❚ Pause" if desk.is_running else "▶ Slow motion"

    def _make_clock(self) -> None:
        with ui.element("section").classes("clock").props("aria-label=Clock") as self._clock:
            with ui.element("div").classes("face").props("role=timer"):
                self._time = ui.label().classes("time")
                self._date = ui.label().classes("date")
            with ui.element("div").classes("winding"):
                press("+15 min", lambda: self._wind(minutes=15))
                press("+1 h", lambda: self._wind(hours=1))
                self._next = press("To what is due", self._go_on)
                press("To the next morning", lambda: self.window.attempt(self.desk.wind_to_morning()))
                self._slow = press("▶ Slow motion", self._toggle)
            with ui.element("div").classes("state"):
                self._busy = ui.label().classes("busy").props("role=status")

    def _wind(self, **span: float) -> object:
        return self.window.attempt(self.desk.wind(timedelta(**span)))

    async def _go_on(self) -> None:
        """Wind to what is due next; without a bot nothing is, so that it is started first."""
        await self.window.attempt(self.desk.wind_to_next() if self.desk.bot_runs else self.desk.start_bot())

    async def _toggle(self) -> None:
        if self.desk.is_running:
            await self.window.attempt(self.desk.pause())
        else:
            self.desk.run()


def _make_light() -> None:
    """Make the switch between light and dark; until it is used, the machine's own setting holds."""
    light = ui.dark_mode(None)

    async def turn() -> None:
        light.value = not await ui.run_javascript("Quasar.Dark.isActive")

    press("◐", turn, classes="plain light", label="Switch between light and dark")


def _story(scene: Scene) -> str:
    """Return what the scene is about; what is worth trying is folded away in a narrow window."""
    tries = "<ul>" + "".join(f"<li>{html.escape(words)}</li>" for words in scene.tries) + "</ul>"
    return (
        f"<h2>{html.escape(scene.title)}</h2><p>{html.escape(scene.words)}</p>"
        f'<div class="tries wide"><h3>Worth trying</h3>{tries}</div>'
        f'<details class="tries narrow"><summary>Worth trying</summary>{tries}</details>'
    )


def _next_words(at: datetime | None, zone: ZoneInfo, *, bot_runs: bool) -> str:
    if not bot_runs:
        return "Start the bot"
    return "Nothing is due yet" if at is None else f"To what is due ({at.astimezone(zone):%H:%M})"
