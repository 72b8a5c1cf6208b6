"""The agreed words: what the two say on a miss, and how they come to say something else."""

from bot.domain.errors import Facts
from bot.domain.pair import LONGEST_WORDS
from bot.texts.language import Language, paragraphs, person, quote
from bot.texts.partner import agreed_words


def words(t: Language, facts: Facts) -> str:
    """Show the words, and the proposal that is open."""
    now = t.gettext("This is what you say to each other on a miss:") + quote(agreed_words(t, facts))
    if not facts["is_proposed"]:
        return now
    mine = t.gettext("You'd like this instead, and {name} hasn't answered yet:")
    theirs = t.gettext("{name} would like this instead:")
    text = mine if facts["is_own_proposal"] else theirs
    return paragraphs(now, text.format(name=_name(facts)) + quote(_proposed(t, facts)))


def words_question(t: Language, facts: Facts) -> str:
    """Ask for other words."""
    ask = t.gettext(
        "What would you like to say to each other on a miss? Type it, in up to {longest} characters."
        " It counts once {name} says yes; /cancel leaves it as it is."
    )
    return ask.format(longest=LONGEST_WORDS, name=_name(facts))


def words_proposed(t: Language, facts: Facts) -> str:
    """Tell who proposed that the other is asked."""
    asked = t.gettext("I've asked {name} whether you'll say this from now on:")
    waits = t.gettext("I can't reach {name} right now. This waits for them under /words:")
    text = asked if facts["is_told"] else waits
    return text.format(name=_name(facts)) + quote(_proposed(t, facts)) + t.gettext("Until then it stays as it is.")


def words_proposal(t: Language, facts: Facts) -> str:
    """Show the other both, and ask."""
    now = t.gettext("This is what you say to each other on a miss:") + quote(agreed_words(t, facts))
    new = t.gettext("{name} would like this instead:").format(name=_name(facts)) + quote(_proposed(t, facts))
    return paragraphs(now, new)


def words_agreed(t: Language, facts: Facts) -> str:
    """Tell either of the two that it is agreed."""
    return t.gettext("Agreed. From now on you say this to each other on a miss:") + quote(agreed_words(t, facts))


def words_kept(t: Language, facts: Facts) -> str:
    """Confirm that nothing changes."""
    return t.gettext("Good, it stays as it is:") + quote(agreed_words(t, facts))


def partner_kept_words(t: Language, facts: Facts) -> str:
    """Tell who proposed, in neutral words."""
    return t.gettext("What you say to each other on a miss stays as it is for now:") + quote(agreed_words(t, facts))


def _proposed(t: Language, facts: Facts) -> str:
    return agreed_words(t, {"words": facts["proposed"]})


def _name(facts: Facts) -> str:
    return person(facts["name"])
