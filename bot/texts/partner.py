"""What a partner hears of the other's day, and the call."""

import html

from bot.domain.day import State
from bot.domain.errors import Facts
from bot.domain.kinds import ReadyCheer
from bot.texts.labels import cheer_label
from bot.texts.language import Language, language_for, paragraphs, person, quote


def agreed_words(t: Language, facts: Facts) -> str:
    """Return what both agreed in advance to say on a miss, as plain text: their own words, or those of every pair."""
    return str(facts.get("words") or t.gettext("I'm going to call you right now and stay on the line while you do it."))


def first_words(tag: str) -> str:
    """Return the words that every pair has at first, in the language with this tag."""
    return agreed_words(language_for(tag), {})


def nudge_offer(t: Language, facts: Facts) -> str:
    """Tell the partner, as one line, that nothing is named yet."""
    return t.gettext("{name} hasn't named one thing yet. A word from you may help.").format(name=_name(facts))


def morning_nudge(t: Language, facts: Facts) -> str:
    """Ask in the partner's name."""
    wonders = t.gettext("What's your one thing today? A small one counts. Just type it here.")
    return f"<b>{person(facts['partner'])}:</b> {wonders}"


def nudge_sent(t: Language, facts: Facts) -> str:
    """Confirm the nudge to the partner."""
    return t.gettext("I've asked {name} in your name. You see it here once they name it.").format(name=_name(facts))


def partner_named(t: Language, facts: Facts) -> str:
    """Tell the other's one thing."""
    if facts["is_ahead"]:
        text = t.gettext("{name}'s one thing for {date}:")
        return text.format(name=_name(facts), date=t.long_date(str(facts["date"]))) + quote(facts["thing"])
    return t.gettext("{name}'s one thing today:").format(name=_name(facts)) + quote(facts["thing"])


def partner_replaced(t: Language, facts: Facts) -> str:
    """Tell that the one thing is another now."""
    return t.gettext("{name} chose a different thing:").format(name=_name(facts)) + quote(facts["thing"])


def partner_done(t: Language, facts: Facts) -> str:
    """Tell that the other did it."""
    in_time, late = t.gettext("{name} did it:"), t.gettext("{name} did it, and only now got to say so:")
    return (
        (late if facts.get("late") else in_time).format(name=_name(facts))
        + quote(facts["thing"])
        + t.gettext("A word from you means a lot now.")
    )


def partner_undone(t: Language, facts: Facts) -> str:
    """Tell that the Done was a slip."""
    return t.gettext("{name} isn't quite done after all:").format(name=_name(facts)) + quote(facts["thing"])


def partner_partly(t: Language, facts: Facts) -> str:
    """Tell that the other got a part done."""
    return t.gettext("{name} got a part of it done and leaves it there for today:").format(name=_name(facts)) + quote(
        facts["thing"]
    )


def cheer(t: Language, facts: Facts) -> str:
    """Pass a cheer on in the partner's name."""
    return f"<b>{person(facts['partner'])}:</b> {_cheer(t, facts)}"


def cheer_sent(t: Language, facts: Facts) -> str:
    """Confirm to the partner what they sent."""
    text = t.gettext("{name} did it:").format(name=_name(facts)) + quote(facts["thing"])
    if facts["cheer"] is not None:
        return text + t.gettext("You said: {cheer}").format(cheer=_cheer(t, facts))
    return text if facts["said"] is None else text + t.gettext("You said:") + quote(facts["said"])


def cheer_question(t: Language, facts: Facts) -> str:
    """Ask for a cheer in the partner's own words."""
    text = t.gettext(
        "What would you like to say to {name}? Type it, or send a voice message, a photo or a sticker."
        " /cancel leaves it unsaid."
    )
    return text.format(name=_name(facts))


def own_cheer(t: Language, facts: Facts) -> str:
    """Pass on what one of the two says, or announce what is copied next."""
    sender = person(facts["name"] if facts["is_from_member"] else facts["partner"])
    if facts["said"] is None:
        return t.gettext("<b>{name}</b> sends you this:").format(name=sender)
    return f"<b>{sender}:</b>{quote(facts['said'])}"


