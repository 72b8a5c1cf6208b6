"""The way to Telegram: whether a call that got no answer can have arrived, against a server that does as it is told."""

import asyncio
import contextlib
import socket
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from telegram import InputFile
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.chat import http
from bot.chat.http import AiohttpRequest, NoAnswer, NotSent
from bot.chat.sending import Later, Unknown, _meaning

OK = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}'
Reply = Callable[[StreamReader, StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Far:
    """The far side: what it does with each connection in turn, and what it was sent."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)
    connections: int = 0


@pytest.fixture
async def far() -> AsyncIterator[Far]:
    far = Far()
    serving: set[asyncio.Task[None]] = set()

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        far.connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while far.replies:
                far.heard.append(await _read(reader))
                await far.replies.pop(0)(reader, writer)
                await writer.drain()
            await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    far.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot123:secret/sendMessage"
    yield far
    server.close()
    for task in serving:
        task.cancel()
    await asyncio.gather(*serving, return_exceptions=True)
    await server.wait_closed()


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(2, read_timeout=0.2) as request:
        yield request


async def _read(reader: StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next((int(line[16:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    if b"transfer-encoding: chunked" in head.lower():
        return head + await reader.readuntil(b"\r\n0\r\n\r\n")
    return head + await reader.readexactly(length)


def says(answer: bytes, *, closes: bool = False) -> Reply:
    async def reply(_: StreamReader, writer: StreamWriter) -> None:
        writer.write(answer)
        if closes:
            await writer.drain()
            writer.close()

    return reply


async def hangs(reader: StreamReader, _: StreamWriter) -> None:
    await reader.read()


def answer(status: str, body: str) -> Reply:
    return says(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())


def data(**parameters: str | int) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in parameters.items()])


async def test_what_is_said_arrives_as_a_form_and_the_connection_is_kept(far: Far, request_: AiohttpRequest) -> None:
    far.replies += [says(OK), says(OK)]
    assert await request_.post(far.url, data(chat_id=7, text="a b&ä")) is True
    assert await request_.post(far.url, data(chat_id=8)) is True
    assert far.heard[0].endswith(b"\r\n\r\nchat_id=7&text=a+b%26%C3%A4")
    assert far.connections == 1


async def test_a_picture_goes_in_parts(far: Far, request_: AiohttpRequest) -> None:
    far.replies.append(says(OK))
    picture = InputFile(b"\x89PNG\r\n\x1a\n", filename="code.png")
    form = RequestData([RequestParameter("chat_id", 7, None), RequestParameter("photo", None, [picture])])
    picture_name = picture.attach_name or "photo"
    assert await request_.post(far.url, form) is True
    (heard,) = far.heard
    assert b"multipart/form-data" in heard
    assert b'name="chat_id"\r\n' in heard
    assert f'name="{picture_name}"; filename="code.png"'.encode() in heard
    assert b"\r\n\r\n\x89PNG\r\n\x1a\n\r\n" in heard


async def test_a_file_is_fetched_whole(far: Far, request_: AiohttpRequest) -> None:
    far.replies.append(answer("200 OK", "content"))
    assert await request_.retrieve(far.url) == b"content"
    assert far.heard[0].startswith(b"GET ")


async def test_where_nobody_listens_nothing_was_sent(request_: AiohttpRequest) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/bot123:secret/sendMessage"
        with pytest.raises(NotSent, match="Connect call failed") as caught:
            await request_.post(url)
    assert "secret" not in str(caught.value)
    assert isinstance(_meaning(caught.value, None), Later)


async def test_a_name_that_nobody_knows_was_sent_nothing(request_: AiohttpRequest) -> None:
    with pytest.raises(NotSent) as caught:
        await request_.post("http://nowhere.invalid/bot123:secret/sendMessage")
    assert "secret" not in str(caught.value)


async def test_a_connection_that_is_never_made_was_sent_nothing(request_: AiohttpRequest) -> None:
    with socket.socket() as full:  # its queue is full, so that what comes is left waiting
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        with contextlib.ExitStack() as waiting:
            for _ in range(2):
                client = waiting.enter_context(socket.socket())
                client.setblocking(False)
                client.connect_ex(full.getsockname())
            url = f"http://127.0.0.1:{full.getsockname()[1]}/bot123:secret/sendMessage"
            with pytest.raises(NotSent) as caught:
                await request_.post(url, connect_timeout=0.2)
    assert "secret" not in str(caught.value)


async def test_who_waits_in_vain_for_a_free_connection_has_sent_nothing(far: Far, request_: AiohttpRequest) -> None:
    far.replies += [hangs, hangs]
    under_way = [asyncio.ensure_future(request_.post(far.url, read_timeout=5)) for _ in range(2)]
    await asyncio.sleep(0.1)
    with pytest.raises(NotSent):
        await request_.post(far.url, pool_timeout=0.1, connect_timeout=0.1)
    assert len(far.heard) == 2
    for call in under_way:
        call.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)


async def test_tls_that_can_not_be_agreed_on_sends_nothing(far: Far, request_: AiohttpRequest) -> None:
    far.replies.append(says(b"HTTP/1.1 400 Bad Request\r\n\r\n", closes=True))
    with pytest.raises(NotSent):
        await request_.post(far.url.replace("http:", "https:"), connect_timeout=1)


async def test_whether_a_call_without_an_answer_arrived_is_unknown(far: Far, request_: AiohttpRequest) -> None:
    far.replies.append(hangs)
    with pytest.raises(NoAnswer) as caught:
        await request_.post(far.url)
    assert "secret" not in str(caught.value)
    assert isinstance(_meaning(caught.value, None), Unknown)


@pytest.mark.parametrize(
    "reply",
    [
        says(b"", closes=True),
        says(b"HTTP/1.1 200", closes=True),
        says(b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":', closes=True),
        says(b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":'),
        says(b"nonsense\r\n\r\n", closes=True),
    ],
    ids=["no word", "half a head", "half a body", "a body that stops", "nonsense"],
)
async def test_whether_a_call_with_a_broken_answer_arrived_is_unknown(
    far: Far, request_: AiohttpRequest, reply: Reply
) -> None:
    far.replies += [reply, says(OK)]
    with pytest.raises(NoAnswer):
        await request_.post(far.url)
    assert len(far.heard) == 1


async def test_a_kept_connection_that_is_cut_under_a_call_does_not_double_it(
    far: Far, request_: AiohttpRequest
) -> None:
    far.replies += [says(OK), says(b"", closes=True), says(OK)]
    await request_.post(far.url)
    with pytest.raises(NoAnswer):
        await request_.post(far.url)
    assert len(far.heard) == 2


async def test_a_kept_connection_that_was_closed_meanwhile_is_not_used(far: Far, request_: AiohttpRequest) -> None:
    far.replies += [says(OK, closes=True), says(OK)]
    await request_.post(far.url)
    await asyncio.sleep(0.05)
    assert await request_.post(far.url) is True
    assert far.connections == len(far.heard) == 2


async def test_what_the_server_itself_says_is_neither(far: Far, request_: AiohttpRequest) -> None:
    far.replies += [
        answer("500 Internal Server Error", '{"ok":false,"description":"Oh"}'),
        answer("502 Bad Gateway", "<html>"),
        answer("429 Too Many Requests", '{"ok":false,"description":"Slow","parameters":{"retry_after":3}}'),
        answer("400 Bad Request", '{"ok":false,"description":"chat not found"}'),
    ]
    for expected in (NetworkError, NetworkError, RetryAfter, BadRequest):
        with pytest.raises(expected) as caught:
            await request_.post(far.url)
        assert not isinstance(caught.value, NotSent | NoAnswer)


async def test_nobody_is_followed_elsewhere(far: Far, request_: AiohttpRequest) -> None:
    far.replies += [says(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"), says(OK)]
    with pytest.raises(NetworkError):
        await request_.post(far.url)
    assert len(far.heard) == 1


async def test_it_can_be_closed_and_opened_again(far: Far) -> None:
    far.replies += [says(OK), says(OK)]
    request = AiohttpRequest(2, read_timeout=1)
    with pytest.raises(NotSent):
        await request.post(far.url)
    for _ in range(2):
        async with request:
            await request.initialize()
            assert await request.post(far.url) is True
    await request.shutdown()


async def test_an_answer_may_take_as_long_as_the_call_says(far: Far, request_: AiohttpRequest) -> None:
    async def slow(_: StreamReader, writer: StreamWriter) -> None:
        await asyncio.sleep(0.5)
        writer.write(OK)

    far.replies.append(slow)
    assert request_.read_timeout == 0.2
    assert await request_.post(far.url, read_timeout=5) is True


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_that_refuses_has_sent_nothing_and_its_password_is_not_told(far: Far, scheme: str) -> None:
    far.replies.append(says(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n"))
    port = far.url.split("/")[2]
    async with AiohttpRequest(2, read_timeout=1, proxy=f"http://door:Ses%26am@{port}") as request:
        with pytest.raises(NetworkError) as caught:
            await request.post(f"{scheme}://telegram.example/bot123:secret/sendMessage")
    assert isinstance(_meaning(caught.value, None), Later)
    assert "Proxy-Authorization: Basic ZG9vcjpTZXMmYW0=" in far.heard[0].decode()
    assert not any(word in repr(caught.value) for word in ("secret", "Ses", "door"))


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "socks5://127.0.0.1:9", "socks5h://u:p@127.0.0.1:9"])
async def test_a_proxy_that_is_not_there_has_sent_nothing(proxy: str) -> None:
    async with AiohttpRequest(2, read_timeout=1, proxy=proxy) as request:
        with pytest.raises(NotSent):
            await request.post("http://telegram.example/bot123:secret/sendMessage")


async def test_socks_leads_to_where_the_proxy_knows_the_name(far: Far) -> None:
    asked: list[bytes] = []

    async def socks(reader: StreamReader, writer: StreamWriter) -> None:
        await reader.readexactly(1 + 1)
        await reader.read(8)  # the ways of making oneself known
        writer.write(b"\x05\x02")
        asked.append(await reader.read(64))
        writer.write(b"\x01\x00")
        asked.append(await reader.read(64))
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await _read(reader)
        writer.write(OK)
        await reader.read()
        writer.close()

    server = await asyncio.start_server(socks, "127.0.0.1", 0)
    proxy = f"socks5h://door:Ses%26am@127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with AiohttpRequest(2, read_timeout=1, proxy=proxy) as request:
        assert await request.post("http://telegram.example/bot123:secret/sendMessage") is True
    assert asked[0] == b"\x01\x04door\x06Ses&am"
    assert b"telegram.example" in asked[1]
    server.close()
    await server.wait_closed()


def test_certificates_are_read_once() -> None:
    assert http.trusted() is http.trusted()
    assert http.trusted().cert_store_stats()["x509_ca"] > 50
