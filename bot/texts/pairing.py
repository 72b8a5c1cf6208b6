"""Joining, inviting, pairing and leaving."""

import html

from bot.domain.errors import Facts
from bot.domain.member import DEFAULT_CALL_HOURS
from bot.domain.pair import INVITE_LASTS
from bot.texts.joining import invite_offer, rhythm
from bot.texts.language import Language, paragraphs, person, quote
from bot.texts.partner import agreed_words


def welcome_back(t: Language, facts: Facts) -> str:
    """Greet somebody who had stopped, and say when they are asked."""
    hello = t.gettext("Welcome back, {name}. Good to see you.").format(name=person(facts["name"]))
    return paragraphs(hello, rhythm(t, facts), _next_step(t, facts))


def status(t: Language, facts: Facts) -> str:
    """Tell somebody who is already in where things stand."""
    hello = t.gettext("You're all set, {name}.").format(name=person(facts["name"]))
    if facts.get("partner") is None:
        return paragraphs(f"{hello} {rhythm(t, facts)}", _next_step(t, facts))
    together = t.gettext("{partner} is your partner.").format(partner=person(facts["partner"]))
    return paragraphs(f"{hello} {together}", rhythm(t, facts))


def pact(t: Language) -> str:
    """Return the pact that both accept."""
    opens, closes = (hour.strftime("%H:%M") for hour in DEFAULT_CALL_HOURS)
    words = quote(agreed_words(t, {}))  # who is invited has no pair with words of its own yet
    return (
        t.gettext("The pact: two check-ins a day, one thing each. You see each other's one thing, today's included.")
        + " "
        + t.gettext("If one of you doesn't get it done, the other says what you both agree to now:")
        + words
        + t.gettext(
            "Calls are only asked for within the call hours of both: {opens} to {closes}, unless you change yours."
        ).format(opens=opens, closes=closes)
    )


def invite_link(t: Language, facts: Facts, link: str) -> str:
    """Hand over the invite, and say that making it accepts the pact."""
    days = INVITE_LASTS.days
    intro = t.ngettext(
        "Here is your invitation. It is for one person and lasts {count} day.",
        "Here is your invitation. It is for one person and lasts {count} days.",
        days,
    ).format(count=days)
    yes = t.gettext("By sending it you say yes to the pact; your partner says yes by accepting.")
    return f"{intro} {yes}\n\n{html.escape(link, quote=False)}\n\n{pact(t)}"


def invite_qr(t: Language, facts: Facts) -> str:
    """Say what the picture is for."""
    return t.gettext("Let your friend scan this with their phone's camera.")


def share_text(t: Language, facts: Facts) -> str:
    """Return the plain text that travels with a shared invite."""
    return t.gettext("Will you be my accountability partner? One thing a day each, and a call when one of us is stuck.")


def invite_withdrawn(t: Language, facts: Facts) -> str:
    """Confirm that the invite is worthless now."""
    return t.gettext("The invitation is withdrawn; its link doesn't work any more.")


def invite_card(t: Language, facts: Facts) -> str:
    """Name the inviter, show the pact, ask."""
    text = t.gettext("<b>{name}</b> would like you as their accountability partner.").format(name=person(facts["name"]))
    hint = t.gettext("Bring a hard thing of your own: it works both ways.")
    return f"{text} {hint}\n\n{pact(t)}"


def paired(t: Language, facts: Facts) -> str:
    """Tell each of the two that they are partners, and when it begins."""
    text = t.gettext("🤝 You and {partner} are partners now.").format(partner=person(facts["partner"]))
    if facts.get("is_joining"):
        return text + " " + t.gettext("Two short questions, and we begin.")
    if facts["is_ahead"]:
        start = t.gettext("Your check-ins begin on {date}.").format(date=t.long_date(str(facts["date"])))
    elif not facts["is_evening_ahead"]:
        start = t.gettext("Your check-ins together begin tomorrow.")
    else:
        start = t.gettext("We begin today; I'll ask how it went at {time}.").format(time=facts["evening"])
    if not facts.get("is_partner_joining"):
        return f"{text} {start}"
    return f"{text} {start} " + t.gettext("{partner} still has to choose their times.").format(
        partner=person(facts["partner"])
    )


def declined_card(t: Language, facts: Facts) -> str:
    """Confirm a refusal, without a grudge."""
    return t.gettext("That's fine. Nobody is told your name. If you'd like this one day, /start is always here.")


def declined(t: Language, facts: Facts) -> str:
    """Tell the inviter in neutral words."""
    return t.gettext("Your invitation wasn't taken up this time. A new one is a tap away, whenever you like.")


def new_invite_wished(t: Language, facts: Facts) -> str:
    """Tell the inviter that somebody came too late."""
    text = t.gettext("{name} opened an invitation of yours that isn't good any more, and would like a new one.")
    return text.format(name=person(facts["name"]))


def wish_sent(t: Language, facts: Facts) -> str:
    """Confirm that the inviter will hear."""
    return t.gettext("I've passed it on. A new invitation comes from them directly.")


def leave_question(t: Language, facts: Facts) -> str:
    """Ask whether the member means it."""
    text = t.gettext("Do you want to leave the pact with {partner}? They'll hear it from me, in neutral words.")
    return text.format(partner=person(facts["partner"]))


def leave_choice(t: Language, facts: Facts) -> str:
    """Ask what happens with the check-ins."""
    if not facts.get("pair"):
        return t.gettext("Should your daily check-ins go on, or stop? Coming back is one tap.")
    return t.gettext(
        "One last thing: should your daily check-ins go on, just for you, or stop? The pact ends either way."
    )


def left(t: Language, facts: Facts) -> str:
    """Confirm what ended and what goes on."""
    if facts["goes_on"] and facts["had_pair"]:
        return t.gettext("The pact has ended. Your check-ins go on, just for you.")
    if facts["goes_on"]:
        return t.gettext("Your check-ins go on.")
    if facts["had_pair"]:
        return t.gettext("The pact has ended, and so have your check-ins. Take care; coming back is one tap.")
    return t.gettext("Your check-ins have stopped. Take care; coming back is one tap.")


def stayed(t: Language, facts: Facts) -> str:
    """Confirm that nothing ended."""
    return t.gettext("Good. Everything stays as it was.")


def partner_left(t: Language, facts: Facts) -> str:
    """Tell the one who stays, in neutral words."""
    if facts["name"] is None:
        text = t.gettext("Your partner has ended the pact. You can invite somebody else.")
    else:
        text = t.gettext("{name} has ended the pact. You can invite somebody else.").format(name=person(facts["name"]))
    goes_on = t.gettext("Your check-ins go on, just for you.")
    return f"{text} {goes_on}" if facts["goes_on"] else text


def partner_unreachable(t: Language, facts: Facts) -> str:
    """Tell once that the partner can't be written to."""
    text = t.gettext(
        "I can't reach {name} at the moment. Your check-ins go on; until they're back, nobody is asked to call."
    )
    return text.format(name=person(facts["name"]))


def partner_back(t: Language, facts: Facts) -> str:
    """Tell that the partner is there again."""
    return t.gettext("{name} is back.").format(name=person(facts["name"]))


def _next_step(t: Language, facts: Facts) -> str:
    return "" if facts.get("partner") is not None else invite_offer(t, facts)
