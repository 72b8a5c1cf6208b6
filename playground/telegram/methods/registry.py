"""Which function does which method, and what such a function gets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

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


def method(*names: str) -> Callable[[Handler], Handler]:
    """Register a function for methods of the Bot API."""

    def register(handler: Handler) -> Handler:
        for name in names:
            HANDLERS[name] = handler
        return handler

    return register
