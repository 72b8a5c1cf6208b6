"""What a message looks like in a group: whom it is for, in words and buttons that suit the place."""

import html
from collections.abc import Callable, Mapping

from telegram import InlineKeyboardButton

from bot.chat.buttons import Action, write_payload
from bot.chat.setting import Rows, Setting
from bot.domain.day import ENDED, FINISHED, State
from bot.domain.errors import Facts, Reason
from bot.domain.group import HERE, Takes, is_told_by_card
from bot.domain.kinds import Kind, ReadyCheer
from bot.domain.member import Profile
from bot.texts import asks, cards, group, labels, partner, refusals
from bot.texts.labels import Label
from bot.texts.language import Language

_DONE_FOR = FINISHED | ENDED | {State.SKIPPED, State.CALLING}
Wording = Callable[[Language, Facts], str]


def words(kind: Kind, setting: Setting, reader: Profile) -> str:
    """Return what is said in a group to `reader`, or to all who are there."""
    t, facts = setting.t, {**setting.facts, **group.UNSAID}
    mention = group.mention(reader.name, reader.username, reader.account_id)
    if is_told_by_card(kind, facts):
        return group.card(t, facts)
    if kind is Kind.PARTNER_DONE:
        return group.partner_done(t, facts, partner=mention)
    if kind is Kind.REFUSAL:
        said = html.escape(refusals.refusal(t, Reason(str(facts["reason"])), setting.facts), quote=False)
        return f"{mention}\n{said}"
    if kind in FOR_ALL:
        return FOR_ALL[kind](t, facts)
    return f"{mention}\n{FOR_ONE[kind](t, facts).lstrip()}"


def cheers(s: Setting) -> Rows:
    """The ready cheers: what is said in other words is heard in the group anyway."""
    return [
        [
            InlineKeyboardButton(
                labels.cheer_label(s.t, cheer), callback_data=write_payload(Action.CHEER, s.facts["day"], cheer.value)
            )
        ]
        for cheer in ReadyCheer
    ]


def card(s: Setting) -> Rows:
    """What each of the two can say of their own day on the card of both."""
    row = [_of_seat(s, seat) for seat in (1, 2)] if s.facts.get("has_buttons") else []
    return [[button for button in row if button is not None]]


def _of_seat(s: Setting, seat: int) -> InlineKeyboardButton | None:
    day, name = s.facts[f"day_{seat}"], str(s.facts[f"name_{seat}"])
    if day is None or s.facts[f"thing_{seat}"] is None:
        return None
    if s.facts[f"state_{seat}"] == State.DONE and s.facts[f"can_undo_{seat}"]:
        return s.named(labels.label(s.t, Label.UNDO_OF, name=name), Action.UNDO, day)
    is_open = State(str(s.facts[f"state_{seat}"])) not in _DONE_FOR
    return s.named(labels.label(s.t, Label.DONE_OF, name=name), Action.DONE, day) if is_open else None


def hello(s: Setting) -> Rows:
    """The way to the pact."""
    return [[s.button(Label.IM_IN, Action.IM_IN)]]


def pact(s: Setting) -> Rows:
    """Yes to the pact; and for who has said it, the way back."""
    yes = [s.button(Label.ACCEPT, Action.PACT_YES)]
    return [yes] if s.facts["name"] is None else [yes, [s.button(Label.PACT_BACK, Action.PACT_BACK)]]


def paired(s: Setting) -> Rows:
    """The way to one's own clock, which is set in private."""
    return [[_open_bot(s, Label.SET_TIMES)]] if s.facts["is_joining"] else []


def unreached(s: Setting) -> Rows:
    """The way back into the private chat."""
    return [[_open_bot(s, Label.OPEN_BOT)]]


def here(s: Setting) -> Rows:
    """What may come here."""
    pair, only_news = s.facts["pair"], [s.button(Label.HERE_NEWS, Action.HERE_YES, s.facts["pair"], Takes.NEWS)]
    everything = [s.button(Label.HERE_ASKS, Action.HERE_YES, pair, Takes.ASKS)]
    no = [s.button(Label.HERE_NO, Action.HERE_NO, pair)]
    return [only_news, no] if s.facts["takes"] == Takes.NEWS else [everything, only_news, no]


def hint(s: Setting) -> Rows:
    """Choose a group, or go back to private."""
    if s.facts["takes"] is not None:
        return [[s.button(Label.HERE_OFF, Action.HERE_OFF)]]
    url = f"{s.bot_link}?startgroup={HERE}"
    return [[InlineKeyboardButton(labels.label(s.t, Label.CHOOSE_GROUP), url=url)]]


def _open_bot(s: Setting, face: Label) -> InlineKeyboardButton:
    return InlineKeyboardButton(labels.label(s.t, face), url=f"{s.bot_link}?start")


FOR_ALL: Mapping[Kind, Wording] = {
    Kind.GROUP_HELLO: group.hello,
    Kind.GROUP_PACT: group.pact_card,
    Kind.GROUP_PAIRED: group.paired,
    Kind.GROUP_JOINED: group.joined,
    Kind.GROUP_OFF: group.off,
    Kind.HERE_KEPT: group.here_kept,
    Kind.CHEER_SENT: group.cheer_sent,
    Kind.PARTNER_UNDONE: partner.partner_undone,
}
"""What nobody in particular is called for."""
FOR_ONE: Mapping[Kind, Wording] = {
    Kind.MORNING_ASK: group.morning_ask,
    Kind.MORNING_CARD: asks.morning_card,
    Kind.MORNING_REMINDER: group.morning_reminder,
    Kind.MORNING_NUDGE: group.morning_nudge,
    Kind.EVENING_ASK: asks.evening_ask,
    Kind.EVENING_ASK_UNNAMED: group.evening_ask_unnamed,
    Kind.EVENING_REMINDER: asks.evening_reminder,
    Kind.EVENING_REMINDER_UNNAMED: group.evening_reminder_unnamed,
    Kind.EVENING_CHECK: asks.evening_ask,
    Kind.DAY_CARD: group.day_card,
    Kind.REPLACE_OFFER: cards.replace_offer,
    Kind.TOMORROW_OFFER: cards.tomorrow_offer,
    Kind.TOMORROW_SAVED: cards.tomorrow_saved,
    Kind.KEPT: cards.kept,
    Kind.CHANGE_QUESTION: group.change_question,
    Kind.CHEER: group.cheer,
    Kind.HERE_QUESTION: group.here_question,
    Kind.GROUP_UNREACHED: group.unreached,
}
