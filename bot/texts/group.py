"""What is said in a group, and about it. Whom it is for is mentioned first; friends may be reading."""

from bot.domain.day import State
from bot.domain.errors import Fact, Facts
from bot.domain.group import Takes
from bot.domain.kinds import ReadyCheer
from bot.texts.asks import closing_words, late_words
from bot.texts.cards import day_card as private_day_card
from bot.texts.cards import state_words
from bot.texts.labels import cheer_label
from bot.texts.language import Language, paragraphs, person, quote
from bot.texts.pairing import pact

UNSAID: Facts = dict.fromkeys(("evening", "check", "ends", "again", "suggested")) | {"is_in_group": True}
"""What only its member knows: when they are asked, when somebody can be called, and what they have in mind."""
_UNNAMED = frozenset({State.PLANNED, State.ASKED, State.UNNAMED})


def mention(name: str, username: str | None, account: int) -> str:
    """Return what calls somebody in a group: by username, else by a name that opens the profile."""
    return f"@{username}" if username else f'<a href="tg://user?id={account}">{person(name)}</a>'


def hello(t: Language, facts: Facts) -> str:
    """Say the one line."""
    return t.gettext(
        "One thing a day each, and a friend on the line: two of you can begin here. Partners already? Send /here."
    )


def pact_card(t: Language, facts: Facts) -> str:
    """Show the pact, and who has said yes to it."""
    if facts["name"] is None:
        first = t.gettext("This is for two of you: the first two who say yes.")
    else:
        first = t.gettext("{name} has said yes. Who is the other one?").format(name=person(facts["name"]))
    return paragraphs(first, pact(t))


def paired(t: Language, facts: Facts) -> str:
    """Tell the two that they are partners, and what is still missing."""
    text = t.gettext("🤝 {name} and {partner} are partners now, and your check-ins live here.")
    text = text.format(name=person(facts["name"]), partner=person(facts["partner"]))
    if not facts["is_joining"]:
        return paragraphs(text, _how_it_goes(t))
    return paragraphs(text, t.gettext("Where you live and when I ask is set in private, with one tap:"))


def here_question(t: Language, facts: Facts) -> str:
    """Ask the partner whether the check-ins may come here."""
    name = person(facts["name"])
    if facts["takes"] == Takes.NEWS:
        ask = t.gettext("{name} would like the news about you both to come here. Is that all right?").format(name=name)
    else:
        ask = t.gettext("{name} would like your check-ins to live here. Is that all right?").format(name=name)
    return paragraphs(ask, t.gettext("Calls, settings and reasons stay in private, always."))


def here_kept(t: Language, facts: Facts) -> str:
    """Confirm that nothing changed."""
    return t.gettext("All right, everything stays as it was.")


def joined(t: Language, facts: Facts) -> str:
    """Confirm what is said here from now on."""
    end = t.gettext("/here off ends that.")
    if facts["takes"] == Takes.NEWS:
        return t.gettext("From now on the news about you both comes here; I ask you in private.") + " " + end
    text = t.gettext("From now on I ask you here, and one card shows both your days.")
    return paragraphs(f"{text} {end}", _how_it_goes(t))


def off(t: Language, facts: Facts) -> str:
    """Confirm that nothing more is said here."""
    return t.gettext("All right, from now on everything is said in private.")


def gone(t: Language, facts: Facts) -> str:
    """Tell in private that the group is theirs no more."""
    if facts["name"] is None:
        text = t.gettext("I can't use your group any more, so we go on here, in private.")
    else:
        text = t.gettext("{name} has taken your check-ins out of the group: we go on here, in private.")
        text = text.format(name=person(facts["name"]))
    return text + " " + t.gettext("/here brings a group back.")


def unreached(t: Language, facts: Facts) -> str:
    """Show somebody whom nothing reaches in private the way back."""
    return t.gettext("I can't write to you in private at the moment. One tap opens our chat:")


def hint(t: Language, facts: Facts) -> str:
    """Say in private how a group becomes the pair's."""
    match facts["takes"]:
        case None:
            text = t.gettext("Your check-ins can live in a group of yours.")
            return text + " " + t.gettext("Pick it here, or send /here in it; then your partner says yes there.")
        case Takes.NEWS:
            return t.gettext("The news about you both goes to your group; I ask you here.")
        case _:
            return t.gettext("Your check-ins live in your group.")


