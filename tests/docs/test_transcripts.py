"""The conversations in docs/transcripts/ are what is said when they are played."""

import pytest

from playground.transcripts.making import FOLDER, INDEX, index, written
from playground.transcripts.scene import Scene
from playground.transcripts.scenes import SCENES

SCENES_OF_ALL_PARTS = [scene for scenes in SCENES.values() for scene in scenes]
AT_ONCE = {"pairing", "both-done", "saved"}
"""What `make test` plays; the others are left to `make check`."""


def _params() -> list[object]:
    return [
        pytest.param(scene, id=scene.name, marks=[] if scene.name in AT_ONCE else [pytest.mark.thorough])
        for scene in SCENES_OF_ALL_PARTS
    ]


@pytest.mark.parametrize("scene", _params())
async def test_a_conversation_is_told_as_it_is_played(scene: Scene) -> None:
    kept = (FOLDER / f"{scene.name}.md").read_text(encoding="utf-8")
    assert kept == await written(scene), "run: make transcripts"


def test_there_is_a_file_for_each_scene_and_no_other_and_the_list_is_whole() -> None:
    names = [scene.name for scene in SCENES_OF_ALL_PARTS]
    assert len(set(names)) == len(names)
    assert {file.name for file in FOLDER.iterdir()} == {INDEX, *(f"{name}.md" for name in names)}, (
        "run: make transcripts"
    )
    assert (FOLDER / INDEX).read_text(encoding="utf-8") == index(), "run: make transcripts"
