"""Where somebody lives, when they are asked, and everything else that they choose."""

from collections.abc import Mapping
from datetime import time

from bot.chat.buttons import Action, Malformed
from bot.chat.turn import Handler, Turn
from bot.domain.choices import WEEK
from bot.domain.kinds import Kind
from bot.domain.question import Topic
from bot.services import joining, settings, where
from bot.texts.language import shipped_languages

AUTO = "auto"
"""The language that Telegram tells."""
PAGES: Mapping[str, Kind] = {
    "days_off": Kind.SETTINGS_DAYS_OFF,
    "language": Kind.SETTINGS_LANGUAGE,
    "travel": Kind.SETTINGS_TRAVEL,
}
TOPICS: Mapping[str, Topic] = {
    topic.value: topic for topic in (Topic.WHERE, Topic.MORNING, Topic.EVENING, Topic.CALL_HOURS)
}


async def choose_city(turn: Turn) -> None:
    """A city that was found."""
    await where.choose_city(turn.act, turn.means.places, turn.tapped.number())


async def hear_location(turn: Turn) -> None:
    """A shared location."""
    if turn.location is None:
        raise LookupError("no location was shared")
    await where.hear_location(turn.act, turn.means.places, *turn.location)


async def choose_times(turn: Turn) -> None:
    """The two times that are offered to somebody who is joining."""
    await joining.choose_times(turn.act, _time(turn, 0), _time(turn, 1))


async def own_times(turn: Turn) -> None:
    """Other times."""
    await joining.ask_own_times(turn.act)


async def show(turn: Turn) -> None:
    """`/settings`, and the way back to it."""
    await settings.show(turn.act)


async def page(turn: Turn) -> None:
    """A page of the settings."""
    name = turn.tapped.word()
    if name in TOPICS:
        await settings.ask(turn.act, TOPICS[name])
    elif name in PAGES:
        await settings.show_page(turn.act, PAGES[name])
    else:
        raise Malformed(name)


async def morning(turn: Turn) -> None:
    """A time for the morning ask."""
    await settings.set_times(turn.act, _time(turn, 0), turn.act.member.evening)


async def evening(turn: Turn) -> None:
    """A time for the evening ask."""
    await settings.set_times(turn.act, turn.act.member.morning, _time(turn, 0))


async def call_hours(turn: Turn) -> None:
    """Call hours."""
    await settings.set_call_hours(turn.act, (_time(turn, 0), _time(turn, 1)))


async def draft_days_off(turn: Turn) -> None:
    """A weekday more or less, not kept yet."""
    await settings.draft_days_off(turn.act, _days(turn))


async def days_off(turn: Turn) -> None:
    """Keep these weekdays off."""
    await settings.set_days_off(turn.act, _days(turn))


async def language(turn: Turn) -> None:
    """A language."""
    tag = turn.tapped.word()
    if tag != AUTO and tag not in shipped_languages():
        raise Malformed(tag)
    await settings.set_language(turn.act, None if tag == AUTO else tag)


def _time(turn: Turn, place: int) -> time:
    digits = turn.tapped.word(place)
    number = turn.tapped.number(place)
    hour, minute = divmod(number, 100)
    if len(digits) != len("0800") or hour > time.max.hour or minute > time.max.minute:
        raise Malformed(digits)
    return time(hour, minute)


def _days(turn: Turn) -> frozenset[int]:
    digits = turn.tapped.arguments[0] if turn.tapped.arguments else ""
    days = frozenset(int(digit) for digit in digits if digit.isdecimal())
    if len(digits) != len(days) or not days <= WEEK:
        raise Malformed(digits)
    return days


COMMANDS: Mapping[str, Handler] = {"settings": show}
BUTTONS: Mapping[Action, Handler] = {
    Action.CITY: choose_city,
    Action.TIMES: choose_times,
    Action.OWN_TIMES: own_times,
    Action.SETTINGS: show,
    Action.PAGE: page,
    Action.MORNING: morning,
    Action.EVENING: evening,
    Action.CALL_HOURS: call_hours,
    Action.DRAFT_DAYS_OFF: draft_days_off,
    Action.DAYS_OFF: days_off,
    Action.LANGUAGE: language,
}
