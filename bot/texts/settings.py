"""What a member can choose, and what each choice means."""

from bot.domain.choices import LATEST_EVENING
from bot.domain.errors import Facts
from bot.texts.language import Language, paragraphs, person


def settings(t: Language, facts: Facts) -> str:
    """Show all settings."""
    lines = [
        t.gettext("Where: {place} time, {time} now"),
        t.gettext("Morning: {morning}"),
        t.gettext("Evening: {evening}"),
        t.gettext("Days off: {days_off}"),
        t.gettext("Call hours: {opens} to {closes}"),
        t.gettext("Language: {language}"),
    ]
    shown = {
        **facts,
        "place": t.place(str(facts["zone"])),
        "days_off": days_words(t, facts) or t.gettext("none"),
        "language": t.own_name()
        if facts["language"]
        else t.gettext("{language}, as in Telegram").format(language=t.own_name()),
    }
    card = "\n".join(line.format(**shown) for line in lines)
    head = t.gettext("Your settings")
    return paragraphs(f"<b>{head}</b>", card, _counts_from(t, facts), _warning(t, facts))


def settings_morning(t: Language, facts: Facts) -> str:
    """Ask for the time of the morning ask."""
    now = t.gettext("In the morning I ask at {morning}.").format(morning=facts["morning"])
    return _typed(t, now, t.gettext("When would you like to be asked? Pick a time, or type one, such as 7:30."))


def settings_evening(t: Language, facts: Facts) -> str:
    """Ask for the time of the evening ask."""
    now = t.gettext("In the evening I ask at {evening}.").format(evening=facts["evening"])
    ask = t.gettext("When would you like to be asked? Pick a time, or type one; up to {latest} at night is fine.")
    return _typed(t, now, ask.format(latest=LATEST_EVENING.strftime("%H:%M")))


def settings_call_hours(t: Language, facts: Facts) -> str:
    """Explain call hours, and ask for them."""
    now = t.gettext("A call is only asked for, of you or for you, between {opens} and {closes}.").format(**facts)
    return _typed(t, now, t.gettext("Pick other hours, or type both, like this: 8:00 to 22:00"))


def settings_days_off(t: Language, facts: Facts) -> str:
    """Let weekdays be chosen."""
    head = t.gettext("Days off")
    text = t.gettext("Which weekdays are free of check-ins? Tap to change, then save.")
    rule = t.gettext(
        "A day off leaves your run as it is. Your partner hears of it once, and you can still be asked to call them."
    )
    return paragraphs(f"<b>{head}</b>", text, rule)


def settings_language(t: Language, facts: Facts) -> str:
    """Let a language be chosen."""
    return t.gettext("In which language shall I write? Your partner reads their own.")


def settings_travel(t: Language, facts: Facts) -> str:
    """Explain what becomes of a day when its member travels."""
    head = t.gettext("When you travel")
    return paragraphs(
        f"<b>{head}</b>",
        t.gettext("Tell me where you are, and the rest of the day goes by the clock there: what I haven't asked yet,")
        + " "
        + t.gettext("I ask at your usual hour there. If that hour has passed, I ask at once, but never at night."),
        t.gettext(
            "The day keeps its date and ends at the next 03:00 there. A date that the journey skips counts for nothing,"
            " and none comes twice. Nobody loses a run to a flight."
        ),
    )


def moved(t: Language, facts: Facts) -> str:
    """Say what time it is there, and what becomes of today."""
    clock = t.gettext("It's {time} where you are now ({place} time).").format(
        time=facts["time"], place=t.place(str(facts["zone"]))
    )
    return paragraphs(clock, _rest_of_day(t, facts))


def times_changed(t: Language, facts: Facts) -> str:
    """Confirm new times."""
    text = t.gettext("I'll ask at {morning} and {evening}.").format(**facts)
    return paragraphs(text + _after(_counts_from(t, facts)), _warning(t, facts))


def call_hours_changed(t: Language, facts: Facts) -> str:
    """Confirm new call hours."""
    text = t.gettext("A call is only asked for, of you or for you, between {opens} and {closes}.").format(**facts)
    return paragraphs(text, _warning(t, facts))


def partner_days_off(t: Language, facts: Facts) -> str:
    """Tell the partner, once, which weekdays are free."""
    name = person(facts["name"])
    if not facts["days_off"]:
        return t.gettext("{name} has check-ins on every weekday from now on.").format(name=name)
    return t.gettext("{name} has these days off from tomorrow on: {days_off}.").format(
        name=name, days_off=days_words(t, facts)
    )


def days_words(t: Language, facts: Facts) -> str:
    """Return the weekdays off as a list in words; empty when there are none."""
    return t.listing([t.weekday(int(digit)) for digit in str(facts["days_off"])])


def _typed(t: Language, now: str, ask: str) -> str:
    return paragraphs(now, f"<b>{ask}</b>")


def _counts_from(t: Language, facts: Facts) -> str:
    if facts.get("counts_from") is None:
        return ""
    return t.gettext("It counts from {date} on.").format(date=t.long_date(str(facts["counts_from"])))


def _warning(t: Language, facts: Facts) -> str:
    if facts["has_room"]:
        return ""
    return t.gettext(
        "One thing to know: an hour after your evening check-in your call hours are over, so a missed one rarely"
        " leads to a call. An earlier evening or longer call hours would."
    )


def _rest_of_day(t: Language, facts: Facts) -> str:
    if facts.get("day") is None:
        return ""
    if facts["is_ahead"]:
        return t.gettext("Your next check-in is on {date}, by the clock there.").format(
            date=t.long_date(str(facts["date"]))
        )
    if facts["is_excused"]:
        return t.gettext("It's late there, so I won't ask about today any more. It doesn't count as a miss.")
    if facts["is_ask_ahead"]:
        return t.gettext("Today goes on by the clock there: I'll ask how it went at {time}.").format(
            time=facts["evening"]
        )
    return t.gettext("Today goes on by the clock there, until {time} at night.").format(time=facts["ends"])


def _after(text: str) -> str:
    return f" {text}" if text else ""
