"""Keeping somebody away, and going for good."""

from bot.domain.errors import Facts
from bot.texts.language import Language, language_for, paragraphs, person, shipped_languages


def block_question(t: Language, facts: Facts) -> str:
    """Ask whether the member means it."""
    text = t.gettext(
        "Do you want to end the pact with {name} and keep them away? They read that you left, and can never invite you"
        " again. Your check-ins go on, just for you."
    )
    return text.format(name=person(facts["name"]))


def block_list(t: Language, facts: Facts) -> str:
    """Let somebody alone choose who is kept away."""
    return t.gettext("Who shall never invite you again? Nobody is told; a tap takes it back.")


def blocked(t: Language, facts: Facts) -> str:
    """Confirm a block."""
    text = t.gettext("{name} can't invite you any more, and isn't told. /block takes it back.")
    alone = t.gettext("The pact has ended. Your check-ins go on, just for you.") if facts["goes_on"] else ""
    return paragraphs(alone, text.format(name=person(facts["name"])))


def unblocked(t: Language, facts: Facts) -> str:
    """Confirm that a block is lifted."""
    return t.gettext("{name} can invite you again.").format(name=person(facts["name"]))


def delete_question(t: Language, facts: Facts) -> str:
    """Say what goes, and ask for the word."""
    return paragraphs(
        t.gettext("This deletes everything about you here: your phone number first, then your days and your settings."),
        t.gettext(
            "A pact that stands ends with it. Your partner keeps their own days, and your name is in none of them."
        ),
        t.gettext("If you mean it, type {word}. /cancel leaves everything as it is.").format(
            word=f"<b>{deletion_word(t)}</b>"
        ),
    )


def goodbye(t: Language, facts: Facts) -> str:
    """Say that it is done. There is no name any more to say it to."""
    return t.gettext("Everything about you is deleted. Take care. If you ever want to begin anew, /start is here.")


def deletion_word(t: Language) -> str:
    """Return the word by which somebody confirms that everything goes."""
    return t.gettext("DELETE")


def confirms_deletion(text: str) -> bool:
    """Tell whether a text is that word, in any language in which somebody may have read it."""
    words = {deletion_word(language_for(tag.replace("_", "-"))).casefold() for tag in shipped_languages()}
    return text.strip().casefold() in words
