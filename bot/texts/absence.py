"""Days aside, being away, falling silent, and coming back."""

from bot.domain.day import State
from bot.domain.errors import Facts
from bot.texts.language import Language, paragraphs, person


def partner_skipped(t: Language, facts: Facts) -> str:
    """Tell the partner that there is nothing more today."""
    if facts.get("is_free"):
        return t.gettext("{name} takes today off.").format(name=person(facts["name"]))
    return t.gettext("{name} leaves it for today.").format(name=person(facts["name"]))


def away_question(t: Language, facts: Facts) -> str:
    """Ask until when."""
    ask = t.gettext("Until when are you away? Pick the day on which we continue, or type it.")
    hint = t.gettext("“Monday”, “3 May” and “two weeks” all work; /cancel leaves everything as it is.")
    return paragraphs(f"<b>{ask}</b>", hint)


def away(t: Language, facts: Facts) -> str:
    """Say both dates: the last one free, and the first with check-ins."""
    text = t.gettext("Enjoy it. No check-ins up to and including {last}; we continue on {first}.").format(
        **_dates(t, facts)
    )
    told = ""
    if facts.get("partner") is not None:
        told = t.gettext("I've let {partner} know.").format(partner=person(facts["partner"])) + " "
    return paragraphs(text, told + t.gettext("/back ends it earlier."))


def partner_away(t: Language, facts: Facts) -> str:
    """Tell the partner once."""
    text = t.gettext("{name} is away up to and including {last}, and back on {first}.").format(
        name=person(facts["name"]), **_dates(t, facts)
    )
    return text + " " + t.gettext("Your check-ins go on; nobody is asked to call meanwhile.")


def _dates(t: Language, facts: Facts) -> dict[str, str]:
    """Return the last free date and the first one with check-ins, in words."""
    seen_on = facts.get("today")  # a letter of an earlier version has none
    return {
        name: t.long_date(str(facts[name]), seen_on=None if seen_on is None else str(seen_on))
        for name in ("last", "first")
    }


def coming_back(t: Language, facts: Facts) -> str:
    """Remind the member, the evening before, that it goes on."""
    return t.gettext("Tomorrow we continue. I'll ask at {time}. Need longer? /away").format(time=facts["morning"])


def partner_coming_back(t: Language, facts: Facts) -> str:
    """Tell the partner the evening before."""
    return t.gettext("{name} is back tomorrow.").format(name=person(facts["name"]))


def back(t: Language, facts: Facts) -> str:
    """Welcome a member back, and say how it goes on."""
    hello = t.gettext("Good to have you back, {name}.").format(name=person(facts["name"]))
    if facts["is_ahead"]:
        begin = t.gettext("We continue on {date}; I'll ask at {time}.")
        return f"{hello} " + begin.format(date=t.long_date(str(facts["date"])), time=facts["morning"])
    if facts["state"] == State.ASKED:
        ask = t.gettext("What is the one thing for today? Just type it here.")
        return paragraphs(hello, f"<b>{ask}</b>")
    if facts["is_evening_ahead"]:
        return hello
    begin = t.gettext("We continue on {date}.")
    return f"{hello} " + begin.format(date=t.long_date(str(facts["next"])))


def silence_question(t: Language, facts: Facts) -> str:
    """Ask, once and kindly, whether all is well."""
    return t.gettext(
        "I haven't heard from you for two days, which is fine. Would a break do you good, or are you still in?"
    )


def here(t: Language, facts: Facts) -> str:
    """Be glad."""
    return t.gettext("Good to hear from you. We go on as before.")


def on_hold(t: Language, facts: Facts) -> str:
    """Say that nothing is asked any more, and how easy it is to go on."""
    text = t.gettext("I'll be quiet for now and won't ask again until you want me to.")
    return text + " " + t.gettext("One word or one tap from you, and we go on. Take your time.")


def partner_on_hold(t: Language, facts: Facts) -> str:
    """Tell the faithful one in neutral words, with the choice."""
    text = t.gettext("{name} has been quiet for three days, so I've stopped asking them.").format(
        name=person(facts["name"])
    )
    return text + " " + t.gettext("Your check-ins go on as before. What would you like to do?")


def waiting(t: Language, facts: Facts) -> str:
    """Confirm that the pact stays."""
    text = t.gettext("Then we wait. I'll tell you as soon as {partner} is back.")
    return text.format(partner=person(facts["partner"]))


def part_question(t: Language, facts: Facts) -> str:
    """Ask whether the pact with somebody silent shall end."""
    if facts["invites"]:
        text = t.gettext("Shall I end the pact with {partner} and make an invitation for somebody else?")
    else:
        text = t.gettext("Shall I end the pact with {partner}? Your check-ins go on, just for you.")
    told = t.gettext("They'll hear it from me, in neutral words.")
    return text.format(partner=person(facts["partner"])) + " " + told