def cheer_copy(t: Language, facts: Facts) -> str:
    """Stand in for what can't be copied."""
    return t.gettext("It can't be shown here after all. Ask what it was!")


def passed_on(t: Language, facts: Facts) -> str:
    """Confirm that the other gets it."""
    return t.gettext("I've passed it on to {name}.").format(name=_name(facts))


def call_nudge(t: Language, facts: Facts) -> str:
    """Ask the partner to call: what it is about, and the agreed words."""
    agreed = t.gettext("This is the moment you two agreed on:") + quote(agreed_words(t, facts))
    if facts["thing"] is None:
        text = t.gettext("{name} hasn't found one thing for today yet.").format(name=_mention(facts))
    elif facts.get("not_yet"):
        text = t.gettext("{name} could use you on the line for this:").format(name=_mention(facts))
    else:
        text = t.gettext("{name} set out to do this today, and it isn't done yet:").format(name=_mention(facts))
    again = ""
    if facts.get("is_promised"):
        again = t.gettext("It's the time you asked me for.")
    elif facts.get("is_repeat"):
        again = t.gettext("In case this got buried:")
    last = t.gettext("I won't ask again today.") if facts.get("is_last") else ""
    about = text if facts["thing"] is None else text + quote(facts["thing"])
    return paragraphs(again, about.strip("\n"), agreed.strip("\n"), last)


def both_missed(t: Language, facts: Facts) -> str:
    """Ask each of two who both missed to call the other."""
    head = t.gettext("You and {partner} both have today's thing still open. Call each other, and do both on the line.")
    agreed = t.gettext("This is the moment you two agreed on:") + quote(agreed_words(t, facts))
    yours = _one_of_two(t, t.gettext("Yours:"), facts["thing"])
    theirs = _one_of_two(t, t.gettext("{name}'s:").format(name=person(facts["partner"])), facts.get("other_thing"))
    last = t.gettext("I won't ask again today.") if facts.get("is_last") else ""
    return paragraphs(head.format(partner=mention_partner(facts)), yours, theirs, agreed.strip("\n"), last)


def nudge_moot(t: Language, facts: Facts) -> str:
    """Say that no call is needed any more."""
    if facts["state"] == State.DONE:
        return t.gettext("No need to call any more: {name} got it done.").format(name=_name(facts))
    if facts["state"] == State.PARTLY:
        return t.gettext("No need to call any more: {name} leaves it at a part for today.").format(name=_name(facts))
    return t.gettext("No need to call any more today. Tomorrow is a new day for you both.")


def partner_card(t: Language, facts: Facts) -> str:
    """Show the partner the call as it stands after what they tapped."""
    thing = facts["thing"]
    match State(str(facts["state"])):
        case State.NUDGED:
            text = t.gettext("All right, I'm asking you again at {time}.").format(time=facts["again"])
            return text if thing is None else text + quote(thing)
        case State.CALLING if facts.get("is_extended"):
            return t.gettext("Take your time, you two. I'm asking again at {time}.").format(time=facts["again"])
        case State.CALLING:
            text = t.gettext("Good of you. {name} knows that you're calling. It's about:").format(name=_mention(facts))
            ask = t.gettext("Tell me how it went:")
            if thing is None:
                short = t.gettext("Good of you. {name} knows that you're calling.").format(name=_mention(facts))
                return f"{short} {ask}"
            return text + quote(thing) + ask
        case State.SAVED:
            return t.gettext("You two did it. You stayed on the line, and {name} got it done.").format(
                name=_name(facts)
            )
        case _:
            return t.gettext("Thank you for telling me. {name} knows, and can still get it done tonight.").format(
                name=_name(facts)
            )


def follow_up(t: Language, facts: Facts, *, is_member: bool) -> str:
    """Ask once how the call went."""
    other = person(facts["partner"]) if is_member else _name(facts)
    text = t.gettext("How did it go, you and {name} on the line?").format(name=other)
    return text if facts["thing"] is None else text + quote(facts["thing"])


