"""The way from the bot to the stand-in without a socket: the same requests and answers, and what can befall them."""

import asyncio
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request as HttpRequest
from starlette.types import ASGIApp, Message
from telegram._utils.types import ODVInput
from telegram.request import BaseRequest, RequestData

from bot.chat.http import NoAnswer, NotSent

CUT = "cut"
BOUNDARY = b"a-boundary-between-parts"


class Line:
    """What `TelegramServer` takes for its listener: nobody listens, the bot's requests are passed on by hand."""

    url = "http://telegram.invalid"

    def __init__(self) -> None:
        """Begin with no Telegram behind it."""
        self.telegram: ASGIApp | None = None

    def cut(self, request: HttpRequest) -> bool:
        """Cut the connection of a request."""
        request.scope[CUT] = True
        return True


@dataclass(slots=True)
class Network:
    """How long messages take, in seconds, and whether any get through."""

    lot: Random
    is_up: bool = True
    slowest: float = 0.2

    async def travel(self) -> None:
        """Take the time of one way."""
        await asyncio.sleep(self.lot.uniform(0.005, self.slowest))


class DirectRequest(BaseRequest):
    """What python-telegram-bot talks through."""

    def __init__(self, line: Line, network: Network, patience: float) -> None:
        """Wait `patience` seconds for an answer, if nothing else is said."""
        self._line = line
        self._network = network
        self._patience = patience

    @property
    def read_timeout(self) -> float:
        """The seconds it waits for an answer."""
        return self._patience

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def do_request(  # noqa: PLR0917  python-telegram-bot's own
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Pass a request to the stand-in."""
        await self._network.travel()
        if not self._network.is_up:
            raise NotSent("nobody listens")
        body, kind = _body_of(request_data)
        seconds = float(read_timeout) if isinstance(read_timeout, int | float) else self._patience
        try:
            async with asyncio.timeout(seconds):
                answer = await _ask(self._line, url, method, body, kind)
        except TimeoutError:
            raise NoAnswer("no answer in time") from None
        if answer is None:
            raise NoAnswer("the connection was cut")
        await self._network.travel()
        return answer


async def _ask(line: Line, url: str, method: str, body: bytes, kind: str) -> tuple[int, bytes] | None:
    """Return status and body of the answer; None where the connection was cut."""
    if line.telegram is None:
        return None
    parts = urlsplit(url)
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": parts.path,
        "query_string": parts.query.encode(),
        "headers": [(b"content-type", kind.encode())] if kind else [],
    }
    sent: list[Message] = []
    hung_up = asyncio.Event()
    is_read = False

    async def receive() -> Message:
        nonlocal is_read
        if not is_read:
            is_read = True
            return {"type": "http.request", "body": body, "more_body": False}
        await hung_up.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await line.telegram(scope, receive, send)
    if scope.get(CUT) or not sent:
        return None
    content = b"".join(message.get("body", b"") for message in sent[1:])
    return int(sent[0]["status"]), content


def _body_of(data: RequestData | None) -> tuple[bytes, str]:
    """Return the body and its content type."""
    if data is None or not data.parameters:
        return b"", ""
    if not data.contains_files:
        return urlencode(data.json_parameters).encode(), "application/x-www-form-urlencoded"
    parts = [_part(f'name="{name}"', value.encode()) for name, value in data.json_parameters.items()]
    for name, (file, content, kind) in (data.multipart_data or {}).items():
        parts.append(
            _part(
                f'name="{name}"; filename="{file}"',
                content if isinstance(content, bytes) else content.read(),
                str(kind),
            )
        )
    return b"".join([*parts, b"--", BOUNDARY, b"--\r\n"]), f"multipart/form-data; boundary={BOUNDARY.decode()}"


def _part(names: str, content: bytes, kind: str = "") -> bytes:
    typed = f"Content-Type: {kind}\r\n" if kind else ""
    head = f"Content-Disposition: form-data; {names}\r\n{typed}\r\n"
    return b"--" + BOUNDARY + b"\r\n" + head.encode() + content + b"\r\n"
