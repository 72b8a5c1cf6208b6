"""Bring the template and all catalogues up to date with the code: `python -m bot.texts.making`.

From the same sentences and translations come the same files, byte by byte: no dates, no versions, no names.
"""

import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.texts.language import DOMAIN, LOCALES

TEXTS = Path(__file__).parent
KEYWORDS = {**DEFAULT_KEYWORDS, "mark": None}
_TAG, _COMMAND = re.compile(r"<[^>]*>"), re.compile(r"(?<![\w<])/[a-z]+")


class Catalogue(Catalog):
    """The sentences of one language, with a head that says only what a reader of the file needs."""

    def __init__(self, tag: str | None = None) -> None:
        super().__init__(locale=tag, fuzzy=False)
        self.header_comment = "#" if self.locale is None else f"# {self.locale.english_name}"

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Return the head's fields; Babel's own would tell when, where and by whom it was written."""
        fields = [("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8")]
        fields.append(("Content-Transfer-Encoding", "8bit"))
        if self.locale_identifier is None:
            return fields
        return [("Language", self.locale_identifier), ("Plural-Forms", self.plural_forms), *fields]


def template(texts: Path = TEXTS) -> Catalogue:
    """Return all sentences of the code below `texts`, untranslated."""
    found = Catalogue()
    for _, _, message, _, context in extract_from_dir(str(texts), keywords=KEYWORDS):
        found.add(message, context=context)
    return found


def po_files(folder: Path = LOCALES) -> list[Path]:
    """Return the catalogues of all languages that somebody has begun."""
    return sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read_catalogue(file: Path) -> Catalog:
    """Return a catalogue as it stands in its file, obsolete entries apart."""
    with file.open("rb") as opened:
        return read_po(opened, locale=file.parent.parent.name)


def brought_up_to_date(old: Catalog, sentences: Catalog) -> Catalogue:
    """Return a catalogue of exactly these sentences.

    A sentence that was reworded keeps its old translation, marked as fuzzy, which means that nobody reads it before
    somebody has looked at it and taken the mark away. One that is gone takes its translation with it.
    """
    old.update(sentences)
    new = Catalogue(old.locale_identifier)
    for message in old:
        if message.id:
            new.add(message.id, message.string, flags=message.flags, user_comments=message.user_comments)
    return new


def written(catalogue: Catalog, *, has_head: bool = True) -> bytes:
    """Return the text of a catalogue's file, in the order of its sentences."""
    file = io.BytesIO()
    write_po(file, catalogue, no_location=True, omit_header=not has_head, sort_output=True, ignore_obsolete=True)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return what gettext reads: whatever is translated and not fuzzy."""
    plain = Catalogue(catalogue.locale_identifier)
    for message in catalogue:
        if message.id:
            plain.add(message.id, message.string, flags=message.flags)
    file = io.BytesIO()
    write_mo(file, plain)
    return file.getvalue()


def faults(catalogue: Catalog, sentences: Catalog) -> list[str]:
    """Return what keeps a language from being whole, a line each; empty when it can be offered."""
    known = {_first(message) for message in sentences if message.id}
    found = [f"{obsolete.id!r} is obsolete" for obsolete in catalogue.obsolete.values()]
    here = {_first(message): message for message in catalogue if message.id}
    found += [f"{name!r} is no sentence of the code" for name in here if name not in known]
    for name in sorted(known):
        found += [f"{name!r} {fault}" for fault in _faults_of(here.get(name), catalogue.num_plurals)]
    return found


def make(folder: Path = LOCALES, texts: Path = TEXTS) -> dict[str, list[str]]:
    """Write template and catalogues anew; return for each language what it still lacks."""
    sentences = template(texts)
    (folder / f"{DOMAIN}.pot").write_bytes(written(sentences, has_head=False))
    lacking = {}
    for file in po_files(folder):
        catalogue = brought_up_to_date(read_catalogue(file), sentences)
        file.write_bytes(written(catalogue))
        file.with_suffix(".mo").write_bytes(compiled(catalogue))
        lacking[file.parent.parent.name] = faults(catalogue, sentences)
    return lacking


def _faults_of(message: Message | None, plurals: int) -> Iterator[str]:
    forms = _forms(message.string) if message is not None else ()
    if message is None or not all(forms) or len(forms) != (plurals if message.pluralizable else 1):
        yield "is not translated"
        return
    if message.fuzzy:
        yield "is fuzzy"
    said = _forms(message.id)[-1]
    for form in forms:
        if (form[0].isspace(), form[-1].isspace()) != (said[0].isspace(), said[-1].isspace()):
            yield f"has other spaces around it: {form!r}"
        if _placeholders(form) != _placeholders(said):
            yield f"has other placeholders: {form!r}"
        if sorted(_TAG.findall(form)) != sorted(_TAG.findall(said)):
            yield f"has other tags: {form!r}"
        if set(_COMMAND.findall(form)) != set(_COMMAND.findall(said)):
            yield f"has other commands: {form!r}"


def _placeholders(text: str) -> set[tuple[str | None, ...]] | None:
    """Return the placeholders of a text; None when its braces are no placeholders."""
    try:
        return {tuple(part[1:]) for part in Formatter().parse(text) if part[1] is not None}
    except ValueError:
        return None


def _forms(said: str | Sequence[str] | None) -> tuple[str, ...]:
    return (said or "",) if said is None or isinstance(said, str) else tuple(said)


def _first(message: Message) -> str:
    return _forms(message.id)[0]


def main() -> None:
    """Bring the files beside the code up to date, and say what is left to translate."""
    for tag, lacking in make().items():
        sys.stdout.write("".join(f"{tag}: {line}\n" for line in lacking or ["whole"]))


if __name__ == "__main__":
    main()
