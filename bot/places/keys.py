"""How names are compared: without case, accents, spaces and punctuation, so that "St. Louis" and "st louis" are one."""

import unicodedata

_TWO_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})
_ONE_LETTER = str.maketrans("łøđðıəħ", "loddieh")
_ARABIC = str.maketrans("ىیکۀەہة", "ييكهههه")  # what Persians and others write for letters that Arabs write so
_APOSTROPHES = frozenset("'’‘ʼʻʿʾ`´′״׳")
_SHORT = {"saint": "st", "sankt": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def words_of(text: str) -> list[str]:
    """Return the words of `text` as they are compared; what is no letter and no digit ends a word or is left out."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(_plain(letter) for letter in folded)
    plain = unicodedata.normalize("NFC", kept).translate(_ONE_LETTER).translate(_TWO_LETTERS).translate(_ARABIC)
    words = plain.split()
    return [_SHORT.get(word, word) for word in words[:-1]] + words[-1:]


def key_of(text: str) -> str:
    """Return what two names have in common that people would call the same; empty when there is no letter in it."""
    return "".join(words_of(text))


def spelt_out(name: str) -> str:
    """Return a name as those type it who lack its letters: "Zuerich" for "Zürich"."""
    return unicodedata.normalize("NFC", name).casefold().translate(_UMLAUTS)


def _plain(letter: str) -> str:
    if unicodedata.combining(letter) or letter in _APOSTROPHES:
        return ""
    category = unicodedata.category(letter)
    if category == "Cf":  # joiners and marks of direction, in the middle of words
        return ""
    return letter if category[0] in "LMN" else " "