def card(t: Language, facts: Facts) -> str:
    """Show both days of a date."""
    head = f"<b>{t.long_date(str(facts['date']))}</b>"
    lines = [_line(t, facts[f"name_{seat}"], facts[f"state_{seat}"], facts[f"thing_{seat}"]) for seat in (1, 2)]
    return paragraphs(head, *lines)


def morning_ask(t: Language, facts: Facts) -> str:
    """Ask for the one thing."""
    ask = t.gettext("What is the one thing you will accomplish today?")
    return paragraphs(late_words(t, facts), closing_words(t, facts), f"<b>{ask}</b>", _how_to_answer(t))


def morning_reminder(t: Language, facts: Facts) -> str:
    """Ask once more, gently."""
    ask = t.gettext("Still time to pick one. What is the one thing for today? A small one counts.")
    return paragraphs(ask, _how_to_answer(t))


def morning_nudge(t: Language, facts: Facts) -> str:
    """Ask in the partner's name."""
    ask = t.gettext("What's your one thing today? A small one counts.")
    return paragraphs(f"<b>{person(facts['partner'])}:</b> {ask}", _how_to_answer(t))


def evening_ask_unnamed(t: Language, facts: Facts) -> str:
    """Offer to name it now."""
    text = t.gettext("Today has no one thing yet, and there is still an evening left.")
    ask = t.gettext("Name it now and do it tonight?")
    return paragraphs(late_words(t, facts), text, f"<b>{ask}</b>", _how_to_answer(t))


def evening_reminder_unnamed(t: Language, facts: Facts) -> str:
    """Offer once more to name it now, and say what comes next."""
    ask = t.gettext("Is there one small thing you'd like to have done tonight?")
    next_step = ""
    if facts.get("is_call_ahead"):
        next_step = t.gettext("If I don't hear from you, I'll ask {partner} in half an hour to call you.")
    return paragraphs(ask, next_step.format(partner=person(facts["partner"])), _how_to_answer(t))


def change_question(t: Language, facts: Facts) -> str:
    """Ask for another thing."""
    return t.gettext("What is it instead of this?") + quote(facts["thing"]) + t.gettext("Reply to this with it.")


def day_card(t: Language, facts: Facts) -> str:
    """Show a member their day as it stands."""
    if facts["thing"] is None and facts["state"] in _UNNAMED | {State.UNMET}:
        return paragraphs(closing_words(t, facts), t.gettext("Today has no one thing yet."), _how_to_answer(t))
    return private_day_card(t, facts)


def partner_done(t: Language, facts: Facts, *, partner: str) -> str:
    """Tell that somebody did it, and ask for a word; `partner` is their partner's mention."""
    text = t.gettext("{name} did it:").format(name=person(facts["name"])) + quote(facts["thing"])
    return text + t.gettext("{partner}, a word from you means a lot now.").format(partner=partner)


def cheer(t: Language, facts: Facts) -> str:
    """Pass a cheer on in the partner's name."""
    said = cheer_label(t, ReadyCheer(str(facts["cheer"])))
    return f"<b>{person(facts['partner'])}:</b> {said}"


def cheer_sent(t: Language, facts: Facts) -> str:
    """Leave of the news what was done; what was said of it stands below."""
    return t.gettext("{name} did it:").format(name=person(facts["name"])) + quote(facts["thing"])


def _how_it_goes(t: Language) -> str:
    return t.gettext("Reply to what I ask, or write /one and your words; /done says that it's done.")


def _how_to_answer(t: Language) -> str:
    return t.gettext("Reply to this message, or write /one and your words.")


def _line(t: Language, name: Fact, state: Fact, thing: Fact) -> str:
    head = f"{person(name)}: {_state(t, state)}"
    return head if thing is None else head + quote(thing)


def _state(t: Language, state: Fact) -> str:
    if state is None:
        return t.gettext("no check-in")
    return t.gettext("time to call") if state == State.NUDGED else state_words(t, State(str(state)))
