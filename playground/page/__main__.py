"""`python -m playground.page [--port PORT]` opens the page on this machine, until Ctrl-C."""

import argparse
import asyncio
import signal
import sys
import tempfile
from pathlib import Path

from bot.logs import set_up_logging
from playground.page.page import build
from playground.page.scenes import FIRST_DAY, SCENES, scene_named
from playground.telegram.listener import Listener

USUAL_PORT, HIGHEST_PORT = 8400, 65_535


async def serve(port: int | None, scene: str) -> None:
    """Serve the page until SIGINT or SIGTERM; without a port the usual one is taken, or any that is free."""
    told = _told_to_end()
    with tempfile.TemporaryDirectory() as folder:
        listener, desk = build(Path(folder))
        await _listen(listener, port)
        try:
            await desk.open(scene_named(scene))
            sys.stdout.write(f"The playground is at {listener.url}/ (Ctrl-C ends it)\n")
            sys.stdout.flush()
            await told.wait()
        finally:
            try:
                await desk.close()
            finally:
                await listener.stop()


async def _listen(listener: Listener, port: int | None) -> None:
    if port is not None:
        await listener.start(port)
        return
    try:
        await listener.start(USUAL_PORT)
    except OSError:
        await listener.start()


def _told_to_end() -> asyncio.Event:
    """Return what SIGINT and SIGTERM set."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    return told


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= HIGHEST_PORT:
        raise ValueError
    return port


def main() -> int:
    """Read the command line and serve; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m playground.page", description=__doc__)
    parser.add_argument("--port", type=_port, help="where to listen on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--scene", choices=[scene.name for scene in SCENES], default=FIRST_DAY.name)
    given = parser.parse_args()
    set_up_logging("WARNING", log_format="text", secrets={})
    try:
        asyncio.run(serve(given.port, given.scene))
    except OSError as error:
        sys.stderr.write(
            f"playground: can't listen on port {given.port or USUAL_PORT}: {error.strerror}. Try make play PORT=0\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
