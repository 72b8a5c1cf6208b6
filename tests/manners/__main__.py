"""`python -m tests.manners` writes the table in docs/manners.md anew."""

from tests.manners.paths import PAGE, most_on_any_path, page_with

if __name__ == "__main__":
    PAGE.write_text(page_with(most_on_any_path()), encoding="utf-8")
