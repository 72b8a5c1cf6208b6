"""Which buttons stand under which message."""

import json
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.chat import choosing
from bot.chat.buttons import Action, write_payload
from bot.chat.setting import Rows, Setting
from bot.domain.day import State
from bot.domain.errors import Reason
from bot.domain.kinds import Kind, ReadyCheer
from bot.domain.member import CallWay
from bot.services.calling import Whose
from bot.texts import labels, pairing
from bot.texts.labels import Label

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

_WISHABLE = frozenset({Reason.INVITE_USED, Reason.INVITE_WITHDRAWN, Reason.INVITE_OLD})


def keyboard(kind: Kind, setting: Setting) -> Markup | None:
    """Return what stands under a message of `kind`, or in the place of the keys; None where there is nothing."""
    if kind in _ASKS_FOR_LOCATION:
        return choosing.location_keys(setting)
    if kind is Kind.SETTINGS_PHONE:
        return choosing.number_keys(setting)
    if kind in _ENDS_LOCATION:
        return ReplyKeyboardRemove()
    make = _KEYBOARDS.get(kind)
    rows = [] if make is None else [row for row in make(setting) if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _check(s: Setting) -> Rows:
    return [
        [
            s.day_button(Label.DONE, Action.DONE),
            s.day_button(Label.PARTLY, Action.PARTLY),
            s.day_button(Label.NOT_YET, Action.NOT_YET),
        ]
    ]


def _yesterday(s: Setting) -> Rows:
    """Yesterday's thing can still be reported with the morning's message, or taken over."""
    late = [[s.button(Label.LATE_DONE, Action.DONE, s.facts["yesterday"])]] if s.facts.get("yesterday_open") else []
    if s.facts.get("suggested") is None or s.facts.get("is_ahead"):
        return late
    return [*late, [s.day_button(Label.CARRY_OVER, Action.CARRY_OVER)]]


def _morning_card(s: Setting) -> Rows:
    return [*_named(s), *_yesterday(s)]


def _named(s: Setting) -> Rows:
    change = s.day_button(Label.CHANGE, Action.CHANGE)
    return [[change]] if s.facts.get("is_ahead") else [[s.day_button(Label.DONE, Action.DONE), change]]


def _call(s: Setting) -> Rows:
    more = [s.day_button(Label.EXTEND, Action.EXTEND)] if s.facts.get("has_more_time") else []
    return [
        [s.day_button(Label.WE_DID_IT, Action.WE_DID_IT)],
        [*more, s.day_button(Label.NOT_REACHED, Action.NOT_REACHED)],
    ]


def _whose(s: Setting) -> Rows:
    theirs = labels.label(s.t, Label.DID_THEIRS, name=str(s.facts["partner" if s.is_member else "name"]))
    day = s.facts["day"]
    return [
        [s.button(Label.DID_BOTH, Action.DID, day, Whose.BOTH)],
        [s.button(Label.DID_MINE, Action.DID, day, Whose.MINE), s.named(theirs, Action.DID, day, Whose.THEIRS)],
    ]


def _only_done(s: Setting) -> Rows:
    return [] if s.facts["thing"] is None else [[s.day_button(Label.DONE, Action.DONE)]]


def _nudged(s: Setting) -> Rows:
    """Where both missed, the member can call, too."""
    if not s.facts.get("is_together"):
        return _only_done(s)
    both = [[s.day_button(Label.CALLING, Action.CALLING)], [s.day_button(Label.CANT, Action.CANT)]]
    return [*both, *_only_done(s)]


def _own_done(s: Setting) -> Rows:
    return _only_done(s) if s.is_member else []


def _undo(s: Setting) -> Rows:
    return [[s.day_button(Label.UNDO, Action.UNDO)]] if s.facts.get("can_undo") else []


def _choice(s: Setting) -> Rows:
    return [
        [s.day_button(Label.ON_A_CALL, Action.ON_A_CALL)],
        [s.day_button(Label.LEAVE_PARTLY, Action.LEAVE_PARTLY), s.day_button(Label.DONE, Action.DONE)],
    ]


def _held(s: Setting) -> Rows:
    return [[s.day_button(Label.WAIT, Action.WAIT), s.day_button(Label.DONE, Action.DONE)]]


def _skipped(s: Setting) -> Rows:
    back = [s.button(Label.BACK_TODAY, Action.BACK)] if s.facts["is_evening_ahead"] else []
    return [back, *_only_done(s)]


_DAY_CARDS: Mapping[State, Callable[[Setting], Rows]] = {
    State.NAMED: _named,
    State.TONIGHT: _only_done,
    State.CHECKING: _check,
    State.CHOOSING: _choice,
    State.HELD: _held,
    State.NUDGED: _nudged,
    State.CALLING: _call,
    State.UNMET: _only_done,
    State.PARTLY: _only_done,
    State.DONE: _undo,
    State.SKIPPED: _skipped,
}
"""What a member can do about their own day, by its state; in the states that are not here, nothing by button."""


def _day_card(s: Setting) -> Rows:
    make = _DAY_CARDS.get(State(str(s.facts["state"])))
    return [*(make(s) if make is not None else []), *_yesterday(s)]


def _today(s: Setting) -> Rows:
    return [] if s.facts["state"] == State.UNNAMED else _day_card(s)


def _replace_offer(s: Setting) -> Rows:
    return [[s.day_button(Label.REPLACE, Action.REPLACE), s.day_button(Label.KEEP, Action.KEEP)]]


def _tomorrow_offer(s: Setting) -> Rows:
    face = Label.FOR_TOMORROW if s.facts.get("is_tomorrow", True) else Label.SAVE
    return [[s.day_button(face, Action.FOR_TOMORROW), s.day_button(Label.KEEP, Action.KEEP)]]


def _cheers(s: Setting) -> Rows:
    ready = [
        [
            InlineKeyboardButton(
                labels.cheer_label(s.t, cheer),
                callback_data=write_payload(Action.CHEER, s.facts["day"], cheer.value),
            )
        ]
        for cheer in ReadyCheer
    ]
    return [*ready, [s.day_button(Label.OWN_CHEER, Action.OWN_CHEER)]]


def _profile(s: Setting, *, of_partner: bool = False) -> Rows:
    """One tap to the person who is to be called: by username, else by account where their privacy allows it."""
    whose = "partner_" if of_partner else ""
    username, account = s.facts.get(f"{whose}username"), s.facts.get(f"{whose}account")
    if not s.with_profile or account is None:
        return []
    url = f"https://t.me/{username}" if username else f"tg://user?id={account}"
    face = labels.label(s.t, Label.PROFILE, name=str(s.facts["partner" if of_partner else "name"]))
    return [[InlineKeyboardButton(face, url=url)]]


def _way(s: Setting, *, of_partner: bool = False) -> Rows:
    """The way that they chose, one tap away, and beneath it the next: a number came as a card of its own before."""
    room = s.facts.get("room") if s.facts.get("way") == CallWay.ROOM else None
    if room is None or not s.with_room:
        return _profile(s, of_partner=of_partner)
    button = InlineKeyboardButton(labels.label(s.t, Label.OPEN_ROOM), url=str(room))
    return [[button], *_profile(s, of_partner=of_partner)]


def _nudge(s: Setting) -> Rows:
    return _ask_to_call(s, _way(s))


def _both_missed(s: Setting) -> Rows:
    return [*_ask_to_call(s, _way(s, of_partner=True)), *_only_done(s)]


def _ask_to_call(s: Setting, way: Rows) -> Rows:
    later = [] if s.facts.get("is_last") else [s.day_button(Label.SNOOZE, Action.SNOOZE)]
    return [
        [s.day_button(Label.CALLING, Action.CALLING)],
        *way,
        [*later, s.day_button(Label.CANT, Action.CANT)],
    ]


def _partner_card(s: Setting) -> Rows:
    match State(str(s.facts["state"])):
        case State.CALLING:
            return [*_way(s), *_call(s)]
        case State.NUDGED:
            calling = [s.day_button(Label.CALLING, Action.CALLING)]
            return [calling, *_way(s), [s.day_button(Label.CANT, Action.CANT)]]
        case _:
            return []


def _invite_link(s: Setting) -> Rows:
    share = urlencode({"url": s.invite_link, "text": pairing.share_text(s.t, s.facts)})
    return [
        [InlineKeyboardButton(labels.label(s.t, Label.SHARE), url=f"https://t.me/share/url?{share}")],
        [
            s.button(Label.QR, Action.SHOW_QR, s.facts["invite"]),
            s.button(Label.WITHDRAW, Action.WITHDRAW, s.facts["invite"]),
        ],
    ]


def _invite_card(s: Setting) -> Rows:
    token = s.facts["token"]
    return [
        [s.button(Label.ACCEPT, Action.ACCEPT, token)],
        [s.button(Label.DECLINE, Action.DECLINE, token)],
    ]


def _nudge_offer(s: Setting) -> Rows:
    face = labels.label(s.t, Label.NUDGE, name=str(s.facts["name"]))
    return [[s.named(face, Action.NUDGE, s.facts["day"])]]


def _block_question(s: Setting) -> Rows:
    face = labels.label(s.t, Label.BLOCK, name=str(s.facts["name"]))
    return [[s.named(face, Action.BLOCK, s.facts["pair"]), s.button(Label.STAY, Action.STAY)], *_block_list(s)]


def _block_list(s: Setting) -> Rows:
    faces = {True: (Label.LIFT, Action.LIFT), False: (Label.BLOCK, Action.BLOCK)}
    return [
        [s.named(labels.label(s.t, faces[is_blocked][0], name=name), faces[is_blocked][1], pair)]
        for pair, name, is_blocked in json.loads(str(s.facts["people"]))
    ]


def _declined_card(s: Setting) -> Rows:
    token = s.facts.get("token")
    return [] if token is None else [[s.button(Label.BLOCK_INVITER, Action.BLOCK_INVITER, token)]]


def _invite(s: Setting) -> Rows:
    return [] if s.facts.get("partner") is not None else [[s.button(Label.INVITE, Action.INVITE)]]


def _leave_question(s: Setting) -> Rows:
    return [[s.button(Label.LEAVE, Action.LEAVE, s.facts["pair"]), s.button(Label.STAY, Action.STAY)]]


def _leave_choice(s: Setting) -> Rows:
    pair = s.facts["pair"]
    go_on = s.button(Label.GO_ON_ALONE, Action.GO_ON_ALONE, pair)
    return [[go_on, s.button(Label.STOP, Action.STOP, pair)]]


def _left(s: Setting) -> Rows:
    return _invite(s) if s.facts["goes_on"] else [[s.button(Label.START, Action.START)]]


def _refusal(s: Setting) -> Rows:
    reason = Reason(str(s.facts["reason"]))
    if reason is Reason.NOT_STARTED:
        return [[s.button(Label.BEGIN, Action.START)]]
    if reason in _WISHABLE and s.facts.get("token") is not None:
        return [[s.button(Label.WISH, Action.WISH, s.facts["token"])]]
    return []


def _words(s: Setting) -> Rows:
    pair = s.facts["pair"]
    is_asked = s.facts["is_proposed"] and not s.facts["is_own_proposal"]
    first = s.button(Label.FIRST_WORDS, Action.FIRST_WORDS, pair)
    return [
        *(_words_proposal(s) if is_asked else []),
        [s.button(Label.CHANGE_WORDS, Action.CHANGE_WORDS, pair)],
        [first] if s.facts["words"] is not None else [],
    ]


def _words_proposal(s: Setting) -> Rows:
    about = (s.facts["pair"], s.facts["mark"])
    return [
        [s.button(Label.AGREE_WORDS, Action.AGREE_WORDS, *about)],
        [s.button(Label.KEEP_WORDS, Action.KEEP_WORDS, *about)],
    ]


_ASKS_FOR_LOCATION = frozenset({Kind.WELCOME, Kind.WHERE_QUESTION, Kind.SETTINGS_WHERE})
_ENDS_LOCATION = frozenset({Kind.ALL_SET, Kind.MOVED, Kind.CANCELLED, Kind.NUMBER_KEPT})
"""The keys for sharing a location, or a number, are put away with these."""
_KEYBOARDS: Mapping[Kind, Callable[[Setting], Rows]] = {
    Kind.MORNING_ASK: _yesterday,
    Kind.MORNING_CARD: _morning_card,
    Kind.EVENING_ASK: _check,
    Kind.EVENING_REMINDER: _check,
    Kind.EVENING_CHECK: _check,
    Kind.DAY_CARD: _day_card,
    Kind.CARD_UPDATE: _day_card,
    Kind.TODAY: _today,
    Kind.REPLACE_OFFER: _replace_offer,
    Kind.TOMORROW_OFFER: _tomorrow_offer,
    Kind.PARTNER_DONE: _cheers,
    Kind.CALL_NUDGE: _nudge,
    Kind.BOTH_MISSED: _both_missed,
    Kind.PARTNER_CARD: _partner_card,
    Kind.CALL_CARD: _call,
    Kind.FOLLOW_UP: _call,
    Kind.WHOSE_QUESTION: _whose,
    Kind.NO_CALL: _only_done,
    Kind.CANT_TONIGHT: _only_done,
    Kind.COULDNT_REACH: _own_done,
    Kind.OUTSIDE_CALL_HOURS: _only_done,
    Kind.WELCOME_BACK: _invite,
    Kind.INVITE_OFFER: _invite,
    Kind.CITY_MATCHES: choosing.cities,
    Kind.TIMES_QUESTION: choosing.times,
    Kind.SETTINGS: choosing.settings,
    Kind.SETTINGS_MORNING: choosing.mornings,
    Kind.SETTINGS_EVENING: choosing.evenings,
    Kind.SETTINGS_CALL_HOURS: choosing.call_hours,
    Kind.SETTINGS_DAYS_OFF: choosing.days_off,
    Kind.SETTINGS_LANGUAGE: choosing.languages,
    Kind.SETTINGS_TRAVEL: choosing.to_settings,
    Kind.SETTINGS_WAY: choosing.ways,
    Kind.SETTINGS_ROOM: choosing.to_ways,
    Kind.AWAY_QUESTION: choosing.dates,
    Kind.AWAY: choosing.back,
    Kind.COMING_BACK: choosing.longer,
    Kind.SILENCE_QUESTION: choosing.break_or_here,
    Kind.ON_HOLD: choosing.im_here,
    Kind.PARTNER_ON_HOLD: choosing.wait_or_part,
    Kind.PART_QUESTION: choosing.part,
    Kind.STATUS: _invite,
    Kind.INVITE_LINK: _invite_link,
    Kind.INVITE_WITHDRAWN: _invite,
    Kind.INVITE_CARD: _invite_card,
    Kind.DECLINED: _invite,
    Kind.DECLINED_CARD: _declined_card,
    Kind.NUDGE_OFFER: _nudge_offer,
    Kind.BLOCK_QUESTION: _block_question,
    Kind.BLOCK_LIST: _block_list,
    Kind.NEW_INVITE_WISHED: _invite,
    Kind.LEAVE_QUESTION: _leave_question,
    Kind.LEAVE_CHOICE: _leave_choice,
    Kind.LEFT: _left,
    Kind.PARTNER_LEFT: _invite,
    Kind.WORDS: _words,
    Kind.WORDS_PROPOSAL: _words_proposal,
    Kind.REFUSAL: _refusal,
}
