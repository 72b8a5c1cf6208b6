"""Which buttons stand under which message."""

from collections.abc import Callable, Mapping

from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.chat import calling, choosing, in_group, pact
from bot.chat.buttons import Action
from bot.chat.setting import Rows, Setting
from bot.domain.day import State
from bot.domain.errors import Reason
from bot.domain.group import is_told_by_card
from bot.domain.kinds import Kind
from bot.texts.labels import Label

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

_WISHABLE = frozenset({Reason.INVITE_USED, Reason.INVITE_WITHDRAWN, Reason.INVITE_OLD})


def keyboard(kind: Kind, setting: Setting) -> Markup | None:
    """Return what stands under a message of `kind`, or in the place of the keys; None where there is nothing."""
    if setting.is_in_group and is_told_by_card(kind, setting.facts):
        return _markup(in_group.card(setting))
    if kind in _ASKS_FOR_LOCATION:
        return choosing.location_keys(setting)
    if kind is Kind.SETTINGS_PHONE:
        return choosing.number_keys(setting)
    if kind in _ENDS_LOCATION:
        return ReplyKeyboardRemove()
    make = _KEYBOARDS.get(kind)
    return None if make is None else _markup(make(setting))


def _markup(rows: Rows) -> Markup | None:
    shown = [row for row in rows if row]
    return InlineKeyboardMarkup(shown) if shown else None


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


def _nudged(s: Setting) -> Rows:
    """Where both missed, the member can call, too."""
    if not s.facts.get("is_together"):
        return calling.only_done(s)
    both = [[s.day_button(Label.CALLING, Action.CALLING)], [s.day_button(Label.CANT, Action.CANT)]]
    return [*both, *calling.only_done(s)]


def _own_done(s: Setting) -> Rows:
    return calling.only_done(s) if s.is_member else []


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
    return [back, *calling.only_done(s)]


_DAY_CARDS: Mapping[State, Callable[[Setting], Rows]] = {
    State.NAMED: _named,
    State.TONIGHT: calling.only_done,
    State.CHECKING: _check,
    State.CHOOSING: _choice,
    State.HELD: _held,
    State.NUDGED: _nudged,
    State.CALLING: calling.own_call,
    State.UNMET: calling.only_done,
    State.PARTLY: calling.only_done,
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
    return [[s.day_button(face, Action.FOR_TOMORROW), s.day_button(Label.NO, Action.KEEP)]]


def _cheers(s: Setting) -> Rows:
    ready = in_group.cheers(s)
    return ready if s.is_in_group else [*ready, [s.day_button(Label.OWN_CHEER, Action.OWN_CHEER)]]


def _refusal(s: Setting) -> Rows:
    reason = Reason(str(s.facts["reason"]))
    if s.is_in_group:
        return in_group.unreached(s) if reason in (Reason.STILL_JOINING, Reason.NOT_STARTED) else []
    if reason is Reason.NOT_STARTED:
        return [[s.button(Label.BEGIN, Action.START)]]
    if reason in _WISHABLE and s.facts.get("token") is not None:
        return [[s.button(Label.WISH, Action.WISH, s.facts["token"])]]
    return []


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
    Kind.CALL_NUDGE: calling.nudge,
    Kind.BOTH_MISSED: calling.both_missed,
    Kind.PARTNER_CARD: calling.partner_card,
    Kind.CALL_CARD: calling.call,
    Kind.FOLLOW_UP: calling.call,
    Kind.WHOSE_QUESTION: calling.whose,
    Kind.NO_CALL: calling.only_done,
    Kind.CANT_TONIGHT: calling.only_done,
    Kind.COULDNT_REACH: _own_done,
    Kind.OUTSIDE_CALL_HOURS: calling.only_done,
    Kind.WELCOME_BACK: pact.invite,
    Kind.INVITE_OFFER: pact.invite,
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
    Kind.STATUS: pact.invite,
    Kind.INVITE_LINK: pact.invite_link,
    Kind.INVITE_WITHDRAWN: pact.invite,
    Kind.INVITE_CARD: pact.invite_card,
    Kind.DECLINED: pact.invite,
    Kind.DECLINED_CARD: pact.declined_card,
    Kind.NUDGE_OFFER: calling.nudge_offer,
    Kind.BLOCK_QUESTION: pact.block_question,
    Kind.BLOCK_LIST: pact.block_list,
    Kind.NEW_INVITE_WISHED: pact.invite,
    Kind.LEAVE_QUESTION: pact.leave_question,
    Kind.LEAVE_CHOICE: pact.leave_choice,
    Kind.LEFT: pact.left,
    Kind.PARTNER_LEFT: pact.invite,
    Kind.WORDS: pact.words,
    Kind.WORDS_PROPOSAL: pact.words_proposal,
    Kind.REFUSAL: _refusal,
    Kind.GROUP_HELLO: in_group.hello,
    Kind.GROUP_PACT: in_group.pact,
    Kind.GROUP_PAIRED: in_group.paired,
    Kind.GROUP_UNREACHED: in_group.unreached,
    Kind.GROUP_HINT: in_group.hint,
    Kind.HERE_QUESTION: in_group.here,
}
