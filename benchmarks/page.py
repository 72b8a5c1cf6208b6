"""How quickly the playground's page starts, loads and follows, with few messages in a chat and many: `make bench`."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence

import httpx
from playwright.async_api import Locator, Page

from playground.page.browser import open_browser, serve_page
from playground.stage import TOKEN

ANA = 700_000_001
EACH = 15
LOADS = 5
MANY = 500
FRAMES = """() => new Promise(done => {
  const history = document.querySelector('.history'); const gaps = []; let last = performance.now(); let count = 0;
  const step = now => {
    gaps.push(now - last); last = now; history.scrollTop = -count * 120;
    if (++count < 90) requestAnimationFrame(step); else done(gaps.slice(1));
  };
  requestAnimationFrame(step);
})"""


def main() -> None:
    """Print what it takes to start the page, and medians of what it takes to use it."""
    asyncio.run(_measure())


async def _measure() -> None:
    with tempfile.TemporaryFile() as complaints:
        began = time.perf_counter()
        with serve_page(complaints, "--scene", "missed") as url:
            _report("start, until it is served", [time.perf_counter() - began])
            async with open_browser() as browser, httpx.AsyncClient(base_url=url) as client:
                page = await browser.new_page()
                await _use(page, url, client, "few")
                for number in range(MANY):
                    await _post(client, f"Message {number}")
                await _use(page, url, client, f"{MANY}")


async def _use(page: Page, url: str, client: httpx.AsyncClient, many: str) -> None:
    ana = page.get_by_role("region", name="Ana's phone")
    _report(f"load, {many} messages", [await _timed(lambda: _load(page, url, ana)) for _ in range(LOADS)])
    shown = [await _timed(lambda number=number: _show(client, ana, f"{many} new {number}")) for number in range(EACH)]  # type: ignore[misc]
    _report(f"a new message, {many} before it", shown)
    gaps = await page.evaluate(FRAMES)
    _report(f"a frame while scrolling, {many}", [gap / 1000 for gap in gaps])


async def _load(page: Page, url: str, ana: Locator) -> None:
    await page.goto(url)
    await ana.get_by_role("button", name="Send", exact=True).wait_for()


async def _show(client: httpx.AsyncClient, ana: Locator, text: str) -> None:
    await _post(client, text)
    await ana.get_by_text(text, exact=True).wait_for()


async def _post(client: httpx.AsyncClient, text: str) -> None:
    answer = await client.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": ANA, "text": text})
    answer.raise_for_status()


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


def _report(what: str, seconds: Sequence[float]) -> None:
    middle, worst = (1000 * value for value in (statistics.median(seconds), max(seconds)))
    print(f"{what:34} {middle:7.0f} ms   worst {worst:7.0f} ms   of {len(seconds)}")


if __name__ == "__main__":
    main()
