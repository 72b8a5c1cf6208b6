"""The two asks of a day, their reminders, and how the day before ended."""

from datetime import date

from bot.domain.day import State
from bot.domain.errors import Fact, Facts
from bot.texts.language import Language, paragraphs, person, quote


def morning_ask(t: Language, facts: Facts) -> str:
    """Ask for the one thing."""
    ask = t.gettext("What is the one thing you will accomplish today?")
    return paragraphs(late_words(t, facts), closing_words(t, facts), f"<b>{ask}</b>", t.gettext("Just type it here."))


def morning_card(t: Language, facts: Facts) -> str:
    """Remind of the thing that was named the evening before."""
    text = t.gettext("Good morning! Your one thing today, as you saved it:")
    return paragraphs(late_words(t, facts), closing_words(t, facts), text + quote(facts["thing"]))


def morning_reminder(t: Language, facts: Facts) -> str:
    """Ask once more, gently."""
    return t.gettext("Still time to pick one. What is the one thing for today? A small one counts.")


def evening_ask(t: Language, facts: Facts) -> str:
    """Ask whether it is done."""
    return paragraphs(late_words(t, facts), t.gettext("How did it go?") + quote(facts["thing"]))


def evening_ask_unnamed(t: Language, facts: Facts) -> str:
    """Offer to name it now."""
    text = t.gettext("Today has no one thing yet, and there is still an evening left.")
    ask = t.gettext("Name it now and do it tonight? Just type it here.")
    return paragraphs(late_words(t, facts), text, f"<b>{ask}</b>")


def evening_reminder(t: Language, facts: Facts) -> str:
    """Ask once more, and say what comes next."""
    text = t.gettext("Checking in once more: how did it go?") + quote(facts["thing"])
    if not facts.get("is_call_ahead"):
        return text
    next_step = t.gettext("If I don't hear from you, I'll ask {partner} in half an hour to call you.")
    return text + next_step.format(partner=person(facts["partner"]))


def evening_reminder_unnamed(t: Language, facts: Facts) -> str:
    """Offer once more to name it now, and say what comes next."""
    text = t.gettext("Is there one small thing you'd like to have done tonight? Type it, and it's on.")
    if not facts.get("is_call_ahead"):
        return text
    next_step = t.gettext("If I don't hear from you, I'll ask {partner} in half an hour to call you.")
    return paragraphs(text, next_step.format(partner=person(facts["partner"])))


def closing_words(t: Language, facts: Facts) -> str:
    """Say how the day before ended, and what is offered to be taken up; empty where there is nothing to say."""
    ended = _ended(t, facts)
    suggested = facts.get("suggested")
    if suggested is None or suggested == facts.get("yesterday_thing"):
        return ended
    return paragraphs(ended, t.gettext("You had this in mind:") + quote(suggested))


def _ended(t: Language, facts: Facts) -> str:
    state, thing = facts.get("yesterday_state"), facts.get("yesterday_thing")
    day = facts.get("yesterday_date")
    words = _ended_yesterday(t, state, thing) if day is None else _ended_on(t, state, thing)
    if not words:
        return ""
    named = words.format(day=t.weekday(date.fromisoformat(str(day)).weekday())) if day is not None else words
    return named if thing is None else named + quote(thing)


def _ended_yesterday(t: Language, state: Fact, thing: Fact) -> str:
    match state:
        case State.DONE | State.DONE_LATE:
            return t.gettext("Yesterday you did it:")
        case State.SAVED if thing is None:
            return t.gettext("Yesterday you two did it together, on the line.")
        case State.SAVED:
            return t.gettext("Yesterday you two did it together, on the line:")
        case State.PARTLY:
            return t.gettext("Yesterday you got a part of it done:")
        case State.MISSED if thing is None:
            return t.gettext("Yesterday went by without one thing. That happens; today is new.")
        case State.MISSED:
            return t.gettext("Yesterday's is still open. That happens; today is new.")
        case _:
            return ""


def _ended_on(t: Language, state: Fact, thing: Fact) -> str:
    """As above, for a weekday that lies further back; days off or away were between."""
    match state:
        case State.DONE | State.DONE_LATE:
            return t.gettext("On {day} you did it:")
        case State.SAVED if thing is None:
            return t.gettext("On {day} you two did it together, on the line.")
        case State.SAVED:
            return t.gettext("On {day} you two did it together, on the line:")
        case State.PARTLY:
            return t.gettext("On {day} you got a part of it done:")
        case State.MISSED if thing is None:
            return t.gettext("{day} went by without one thing. That happens; today is new.")
        case State.MISSED:
            return t.gettext("What you set out to do on {day} is still open. That happens; today is new.")
        case _:
            return ""


def late_words(t: Language, facts: Facts) -> str:
    """Apologize for what comes hours late; empty where it does not."""
    if not facts.get("late"):
        return ""
    return t.gettext("Sorry, this comes late: I was away for a while.")