def whose_question(t: Language, facts: Facts) -> str:
    """Ask whose thing was done on a call that was for both."""
    return t.gettext("Wonderful! Whose is done now?")


def no_call(t: Language, facts: Facts) -> str:
    """Tell the member, kindly, that the ladder has ended without an answer."""
    text = t.gettext("A call with {partner} didn't work out tonight. That happens.")
    return _still_open(t, text.format(partner=person(facts["partner"])), facts)


def agreed_words_said(t: Language, facts: Facts) -> str:
    """Say the agreed words in the partner's name."""
    words = agreed_words(t, facts)
    said = quote(words) if facts.get("words") else " " + html.escape(words, quote=False)
    return f"<b>{person(facts['partner'])}:</b>{said}"


def call_card(t: Language, facts: Facts) -> str:
    """Ask the member how the call went, once they are through."""
    return t.gettext("After your call, tell me how it went:") + (
        "" if facts["thing"] is None else quote(facts["thing"])
    )


def saved(t: Language, facts: Facts, *, is_member: bool) -> str:
    """Congratulate the one who did not tap."""
    if facts.get("both"):
        return t.gettext("You did it, both of you, together on the line. Well done!")
    if is_member:
        text = t.gettext("{other} says you did it, together on the line. Well done, both of you!")
        return text.format(other=person(facts["partner"]))
    text = t.gettext("{other} got it done with you on the line. Thank you for staying!")
    return text.format(other=_name(facts))


def cant_tonight(t: Language, facts: Facts) -> str:
    """Tell the member, kindly, that there is no call."""
    text = t.gettext("{partner} can't call tonight. It happens.")
    return _still_open(t, text.format(partner=person(facts["partner"])), facts)


def couldnt_reach(t: Language, facts: Facts, *, is_member: bool) -> str:
    """Tell the one who did not tap that the call did not come about."""
    if is_member:
        text = t.gettext("{partner} couldn't reach you this time. No harm done.")
        return _still_open(t, text.format(partner=person(facts["partner"])), facts)
    text = t.gettext("The call with {name} didn't come about this time. Thank you for trying.")
    return text.format(name=_name(facts))


def outside_call_hours(t: Language, facts: Facts) -> str:
    """Tell the member why nobody is asked to call."""
    text = t.gettext("It's outside call hours now, so I'm not asking {partner} to call.")
    return _still_open(t, text.format(partner=person(facts["partner"])), facts)


def partner_outside_call_hours(t: Language, facts: Facts) -> str:
    """Tell the partner silently what they would have been asked."""
    if facts["thing"] is None:
        text = t.gettext("{name} hasn't found one thing for today. It's outside call hours, so no call is needed.")
        return text.format(name=_name(facts))
    text = t.gettext("{name} has this still open. It's outside call hours, so no call is needed:")
    return text.format(name=_name(facts)) + quote(facts["thing"])


def _still_open(t: Language, text: str, facts: Facts) -> str:
    if facts["thing"] is None:
        return text
    yours = t.gettext("It's still yours, and Done counts until {time}:").format(time=facts["ends"])
    return f"{text} {yours}{quote(facts['thing'])}"


def _name(facts: Facts) -> str:
    return person(facts["name"])


def _mention(facts: Facts) -> str:
    """A name that opens the profile, for when the button to it is refused."""
    return f'<a href="tg://user?id={facts["account"]}">{person(facts["name"])}</a>'


def mention_partner(facts: Facts) -> str:
    """Return the partner's name, which opens their profile."""
    return f'<a href="tg://user?id={facts["partner_account"]}">{person(facts["partner"])}</a>'


def _one_of_two(t: Language, whose: str, thing: object) -> str:
    return f"{whose} {t.gettext('not named yet')}" if thing is None else (whose + quote(thing)).strip("\n")


def _cheer(t: Language, facts: Facts) -> str:
    return html.escape(cheer_label(t, ReadyCheer(str(facts["cheer"]))), quote=False)
