"""No path of a day sends anybody more than the table allows."""

import pytest

from tests.manners.paths import PAGE, most_on_any_path, page_with


@pytest.mark.thorough
def test_no_path_of_a_day_sends_more_than_the_table_allows_and_the_page_says_how_much() -> None:
    most = most_on_any_path()
    too_much = {(row.name, party.value): found for (row, party), found in most.items() if found > row.most}
    assert not too_much
    assert all(any(row is told and found for (told, _), found in most.items()) for row, _ in most), "a row of nothing"
    assert PAGE.read_text(encoding="utf-8") == page_with(most), "make faults writes it anew"
