"""One address on loopback: /bot and /file/bot are Telegram's, and the rest is a page's, where there is one."""

from __future__ import annotations

import asyncio
import socket
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

import uvicorn
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest
    from starlette.types import ASGIApp, Receive, Scope, Send

_HOST = "127.0.0.1"
_GRACE_SECONDS = 0.25
_TELEGRAM = ("/bot", "/file/bot")


class Listener:
    """An HTTP server within the running event loop."""

    def __init__(self, page: ASGIApp | None = None) -> None:
        """Serve `page`, an application with web sockets and a life of its own, beside Telegram, or Telegram alone."""
        self.app = page
        self.telegram: ASGIApp | None = None
        """Whatever Telegram there is now; it can be replaced by another while all goes on."""
        self._port: int | None = None
        self._http: uvicorn.Server | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to whom it is for."""
        is_telegram = scope["type"] == "http" and scope["path"].startswith(_TELEGRAM)
        if self.app is not None and not is_telegram:
            await self.app(scope, receive, send)
        elif self.telegram is not None:
            await self.telegram(scope, receive, send)
        else:
            await PlainTextResponse("Bad Gateway", HTTPStatus.BAD_GATEWAY)(scope, receive, send)

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; 0 takes a free port, and `OSError` says that another one is taken."""
        if self._http is not None:
            raise RuntimeError("the server runs already")
        config = self._config()
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        # asyncio only turns Nagle's delay off where the protocol is named, and it costs 40 ms a request
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((_HOST, port))
            # Not serve(): that would take over the signal handlers, and leave a task running.
            await server.startup(sockets=[listener])
        except BaseException:
            listener.close()
            raise
        self._port = listener.getsockname()[1]
        self._http = server

    async def stop(self) -> None:
        """Stop at once: requests under way have a moment to end, idle connections are closed."""
        server, self._http = self._http, None
        if server is None:
            return
        for listening in server.servers:
            listening.close()
        for connection in list(server.server_state.connections):
            connection.shutdown()
        deadline = time.monotonic() + _GRACE_SECONDS
        while server.server_state.connections or server.server_state.tasks:
            if time.monotonic() > deadline:
                _abort(server)
            await asyncio.sleep(0.005)
        for listening in server.servers:
            await listening.wait_closed()
        await server.lifespan.shutdown()

    @property
    def is_running(self) -> bool:
        """Whether it listens."""
        return self._http is not None

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        if self._port is None:
            raise RuntimeError("the server has not been started")
        return f"http://{_HOST}:{self._port}"

    def cut(self, http: HttpRequest) -> bool:
        """Close the connection of a request without a word."""
        if self._http is None:
            return False
        client = http.scope["client"]
        for connection in self._http.server_state.connections:
            if getattr(connection, "client", None) == tuple(client):
                connection.transport.abort()
                return True
        return False

    def _config(self) -> uvicorn.Config:
        has_page = self.app is not None
        return uvicorn.Config(
            self,
            http="h11",
            ws="websockets-sansio" if has_page else "none",
            lifespan="on" if has_page else "off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            timeout_keep_alive=75,  # as long as Telegram's own front servers
            date_header=False,
            server_header=False,
        )


def _abort(server: uvicorn.Server) -> None:
    """Drop what did not end in time, such as a client that reads its answer slowly."""
    for connection in list(server.server_state.connections):
        connection.transport.abort()
    for task in list(server.server_state.tasks):
        task.cancel()
