"""Where a member lives: a city by its name, or a location, of which only the zone is kept."""

import json
from dataclasses import replace

from bot.domain import calendar
from bot.domain.day import Step
from bot.domain.errors import Reason, Refused
from bot.domain.events import Move
from bot.domain.kinds import Kind
from bot.domain.member import Standing
from bot.domain.question import Question, Topic
from bot.services.act import Act
from bot.services.days import apply, running_day
from bot.services.joining import settle_in
from bot.services.ports import Places
from bot.services.settings import settings_facts
from bot.services.telling import day_facts

MATCHES = 6
"""So many cities are offered at most."""


async def offer_cities(act: Act, places: Places, typed: str) -> None:
    """Show the cities that are called like what was typed, each with its country and the time there now."""
    found = places.find(typed, MATCHES)
    if not found:
        raise Refused(Reason.CITY_UNKNOWN)
    faces: dict[tuple[str, str, str], int] = {}
    for city in found:  # of two that look the same, the first
        faces.setdefault((city.name, city.country, calendar.wall_clock(act.now, city.zone)), city.id)
    matches = [[city_id, *face] for face, city_id in faces.items()]
    await act.answer(Kind.CITY_MATCHES, {"cities": json.dumps(matches)})


async def choose_city(act: Act, places: Places, city_id: int) -> None:
    """Let the member live where a city is that was offered."""
    city = places.city(city_id)
    if city is None:
        raise Refused(Reason.NO_LONGER_APPLIES)
    await _live_in(act, city.zone, is_answer=True)


async def hear_location(act: Act, places: Places, latitude: float, longitude: float) -> None:
    """Let the member live where they are now. Only the zone is kept."""
    if act.member.standing is not Standing.JOINING and await _where_question(act) is None:
        raise Refused(Reason.LOCATION_NOT_ASKED)
    zone = places.zone_at(latitude, longitude)
    if zone is None:
        raise Refused(Reason.NO_ZONE_THERE)
    await _live_in(act, zone, is_answer=False)


async def _live_in(act: Act, zone: str, *, is_answer: bool) -> None:
    if act.member.standing is Standing.JOINING:
        await settle_in(act, zone)
        return
    question = await _where_question(act)
    if question is None:
        raise Refused(Reason.NO_LONGER_APPLIES)
    await act.uow.questions.clear(act.member.id)
    if is_answer:
        await act.answer(Kind.CITY_CHOSEN, {"zone": zone})
    await _move(act, zone, question)


async def _move(act: Act, zone: str, question: Question) -> None:
    """Let the running day go on by the clock of another zone, and tell what that means for it."""
    member = replace(act.member, chosen_zone=zone)
    await act.uow.members.save(member)
    day = await running_day(act.uow, member, act.now)
    facts = settings_facts(member, act.now)
    if day is not None:
        moved = await apply(act.uow, day, Move(member), act.now)
        is_ask_ahead = moved.step in (Step.MORNING_ASK, Step.MORNING_REMINDER, Step.NUDGE_OFFER, Step.EVENING_ASK)
        facts |= day_facts(moved, member, None, act.now) | {
            "is_ask_ahead": is_ask_ahead and act.now < moved.evening_at,
            "is_excused": moved.is_excused,
        }
    if question.card is not None:
        await act.answer(Kind.SETTINGS, settings_facts(member, act.now), card=question.card)
    await act.answer(Kind.MOVED, facts, in_place=False)


async def _where_question(act: Act) -> Question | None:
    question = await act.uow.questions.get(act.member.id)
    is_asked = question is not None and question.topic is Topic.WHERE and question.is_open(act.at)
    return question if is_asked else None
