"""The page in a process of its own, and a browser to look at it: for the screenshots and the tests."""

import contextlib
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO

from playwright.async_api import Browser, async_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update")


def find_browser() -> str | None:
    """Return where chromium is on this machine; None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name)) is not None), None)


@contextlib.asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start the machine's chromium without a window; `LookupError` where there is none."""
    where = find_browser()
    if where is None:
        raise LookupError("no chromium is installed; on Debian: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=where, args=QUIET)
        try:
            yield browser
        finally:
            await browser.close()


@contextlib.contextmanager
def serve_page(complaints: IO[bytes], *options: str) -> Iterator[str]:
    """Run the page on a free port, and return its address; what it complains of goes to a file."""
    command = [sys.executable, "-m", "playground.page", "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=complaints) as process:  # noqa: S603  ours
        try:
            line = "" if process.stdout is None else process.stdout.readline().decode()
            found = re.search(r"http://\S+", line)
            if found is None:
                raise RuntimeError("the page did not start")
            yield found[0]
        finally:
            process.terminate()
