"""What plain text means.

In this order: a reply to a message of the bot means what that message asked; else the one open question; else the
text is the commitment, but only while the day has none.
"""

from bot.domain.errors import Reason, Refused
from bot.domain.kinds import Kind
from bot.domain.member import Standing
from bot.domain.question import Question, Topic
from bot.services import absence, agreeing, cheering, commitments, deleting, joining, settings, ways, where
from bot.services.act import Act
from bot.services.letters import Letter
from bot.services.means import Means

_ASKS_FOR_THING = frozenset(
    {
        Kind.MORNING_ASK,
        Kind.MORNING_REMINDER,
        Kind.MORNING_NUDGE,
        Kind.EVENING_ASK_UNNAMED,
        Kind.EVENING_REMINDER_UNNAMED,
    }
)
_ASKS_ABOUT = {
    Kind.CHANGE_QUESTION: Topic.CHANGE,
    Kind.TOMORROW_QUESTION: Topic.TOMORROW,
    Kind.AWAY_QUESTION: Topic.AWAY,
    Kind.DELETE_QUESTION: Topic.DELETE,
    Kind.WORDS_QUESTION: Topic.WORDS,
    Kind.SETTINGS_WHERE: Topic.WHERE,
    Kind.SETTINGS_MORNING: Topic.MORNING,
    Kind.SETTINGS_EVENING: Topic.EVENING,
    Kind.SETTINGS_CALL_HOURS: Topic.CALL_HOURS,
}
"""What a reply to a message of such a kind answers, however old the message is."""
_ASKS_FOR_WAY = frozenset({Kind.SETTINGS_ROOM, Kind.SETTINGS_PHONE})


async def hear_text(act: Act, means: Means, text: str, reply_to: int | None) -> None:
    """Do what the text means; `reply_to` is the message it answers."""
    question = await act.uow.questions.get(act.member.id)
    asked = None if reply_to is None else await act.uow.outbox.by_message(act.chat, reply_to)
    if (asked is None or asked.kind is Kind.DELETE_QUESTION) and await _hears_of_deleting(act, means, text, question):
        return
    if act.member.standing is Standing.JOINING:
        await _hear_joining(act, means, text)
        return
    if act.has_woken:
        return  # the first word ends a hold, and was answered with the question for today's one thing
    if asked is not None and asked.kind in _ASKS_FOR_WAY:
        await _hear_way(act, means, text, asked)
    elif asked is not None and asked.kind is Kind.SILENCE_QUESTION:
        await absence.say_here(act)
    elif asked is not None and asked.kind in _ASKS_FOR_THING:
        await commitments.hear_thing(act, text, asked.day_id)
    elif asked is not None and asked.kind in cheering.ANSWERED_BY_REPLY:
        await cheering.hear_reply(act, asked, text)
    elif asked is not None and (topic := _ASKS_ABOUT.get(asked.kind)) is not None:
        await _answer(act, means, Question(act.member.id, topic, act.at, asked.day_id), text)
    elif question is not None and question.is_open(act.at):
        await _answer(act, means, question, text)
    else:
        await commitments.hear_thing(act, text, None)


async def hear_media(act: Act, reply_to: int | None, *, can_copy: bool) -> None:
    """Take a photo, a sticker, a voice message … as a cheer, where one is due; nothing else can be said with it."""
    if act.member.standing is Standing.JOINING:
        raise Refused(Reason.NOT_TEXT)
    asked = None if reply_to is None else await act.uow.outbox.by_message(act.chat, reply_to)
    question = await act.uow.questions.get(act.member.id)
    if asked is not None and asked.kind in cheering.ANSWERED_BY_REPLY:
        await cheering.copy_reply(act, asked, can_copy=can_copy)
    elif question is not None and question.topic is Topic.CHEER and question.is_open(act.at):
        await cheering.copy_answer(act, question, can_copy=can_copy)
    else:
        raise Refused(Reason.NOT_TEXT)


async def hear_edit(act: Act, means: Means, text: str) -> None:
    """Do what an edited text means; while somebody is joining, that is what typing it anew would."""
    question = await act.uow.questions.get(act.member.id)
    if means.confirms_deletion(text) and await _hears_of_deleting(act, means, text, question):
        return
    if act.member.standing is Standing.JOINING:
        await _hear_joining(act, means, text)
    else:
        await commitments.hear_edit(act, text)


async def _hears_of_deleting(act: Act, means: Means, text: str, question: Question | None) -> bool:
    """Take a text as the answer whether everything shall go, if it is one; that word is never the one thing."""
    if question is None or question.topic is not Topic.DELETE:
        return False
    if question.is_open(act.at):
        await deleting.hear(act, means, text)
    elif means.confirms_deletion(text):
        await deleting.ask(act)
    else:
        return False
    return True


async def _hear_joining(act: Act, means: Means, text: str) -> None:
    if act.member.chosen_zone is None:
        await where.offer_cities(act, means.places, text)
    else:
        await joining.hear_times(act, text)


async def _hear_way(act: Act, means: Means, text: str, asked: Letter) -> None:
    if asked.kind is Kind.SETTINGS_PHONE:
        raise Refused(Reason.NUMBER_BY_KEY)  # a number that was typed is nobody's for sure, and no one thing either
    await ways.hear_room(act, means.vault, text, card=asked.message_id)


async def _answer(act: Act, means: Means, question: Question, text: str) -> None:
    match question.topic:
        case Topic.CHANGE:
            await commitments.hear_change(act, text, question.day_id)
        case Topic.TOMORROW:
            await commitments.hear_tomorrow(act, text)
        case Topic.DELETE:
            await deleting.ask(act)  # the question is not open any more: it is asked anew
        case Topic.AWAY:
            await absence.hear_until_when(act, means.read_date, text)
        case Topic.CHEER:
            await cheering.hear_answer(act, question, text)
        case Topic.WORDS:
            await agreeing.hear(act, means.first_words, text)
        case Topic.WHERE:
            await act.uow.questions.ask(question)
            await where.offer_cities(act, means.places, text)
        case Topic.ROOM:
            await ways.hear(act, means.vault, question, text)
        case Topic.MORNING | Topic.EVENING | Topic.CALL_HOURS:
            await settings.hear(act, question, text)
