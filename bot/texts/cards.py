"""A member's own day, in each of its states, and the choices about its thing."""

from bot.domain.day import State
from bot.domain.errors import Facts
from bot.texts.asks import closing_words
from bot.texts.language import Language, paragraphs, person, quote
from bot.texts.partner import mention_partner


def day_card(t: Language, facts: Facts) -> str:
    """Show a member their day as it stands; how the day before ended comes first where it was not said yet."""
    return paragraphs(closing_words(t, facts), _own_day(t, facts))


def _own_day(t: Language, facts: Facts) -> str:  # noqa: C901, PLR0911, PLR0912  one case for each state
    match State(str(facts["state"])):
        case State.PLANNED | State.ASKED | State.UNNAMED:
            return t.gettext("Today has no one thing yet. Just type it here.")
        case State.NAMED:
            return _named(t, facts)
        case State.TONIGHT:
            text = t.gettext("Tonight it is:") + quote(facts["thing"])
            if facts["check"] is None:
                return text + t.gettext("Tap Done when it's done.")
            return text + t.gettext("I'll ask how it went at {time}.").format(time=facts["check"])
        case State.CHECKING:
            return t.gettext("No rush. Tell me how it went:") + quote(facts["thing"]) + _call_ahead(t, facts)
        case State.CHOOSING:
            text = t.gettext("A part is more than nothing:") + quote(facts["thing"])
            return text + t.gettext("Finish it with {partner} on the line, or leave it there for today?").format(
                partner=_partner(facts)
            )
        case State.HELD | State.NUDGED | State.CALLING:
            return _call(t, facts)
        case State.UNMET:
            if facts.get("is_left"):
                text = t.gettext("All right, I won't ask any more today. If you get to it after all, tell me:")
            else:
                text = t.gettext("It's still open, and that's all right. If you get to it tonight, tell me:")
            return text + _thing(facts) if facts["thing"] else _unmet_unnamed(t)
        case State.PARTLY:
            text = t.gettext("Partly it is, and a part counts:") + quote(facts["thing"])
            if facts["ends"] is None:
                return text
            return text + t.gettext("Should you finish it before {time}, Done is still here.").format(
                time=facts["ends"]
            )
        case State.DONE:
            return _done(t, facts)
        case State.DONE_LATE:
            return t.gettext("Noted as done, a little late. Well done!") + quote(facts["thing"])
        case State.SAVED:
            return t.gettext("Done together, on the line. That took courage, well done!") + _thing(facts)
        case State.SKIPPED:
            free = t.gettext("Today is free. We continue on {date}; /back takes today up again.")
            return free.format(date=t.long_date(str(facts["next"]))) + _thing(facts)
        case State.MISSED | State.OFF:
            return t.gettext("That day is over. Today is new.")


def replace_offer(t: Language, facts: Facts) -> str:
    """Ask what a second text means while the thing can still be changed."""
    now = t.gettext("Your one thing is:") + quote(facts["thing"])
    return now + t.gettext("Shall I replace it with this?") + quote(facts["offered"])


def tomorrow_offer(t: Language, facts: Facts) -> str:
    """Ask what a text means that comes too late for today."""
    if facts["is_skipped"]:
        intro = t.gettext("Today is free.")
    elif facts["is_finished"]:
        intro = t.gettext("Today's is done.")
    else:
        intro = t.gettext("Today's one thing stays as it is.")
    ask = t.gettext("Shall I save this for {date}?").format(date=t.long_date(str(facts["date"])))
    in_mind = ""
    if facts.get("suggested") is not None:
        in_mind = t.gettext("You had this in mind:") + quote(facts["suggested"])
    return paragraphs(f"{intro} {ask}{quote(facts['offered'])}", in_mind)


def tomorrow_saved(t: Language, facts: Facts) -> str:
    """Confirm the next day's thing, with weekday and date."""
    text = t.gettext("Saved for {date}:").format(date=t.long_date(str(facts["date"])))
    return text + quote(facts["thing"])


def tomorrow_question(t: Language, facts: Facts) -> str:
    """Ask for the one thing of the next day."""
    ask = t.gettext("What is the one thing for {date}?").format(date=t.long_date(str(facts["date"])))
    so_far = ""
    if facts.get("thing") is not None:
        intro = t.gettext("You had this in mind:") if facts.get("is_suggested") else t.gettext("So far it is:")
        so_far = intro + quote(facts["thing"])
    return paragraphs(so_far, f"<b>{ask}</b>", t.gettext("Type it here, or /cancel to leave it."))


def kept(t: Language, facts: Facts) -> str:
    """Confirm that nothing changed."""
    if facts.get("thing") is None:
        return t.gettext("All right, nothing changed.")
    return t.gettext("It stays:") + quote(facts["thing"])


def change_question(t: Language, facts: Facts) -> str:
    """Ask for another thing."""
    text = t.gettext("What is it instead of this?") + quote(facts["thing"])
    return text + t.gettext("Type it here, or /cancel to keep it.")


def cancelled(t: Language, facts: Facts) -> str:
    """Confirm that the question is gone."""
    return t.gettext("All right, everything stays as it was.")


