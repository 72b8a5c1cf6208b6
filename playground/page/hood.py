"""Under the hood: each one's day on the state diagram, what is due, the outbox, the calls, and faults to plant."""

import html
import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from nicegui import ui

from playground.page.rows import MemberRow, read_letters, read_members
from playground.page.window import Window, press
from playground.telegram import BrokenJson, Call, Cut, Late, LoseAnswer, Page, Twice, forbidden, too_many_requests
from playground.telegram.faults import CallFault, UpdateFault

README = Path(__file__).parents[2] / "README.md"
LATEST_LETTERS = 30
LATEST_CALLS = 60
LONGEST_JSON = 400
CALL_FAULTS: dict[str, CallFault] = {
    "429, wait 2 seconds": too_many_requests(2),
    "403, the bot was blocked": forbidden("bot was blocked by the user"),
    "502, a page of HTML": Page(),
    "the connection is cut before anything is done": Cut(),
    "it is done, and the answer lost": LoseAnswer(),
    "it is done, and the answer broken": BrokenJson(),
}
UPDATE_FAULTS: dict[str, UpdateFault] = {
    "what a person does arrives twice": Twice(),
    "what a person does arrives 20 minutes late": Late(timedelta(minutes=20)),
}
METHODS = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates")


class HoodView:
    """What is folded away below the phones. It is drawn only while it is open."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.desk = window.desk
        self._drawn = ""
        with ui.expansion("Under the hood", on_value_change=self.refresh).classes("hood") as self._fold:
            self._make_process()
            with _part("Where each day stands"):
                self._table = ui.html("", sanitize=False).classes("table")
                self._drawings = ui.element("div").classes("diagrams")
            with _part("Faults"):
                self._make_faults()
            with _part("The outbox, newest first"):
                self._letters = ui.html("", sanitize=False).classes("table")
            with _part("The Bot API's calls, newest first"):
                self._calls = ui.html("", sanitize=False).classes("table")

    def refresh(self) -> None:
        """Show what is there now."""
        if not self._fold.value or not self.desk.is_set:
            return
        zone = ZoneInfo(self.desk.stage.zone)
        members = read_members(self.desk.database)
        self._state.text = self._state_words()
        self._start.props(add="disabled" if self.desk.bot_runs else "", remove="" if self.desk.bot_runs else "disabled")
        self._table.content = _members_table(members)
        self._draw_days(members)
        self._letters.content = _letters_table(self.desk.database, zone)
        self._calls.content = _calls_table(self.desk.stage.server.calls, zone)
        self._show_planted()

    def _state_words(self) -> str:
        process = self.desk.stage.process
        return "The bot does not run." if process is None else f"The bot runs in process {process.pid}."

    def _make_process(self) -> None:
        with _part("The bot's process"), ui.element("div").classes("line"):
            self._state = ui.label()
            self._start = press("Start", lambda: self.window.attempt(self.desk.start_bot()))
            press("Stop", lambda: self.window.attempt(self.desk.stop_bot()), label="Stop the bot")
            press("Kill it", lambda: self.window.attempt(self.desk.kill_bot()), label="Kill the bot")

    def _draw_days(self, members: Sequence[MemberRow]) -> None:
        """Draw the machine; it is made anew each time, as the library keeps what it drew first."""
        drawing = diagram(members)
        if drawing != self._drawn:
            self._drawn = drawing
            self._drawings.clear()
            with self._drawings:
                ui.mermaid(drawing, config={"theme": "neutral"})

    def _make_faults(self) -> None:
        with ui.element("div").classes("line"):
            self._fault = ui.select([*CALL_FAULTS, *UPDATE_FAULTS], value=next(iter(CALL_FAULTS)), label="Fault")
            self._method = ui.select(["any method", *METHODS], value=METHODS[0], label="Happens to")
            self._times = ui.number("Times", value=1, min=1, max=9, precision=0)
            press("Plant it", self._plant)
            press("Remove all faults", self._clear)
        self._planted = ui.html("", sanitize=False)

    def _plant(self) -> None:
        faults, times = self.desk.stage.server.faults, int(self._times.value or 1)
        name = str(self._fault.value)
        if name in UPDATE_FAULTS:
            faults.on_update(UPDATE_FAULTS[name], times=times)
        else:
            method = None if self._method.value not in METHODS else str(self._method.value)
            faults.on_call(CALL_FAULTS[name], method=method, times=times)
        self.refresh()

    def _clear(self) -> None:
        self.desk.stage.server.faults.clear()
        self.refresh()

    def _show_planted(self) -> None:
        planted = self.desk.stage.server.faults.planted()
        rows = [(html.escape(_name_of(rule.fault)), f"struck {rule.struck} of {rule.times}") for rule in planted]
        self._planted.content = _table(("Planted", "So far"), rows) if rows else ""


def _name_of(fault: object) -> str:
    named = (*CALL_FAULTS.items(), *UPDATE_FAULTS.items())
    return next((name for name, known in named if known is fault), repr(fault))


def diagram(members: Iterable[MemberRow]) -> str:
    """Return the README's state diagram with everybody at the state of their day."""
    at: dict[str, list[str]] = {}
    for member in members:
        if member.state is not None:
            at.setdefault(member.state, []).append(re.sub(r"[^\w ]", "", member.name))
    marks = [
        f'    {state}["{state}: <b>{" and ".join(names)}</b>"]\n    class {state} now' for state, names in at.items()
    ]
    look = "    classDef now fill:#f2b134,stroke:#8a5a00,color:#1d1300,stroke-width:3px"
    return "\n".join([_machine(), look, *marks])


