"""The buttons by which people choose: where, when, days off, how long to be away, and what to do about silence."""

import json
from datetime import date, timedelta
from typing import TypeVar

from telegram import InlineKeyboardButton, KeyboardButton, ReplyKeyboardMarkup

from bot.chat.buttons import Action
from bot.chat.setting import Rows, Setting
from bot.domain.choices import WEEK
from bot.domain.member import CallWay
from bot.domain.question import Topic
from bot.texts import labels
from bot.texts.labels import Label
from bot.texts.language import language_for, shipped_languages

MORNINGS = ("06:30", "07:00", "07:30", "08:00", "08:30", "09:00")
EVENINGS = ("18:00", "19:00", "20:00", "21:00", "22:00", "23:00")
CALL_HOURS = (("07:00", "22:30"), ("08:00", "21:00"), ("09:00", "22:00"), ("07:00", "23:59"))
A_ROW = 3

Some = TypeVar("Some")


def location_keys(s: Setting) -> ReplyKeyboardMarkup:
    """Return the key by which a location is shared; Telegram has it only in the place of the letters."""
    key = KeyboardButton(labels.label(s.t, Label.SHARE_LOCATION), request_location=True)
    return ReplyKeyboardMarkup([[key]], resize_keyboard=True, one_time_keyboard=True)


def number_keys(s: Setting) -> ReplyKeyboardMarkup:
    """Return the key by which somebody shares their own phone number; Telegram asks them once more."""
    key = KeyboardButton(labels.label(s.t, Label.SHARE_NUMBER), request_contact=True)
    return ReplyKeyboardMarkup([[key]], resize_keyboard=True, one_time_keyboard=True)


def cities(s: Setting) -> Rows:
    """One row for each city that was found."""
    return [
        [
            s.named(
                labels.label(s.t, Label.CITY, city=name, country=s.t.country(country), time=time), Action.CITY, number
            )
        ]
        for number, name, country, time in json.loads(str(s.facts["cities"]))
    ]


def times(s: Setting) -> Rows:
    """The usual times, or others."""
    morning, evening = str(s.facts["morning"]), str(s.facts["evening"])
    face = labels.label(s.t, Label.TIMES, morning=morning, evening=evening)
    return [
        [s.named(face, Action.TIMES, _digits(morning), _digits(evening))],
        [s.button(Label.OWN_TIMES, Action.OWN_TIMES)],
    ]


def settings(s: Setting) -> Rows:
    """A button for each page."""
    return [
        [_page(s, Label.WHERE, Topic.WHERE)],
        [_page(s, Label.MORNING, Topic.MORNING), _page(s, Label.EVENING, Topic.EVENING)],
        [_page(s, Label.DAYS_OFF, "days_off"), _page(s, Label.CALL_HOURS, Topic.CALL_HOURS)],
        [_page(s, Label.LANGUAGE, "language"), _page(s, Label.TRAVEL, "travel")],
        [s.button(Label.WAYS, Action.WAYS)],
    ]


def mornings(s: Setting) -> Rows:
    """Usual times for the morning ask."""
    return [*_times(s, Action.MORNING, MORNINGS), *to_settings(s)]


def evenings(s: Setting) -> Rows:
    """Usual times for the evening ask."""
    return [*_times(s, Action.EVENING, EVENINGS), *to_settings(s)]


def call_hours(s: Setting) -> Rows:
    """Usual call hours."""
    hours = [
        s.named(
            labels.label(s.t, Label.HOURS, opens=opens, closes=closes),
            Action.CALL_HOURS,
            _digits(opens),
            _digits(closes),
        )
        for opens, closes in CALL_HOURS
    ]
    return [hours[:2], hours[2:], *to_settings(s)]


def days_off(s: Setting) -> Rows:
    """A switch for each weekday, and one button to keep the choice."""
    chosen = frozenset(int(digit) for digit in str(s.facts["days_off"]))
    switches = [_switch(s, day, chosen) for day in sorted(WEEK)]
    save = s.button(Label.SAVE, Action.DAYS_OFF, *_weekdays(chosen))
    return [switches[:2], switches[2:4], switches[4:6], switches[6:], [save], *to_settings(s)]


def languages(s: Setting) -> Rows:
    """Each language by its own name."""
    tags = shipped_languages()
    rows = [[s.named(language_for(tag.replace("_", "-")).own_name(), Action.LANGUAGE, tag)] for tag in tags]
    return [*rows, [s.button(Label.AS_TELEGRAM, Action.LANGUAGE, "auto")], *to_settings(s)]


