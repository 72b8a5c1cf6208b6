"""Buttons of the call, from the first word in the morning to how it went."""

from telegram import InlineKeyboardButton

from bot.chat.buttons import Action
from bot.chat.setting import Rows, Setting
from bot.domain.day import State
from bot.domain.member import CallWay
from bot.services.calling import Whose
from bot.texts import labels
from bot.texts.labels import Label


def only_done(s: Setting) -> Rows:
    """Done, where something is named."""
    return [] if s.facts["thing"] is None else [[s.day_button(Label.DONE, Action.DONE)]]


def nudge_offer(s: Setting) -> Rows:
    """A word to a partner who has named nothing yet."""
    face = labels.label(s.t, Label.NUDGE, name=str(s.facts["name"]))
    return [[s.named(face, Action.NUDGE, s.facts["day"])]]


def nudge(s: Setting) -> Rows:
    """Under the ask to call."""
    return _ask_to_call(s, _way(s))


def both_missed(s: Setting) -> Rows:
    """Under the ask to call each other."""
    return [*_ask_to_call(s, _way(s, of_partner=True)), *only_done(s)]


def partner_card(s: Setting) -> Rows:
    """What the partner can still do about a call."""
    match State(str(s.facts["state"])):
        case State.CALLING:
            return [*_way(s), *call(s)]
        case State.NUDGED:
            calling = [s.day_button(Label.CALLING, Action.CALLING)]
            return [calling, *_way(s), [s.day_button(Label.CANT, Action.CANT)]]
        case _:
            return []


def call(s: Setting) -> Rows:
    """How the call went."""
    more = [s.day_button(Label.EXTEND, Action.EXTEND)] if s.facts.get("has_more_time") else []
    return [
        [s.day_button(Label.WE_DID_IT, Action.WE_DID_IT)],
        [*more, s.day_button(Label.NOT_REACHED, Action.NOT_REACHED)],
    ]


def own_call(s: Setting) -> Rows:
    """How the call about one's own day went; on a call for both the member may be the one who calls."""
    return [*(_profile(s, of_partner=True) if s.facts.get("is_together") else []), *call(s)]


def whose(s: Setting) -> Rows:
    """Whose thing is done after a call for both."""
    theirs = labels.label(s.t, Label.DID_THEIRS, name=str(s.facts["partner" if s.is_member else "name"]))
    day = s.facts["day"]
    return [
        [s.button(Label.DID_BOTH, Action.DID, day, Whose.BOTH)],
        [s.button(Label.DID_MINE, Action.DID, day, Whose.MINE), s.named(theirs, Action.DID, day, Whose.THEIRS)],
    ]


def _ask_to_call(s: Setting, way: Rows) -> Rows:
    later = [] if s.facts.get("is_last") else [s.day_button(Label.SNOOZE, Action.SNOOZE)]
    return [
        [s.day_button(Label.CALLING, Action.CALLING)],
        *way,
        [*later, s.day_button(Label.CANT, Action.CANT)],
    ]


def _way(s: Setting, *, of_partner: bool = False) -> Rows:
    """The way that they chose, one tap away, and beneath it the next: a number came as a card of its own before."""
    room = s.facts.get("room") if s.facts.get("way") == CallWay.ROOM else None
    if room is None or not s.with_room:
        return _profile(s, of_partner=of_partner)
    button = InlineKeyboardButton(labels.label(s.t, Label.OPEN_ROOM), url=str(room))
    return [[button], *_profile(s, of_partner=of_partner)]


def _profile(s: Setting, *, of_partner: bool = False) -> Rows:
    """One tap to the person who is to be called: by username, else by account where their privacy allows it."""
    whose = "partner_" if of_partner else ""
    username, account = s.facts.get(f"{whose}username"), s.facts.get(f"{whose}account")
    if not s.with_profile or account is None:
        return []
    url = f"https://t.me/{username}" if username else f"tg://user?id={account}"
    face = labels.label(s.t, Label.PROFILE, name=str(s.facts["partner" if of_partner else "name"]))
    return [[InlineKeyboardButton(face, url=url)]]
