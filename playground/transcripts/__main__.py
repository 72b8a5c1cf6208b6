"""`python -m playground.transcripts` writes all conversations anew."""

import asyncio
import sys

from bot.logs import set_up_logging
from playground.transcripts.making import FOLDER, INDEX, index, written
from playground.transcripts.scenes import SCENES


async def _write_all() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    files = {INDEX: index()}
    for scenes in SCENES.values():
        files |= {f"{scene.name}.md": await written(scene) for scene in scenes}
    for left_over in set(FOLDER.glob("*.md")) - {FOLDER / name for name in files}:
        left_over.unlink()
    for name, text in files.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(files) - 1} conversations in {FOLDER}\n")


if __name__ == "__main__":
    set_up_logging("WARNING", log_format="text", secrets={})
    asyncio.run(_write_all())
