"""From a letter to a message: the words in the recipient's language, and the buttons under them."""

import html
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import segno

from bot.chat import in_group
from bot.chat.keyboards import Markup, keyboard
from bot.chat.setting import Setting
from bot.domain.errors import Facts, Reason
from bot.domain.kinds import Kind
from bot.services.delivering import Parcel
from bot.services.letters import Letter
from bot.texts import (
    about,
    absence,
    agreeing,
    asks,
    cards,
    going,
    group,
    joining,
    pairing,
    partner,
    refusals,
    settings,
    ways,
)
from bot.texts.language import Language, language_for, paragraphs

Wording = Callable[[Language, Facts], str]


@dataclass(frozen=True, slots=True)
class ContactCard:
    """Somebody's phone number, one tap to dial."""

    name: str
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as Telegram takes it: HTML and buttons."""

    text: str
    keyboard: Markup | None
    picture: bytes | None = None
    """A PNG, under which the text stands."""
    contact: ContactCard | None = None
    """All that the message is."""
    erases: bool = False
    """The message that the letter is about goes, and nothing is said."""
    copied: tuple[int, int] | None = None
    """A chat and a message there to send a copy of; the text stands in for it where that is refused."""


def render(
    parcel: Parcel, *, bot_username: str, with_profile: bool = True, with_room: bool = True, number: str | None = None
) -> Rendered:
    """Word a letter for its recipient.

    Without `with_profile` no button opens a profile; the text still does. Without `with_room` the text shows the link
    of the room in place of its button. With `number` it is the contact card with that number.
    """
    letter = parcel.letter
    t = language_for(str(letter.facts.get("card_language") or parcel.recipient.language))
    link = invite_link(bot_username, str(letter.facts["token"])) if "token" in letter.facts else ""
    is_member = letter.facts.get("account") == parcel.recipient.profile.account_id
    bot_link = f"https://t.me/{bot_username}"
    setting = Setting(t, letter.facts, link, with_profile, is_member, with_room, bot_link, letter.is_in_group)
    picture = qr_code(link) if letter.kind is Kind.INVITE_QR else None
    if letter.kind is Kind.CONTACT_REMOVAL:
        return Rendered("", None, erases=True)
    if letter.kind is Kind.CALL_CONTACT:
        return Rendered("", None, contact=ContactCard(str(letter.facts["name"]), number or ""))
    said = (
        in_group.words(letter.kind, setting, parcel.recipient.profile)
        if letter.is_in_group
        else _words(letter, setting)
    )
    words, keys = said.strip(), keyboard(letter.kind, setting)
    return Rendered(words, keys, picture, copied=_copied(letter))


def qr_code(link: str) -> bytes:
    """Return a link as a picture to be scanned: a PNG with a white border."""
    picture = io.BytesIO()
    segno.make(link, error="m", micro=False).save(picture, kind="png", scale=10, border=4)
    return picture.getvalue()


def invite_link(bot_username: str, token: str) -> str:
    """Return the link that opens the bot with an invite."""
    return f"https://t.me/{bot_username}?start={token}"


def _copied(letter: Letter) -> tuple[int, int] | None:
    if letter.kind is not Kind.CHEER_COPY:
        return None
    return int(letter.facts["copied_from"] or 0), int(letter.facts["copied"] or 0)


def refusal_text(tag: str, reason: Reason, facts: Facts) -> str:
    """Return a refusal as the plain text that answers a tap."""
    return refusals.refusal(language_for(tag), reason, facts)


def apology_text(tag: str) -> str:
    """Return the apology for a fault of ours as the plain text that answers a tap."""
    return about.apology(language_for(tag), {})


def too_much_text(tag: str) -> str:
    """Return what somebody who floods the bot is told, as the plain text that answers a tap."""
    return about.too_much(language_for(tag), {})


def _words(letter: Letter, setting: Setting) -> str:
    t, facts = setting.t, setting.facts
    match letter.kind:
        case Kind.INVITE_LINK:
            return pairing.invite_link(t, facts, setting.invite_link)
        case Kind.SAVED:
            return partner.saved(t, facts, is_member=setting.is_member)
        case Kind.FOLLOW_UP:
            return partner.follow_up(t, facts, is_member=setting.is_member)
        case Kind.COULDNT_REACH:
            return partner.couldnt_reach(t, facts, is_member=setting.is_member)
        case Kind.REFUSAL:
            return html.escape(refusals.refusal(t, Reason(str(facts["reason"])), facts), quote=False)
        case kind if not setting.with_room and facts.get("room") is not None:
            return paragraphs(WORDINGS[kind](t, facts), ways.room_in_words(t, facts))
        case kind:
            return WORDINGS[kind](t, facts)


WORDINGS: Mapping[Kind, Wording] = {
    Kind.MORNING_ASK: asks.morning_ask,
    Kind.MORNING_CARD: asks.morning_card,
    Kind.MORNING_REMINDER: asks.morning_reminder,
    Kind.EVENING_ASK: asks.evening_ask,
    Kind.EVENING_ASK_UNNAMED: asks.evening_ask_unnamed,
    Kind.EVENING_REMINDER: asks.evening_reminder,
    Kind.EVENING_REMINDER_UNNAMED: asks.evening_reminder_unnamed,
    Kind.EVENING_CHECK: asks.evening_ask,
    Kind.DAY_CARD: cards.day_card,
    Kind.CARD_UPDATE: cards.day_card,
    Kind.REPLACE_OFFER: cards.replace_offer,
    Kind.KEPT: cards.kept,
    Kind.TOMORROW_OFFER: cards.tomorrow_offer,
    Kind.TOMORROW_SAVED: cards.tomorrow_saved,
    Kind.CHANGE_QUESTION: cards.change_question,
    Kind.CANCELLED: cards.cancelled,
    Kind.TODAY: cards.today,
    Kind.PARTNER_NAMED: partner.partner_named,
    Kind.PARTNER_REPLACED: partner.partner_replaced,
    Kind.PARTNER_DONE: partner.partner_done,
    Kind.PARTNER_UNDONE: partner.partner_undone,
    Kind.PARTNER_PARTLY: partner.partner_partly,
    Kind.CHEER: partner.cheer,
    Kind.CHEER_SENT: partner.cheer_sent,
    Kind.CHEER_QUESTION: partner.cheer_question,
    Kind.OWN_CHEER: partner.own_cheer,
    Kind.CHEER_COPY: partner.cheer_copy,
    Kind.PASSED_ON: partner.passed_on,
    Kind.CALL_NUDGE: partner.call_nudge,
    Kind.NUDGE_MOOT: partner.nudge_moot,
    Kind.PARTNER_CARD: partner.partner_card,
    Kind.AGREED_WORDS: partner.agreed_words_said,
    Kind.CALL_CARD: partner.call_card,
    Kind.BOTH_MISSED: partner.both_missed,
    Kind.WHOSE_QUESTION: partner.whose_question,
    Kind.NO_CALL: partner.no_call,
    Kind.CANT_TONIGHT: partner.cant_tonight,
    Kind.OUTSIDE_CALL_HOURS: partner.outside_call_hours,
    Kind.PARTNER_OUTSIDE_CALL_HOURS: partner.partner_outside_call_hours,
    Kind.TOMORROW_QUESTION: cards.tomorrow_question,
    Kind.WELCOME: joining.welcome,
    Kind.WHERE_QUESTION: joining.where_question,
    Kind.CITY_MATCHES: joining.city_matches,
    Kind.CITY_CHOSEN: joining.city_chosen,
    Kind.TIMES_QUESTION: joining.times_question,
    Kind.OWN_TIMES_QUESTION: joining.own_times_question,
    Kind.TIMES_CHOSEN: joining.times_chosen,
    Kind.ALL_SET: joining.all_set,
    Kind.INVITE_OFFER: joining.invite_offer,
    Kind.WELCOME_BACK: pairing.welcome_back,
    Kind.STATUS: pairing.status,
    Kind.INVITE_QR: pairing.invite_qr,
    Kind.INVITE_WITHDRAWN: pairing.invite_withdrawn,
    Kind.INVITE_CARD: pairing.invite_card,
    Kind.PAIRED: pairing.paired,
    Kind.DECLINED_CARD: pairing.declined_card,
    Kind.DECLINED: pairing.declined,
    Kind.NEW_INVITE_WISHED: pairing.new_invite_wished,
    Kind.WISH_SENT: pairing.wish_sent,
    Kind.LEAVE_QUESTION: pairing.leave_question,
    Kind.LEAVE_CHOICE: pairing.leave_choice,
    Kind.LEFT: pairing.left,
    Kind.STAYED: pairing.stayed,
    Kind.PARTNER_LEFT: pairing.partner_left,
    Kind.PARTNER_UNREACHABLE: pairing.partner_unreachable,
    Kind.PARTNER_BACK: pairing.partner_back,
    Kind.PARTNER_SKIPPED: absence.partner_skipped,
    Kind.AWAY_QUESTION: absence.away_question,
    Kind.AWAY: absence.away,
    Kind.PARTNER_AWAY: absence.partner_away,
    Kind.COMING_BACK: absence.coming_back,
    Kind.PARTNER_COMING_BACK: absence.partner_coming_back,
    Kind.BACK: absence.back,
    Kind.SILENCE_QUESTION: absence.silence_question,
    Kind.HERE: absence.here,
    Kind.ON_HOLD: absence.on_hold,
    Kind.PARTNER_ON_HOLD: absence.partner_on_hold,
    Kind.WAITING: absence.waiting,
    Kind.PART_QUESTION: absence.part_question,
    Kind.SETTINGS: settings.settings,
    Kind.SETTINGS_WHERE: joining.settings_where,
    Kind.SETTINGS_MORNING: settings.settings_morning,
    Kind.SETTINGS_EVENING: settings.settings_evening,
    Kind.SETTINGS_DAYS_OFF: settings.settings_days_off,
    Kind.SETTINGS_CALL_HOURS: settings.settings_call_hours,
    Kind.SETTINGS_LANGUAGE: settings.settings_language,
    Kind.SETTINGS_TRAVEL: settings.settings_travel,
    Kind.MOVED: settings.moved,
    Kind.TIMES_CHANGED: settings.times_changed,
    Kind.CALL_HOURS_CHANGED: settings.call_hours_changed,
    Kind.PARTNER_DAYS_OFF: settings.partner_days_off,
    Kind.SETTINGS_WAY: ways.settings_way,
    Kind.SETTINGS_PHONE: ways.settings_phone,
    Kind.SETTINGS_ROOM: ways.settings_room,
    Kind.NUMBER_KEPT: ways.number_kept,
    Kind.NUMBER_REMOVED: ways.number_removed,
    Kind.ROOM_KEPT: ways.room_kept,
    Kind.PARTNER_ROOM: ways.partner_room,
    Kind.WORDS: agreeing.words,
    Kind.WORDS_QUESTION: agreeing.words_question,
    Kind.WORDS_PROPOSED: agreeing.words_proposed,
    Kind.WORDS_PROPOSAL: agreeing.words_proposal,
    Kind.WORDS_AGREED: agreeing.words_agreed,
    Kind.WORDS_KEPT: agreeing.words_kept,
    Kind.PARTNER_KEPT_WORDS: agreeing.partner_kept_words,
    Kind.NUDGE_OFFER: partner.nudge_offer,
    Kind.MORNING_NUDGE: partner.morning_nudge,
    Kind.NUDGE_SENT: partner.nudge_sent,
    Kind.BLOCK_QUESTION: going.block_question,
    Kind.BLOCK_LIST: going.block_list,
    Kind.BLOCKED: going.blocked,
    Kind.UNBLOCKED: going.unblocked,
    Kind.DELETE_QUESTION: going.delete_question,
    Kind.GOODBYE: going.goodbye,
    Kind.GROUP_HELLO: group.hello,
    Kind.GROUP_PACT: group.pact_card,
    Kind.GROUP_PAIRED: group.paired,
    Kind.HERE_QUESTION: group.here_question,
    Kind.HERE_KEPT: group.here_kept,
    Kind.GROUP_JOINED: group.joined,
    Kind.GROUP_OFF: group.off,
    Kind.GROUP_CARD: group.card,
    Kind.GROUP_GONE: group.gone,
    Kind.GROUP_UNREACHED: group.unreached,
    Kind.GROUP_HINT: group.hint,
    Kind.HELP: about.help_text,
    Kind.APOLOGY: about.apology,
    Kind.TOO_MUCH: about.too_much,
}
"""The words of each kind; those that depend on more than the facts are in `_words`."""