def to_settings(s: Setting) -> Rows:
    """The way back to all settings."""
    return [[s.button(Label.TO_SETTINGS, Action.SETTINGS)]]


def ways(s: Setting) -> Rows:
    """The ways to be called, and what of them can be taken back."""
    choices = [s.button(Label.BY_PROFILE, Action.WAY, CallWay.PROFILE)]
    if s.facts["offers_phone"]:
        choices.append(s.button(Label.BY_PHONE, Action.WAY, CallWay.PHONE))
    if s.facts["pair"] is not None:
        choices.append(s.button(Label.IN_ROOM, Action.WAY, CallWay.ROOM))
    number = [s.button(Label.REMOVE_NUMBER, Action.REMOVE_NUMBER)] if s.facts["has_number"] else []
    return [choices, *_room(s), number, *to_settings(s)]


def to_ways(s: Setting) -> Rows:
    """The way back to the page of ways."""
    return [[s.button(Label.WAYS, Action.WAYS)], *to_settings(s)]


def dates(s: Setting) -> Rows:
    """Some days on which to go on: the next Monday, in a week, in two."""
    today = date.fromisoformat(str(s.facts["today"]))
    monday = today + timedelta(days=7 - today.weekday())
    offered = {today + timedelta(days=2), monday, today + timedelta(days=7), today + timedelta(days=14)}
    return [
        [s.named(s.t.short_date(day.isoformat()), Action.AWAY, day.isoformat()) for day in pair]
        for pair in _rows(sorted(offered), 2)
    ]


def back(s: Setting) -> Rows:
    """The way back before the time."""
    return [[s.button(Label.BACK_NOW, Action.BACK)]]


def longer(s: Setting) -> Rows:
    """More days away."""
    return [[s.button(Label.A_BREAK, Action.ASK_AWAY)]]


def break_or_here(s: Setting) -> Rows:
    """What somebody may want who has been silent."""
    return [[s.button(Label.IM_HERE, Action.IM_HERE), s.button(Label.A_BREAK, Action.ASK_AWAY)]]


def im_here(s: Setting) -> Rows:
    """The one tap that ends a hold."""
    return [[s.button(Label.IM_HERE, Action.IM_HERE)]]


def wait_or_part(s: Setting) -> Rows:
    """What the faithful one can do."""
    name, pair = str(s.facts["name"]), s.facts["pair"]
    return [
        [s.named(labels.label(s.t, Label.WAIT_FOR, name=name), Action.WAIT_FOR, pair)],
        [s.button(Label.ALONE, Action.PART, pair), s.button(Label.ANOTHER, Action.PART_FOR_ANOTHER, pair)],
    ]


def part(s: Setting) -> Rows:
    """The second tap of parting, and the way back."""
    pair = s.facts["pair"]
    ending = Action.PART_AND_INVITE if s.facts["invites"] else Action.GO_ON_ALONE
    wait = s.named(labels.label(s.t, Label.WAIT_FOR, name=str(s.facts["partner"])), Action.WAIT_FOR, pair)
    return [[s.button(Label.YES_PART, ending, pair), wait]]


def _room(s: Setting) -> Rows:
    if s.facts.get("room") is None or s.facts["pair"] is None:
        return []
    remove = s.button(Label.REMOVE_ROOM, Action.REMOVE_ROOM, s.facts["pair"])
    return [[s.button(Label.CHANGE_ROOM, Action.ASK_ROOM), remove]]


def _page(s: Setting, face: Label, page: str) -> InlineKeyboardButton:
    return s.button(face, Action.PAGE, page)


def _times(s: Setting, action: Action, offered: tuple[str, ...]) -> Rows:
    return _rows([s.named(time, action, _digits(time)) for time in offered], A_ROW)


def _switch(s: Setting, day: int, chosen: frozenset[int]) -> InlineKeyboardButton:
    name = s.t.weekday(day)
    face = labels.label(s.t, Label.OFF, day=name) if day in chosen else name
    return s.named(face, Action.DRAFT_DAYS_OFF, *_weekdays(chosen ^ {day}))


def _weekdays(days: frozenset[int]) -> tuple[str, ...]:
    return ("".join(str(day) for day in sorted(days)),) if days else ()


def _digits(wall: str) -> str:
    return wall.replace(":", "")


def _rows(buttons: list[Some], width: int) -> list[list[Some]]:
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]
