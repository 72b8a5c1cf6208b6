"""All of a world as bytes, so that a life can go on elsewhere from where it was."""

from __future__ import annotations

import asyncio
import io
import pickle
from typing import TYPE_CHECKING, Any

from playground.telegram.world import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from playground.telegram.machine import Machine


def keep(world: World) -> bytes:
    """Return everything there is in a world whose server has stopped, except its clocks."""
    kept = io.BytesIO()
    _Pickler(kept, world).dump(world)
    return kept.getvalue()


def unpack(kept: bytes, now: Callable[[], datetime], machine: Machine) -> World:
    """Return the world that `keep` gave, with other clocks. Only for what this program kept: it runs what is in it."""
    world = _Unpickler(io.BytesIO(kept), {"now": now, "machine": machine}).load()
    if not isinstance(world, World):
        raise TypeError("no world was kept here")
    return world


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, world: World) -> None:
        super().__init__(file)
        self._world = world

    def persistent_id(self, thing: object) -> str | None:
        if thing is self._world.now:
            return "now"
        if thing is self._world.machine:
            return "machine"
        return "reply" if thing is self._world.webhooks.on_reply else None

    def reducer_override(self, thing: object) -> Any:  # noqa: ANN401  one of five shapes that pickle knows
        """Return what makes the thing anew: an event belongs to the loop in which it was waited for."""
        return (_event, (thing.is_set(),)) if isinstance(thing, asyncio.Event) else NotImplemented


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, around: dict[str, object]) -> None:
        super().__init__(file)
        self._around = around

    def persistent_load(self, name: object) -> object:
        return self._around.get(str(name))


def _event(is_set: bool) -> asyncio.Event:
    event = asyncio.Event()
    if is_set:
        event.set()
    return event
