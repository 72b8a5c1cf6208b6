"""One chat on a phone: its messages, what is typed, and what becomes of each click in it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any

from nicegui import ui

from playground.page.links import ask_where, open_url, pass_link, show_alert, show_profile
from playground.page.markup import date_pill, escape, message_html
from playground.page.window import Window, press
from playground.telegram import Bot, Button, Group, Message, Person
from playground.telegram.formatting import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from nicegui.events import GenericEventArguments

TOAST_SECONDS = 4.0
CLICK = """(event) => {
  const found = event.target.closest('[data-do]');
  if (found) emit(found.dataset.do, found.dataset.of);
}"""
FOCUS = "() => emit()"
SCROLLED = "(event) => event.target.parentElement.classList.toggle('is-up', event.target.scrollTop < -80)"
_BOT_IS_OFF = "Nothing happens: the bot is not running."


class ChatView(ABC):
    """A chat as one person sees it. `where` and `viewer` may change, and the view follows."""

    def __init__(self, window: Window, label: str) -> None:
        self.window = window
        self.desk = window.desk
        self._shown: dict[int, Message] = {}
        self._drawn: dict[int, ui.html] = {}
        self._look: object = None
        self._toast_end: ui.timer | None = None
        self._target: tuple[str, Message] | None = None
        self._pane = ui.element("section").classes("phone").props(f'aria-label="{label}"')
        self._pane.on("focusin", self._read, js_handler=FOCUS, throttle=0.5)
        self._pane.on("click", self._read, js_handler=FOCUS, throttle=0.5)

    # What a chat is, said by those that follow

    @property
    @abstractmethod
    def viewer(self) -> Person | None:
        """Who holds the phone."""

    @property
    @abstractmethod
    def where(self) -> Bot | Group | None:
        """Which chat is open on it."""

    @abstractmethod
    def caption(self) -> str:
        """Return what stands on the tab of the chat, as HTML."""

    @abstractmethod
    def zone(self) -> ZoneInfo:
        """Return the zone in which the phone shows times."""

    # Making

    def make_log(self) -> None:
        """Make the place of the messages."""
        press("To the message field", self._focus_line, classes="skip")
        with ui.element("div").classes("window"):
            self._history = ui.element("div").classes("history")
            self._history.props("tabindex=0 role=log aria-live=polite aria-label=Messages")
            self._history.on("scroll", js_handler=SCROLLED)
            with self._history:
                self._log = ui.element("div").classes("log")
                self._log.on("click", self._click, js_handler=CLICK)
            press("↓", self.to_newest, classes="newest", label="To the newest message")
        self._toast = ui.label().classes("toast").props("role=status")

    def make_composer(self) -> None:
        """Make what is below the messages: what is replied to, the line to type in, and the keys."""
        with ui.element("div").classes("target") as self._target_bar:
            self._target_words = ui.label()
            press("×", self._drop_target, classes="plain", label="Never mind")
        with ui.element("div").classes("composer") as self.composer:
            self.make_menus()
            self._input = (
                ui.textarea(placeholder="Message")
                .props("autogrow borderless dense rows=1 aria-label=Message")
                .classes("typed")
            )
            self._input.on("keydown.enter.exact.prevent", self.send)
            self._input.on("keydown.escape", self._drop_target)
            press("➤", self.send, classes="send", label="Send")
        self._keys = ui.html("", sanitize=False).classes("keyboard")
        self._keys.on("click", self._click, js_handler=CLICK)

    @abstractmethod
    def make_menus(self) -> None:
        """Make what stands left of the line to type in."""

    # Showing

    def refresh(self) -> None:
        """Show the chat as it is now."""
        viewer, where = self.viewer, self.where
        messages = [] if viewer is None or where is None else viewer.chat(where)
        look = (viewer, messages[0].chat if messages else where, self.zone())
        if look != self._look:
            self._look = look
            self._log.clear()
            self._shown.clear()
            self._drawn.clear()
            self._target = None
            self._input.value = ""
            self.to_newest()
        self._draw(messages)
        self._draw_keys()
        self._target_bar.set_visibility(self._target is not None)

    def _draw(self, messages: list[Message]) -> None:
        for number in self._shown.keys() - {message.id for message in messages}:
            self._drawn.pop(number).delete()
            del self._shown[number]
        before: Message | None = None
        with self._log:
            for message in messages:
                if self._shown.get(message.id) is not message:
                    self._draw_one(message, before)
                before = message

    def _draw_one(self, message: Message, before: Message | None) -> None:
        viewer = self.viewer
        if viewer is None:
            return
        zone = self.zone()
        is_new_date = before is None or before.date.astimezone(zone).date() != message.date.astimezone(zone).date()
        pill = date_pill(message.date, zone) if is_new_date else ""
        content = pill + message_html(message, viewer, zone, picture=self._content(message))
        if message.id in self._drawn:
            self._drawn[message.id].content = content
        else:
            self._drawn[message.id] = ui.html(content, sanitize=False)
        self._shown[message.id] = message

    def _content(self, message: Message) -> bytes | None:
        """Return what is in the file that a message carries."""
        if message.media is None or message.media.kind not in {"photo", "document"}:
            return None
        payload: Any = message.media.payload
        file_id = (payload[-1] if message.media.kind == "photo" else payload)["file_id"]
        return self.desk.stage.server.world.files.taken(message.media.kind, file_id).content

    def _draw_keys(self) -> None:
        rows = [] if self.viewer is None or self.where is None else self.viewer.keys(self.where)
        content = "".join(
            '<div class="row">'
            + "".join(
                f'<button type="button" data-do="key" data-of="{row}:{column}">{escape(key["text"])}</button>'
                for column, key in enumerate(keys)
            )
            + "</div>"
            for row, keys in enumerate(rows)
        )
        if self._keys.content != content:
            self._keys.content = content

    def over(self) -> ui.element:
        """Return what dialogs belong to."""
        return self._pane

    def share_place(self) -> None:
        """Ask for the place to share."""
        if self.viewer is not None and self.where is not None:
            ask_where(self, self.viewer, self.where)

    def to_newest(self) -> None:
        """Go to the end of the chat: it is drawn from there, so that its end is at 0."""
        self._history.run_method("scrollTo", 0, 0)

    def toast(self, words: str) -> None:
        """Show a few words over the chat for a moment, as Telegram shows what a button is answered with."""
        self._toast.text = words
        self._toast.classes(add="is-shown")
        if self._toast_end is not None:
            self._toast_end.cancel()
        with self._pane:
            self._toast_end = ui.timer(TOAST_SECONDS, self._end_toast, once=True)

    def _end_toast(self) -> None:
        self._toast.classes(remove="is-shown")
        self._toast.text = ""

    # Doing

    async def send(self) -> None:
        """Send what was typed, as a phone does: in several messages where it is too long for one."""
        text = (self._input.value or "").strip()
        viewer, where, target = self.viewer, self.where, self._target
        if not text or viewer is None or where is None:
            return
        self._input.value = ""
        self._target = None
        if target is not None and target[0] == "edit":
            is_sent = await self.attempt(lambda: viewer.edit(target[1], text[:MAX_TEXT]))
        else:
            reply_to = None if target is None else target[1]
            is_sent = all([await self.attempt(partial(viewer.send, where, part, reply_to)) for part in parts_of(text)])
        if not is_sent:
            self._input.value = text

    async def attempt(self, deed: Callable[[], object]) -> bool:
        """Let the viewer do something, or say why the phone does not allow it; they read what comes of it at once."""
        self.to_newest()
        is_done = await self.window.attempt(self.desk.do(deed))
        self._read()
        return is_done

    async def _click(self, event: GenericEventArguments) -> None:
        what, of = event.args
        viewer, where = self.viewer, self.where
        if viewer is None or where is None:
            return
        match what:
            case "tap":
                await self._tap(viewer, of)
            case "send":
                await self.attempt(lambda: viewer.send(where, of))
            case "link":
                await open_url(self, viewer, of)
            case "pass":
                await pass_link(self, viewer, of)
            case "profile":
                show_profile(self, self.desk.person(int(of)))
            case "mention":
                show_profile(self, self.desk.person(of))
            case "key":
                await self._key(viewer, where, of)
            case _:
                await self._handle(viewer, what, self._shown.get(int(of)))

    async def _tap(self, viewer: Person, of: str) -> None:
        number, row, column = (int(part) for part in of.split(":"))
        message = self._shown.get(number)
        if message is None or row >= len(message.buttons) or column >= len(message.buttons[row]):
            return
        button = message.buttons[row][column]
        if button.url is not None:
            await open_url(self, viewer, button.url)
        elif button.copy_text is not None:
            ui.clipboard.write(button.copy_text)
            self.toast("Copied")
        else:
            self.to_newest()
            await self.window.attempt(self._ask(viewer, button))
            self._read()

    async def _ask(self, viewer: Person, button: Button) -> None:
        tap = await self.desk.do(lambda: viewer.tap(button))
        if tap.answer is None:
            self.toast(_BOT_IS_OFF if not self.desk.bot_runs else "The bot has not answered.")
        elif tap.answer.show_alert:
            with self._pane:
                show_alert(tap.answer.text or "")
        elif tap.answer.text:
            self.toast(tap.answer.text)

    async def _key(self, viewer: Person, where: Bot | Group, of: str) -> None:
        row, column = (int(part) for part in of.split(":"))
        keys = viewer.keys(where)
        if row >= len(keys) or column >= len(keys[row]):
            return
        key = keys[row][column]
        if key.get("request_contact") and isinstance(where, Bot):
            await self.attempt(lambda: viewer.share_number(where))
        elif key.get("request_location"):
            ask_where(self, viewer, where)
        else:
            await self.attempt(lambda: viewer.send(where, key["text"]))

    async def _handle(self, viewer: Person, what: str, message: Message | None) -> None:
        """Reply to a message, edit it, or delete it."""
        if message is None:
            return
        if what == "delete":
            await self.attempt(lambda: viewer.delete(message))
            return
        self._target = what, message
        first = message.text.partition("\n")[0][:60]
        self._target_words.text = f"{'Edit' if what == 'edit' else 'Reply to'}: {first}"
        if what == "edit":
            self._input.value = message.text
        self._target_bar.set_visibility(True)
        self._focus_line()

    def _focus_line(self) -> None:
        self._input.run_method("focus")

    def _drop_target(self) -> None:
        self._target = None
        self._target_bar.set_visibility(False)

    def _read(self) -> None:
        if self.viewer is not None and self.where is not None and self.desk.is_set:
            self.desk.read(self.viewer, self.where)


def parts_of(text: str) -> list[str]:
    """Return a text in parts that a phone sends at a time."""
    parts = (text[start : start + MAX_TEXT] for start in range(0, len(text), MAX_TEXT))
    return [part for part in parts if part.strip()]
