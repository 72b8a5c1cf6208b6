"""Which function does which method, and what such a function gets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias

from playground.telegram.errors import ApiError

if TYPE_CHECKING:
    from playground.telegram.bots import Bot
    from playground.telegram.world import World

Params: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """A checked request of a bot."""

    world: World
    bot: Bot
    method: str
    params: Params


Handler: TypeAlias = Callable[[Request], object | Awaitable[object]]

HANDLERS: dict[str, Handler] = {}


async def perform(request: Request) -> object:
    """Do a checked request within the flood limits and return its result, or raise the ApiError that answers it."""
    handler = HANDLERS.get(request.method)
    if handler is None:
        words = f"Not Implemented: {request.method} is a real method, but this stand-in does not do it"
        raise ApiError(HTTPStatus.NOT_IMPLEMENTED, words)
    request.world.flood.check(request.bot, request.method, request.params)
    result = handler(request)
    done = await result if isinstance(result, Awaitable) else result
    request.world.flood.count(request.bot, request.method, request.params)
    return done


def method(*names: str) -> Callable[[Handler], Handler]:
    """Register a function for methods of the Bot API."""

    def register(handler: Handler) -> Handler:
        for name in names:
            HANDLERS[name] = handler
        return handler

    return register