def today(t: Language, facts: Facts) -> str:
    """Show both cards of today; on a date without check-ins, when it goes on."""
    if facts["is_ahead"]:
        free = t.gettext("Today is free for you. We continue on {date}.").format(date=t.long_date(str(facts["date"])))
        in_mind = (
            "" if facts.get("suggested") is None else t.gettext("You had this in mind:") + quote(facts["suggested"])
        )
        yours = paragraphs(free, in_mind) if facts["thing"] is None else free + quote(facts["thing"])
    else:
        yours = _line(t, t.gettext("You"), facts["state"], facts["thing"])
    parts = [f"<b>{t.long_date(str(facts.get('today') or facts['date']))}</b>", yours]
    if facts.get("other") is None:
        parts.append(t.gettext("You're on your own for now. /invite brings a partner."))
    elif facts.get("other_state") is None or facts.get("other_is_ahead"):
        parts.append(t.gettext("{partner} has no check-in on this date.").format(partner=person(facts["other"])))
    else:
        parts.append(_line(t, person(facts["other"]), facts["other_state"], facts["other_thing"]))
    return paragraphs(*parts)


def state_words(t: Language, state: State) -> str:
    """Say in a word or two where a day stands, seen from outside."""
    match state:
        case State.DONE | State.DONE_LATE:
            return t.gettext("done")
        case State.SAVED:
            return t.gettext("done together")
        case State.PARTLY | State.CHOOSING:
            return t.gettext("partly done")
        case State.CALLING:
            return t.gettext("on the line")
        case State.PLANNED | State.ASKED | State.UNNAMED:
            return t.gettext("not named yet")
        case State.OFF | State.SKIPPED:
            return t.gettext("no check-in")
        case State.NAMED | State.CHECKING | State.TONIGHT | State.HELD | State.NUDGED | State.UNMET | State.MISSED:
            return t.gettext("still open")


def _call(t: Language, facts: Facts) -> str:
    """Say how it stands with the call, from before it is asked for until it is over."""
    is_together, again = facts.get("is_together"), facts.get("again")
    match State(str(facts["state"])), again:
        case State.HELD, _ if facts.get("is_in_group"):
            text = t.gettext("All right. I'm asking {partner} to call you, as you two agreed.")
        case State.HELD, None:
            text = t.gettext("All right. In a minute I'm asking {partner} to call you, as you two agreed.")
        case State.HELD, _:
            text = t.gettext(
                "All right. {partner} can be called from {time} on, and then I'm asking, as you two agreed."
            )
        case State.NUDGED, str() if is_together and facts.get("is_snoozed"):
            text = t.gettext("All right. At {time} I'm asking you both again.")
        case State.NUDGED, _ if is_together:
            text = t.gettext("I've asked you and {partner} to call each other. If you get it done first, just say so.")
        case State.NUDGED, _:
            text = t.gettext("I've asked {partner} to call you. If you get it done before that, just say so.")
        case _ if facts.get("is_extended"):
            return t.gettext("Take all the time you need. You two have got this.")
        case _ if is_together:
            text = t.gettext("Good. You and {partner} on the line, for both of you. You've got this.")
            return text.format(partner=mention_partner(facts))
        case _:
            return t.gettext("{partner} is calling you. You've got this.").format(partner=_partner(facts))
    return text.format(partner=_partner(facts), time=again) + _thing(facts)


def _call_ahead(t: Language, facts: Facts) -> str:
    """Say when the partner is asked, where that is next."""
    if facts.get("again") is None or not facts.get("is_call_ahead"):
        return ""
    text = t.gettext("If I don't hear from you, I'll ask {partner} at {time} to call you.")
    return text.format(partner=_partner(facts), time=facts["again"])


def _named(t: Language, facts: Facts) -> str:
    if facts["is_ahead"]:
        text = t.gettext("Your one thing for {date}:").format(date=t.long_date(str(facts["date"])))
    else:
        text = t.gettext("Your one thing today:")
    asks = ""
    if facts["evening"] is not None:
        asks = t.gettext("I'll ask how it went at {time}.").format(time=facts["evening"])
    if facts.get("partner") is None:
        return text + quote(facts["thing"]) + asks
    sees = t.gettext("{partner} sees it too.").format(partner=_partner(facts))
    return f"{text}{quote(facts['thing'])}{sees} {asks}".rstrip()


def _done(t: Language, facts: Facts) -> str:
    text = t.gettext("Done! Well done, {name}.").format(name=person(facts["name"])) + quote(facts["thing"])
    if facts.get("partner") is None:
        return text
    return text + t.gettext("{partner} hears about it now.").format(partner=_partner(facts))


def _unmet_unnamed(t: Language) -> str:
    return t.gettext("Nothing named today, and that's all right. If one small thing comes to mind, type it here.")


def _line(t: Language, who: str, state: object, thing: object) -> str:
    head = f"{who}: {state_words(t, State(str(state)))}"
    return head if thing is None else head + quote(thing)


def _partner(facts: Facts) -> str:
    return person(facts["partner"])


def _thing(facts: Facts) -> str:
    return "" if facts["thing"] is None else quote(facts["thing"])
