"""The HTTP side: reads a request, finds the bot and the method, and answers as api.telegram.org does."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from playground.telegram.errors import ApiError
from playground.telegram.faults import BrokenJson, Cut, Hang, LoseAnswer, Page
from playground.telegram.methods import Request, perform
from playground.telegram.reading import read_params
from playground.telegram.schema import load_schema
from playground.telegram.validate import check_params
from playground.telegram.world import TOKEN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.types import Receive, Scope, Send

    from playground.telegram.bots import Bot
    from playground.telegram.calls import CallLog
    from playground.telegram.faults import CallFault
    from playground.telegram.world import World

_METHOD_PATH = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>[^/]+)/?")
_FILE_PATH = re.compile(r"/file/bot(?P<token>[^/]+)/(?P<path>.+)")

_log = logging.getLogger(__name__)


class WebApp:
    """The ASGI application of one server."""

    def __init__(self, world: World, calls: CallLog, cut: Callable[[HttpRequest], bool]) -> None:
        """Serve the bots of this world, and note their calls; `cut` closes a request's connection."""
        self._world = world
        self._calls = calls
        self._cut = cut
        self._schema = load_schema()
        self._names = {name.lower(): name for name in self._schema.methods}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] != "http":
            return
        request = HttpRequest(scope, receive)
        try:
            response = await self._respond(request, receive)
        except ApiError as error:
            response = _error_response(error)
        if response is not None:
            await response(scope, receive, send)

    async def do(self, bot: Bot, method: str, given: Mapping[str, Any]) -> None:
        """Do what the answer of a webhook asks for; its result is only noted among the calls."""
        name = self._names.get(method.lower())
        if name is None:
            return
        number = self._calls.begin(bot, name)
        self._calls.note_params(number, dict(given))
        try:
            params = check_params(self._schema, name, given, {})
            self._calls.note_params(number, params)
            result = await perform(Request(self._world, bot, name, params))
        except ApiError as error:
            self._calls.finish(number, error.code, error.description)
        else:
            self._calls.finish(number, HTTPStatus.OK, result, ok=True)

    async def _respond(self, http: HttpRequest, receive: Receive) -> Response | None:
        if match := _FILE_PATH.fullmatch(http.url.path):
            return self._download(match["token"], match["path"])
        match = _METHOD_PATH.fullmatch(http.url.path)
        if match is None or http.method not in {"GET", "POST"}:
            raise ApiError(HTTPStatus.NOT_FOUND, "Not Found")
        bot = self._bot(match["token"])
        name = self._names.get(match["method"].lower())
        if name is None:
            raise ApiError(HTTPStatus.NOT_FOUND, "Not Found: method not found")
        return await self._call(http, receive, bot, name)

    def _bot(self, token: str) -> Bot:
        if not TOKEN.fullmatch(token):
            raise ApiError(HTTPStatus.NOT_FOUND, "Not Found")
        if token not in self._world.bots:
            raise ApiError(HTTPStatus.UNAUTHORIZED, "Unauthorized")
        return self._world.bots[token]

    def _download(self, token: str, path: str) -> Response:
        self._bot(token)
        file = self._world.files.linked(path)
        if file is None:
            raise ApiError(HTTPStatus.NOT_FOUND, "Not Found")
        return Response(file.content, media_type="application/octet-stream")

    async def _call(self, http: HttpRequest, receive: Receive, bot: Bot, name: str) -> Response | None:
        number = self._calls.begin(bot, name)
        try:
            given, files = await read_params(http)
            self._calls.note_params(number, given)
            params = check_params(self._schema, name, given, files)
            self._calls.note_params(number, params)
            fault = self._fault(number)
            if (answer := await self._struck_before(fault, http, receive)) is not None:
                self._calls.finish(number, answer.status, answer.words)
                return answer.response
            result = await self._run(Request(self._world, bot, name, params), receive)
        except ApiError as error:
            self._calls.finish(number, error.code, error.description)
            return _error_response(error)
        except _ClientGoneError:
            return None
        except Exception:
            _log.exception("%s failed", name)
            words = "Internal Server Error"
            self._calls.finish(number, HTTPStatus.INTERNAL_SERVER_ERROR, words)
            return _error_response(ApiError(HTTPStatus.INTERNAL_SERVER_ERROR, words))
        self._calls.finish(number, HTTPStatus.OK, result, ok=True)
        return await self._struck_after(fault, _json({"ok": True, "result": result}), http, receive)

    def _fault(self, number: int) -> CallFault | None:
        call = self._calls.noted(number)
        return None if call is None else self._world.faults.strike_call(call)

    async def _struck_before(self, fault: CallFault | None, http: HttpRequest, receive: Receive) -> _Struck | None:
        """Let a fault strike before anything is done; return what it leaves of an answer."""
        match fault:
            case ApiError():
                raise fault.with_traceback(None)
            case Page(status, body, content_type):
                return _Struck(status, "a page", Response(body, status, media_type=content_type))
            case Hang(until, arrived, is_done=False, error=error):
                arrived.set()
                await _while_connected(until.wait, receive)
                if error is not None:
                    raise error.with_traceback(None)
            case Cut():
                await self._cut_off(http)
                return _Struck(HTTPStatus.SERVICE_UNAVAILABLE, "cut off", None)
            case _:
                pass
        return None

    async def _struck_after(
        self, fault: CallFault | None, answer: Response, http: HttpRequest, receive: Receive
    ) -> Response | None:
        """Let a fault strike what was done already; return what is left of the answer."""
        match fault:
            case BrokenJson():
                return Response(bytes(answer.body)[:-2], media_type="application/json")
            case Hang(until, arrived, is_done=True):
                arrived.set()
                try:
                    await _while_connected(until.wait, receive)
                except _ClientGoneError:
                    return None
            case LoseAnswer():
                await self._cut_off(http)
                return None
            case _:
                pass
        return answer

    async def _cut_off(self, http: HttpRequest) -> None:
        self._cut(http)
        await asyncio.sleep(0)  # the connection's end is told in the loop's next round

    async def _run(self, request: Request, receive: Receive) -> object:
        if request.method == "getUpdates":
            return await _while_connected(partial(perform, request), receive)
        return await perform(request)


@dataclass(frozen=True, slots=True)
class _Struck:
    """What a fault leaves of an answer: how the call is noted, and what is sent, if anything."""

    status: int
    words: str
    response: Response | None


class _ClientGoneError(Exception):
    """The bot closed the connection before it had its answer."""


async def _while_connected(work: Callable[[], Awaitable[object]], receive: Receive) -> object:
    """Do something that may wait, but not longer than the bot holds the line; `_ClientGoneError` if it hangs up."""
    outcome: list[object] = []

    async def to_the_end() -> None:
        try:
            outcome.append(await work())
        except ApiError as error:
            outcome.append(error)

    async with asyncio.TaskGroup() as group:
        working = group.create_task(to_the_end())

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            working.cancel()

        watching = group.create_task(watch())
        working.add_done_callback(lambda _: watching.cancel())
    if not outcome:
        raise _ClientGoneError
    if isinstance(outcome[0], ApiError):
        raise outcome[0]
    return outcome[0]


def _json(body: object, status_code: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer in JSON with everything but ASCII escaped, as Telegram does: half a surrogate pair survives only so."""
    return Response(json.dumps(body), status_code, headers, media_type="application/json")


def _error_response(error: ApiError) -> Response:
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else None
    return _json(error.body(), error.code, headers)
