"""How somebody wants to be called: their profile, their phone number, or the room of the two."""

from bot.domain.errors import Facts
from bot.domain.member import CallWay
from bot.texts.language import Language, paragraphs, person, quote


def settings_way(t: Language, facts: Facts) -> str:
    """Show how the member is called, and let them choose."""
    head = t.gettext("How to call me")
    is_room = facts["chosen"] == CallWay.ROOM and facts.get("room") is not None  # which both have
    rule = "" if is_room else t.gettext("Your partner sees it only when I ask them to call you.")
    return paragraphs(f"<b>{head}</b>", _now(t, facts), _other_room(t, facts), rule)


def settings_phone(t: Language, facts: Facts) -> str:
    """Ask for the number, and say what becomes of it."""
    return paragraphs(
        t.gettext(
            "I keep your number encrypted. Your partner gets it as a contact card when I ask them to call you, and at"
            " no other time. You can remove it with one tap."
        ),
        "<b>" + t.gettext("Share it with the key below, or /cancel.") + "</b>",
    )


def settings_room(t: Language, facts: Facts) -> str:
    """Ask for the link of the room."""
    ask = t.gettext("Where do you two meet? Type or paste the link of your room; it begins with https://")
    who = t.gettext("It's for you both: either of you can be called there, and either can change or remove it.")
    return paragraphs(f"<b>{ask}</b>", who)


def number_kept(t: Language, facts: Facts) -> str:
    """Confirm that the number is kept."""
    return t.gettext(
        "Thank you. When I ask your partner to call you, they get your number, one tap to dial. /settings has it,"
        " under “How to call me”, if you want to remove it."
    )


def number_removed(t: Language, facts: Facts) -> str:
    """Say what has gone, and honestly what has not."""
    taken_back, left = int(facts["taken_back"] or 0), int(facts["left"] or 0)
    gone = t.gettext("Your number is deleted.")
    if taken_back:
        gone += " " + t.ngettext(
            "I'm taking back the contact card that your partner got.",
            "I'm taking back the contact cards that your partner got.",
            taken_back,
        )
    return paragraphs(gone, _left(t, left))


def room_kept(t: Language, facts: Facts) -> str:
    """Confirm the room."""
    return t.gettext("Your room is saved, and your partner knows of it. /settings has it, under “How to call me”.")


def partner_room(t: Language, facts: Facts) -> str:
    """Tell the other of the two that there is a room, another one, or none any more."""
    name = person(facts["name"])
    if not facts["has_room"]:
        return t.gettext("{name} has removed the room for your calls.").format(name=name)
    changed, new = (
        t.gettext("{name} has changed the room for your calls."),
        t.gettext("{name} has saved a room for your calls."),
    )
    return (changed if facts["had_room"] else new).format(name=name) + _quoted(facts.get("room"))


def room_in_words(t: Language, facts: Facts) -> str:
    """Show the way to the room where Telegram takes no button for it."""
    return t.gettext("Your room:") + _quoted(facts["room"])


def _now(t: Language, facts: Facts) -> str:
    match CallWay(str(facts["chosen"])):
        case CallWay.PHONE if facts["can_read_number"]:
            return t.gettext("Now: by your phone number. I keep it encrypted.")
        case CallWay.PHONE:
            return t.gettext(
                "Now: by your profile, as I can't read your number any more. Share it again, or remove it."
            )
        case CallWay.ROOM if facts.get("room") is not None:
            return t.gettext("Now: in your room.")
        case CallWay.ROOM:
            return t.gettext("Now: by your profile, as there is no room yet.")
        case CallWay.PROFILE:
            return t.gettext("Now: by your profile on Telegram.")


def _other_room(t: Language, facts: Facts) -> str:
    return "" if facts.get("room") is None else t.gettext("Your room:") + _quoted(facts["room"])


def _left(t: Language, count: int) -> str:
    if not count:
        return ""
    return t.ngettext(
        "A contact card that is more than two days old I can't take back: Telegram doesn't let me. Your partner can"
        " delete it.",
        "Contact cards that are more than two days old I can't take back: Telegram doesn't let me. Your partner can"
        " delete them.",
        count,
    )


def _quoted(room: object) -> str:
    return "" if room is None else quote(room)
