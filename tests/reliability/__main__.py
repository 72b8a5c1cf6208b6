"""Write the table of faults into docs/reliability.md."""

from tests.reliability.page import PAGE, page_with_rows

PAGE.write_text(page_with_rows(), encoding="utf-8")
