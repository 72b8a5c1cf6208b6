"""Files that a command makes are as the command would make them now."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[2]


def test_the_template_holds_every_sentence() -> None:
    catalogue = Catalog()
    keywords = {**DEFAULT_KEYWORDS, "mark": None}
    for _, _, message, _, _ in extract_from_dir(str(ROOT / "bot" / "texts"), keywords=keywords):
        catalogue.add(message)
    made = BytesIO()
    write_po(made, catalogue, omit_header=True, no_location=True, sort_output=True)
    kept = (ROOT / "bot/texts/locale/bot.pot").read_text()
    assert made.getvalue().decode().split() == kept.split(), "run: make messages"
