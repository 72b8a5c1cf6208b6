"""The words of dates in many languages: those that dateparser knows, and a few that it does not.

dateparser is imported when somebody first types a date: it takes its time, and memory.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.languages.locale import Locale as KnownWords


@dataclass(frozen=True, slots=True)
class DateWords:
    """What people of one language write around, or instead of, a date; all in small letters."""

    before: frozenset[str] = frozenset()
    """Words that may stand before any date and change nothing: until, on, the."""
    before_words: frozenset[str] = frozenset()
    """Those that may not stand before a mere number, where they mean something else: for 3, next 3."""
    after: tuple[str, ...] = ()
    """What may stand after it and changes nothing."""
    month_ends: frozenset[str] = frozenset()
    """What means the last day of a month."""
    instead: Mapping[str, str] = field(default_factory=dict)
    """Words and what dateparser knows for them; a weekend begins with its Saturday."""

    def may_leave_out(self, word: str, rest: str) -> bool:
        """Tell whether a word before the rest of a date changes nothing."""
        return bool(rest) and (word in self.before or (word in self.before_words and not rest.isdigit()))

    def replaced(self, said: str) -> str:
        """Return what was said in words that dateparser knows."""
        if not self.instead:
            return said
        gaps = "|".join(map(re.escape, self.instead))
        return re.sub(rf"(?<!\w)(?:{gaps})(?!\w)", lambda gap: self.instead[gap[0]], said)


@dataclass(frozen=True, slots=True)
class Translation:
    """What dateparser knows of one language."""

    known: "KnownWords"
    periods: Mapping[str, tuple[str, int]]

    def period(self, said: str) -> tuple[str, int] | None:
        """Return the unit and how many of them ahead, when `next week`, `this month` or the like was said."""
        return self.periods.get(_plain(said))

    def translate(self, said: str) -> str:
        """Return what was said in the few English words that dateparser makes of it; empty if a word is unknown."""
        from dateparser.conf import settings

        if not self.known.is_applicable(said, settings=settings):
            return ""
        english = self.known.translate(said, settings=settings)
        if "-" not in said:  # then the signs between the numbers were words, as in Japanese
            english = english.replace("-", "/")
        words = re.sub(r"(?<=[a-z])-|-(?=[a-z])|,", " ", english).split()
        return " ".join(word.rstrip(".") if word[0].isalpha() else word for word in words)


@lru_cache(maxsize=64)
def translation(name: str) -> Translation | None:
    """Return what dateparser knows of a language (`de`, `zh-Hant`); `None` when it knows no such language."""
    from dateparser.languages.loader import default_loader

    try:
        known = default_loader.get_locale(name)
    except ValueError:
        return None
    phrases = known.info.get("relative-type", {})
    periods = {
        _plain(phrase): (unit, ahead)
        for unit in ("week", "month", "year")
        for wording, ahead in ((f"1 {unit} ago", -1), (f"0 {unit} ago", 0), (f"in 1 {unit}", 1))
        for phrase in phrases.get(wording, ())
    }
    return Translation(known, periods)


def _plain(said: str) -> str:
    """Return `said` without accents, which many leave out."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", said) if unicodedata.category(sign) != "Mn")


def date_words(language: str) -> DateWords:
    """Return the words of a language, without its country; none for a language that has no list here."""
    return _DATE_WORDS.get(language, DateWords())


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _numbers(words: str) -> dict[str, str]:
    """Return the words as counts from two on."""
    return {word: str(count) for count, word in enumerate(words.split(), start=2)}


_ENGLISH = DateWords(
    before=_set("until till on the"),
    before_words=_set("for this next coming"),
    after=("from now", "from today"),
    month_ends=frozenset({"end of the month", "end of this month", "end of month"}),
    instead={"at the weekend": "saturday", "weekend": "saturday"},
)
_GERMAN = DateWords(
    before=_set("bis zum am der die das den dem"),
    before_words=_set(
        "für zur im an dieses diesen nächster nächste nächstes nächsten kommender kommende kommendes kommenden"
    ),
    month_ends=frozenset({"ende des monats", "ende dieses monats", "monatsende"}),
    instead={
        "wochenende": "samstag",
        "sonnabend": "samstag",
        "eine": "1",
        "einen": "1",
        "dreizehn": "13",
        "vierzehn": "14",
        "zwanzig": "20",
        "dreißig": "30",
    },
)
_SPANISH = DateWords(
    before=_set("hasta el la"),
    before_words=_set("por durante los las este próximo próxima"),
    after=("que viene", "próximo"),
    month_ends=frozenset({"fin de mes", "final de mes", "fin del mes", "final del mes"}),
    instead={
        "fin de semana": "sábado",
        "pasado mañana": "en 2 días",
        "dentro de": "en",
        "semana que viene": "la próxima semana",
        "próxima semana": "la próxima semana",
        **_numbers("dos tres cuatro cinco seis siete ocho nueve diez"),
    },
)
_FRENCH = DateWords(
    before=_set("jusqu'à jusqu'au jusque le la au"),
    before_words=_set("pour pendant les ce cette prochain"),
    after=("prochain",),
    month_ends=frozenset({"fin du mois", "fin de mois"}),
    instead={"week-end": "samedi", "weekend": "samedi", "quinze": "15"},
)
_PORTUGUESE = DateWords(
    before=_set("até o a ao à no na dia"),
    before_words=_set("por durante em os as este esta próximo próxima"),
    after=("que vem",),
    month_ends=frozenset({"fim do mês", "final do mês"}),
    instead={
        "fim de semana": "sábado",
        "depois de amanhã": "em 2 dias",
        "daqui a": "em",
        "semana que vem": "próxima semana",
        **_numbers("dois três quatro cinco seis sete oito nove dez"),
        "duas": "2",
    },
)
_ITALIAN = DateWords(
    before=_set("fino a al alla il la lo"),
    before_words=_set("per i le questo questa prossimo prossima"),
    after=("prossimo", "prossima"),
    month_ends=frozenset({"fine mese", "fine del mese"}),
    instead={
        "fine settimana": "sabato",
        "weekend": "sabato",
        "dopodomani": "tra 2 giorni",
        "fra": "tra",
        "prossima settimana": "settimana prossima",
        "un": "1",
        "una": "1",
        **_numbers("due tre quattro cinque sei sette otto nove dieci"),
    },
)

_DATE_WORDS: Mapping[str, DateWords] = {
    "en": _ENGLISH,
    "de": _GERMAN,
    "es": _SPANISH,
    "fr": _FRENCH,
    "pt": _PORTUGUESE,
    "it": _ITALIAN,
}
