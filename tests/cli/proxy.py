"""A small HTTP proxy on loopback, which hands requests on to where they want to go."""

import asyncio
import contextlib
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(slots=True)
class Proxy:
    """What it was asked for, and how those who asked made themselves known."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    credentials: set[str] = field(default_factory=set)


@contextlib.asynccontextmanager
async def open_proxy(port: int = 0) -> AsyncIterator[Proxy]:
    """Run a proxy that takes one request a connection; 0 takes a free port."""
    proxy = Proxy()
    serving: set[asyncio.Task[None]] = set()

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await _hand_on(proxy, reader, writer)
        finally:
            serving.discard(task)
            await _close(writer)

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        for task in tuple(serving):  # a long poll may be under way
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
        await server.wait_closed()


async def _hand_on(proxy: Proxy, reader: StreamReader, writer: StreamWriter) -> None:
    request, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    method, url, version = request.split(" ")
    proxy.asked.append(url)
    proxy.credentials.add(headers.pop("proxy-authorization", ""))
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    headers["connection"] = "close"
    head = [f"{method} {path} {version}", *(f"{name}: {value}" for name, value in headers.items())]
    far_reader, far_writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        far_writer.write("\r\n".join([*head, "", ""]).encode("latin-1") + body)
        while answer := await far_reader.read(65_536):
            writer.write(answer)
            await writer.drain()
    finally:
        await _close(far_writer)


async def _close(writer: StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
