"""A stand-in for Telegram's Bot API server, as strict as the real one, with people who have phones.

A bot talks to it over HTTP on loopback and cannot tell the difference; a test or a page is a person::

    server = TelegramServer(now=clock.now)
    await server.start()
    bot = server.add_bot("123456:AAbbCC", "some_bot", "Some Bot")
    ana = server.add_person("Ana")
    ana.open(bot)
    await server.wait_until_confirmed(bot)
    ana.tap(await ana.wait_for(bot, "Done?"), "Yes")

All time in here is the injected clock's; only waiting (long polls, pauses between tries, `wait_for`) and flood limits
go by the machine's, which can be injected too (`Machine`). Updates are fetched, or delivered to a webhook::

    server.route_webhook("bot.example.org", "http://127.0.0.1:8080")  # in place of DNS and TLS

Flood limits are off until `server.flood` is set to count or enforce them, and so is `server.slows_equal_polls`. What is
to go wrong is planted in `server.faults`.

behaviour.md, next to this file, is what the stand-in is held to, row by row, and lists what it does not mimic. What is
left out says so: a real method that is not done answers 501, a real parameter that nothing acts on 400. Left out
without a trace are @mentions that reach a bot in privacy mode, updates of kinds that no person here can cause, a new
random update_id after a quiet week, and the limit of 310 messages under way in one chat.
"""

from playground.telegram.bots import Bot, Command
from playground.telegram.entities import Entity
from playground.telegram.errors import ApiError, bad_request, conflict, forbidden, too_many_requests
from playground.telegram.faults import BrokenJson, Cut, Hang, Late, LoseAnswer, Page, Twice
from playground.telegram.flood import Flood, Flooded
from playground.telegram.groups import Channel, Group
from playground.telegram.machine import Machine, RealMachine
from playground.telegram.people import Person
from playground.telegram.server import TelegramServer
from playground.telegram.values import Button, Call, CallbackAnswer, Media, Message, Tap
from playground.telegram.world import CALLBACK_ANSWER_SECONDS

__all__ = [
    "CALLBACK_ANSWER_SECONDS",
    "ApiError",
    "Bot",
    "BrokenJson",
    "Button",
    "Call",
    "CallbackAnswer",
    "Channel",
    "Command",
    "Cut",
    "Entity",
    "Flood",
    "Flooded",
    "Group",
    "Hang",
    "Late",
    "LoseAnswer",
    "Machine",
    "Media",
    "Message",
    "Page",
    "Person",
    "RealMachine",
    "Tap",
    "TelegramServer",
    "Twice",
    "bad_request",
    "conflict",
    "forbidden",
    "too_many_requests",
]
