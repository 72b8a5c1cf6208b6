"""Screenshots: `python -m playground.page.shots FOLDER` takes the README's two, `--all` every scene in every light."""

import argparse
import asyncio
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page

from playground.page.browser import open_browser, serve_page
from playground.page.scenes import MISSED, SCENES, Scene

WIDE, NARROW = (1440, 900), (375, 812)
LIGHTS = ("light", "dark")
SETTLED = 700
"""Milliseconds after which nothing moves any more."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: of which scene, how wide the window is, and in which light."""

    scene: Scene
    size: tuple[int, int]
    light: str

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.scene.name}-{self.size[0]}-{self.light}.png"


async def take(shots: Iterable[tuple[Shot, str]], folder: Path) -> None:
    """Take shots into a folder, each into a file of its own name."""
    with tempfile.TemporaryFile() as complaints, serve_page(complaints) as url:
        async with open_browser() as browser:
            for shot, name in shots:
                page = await _opened(browser, shot, url)
                await page.screenshot(path=folder / name)
                await page.context.close()


async def _opened(browser: Browser, shot: Shot, url: str) -> Page:
    width, height = shot.size
    light = "dark" if shot.light == "dark" else "light"
    context = await browser.new_context(viewport={"width": width, "height": height}, color_scheme=light)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(url)
    await page.get_by_role("button", name=shot.scene.title, exact=True).click()
    await page.get_by_role("heading", name=shot.scene.title).wait_for()
    await page.wait_for_timeout(SETTLED / 2)  # until the page knows that it is busy
    await page.locator(".clock[aria-busy=false]").wait_for()
    await page.wait_for_timeout(SETTLED)
    return page


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m playground.page.shots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="every scene, in both widths and both lights")
    given = parser.parse_args()
    if given.all:
        shots = [Shot(scene, size, light) for scene in SCENES for size in (WIDE, NARROW) for light in LIGHTS]
        named = [(shot, shot.name) for shot in shots]
    else:
        named = [(Shot(MISSED, WIDE, light), f"playground-{light}.png") for light in LIGHTS]
    given.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(named, given.folder))


if __name__ == "__main__":
    main()