@cache
def _machine() -> str:
    """Return the README's diagram, which a test compares with the machine."""
    found = re.search(r"```mermaid\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise LookupError("the README has no diagram")
    return found[1]


def _part(title: str) -> ui.element:
    part = ui.element("section").classes("part")
    with part, ui.element("h3"):
        ui.label(title)
    return part


def _members_table(members: Iterable[MemberRow]) -> str:
    rows = [
        (
            html.escape(member.name),
            html.escape(member.standing),
            member.date or "–",
            member.state or "no open day",
            html.escape(member.thing or "–"),
            member.step or "–",
            _local(member.due_at, member.zone),
            str(member.nudges),
        )
        for member in members
    ]
    return _table(("Member", "Standing", "Date", "State", "One thing", "Next step", "Due", "Nudges"), rows)


def _letters_table(database: Path, zone: ZoneInfo) -> str:
    rows = [
        (
            str(row.number),
            _local(row.decided_at, zone),
            html.escape(row.to),
            row.kind,
            row.sound,
            row.status,
            str(row.attempts),
        )
        for row in read_letters(database, LATEST_LETTERS)
    ]
    return _table(("No.", "Decided", "To", "Kind", "Sound", "Status", "Retries"), rows)


def _calls_table(calls: Sequence[Call], zone: ZoneInfo) -> str:
    latest = [call for call in calls if call.method != "getUpdates" or call.ok is False][-LATEST_CALLS:]
    rows = [(_local(call.at, zone), call.method, _json(call.params), _answer(call)) for call in reversed(latest)]
    return _table(("At", "Method", "Parameters", "Answer"), rows)


def _answer(call: Call) -> str:
    if call.ok is None:
        return "waits"
    return f"{call.status} {_json(call.answer)}"


def _json(value: object) -> str:
    words = json.dumps(value, ensure_ascii=False, default=str)
    return f"<code>{html.escape(words[:LONGEST_JSON])}{'…' if len(words) > LONGEST_JSON else ''}</code>"


def _local(moment: datetime | None, zone: ZoneInfo | None) -> str:
    return "–" if moment is None or zone is None else f"{moment.astimezone(zone):%a %H:%M}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; what is in it is HTML already."""
    head = "".join(f"<th scope=col>{words}</th>" for words in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
