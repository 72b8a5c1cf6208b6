"""One message to Telegram, and what its answer means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from telegram import Bot, ChatMember, InlineKeyboardMarkup, InputFile
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.chat.http import NoAnswer, NotSent
from bot.chat.render import Rendered, render
from bot.chat.waiting import told_seconds
from bot.domain.kinds import Kind
from bot.domain.notices import Sound
from bot.services.delivering import Parcel
from bot.services.ports import Vault

_NOTHING_TO_EDIT = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "message to delete not found",
    "message can't be deleted",
)
_PROFILE_REFUSED = ("button_user_privacy_restricted",)
_ROOM_REFUSED = ("inline keyboard button url", "button_url_invalid")
_UNREACHABLE = ("chat not found", "user is deactivated", "bot was blocked", "have no rights to send")
_UNWRITABLE = ("not enough rights to send", "chat_write_forbidden", "topic_closed")
"""What a group answers in which the bot has no right to write."""
_NO_MEMBER = ("member not found", "user not found", "participant_id_invalid", "user_not_participant", "invalid user_id")
_NO_PREVIEW = {"is_disabled": True}
SERVER_PAUSE = 2.0
TOKEN_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram has it (or had it already)."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """Surely not sent; worth repeating in `seconds`."""

    seconds: float
    was_told: bool = False
    """Telegram itself said how long to wait."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer came: it may have been sent."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Nothing can be sent to this chat until its owner comes back."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The message that was to be changed can't be."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Our own fault: repeating it would not help."""

    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has become a supergroup, with another id."""

    chat_id: int


Outcome = Sent | Later | Unknown | Blocked | Gone | Rejected | Moved


async def send(bot: Bot, parcel: Parcel, vault: Vault | None = None) -> Outcome:
    """Send a parcel, or change the message it is about; never raises for anything that Telegram answers.

    Some refusals have a way out at once: a button to a profile whose owner does not allow it is left away, and so is
    one to a room whose link Telegram does not take; an answer to a tap whose message can't be changed any more becomes
    a message of its own, and words stand in for what can't be copied. A sealed number is opened here and nowhere
    before. Before the first word of a date in a group it is seen that both are there.
    """
    missing = await missing_from_group(bot, parcel)
    if missing is not None:
        return missing
    number = vault.open(parcel.sealed_number) if vault is not None and parcel.sealed_number is not None else None
    word = partial(render, parcel, bot_username=bot.username, number=number)
    with_profile = with_room = True
    rendered = word()
    outcome = await _try(bot, parcel, rendered)
    if isinstance(outcome, Rejected) and rendered.copied is not None:
        return await _try(bot, parcel, replace(rendered, copied=None))
    if _is_refused(outcome, _ROOM_REFUSED):
        with_room = False
        outcome = await _try(bot, parcel, word(with_room=False))
    if _is_refused(outcome, _PROFILE_REFUSED):
        with_profile = False
        outcome = await _try(bot, parcel, word(with_profile=False, with_room=with_room))
    if with_room and _is_refused(outcome, _ROOM_REFUSED):
        outcome = await _try(bot, parcel, word(with_profile=with_profile, with_room=False))
    if isinstance(outcome, Gone) and _is_said_anew(parcel):
        return await _try(bot, parcel, word(), as_new=True)
    return outcome


async def missing_from_group(bot: Bot, parcel: Parcel) -> Outcome | None:
    """Return what keeps a group from being written to, if it has to be seen first who is there; None: nothing."""
    try:
        for account_id in parcel.must_be_there:
            seen = await bot.get_chat_member(parcel.letter.chat_id, account_id)
            if seen.status in (ChatMember.LEFT, ChatMember.BANNED) or not getattr(seen, "is_member", True):
                return Blocked()
    except TelegramError as error:
        match _meaning(error, None):
            case Rejected(why):  # who is no administrator need not be told, as where members are hidden
                return Blocked() if any(known in why.lower() for known in _NO_MEMBER) else None
            case Unknown():
                return Later(SERVER_PAUSE)  # only a question was asked: nothing can have arrived
            case outcome:
                return outcome
    return None


