"""The page in a process of its own, and chromium to use it with, as a person would."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from playground.page.browser import find_browser, open_browser, serve_page

PATIENCE = 15_000
"""Milliseconds; all cores may be busy with other tests."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A browser window with the page in it."""

    page: Page

    def phone(self, name: str) -> Locator:
        """Return somebody's phone."""
        return self.page.get_by_role("region", name=f"{name}'s phone")

    async def say(self, name: str, text: str) -> None:
        """Type something on a phone and send it."""
        line = self.phone(name).get_by_role("textbox", name="Message")
        await line.fill(text)
        await line.press("Enter")

    async def tap(self, name: str, label: str) -> None:
        """Tap the newest button with this label on a phone."""
        await self.phone(name).get_by_role("button", name=label).last.click()

    async def sees(self, name: str, words: str) -> None:
        """Wait until a phone shows some words."""
        await expect(self.phone(name).get_by_text(words).last).to_be_visible()

    async def wind(self, label: str) -> None:
        """Press one of the clock's buttons, and wait until it has been wound."""
        face = self.page.get_by_role("timer")
        before = await face.inner_text()
        await self.page.get_by_role("region", name="Clock").get_by_role("button", name=label).click()
        await expect(face).not_to_have_text(before.replace("\n", ""))
        await self.rests()

    async def rests(self) -> None:
        """Wait until nothing is under way."""
        await expect(self.page.get_by_role("region", name="Clock")).to_have_attribute("aria-busy", "false")

    async def begin(self, scene: str) -> None:
        """Put a scene on the desk."""
        await self.page.get_by_role("button", name=scene, exact=True).click()
        await expect(self.page.get_by_role("heading", name=scene)).to_be_visible()
        await self.page.wait_for_timeout(150)
        await self.rests()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the page is. It must not have complained of anything in the end."""
    with tempfile.TemporaryFile() as complaints:
        with serve_page(complaints) as url:
            yield url
        complaints.seek(0)
        assert complaints.read().decode().splitlines() == []


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser; where there is none, these tests are left out, but not in CI."""
    if find_browser() is None and "CI" not in os.environ:  # noqa: TID251  this is no setting of the bot's
        pytest.skip("no chromium is installed")
    async with open_browser() as browser:
        yield browser


@pytest.fixture
async def screen(browser: Browser, address: str) -> AsyncIterator[Screen]:
    """A wide window."""
    async with asyncio.timeout(120):
        yield await open_screen(browser, address)


async def open_screen(browser: Browser, address: str, width: int = 1440, height: int = 900) -> Screen:
    """Open the page in a window of its own; whatever the page complains of there fails the test."""
    expect.set_options(timeout=PATIENCE)
    context = await browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    page.on("pageerror", _fail)
    await page.goto(address)
    await expect(page.get_by_role("region", name="Ana's phone").or_(page.locator(".tabs"))).not_to_have_count(0)
    return Screen(page)


def _fail(error: object) -> None:
    pytest.fail(f"the page complains: {error}")
