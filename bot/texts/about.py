"""What the bot says about itself: help, its commands, and its page on Telegram."""

from collections.abc import Mapping

from bot.domain.errors import Facts
from bot.texts.language import Language, mark

COMMANDS: Mapping[str, str] = {
    "today": mark("Your day and your partner's"),
    "done": mark("Say that it's done"),
    "tomorrow": mark("Name tomorrow's one thing"),
    "skip": mark("Take today off"),
    "away": mark("Be away for some days"),
    "back": mark("Come back earlier"),
    "settings": mark("Where, when, days off, language"),
    "words": mark("What you say to each other on a miss"),
    "invite": mark("Invite a partner"),
    "one": mark("Name today's one thing"),
    "here": mark("Let it live in a group of yours"),
    "cancel": mark("Drop the open question"),
    "leave": mark("Leave the pact, or stop the check-ins"),
    "nudge": mark("Ask your partner for their one thing"),
    "block": mark("Keep somebody away"),
    "delete": mark("Delete everything about you"),
    "help": mark("How this works"),
    "start": mark("Begin, or see where things stand"),
}
"""The commands in the order of the menu, with what stands beside each."""
IN_GROUPS = frozenset({"one", "done", "here"})
"""Those of them that the menu of a group has."""


def help_text(t: Language, facts: Facts) -> str:
    """Explain in a few lines what to do."""
    lines = [
        t.gettext("In the morning, type your one thing. When it's done, tap Done, any time of the day."),
        t.gettext("In the evening I ask how it went. If you need someone on the line, your partner calls."),
        t.gettext("/today shows your day, /done finishes it, /tomorrow names the next one."),
        t.gettext("/skip takes today off, /away some days; /settings has your times and your city."),
        t.gettext("/invite brings a partner, /leave ends the pact."),
        t.gettext("/words has what you say to each other on a miss; the two of you can change it."),
    ]
    return "\n\n".join(lines)


def apology(t: Language, facts: Facts) -> str:
    """Say that something went wrong on our side."""
    return t.gettext("Sorry, that went wrong on my side, and nothing was changed. Could you try it once more?")


def too_much(t: Language, facts: Facts) -> str:
    """Say to somebody who floods the bot that it does not read on for a while."""
    return t.gettext("That was more at once than I can read. What came last I haven't seen: say it again in a moment?")


def description(t: Language) -> str:
    """Return what Telegram shows in an empty chat, 512 characters at most."""
    return t.gettext(
        "One thing a day, with a friend who holds you to it.\n\nIn the morning you each name one thing. In the evening"
        " you say it's done, and your partner cheers. If it isn't, they call and stay on the line while you do it."
    )


def short_description(t: Language) -> str:
    """Return what Telegram shows on the bot's profile, 120 characters at most."""
    return t.gettext("One thing a day, and a friend who stays on the line while you do it.")


def command_description(t: Language, command: str) -> str:
    """Return what stands beside a command in the menu."""
    return t.gettext(COMMANDS[command])
