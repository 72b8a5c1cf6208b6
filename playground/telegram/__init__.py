"""A stand-in for Telegram's Bot API server, as strict as the real one, with people who have phones.

A bot talks to it over HTTP on loopback and cannot tell the difference; a test or a page is a person::

    server = TelegramServer(now=clock.now)
    await server.start()
    bot = server.add_bot("123456:AAbbCC", "some_bot", "Some Bot")
    ana = server.add_person("Ana")
    ana.open(bot)
    await server.wait_until_confirmed(bot)
    ana.tap(await ana.wait_for(bot, "Done?"), "Yes")

All time in here is the injected clock's; only waiting (long polls, `wait_for`) takes the machine's. What is left out
says so: a real method that is not done answers 501, a real parameter that nothing acts on 400. Left out silently are
flood limits, the slowing down of repeated equal getUpdates, and delivery to webhooks. What is to go wrong is planted in
`server.faults`.
"""

from playground.telegram.bots import Bot, Command
from playground.telegram.entities import Entity
from playground.telegram.errors import ApiError, bad_request, conflict, forbidden, too_many_requests
from playground.telegram.faults import BrokenJson, Cut, Hang, Late, LoseAnswer, Page, Twice
from playground.telegram.groups import Channel, Group
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
    "Group",
    "Hang",
    "Late",
    "LoseAnswer",
    "Media",
    "Message",
    "Page",
    "Person",
    "Tap",
    "TelegramServer",
    "Twice",
    "bad_request",
    "conflict",
    "forbidden",
    "too_many_requests",
]
