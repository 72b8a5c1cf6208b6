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

USUAL_PORT = 8400


async def serve(port: int | None, scene: str) -> None:
    """Serve the page until SIGINT or SIGTERM; without a port the usual one is taken, or any that is free."""
    with tempfile.TemporaryDirectory() as folder:
        listener, desk = build(Path(folder))
        await _listen(listener, port)
        try:
            await desk.open(scene_named(scene))
            sys.stdout.write(f"The playground is at {listener.url}/ (Ctrl-C ends it)\n")
            sys.stdout.flush()
            await _until_told()
        finally:
            await desk.close()
            await listener.stop()


async def _listen(listener: Listener, port: int | None) -> None:
    if port is not None:
        await listener.start(port)
        return
    try:
        await listener.start(USUAL_PORT)
    except OSError:
        await listener.start()


async def _until_told() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    await told.wait()


def main() -> int:
    """Read the command line and serve; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m playground.page", description=__doc__)
    parser.add_argument("--port", type=int, help="where to listen on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--scene", choices=[scene.name for scene in SCENES], default=FIRST_DAY.name)
    given = parser.parse_args()
    set_up_logging("WARNING", log_format="text", secrets={})
    try:
        asyncio.run(serve(given.port, given.scene))
    except OSError as error:
        sys.stderr.write(f"playground: can't listen on port {given.port}: {error.strerror}. Try make play PORT=0\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
