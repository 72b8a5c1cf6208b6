"""The table of faults, as docs/reliability.md holds it."""

import re
from pathlib import Path

from tests.reliability import housing, listening, living, placing, speaking, starting, storing
from tests.reliability.rows import table

STORIES = (speaking, listening, starting, storing, living, placing, housing)
"""All modules of rows, in the order of the page."""
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
_ROWS = re.compile(r"<!-- rows -->\n.*?<!-- /rows -->", re.DOTALL)


def page_with_rows() -> str:
    """Return the page with the table as the rows have it now."""
    page = PAGE.read_text(encoding="utf-8")
    return _ROWS.sub(lambda _: f"<!-- rows -->\n{table([module.GROUP for module in STORIES])}\n<!-- /rows -->", page)
