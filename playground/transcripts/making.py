"""The making of the files: each scene on a stage of its own, and the list of them all."""

import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playground.opening import Kept, live_and_keep, open_stage, reopen_stage
from playground.stage import ZONE, Phone, Stage
from playground.transcripts.film import Film
from playground.transcripts.joining import join
from playground.transcripts.markdown import HOW_TO_READ, table
from playground.transcripts.scene import Actor, Scene
from playground.transcripts.scenes import SCENES

FOLDER = Path(__file__).parents[2] / "docs" / "transcripts"
INDEX = "README.md"
ABOUT = f"""\
# Conversations

What Ana and Ben read on their phones, path by path, so that every text can be read in its place. Played by the real
bot on the playground's stage and written by `make transcripts`; a test keeps them fresh.

{HOW_TO_READ}"""
START = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
"""A Monday, 07:30 in Berlin."""
_kept: dict[str, Kept] = {}


async def written(scene: Scene) -> str:
    """Play a scene, and return its file."""
    async with _stage_for(scene) as stage:
        ana, ben = (phone.person for phone in stage.phones())
        group = stage.server.add_group("The group", [ana, ben]) if scene.has_group else None
        film = Film((ana, ben), stage.telegram_bot, stage.clock.now, group)
        stage.server.world.changed = film
        await scene.play(stage, Actor(stage, ana, film), Actor(stage, ben, film))
        return f"# {scene.title}\n\n{scene.words}\n\n{table(film, ZoneInfo(ZONE))}\n[All conversations]({INDEX})\n"


def index(parts: Mapping[str, Sequence[Scene]] = SCENES) -> str:
    """Return the list of all scenes."""
    lines = [ABOUT]
    for part, scenes in parts.items():
        lines += ["", f"## {part}", "", *(f"- [{scene.title}]({scene.name}.md): {scene.words}" for scene in scenes)]
    return "\n".join(lines) + "\n"


@asynccontextmanager
async def _stage_for(scene: Scene) -> AsyncIterator[Stage]:
    with tempfile.TemporaryDirectory() as folder:
        if scene.begins_as_strangers:
            async with open_stage(Path(folder), START) as stage:
                await _meet(stage, scene.language)
                yield stage
        else:
            async with reopen_stage(Path(folder), await _partners(scene.language)) as stage:
                yield stage


async def _partners(language: str) -> Kept:
    """Return how far the two come by becoming partners; played once a language."""

    async def become_partners(stage: Stage) -> None:
        ana, ben = await _meet(stage, language)
        await join(ana)
        await ana.type("/invite")
        await ben.open_link(ana.invite_link)
        await ben.tap_first(_ACCEPT[language])
        await join(ben)

    if language not in _kept:
        _kept[language] = await live_and_keep(START, become_partners)
    return _kept[language]


_ACCEPT = {"en": "Yes, let's do this", "de": "Ja, ich bin dabei"}


async def _meet(stage: Stage, language: str) -> tuple[Phone, Phone]:
    ana, ben = (
        Phone(stage, stage.server.add_person(name, username=username, language_code=language))
        for name, username in (("Ana", "ana_writes"), ("Ben", "ben_runs"))
    )
    return ana, ben