def _is_said_anew(parcel: Parcel) -> bool:
    """Tell whether what can't change a message any more is sent at once as another; in a group that takes its turn."""
    letter = parcel.letter
    return letter.edits_key is None and letter.kind is not Kind.CONTACT_REMOVAL and not letter.is_in_group


def _is_refused(outcome: Outcome, buttons: Sequence[str]) -> bool:
    """Tell whether Telegram found fault with one of these buttons."""
    return isinstance(outcome, Rejected) and any(button in outcome.why.lower() for button in buttons)


async def _try(bot: Bot, parcel: Parcel, rendered: Rendered, *, as_new: bool = False) -> Outcome:
    edits = None if as_new else parcel.edits_message
    try:
        made = await (_edit(bot, parcel, rendered, edits) if edits is not None else _new(bot, parcel, rendered))
    except TelegramError as error:
        return _meaning(error, edits)
    number = edits if made is None else made
    return Unknown() if number is None else Sent(number)  # a message has one, or nobody knows what became of it


async def _new(bot: Bot, parcel: Parcel, rendered: Rendered) -> int | None:
    is_silent = parcel.letter.sound is Sound.SILENT
    to = {"chat_id": parcel.letter.chat_id, "disable_notification": is_silent}
    if rendered.copied is not None:
        chat, message = rendered.copied
        return await _call(bot, "copyMessage", **to, from_chat_id=chat, message_id=message)
    if rendered.contact is not None:
        card = rendered.contact
        return await _call(bot, "sendContact", **to, phone_number=card.number, first_name=card.name)
    words = {"parse_mode": ParseMode.HTML, "reply_markup": rendered.keyboard}
    if rendered.picture is not None:
        return await _call(bot, "sendPhoto", **to, **words, photo=InputFile(rendered.picture), caption=rendered.text)
    return await _call(bot, "sendMessage", **to, **words, text=rendered.text, link_preview_options=_NO_PREVIEW)


async def _edit(bot: Bot, parcel: Parcel, rendered: Rendered, message_id: int) -> int | None:
    which = {"chat_id": parcel.letter.chat_id, "message_id": message_id}
    if rendered.erases:
        return await _call(bot, "deleteMessage", **which)
    return await _call(
        bot,
        "editMessageText",
        **which,
        text=rendered.text,
        parse_mode=ParseMode.HTML,
        link_preview_options=_NO_PREVIEW,
        reply_markup=rendered.keyboard if isinstance(rendered.keyboard, InlineKeyboardMarkup) else None,
    )


async def _call(bot: Bot, method: str, **given: object) -> int | None:
    """Make a call, and return the number of the message in its answer, if there is one.

    Python-telegram-bot's own methods read the whole message that Telegram gives back, which takes them longer than all
    else that they do; `do_api_request`, which does not, warns of being used for what has a method.
    """
    answer = await bot._post(method, given)  # noqa: SLF001
    number = answer.get("message_id") if isinstance(answer, dict) else None
    return number if isinstance(number, int) else None


def _meaning(error: TelegramError, edits: int | None) -> Outcome:
    """Sort a refusal. `BadRequest` is a `NetworkError` in python-telegram-bot: the order matters."""
    match error:
        case RetryAfter():
            return Later(told_seconds(error) or 0.0, was_told=True)
        case Forbidden():
            return Blocked()
        case InvalidToken():
            return Later(TOKEN_PAUSE)
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case BadRequest():
            return _refused(str(error), edits)
        case NetworkError():
            return _network(error)
        case _:
            return Unknown()  # an answer that can't be read


def _refused(why: str, edits: int | None) -> Outcome:
    text = why.lower()
    if edits is not None and "message is not modified" in text:
        return Sent(edits)
    if edits is not None and any(known in text for known in _NOTHING_TO_EDIT):
        return Gone()
    if any(known in text for known in (*_UNREACHABLE, *_UNWRITABLE)):
        return Blocked()
    return Rejected(why)


def _network(error: NetworkError) -> Outcome:
    match error:
        case NotSent():
            return Later(SERVER_PAUSE)
        case NoAnswer():
            return Unknown()
        case _:
            return Later(SERVER_PAUSE)  # the server itself answered that it failed
