"""Telegram behind a proxy: all calls go through it, and one that can't be reached is waited for."""

import asyncio
import base64

import pytest

from playground.telegram import Bot, TelegramServer
from tests.cli.proxy import open_proxy
from tests.cli.shell import PATIENCE, Shell

PASSWORD = "Sesam-oeffne-dich"


async def test_all_calls_go_through_the_proxy_which_is_waited_for_when_it_is_not_there(
    shell: Shell, server: TelegramServer, telegram_bot: Bot
) -> None:
    async with open_proxy() as proxy:
        port = proxy.port  # free again in a moment
    shell.env["TELEGRAM_PROXY"] = f"http://doorman:{PASSWORD}@127.0.0.1:{port}"
    refused = await shell.refusal("check")
    assert "can't be reached" in refused
    running = await shell.begin("run", "--migrate")
    assert running.stderr is not None
    async with asyncio.timeout(PATIENCE):
        said = await running.stderr.readuntil(b"telegram_unreachable")
    assert server.calls == []

    ana = server.add_person("Ana")
    ana.open(telegram_bot)
    async with open_proxy(port) as proxy:
        await ana.wait_for(telegram_bot, "I'm Stay on the Line", timeout=PATIENCE)
        await server.wait_until_confirmed(telegram_bot)
        asked = {url.partition("?")[0].rpartition("/")[2] for url in proxy.asked}
        assert {call.method for call in server.calls} == asked
        assert {"getMe", "getUpdates", "sendMessage"} <= asked
        assert all(url.startswith(server.url) for url in proxy.asked)
        known_as = base64.b64encode(f"doorman:{PASSWORD}".encode()).decode()
        assert proxy.credentials == {f"Basic {known_as}"}
        stopped = await shell.stop(running)
    assert stopped.status == 0
    log = said.decode() + stopped.err + refused
    assert PASSWORD not in log
    assert known_as not in log
    assert "Traceback" not in log


@pytest.mark.thorough
async def test_a_proxy_that_vanishes_while_the_bot_runs_is_waited_for(
    shell: Shell, server: TelegramServer, telegram_bot: Bot
) -> None:
    ana = server.add_person("Ana")
    ana.open(telegram_bot)
    async with open_proxy() as proxy:
        shell.env["TELEGRAM_PROXY"] = f"http://doorman:{PASSWORD}@127.0.0.1:{proxy.port}"
        running = await shell.begin("run", "--migrate")
        await ana.wait_for(telegram_bot, "I'm Stay on the Line", timeout=PATIENCE)
    ana.send(telegram_bot, "/help")  # the poll that hangs is answered still, but no other gets through
    assert running.stderr is not None
    async with asyncio.timeout(PATIENCE):
        said = await running.stderr.readuntil(b"intake.pause")
    async with open_proxy(proxy.port):
        await ana.wait_for(telegram_bot, "In the morning", timeout=PATIENCE)
        stopped = await shell.stop(running)
    assert stopped.status == 0
    assert PASSWORD not in said.decode() + stopped.err
