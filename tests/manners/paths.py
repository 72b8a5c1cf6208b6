"""The most that each of the two gets on any path of a day, found by walking all of them."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path

from bot.domain.day import Day
from bot.domain.kinds import Kind
from bot.domain.notices import Party
from tests.docs.explore import beginnings, shape_of, transitions
from tests.manners.table import ROWS, Row

PAGE = Path(__file__).resolve().parents[2] / "docs" / "manners.md"
_TABLE = re.compile(r"<!-- table -->.*<!-- /table -->", re.DOTALL)
Key = tuple[Kind, Party, int]
"""What is sent once only: a kind, to one of the two, with its number. The outbox keeps no second letter of one key."""
Graph = Mapping[Hashable, Iterable[tuple[Hashable, frozenset[Key]]]]


def most_on_any_path() -> dict[tuple[Row, Party], int]:
    """Return how much of each row the member and the partner get at most, whatever happens on that day."""
    graph, starts = _graph()
    return {(row, party): _most(graph, starts, row, party) for row in ROWS for party in Party}


def page_with(most: Mapping[tuple[Row, Party], int]) -> str:
    """Return the page with the table as it is now."""
    page = PAGE.read_text(encoding="utf-8")
    return _TABLE.sub(lambda _: f"<!-- table -->\n{_table(most)}\n<!-- /table -->", page)


def _table(most: Mapping[tuple[Row, Party], int]) -> str:
    lines = ["| notice | at most | most to the member | most to the partner | |", "|---|---|---|---|---|"]
    for row in ROWS:
        found = " | ".join(str(most[row, party] or "") for party in (Party.MEMBER, Party.PARTNER))
        lines.append(f"| {row.name} | {row.most} | {found} | {row.note} |")
    return "\n".join(lines)


def _shape(day: Day) -> Hashable:
    return (*shape_of(day), day.nudges, day.extensions, day.is_together)


def _graph() -> tuple[Graph, list[Hashable]]:
    graph: dict[Hashable, set[tuple[Hashable, frozenset[Key]]]] = defaultdict(set)
    for step in transitions(_shape):
        if step.situation.heard_again_at is not None:
            continue  # the bot was down: what was asked is asked once more before anybody is told to call
        keys = frozenset((each.kind, each.to, each.ordinal) for each in step.notices if each.edits is None)
        graph[_shape(step.before)].add((_shape(step.after), keys))
    return graph, [_shape(day) for day in beginnings()]


def _most(graph: Graph, starts: list[Hashable], row: Row, party: Party) -> int:
    waiting: list[tuple[Hashable, frozenset[Key]]] = [(start, frozenset()) for start in starts]
    seen = set(waiting)
    while waiting:
        shape, told = waiting.pop()
        for after, keys in graph.get(shape, ()):
            heard = told | {key for key in keys if key[0] in row.kinds and key[1] is party}
            if (after, heard) not in seen:
                seen.add((after, heard))
                waiting.append((after, heard))
    return max(len(told) for _, told in seen)
