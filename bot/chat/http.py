"""The way to Telegram over HTTP, on aiohttp: three calls for the price of one over python-telegram-bot's own.

What becomes of a call that gets no answer is told apart here, because it decides whether a message may be repeated:
`NotSent` never left this machine, and of `NoAnswer` nobody knows. No POST is ever repeated in silence.
"""

import ssl
from functools import cache
from urllib.parse import urlencode

import certifi
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData
from yarl import URL

CONNECT_SECONDS = 5.0
WRITE_SECONDS, UPLOAD_SECONDS = 5.0, 20.0
POOL_SECONDS = 10.0
"""So long a call waits for others to give a connection free."""
KEPT_SECONDS = 30.0
"""So long a connection is kept for the next call: well below the 75 after which Telegram closes it."""
SOCKS_PORT = 1080

_FORM = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": BaseRequest.USER_AGENT}
_PARTS = {"User-Agent": BaseRequest.USER_AGENT}
_BEFORE_SENDING = (
    ClientConnectorError,  # names that can't be looked up, refused connections, certificates, proxies out of reach
    ConnectionTimeoutError,  # which is also what a pool without a free connection ends in
    ClientHttpProxyError,
    ProxyConnectionError,
    ProxyError,
    ProxyTimeoutError,
)


class NotSent(NetworkError):  # noqa: N818  named for what happened
    """The call surely never reached Telegram: it can be made again."""


class NoAnswer(NetworkError):  # noqa: N818
    """No whole answer came: Telegram may have done what it was asked, or not."""


class AiohttpRequest(BaseRequest):
    """Makes calls to the Bot API, over at most so many `connections`, all through `proxy` if there is one.

    An answer may take `read_timeout` seconds, unless a call says so itself.
    """

    __slots__ = ("_connections", "_proxy", "_read_seconds", "_session")

    def __init__(self, connections: int, *, read_timeout: float, proxy: str | None = None) -> None:
        self._connections = connections
        self._proxy = None if proxy is None else URL(proxy)
        self._read_seconds = read_timeout
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How many seconds an answer may take where the call does not say so itself."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Get ready within the running event loop; does nothing the second time."""
        if self._session is None:
            self._session = _open_session(self._connections, self._proxy)

    async def shutdown(self) -> None:
        """Close all connections; does nothing the second time."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917  as python-telegram-bot calls it
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a call, and return the status and the body of its answer. Raises `NotSent` or `NoAnswer`."""
        if self._session is None:
            raise NotSent("the way to Telegram is not open")
        is_upload = request_data is not None and request_data.contains_files
        timeout = _timeout(
            read=_seconds(read_timeout, self._read_seconds),
            write=_seconds(write_timeout, UPLOAD_SECONDS if is_upload else WRITE_SECONDS),
            connect=_seconds(connect_timeout, CONNECT_SECONDS),
            pool=_seconds(pool_timeout, POOL_SECONDS),
        )
        body = None if request_data is None else _body(request_data)
        headers = _PARTS if is_upload else _FORM
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except _BEFORE_SENDING as error:
            raise NotSent(_in_words(error)) from None  # in its own words stand the token and the proxy's password
        except (ClientError, TimeoutError, OSError) as error:
            raise NoAnswer(_in_words(error)) from None


def _open_session(connections: int, proxy: URL | None) -> ClientSession:
    is_socks = proxy is not None and proxy.scheme.startswith("socks")
    connector: TCPConnector
    if proxy is not None and is_socks:
        connector = ProxyConnector(
            proxy.host or "",
            proxy.port or SOCKS_PORT,
            username=proxy.user,
            password=proxy.password,
            rdns=True,
            ssl=trusted(),
            limit=connections,
            keepalive_timeout=KEPT_SECONDS,
        )
    else:
        connector = TCPConnector(ssl=trusted(), limit=connections, keepalive_timeout=KEPT_SECONDS)
    return ClientSession(connector=connector, cookie_jar=DummyCookieJar(), proxy=None if is_socks else proxy)


@cache
def trusted() -> ssl.SSLContext:
    """Read the certificates of this machine, and those of certifi for one that has none, once in a process."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _seconds(given: object, usual: float) -> float:
    return float(given) if isinstance(given, int | float) else usual


@cache
def _timeout(*, read: float, write: float, connect: float, pool: float) -> ClientTimeout:
    """Return aiohttp's limits. It has none for writing, so that the whole has one too, which comes last."""
    before = pool + connect
    return ClientTimeout(total=before + write + read, connect=before, sock_connect=connect, sock_read=read)


def _body(data: RequestData) -> bytes | FormData:
    if not data.contains_files:
        return urlencode(data.json_parameters).encode("ascii")
    form = FormData(data.json_parameters, quote_fields=False)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _in_words(error: Exception) -> str:
    """Tell what happened without the address, in which the token stands, or the proxy's password."""
    match error:
        case ClientConnectorError():
            return f"{type(error).__name__}: {error.os_error}"
        case ClientHttpProxyError():
            return f"the proxy answers {error.status} {error.message}"
        case ProxyConnectionError() | ProxyError() | ProxyTimeoutError():
            return f"{type(error).__name__}: {error}"
        case _:
            return type(error).__name__
