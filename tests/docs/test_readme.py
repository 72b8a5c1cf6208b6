"""The README tells the truth."""

import re
from pathlib import Path

import pytest

from tests.docs.explore import Edge, edges
from tests.docs.timetable import timetable

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.thorough
def test_the_state_diagram_is_the_machine_in_the_code() -> None:
    drawn, found = _drawn() | _told(), edges()
    assert drawn - found == set(), "drawn, but the code never does it"
    assert found - drawn == set(), "the code does it, but it is not drawn"


async def test_the_timetable_of_the_ladder_is_what_the_bot_does() -> None:
    assert await timetable() in README.read_text()


def test_the_first_commands_are_demo_and_test() -> None:
    commands = re.search(r"```console\n(.*?)```", README.read_text(), re.DOTALL)
    assert commands is not None
    assert commands.group(1).split("\n")[:2] == ["make demo", "make test"]


def test_every_file_that_the_readme_points_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README.read_text()):
        if not target.startswith("https://"):
            assert (README.parent / target).exists(), target


def _drawn() -> set[Edge]:
    """Read the diagram; an arrow from a box holds for each state in it without an arrow of its own for that cause."""
    diagram = re.search(r"```mermaid\n(.*?)```", README.read_text(), re.DOTALL)
    assert diagram is not None
    arrows: set[Edge] = set()
    boxes: dict[str, set[str]] = {}
    inside: list[str] = []
    for line in diagram.group(1).splitlines():
        if opened := re.fullmatch(r"\s*subgraph (\w+)", line):
            inside.append(opened.group(1))
            boxes[inside[-1]] = set()
        elif line.strip() == "end":
            inside.pop()
        elif arrow := re.fullmatch(r"\s*(\w+) -->\|(.+)\| (\w+)", line):
            origin, causes, target = arrow.groups()
            arrows |= {(origin, cause.strip(), target) for cause in causes.split(",")}
            for box in inside:
                boxes[box] |= {origin, target}
    return _expanded(arrows, boxes)


def _told() -> set[Edge]:
    """Read the two kinds of arrows that stand in a sentence instead."""
    text = " ".join(README.read_text().split())
    done = re.search(r"Done: from ([a-z, ]+) to done\.", text)
    undo = re.search(r"Undo: from done to ([a-z, ]+), wherever", text)
    assert done is not None
    assert undo is not None
    return {(state, "done", "done") for state in _listed(done.group(1))} | {
        ("done", "undo", state) for state in _listed(undo.group(1))
    }


def _listed(words: str) -> list[str]:
    return re.split(r",\s+|\s+or\s+", words)


def _expanded(arrows: set[Edge], boxes: dict[str, set[str]]) -> set[Edge]:
    own = {(origin, cause) for origin, cause, _ in arrows}
    plain = {arrow for arrow in arrows if arrow[0] not in boxes}
    for box, states in boxes.items():
        for origin, cause, target in arrows:
            if origin == box:
                plain |= {(state, cause, target) for state in states - set(boxes) if (state, cause) not in own}
    return plain
