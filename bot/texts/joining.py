"""The first minutes: what it is, where somebody lives, when to ask them."""

import json

from bot.domain.errors import Facts
from bot.texts.language import Language, paragraphs, person


def welcome(t: Language, facts: Facts) -> str:
    """Say in three lines what it is, then ask where they live."""
    lines = [
        t.gettext("Hi {name}, I'm Stay on the Line.").format(name=person(facts["name"])),
        t.gettext("Each morning you name one thing. Each evening you say it's done, and your partner cheers."),
        t.gettext("And when it isn't done, they call and stay on the line while you do it."),
    ]
    return paragraphs("\n".join(lines), _where(t, t.gettext("Where do you live? Type your city.")))


def where_question(t: Language, facts: Facts) -> str:
    """Ask where they live."""
    return _where(t, t.gettext("So that I ask at your hours: where do you live? Type your city."))


def settings_where(t: Language, facts: Facts) -> str:
    """Ask where they live now."""
    return paragraphs(
        _where(t, t.gettext("Where are you now? Type the city.")), t.gettext("/cancel leaves it as it is.")
    )


def city_matches(t: Language, facts: Facts) -> str:
    """Show the cities that were found; they are the buttons."""
    if len(json.loads(str(facts["cities"]))) == 1:
        return t.gettext("Is it this one? If not, type it again, perhaps with the country.")
    return t.gettext("Which one is it? If it's none of these, type it again, perhaps with the country.")


def city_chosen(t: Language, facts: Facts) -> str:
    """Close the choice of cities."""
    return t.gettext("{place} time it is.").format(place=t.place(str(facts["zone"])))


def times_question(t: Language, facts: Facts) -> str:
    """Say what time it is there, and ask when to ask."""
    clock = t.gettext("It's {time} where you are ({place} time).").format(
        time=facts["time"], place=t.place(str(facts["zone"]))
    )
    ask = t.gettext("Shall I ask for your one thing at {morning}, and how it went at {evening}?").format(
        morning=facts["morning"], evening=facts["evening"]
    )
    return paragraphs(clock, f"<b>{ask}</b>")


def own_times_question(t: Language, facts: Facts) -> str:
    """Ask for both times at once."""
    return t.gettext("Which times suit you? Type both, morning and evening, like this: 7:30 and 21:00")


def times_chosen(t: Language, facts: Facts) -> str:
    """Close the choice of times."""
    return t.gettext("{morning} and {evening} it is.").format(morning=facts["morning"], evening=facts["evening"])


def all_set(t: Language, facts: Facts) -> str:
    """Say that the check-ins begin, and when."""
    done = t.gettext("All set, {name}.").format(name=person(facts["name"]))
    together = ""
    if facts.get("partner") is not None:
        together = t.gettext("{partner} is your partner.").format(partner=person(facts["partner"])) + " "
    return paragraphs(f"{done} {together}{rhythm(t, facts)}", t.gettext("/settings changes all of it, any time."))


def invite_offer(t: Language, facts: Facts) -> str:
    """Offer to bring a partner."""
    return t.gettext("It works best with a friend who has something hard to do as well. Shall we invite one?")


def rhythm(t: Language, facts: Facts) -> str:
    """Say when a member is asked, and since when if that is still ahead."""
    text = t.gettext("I ask at {morning} and {evening} ({place} time).").format(
        morning=facts["morning"], evening=facts["evening"], place=t.place(str(facts["zone"]))
    )
    if not facts["is_ahead"]:
        return text
    return text + " " + t.gettext("We begin on {date}.").format(date=t.long_date(str(facts["date"])))


def _where(t: Language, ask: str) -> str:
    or_share = t.gettext("Or share your location with the button below: I keep the time zone and forget the place.")
    return f"<b>{ask}</b> {or_share}"
