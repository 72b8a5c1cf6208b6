"""An event loop whose time is virtual, and on which whole processes can be killed."""

import asyncio
from asyncio.base_events import BaseEventLoop
from asyncio.events import Handle, TimerHandle
from collections.abc import Callable
from contextvars import Context, ContextVar, copy_context
from typing import Any, TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
PROCESS: ContextVar[int] = ContextVar("PROCESS", default=0)
"""Whose work this is: 0 is the world around, any other number a process of the bot."""


class Stuck(Exception):  # noqa: N818  named for what was found
    """Everybody waits for somebody else, and no time will change that."""


class _Skipper:
    """In the place of a selector: nothing is ever waited for, time jumps to the next timer."""

    def __init__(self, loop: "VirtualLoop") -> None:
        self._loop = loop

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is None:
            raise Stuck("nobody has anything to do, ever")
        if timeout > 0:
            self._loop.skip()
        return []

    def close(self) -> None:
        pass


class VirtualLoop(BaseEventLoop):
    """Runs coroutines as asyncio does, and takes no time for waiting.

    What a process (see `PROCESS`) has under way can be made to vanish between any two steps, without its `finally`s.
    Work for threads is done at once, so that the same work always comes in the same order.
    """

    _ready: Any
    _scheduled: list[TimerHandle]

    def __init__(self) -> None:
        super().__init__()
        self._moment = 0.0
        self._selector = _Skipper(self)
        self._dead: set[int] = set()
        self._killing: tuple[int, int, Callable[[], None]] | None = None
        self.graveyard: list[Handle] = []
        """What was under way in killed processes: were it collected, its `finally`s would still run."""

    def time(self) -> float:
        """Return the machine's time, in seconds from the beginning."""
        return self._moment

    def skip(self) -> None:
        """Go to the next timer."""
        self._moment = max(self._moment, self._scheduled[0].when())

    def kill(self, process: int) -> None:
        """Let a process vanish."""
        self._dead.add(process)
        for handle in (*self._ready, *self._scheduled):
            if self._is_dead(handle):
                self.graveyard.append(handle)
                handle._cancelled = True  # skipped where it lies; `cancel` would let go of what it holds

    def kill_after(self, process: int, steps: int, then: Callable[[], None]) -> None:
        """Kill a process once it has made so many more steps, each from one real wait to the next; then call `then`."""
        self._killing = process, steps, then

    def spare(self) -> None:
        """Kill nobody any more."""
        self._killing = None

    def call_soon(self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None) -> Handle:
        """Note a step to take, as asyncio does; those of the dead are never taken."""
        context = copy_context() if context is None else context  # an empty one is falsy
        process = context.get(PROCESS, 0)
        if process in self._dead:
            handle = Handle(callback, args, self, context)
            self.graveyard.append(handle)
            return handle
        if self._killing is not None and self._killing[0] == process:
            self._count_down()
        return super().call_soon(callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> TimerHandle:
        """Note a timer, as asyncio does; those of the dead never come."""
        context = copy_context() if context is None else context  # an empty one is falsy
        if context.get(PROCESS, 0) in self._dead:
            handle = TimerHandle(when, callback, args, self, context)
            self.graveyard.append(handle)
            return handle
        return super().call_at(when, callback, *args, context=context)

    def call_soon_threadsafe(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> Handle:
        """Do as `call_soon`: there is one thread."""
        return self.call_soon(callback, *args, context=context)

    def run_in_executor(self, _executor: Any, func: Callable[[*Ts], T], *args: *Ts) -> asyncio.Future[T]:
        """Do at once what was meant for a thread."""
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:
            done.set_exception(error)
        return done

    def _count_down(self) -> None:
        if self._killing is None:
            return
        process, steps, then = self._killing
        self._killing = (process, steps - 1, then) if steps > 0 else None
        if self._killing is None:
            # the world around does it, right after the step that is being taken
            super().call_soon(self._strike, process, then, context=Context())

    def _strike(self, process: int, then: Callable[[], None]) -> None:
        if process not in self._dead:
            self.kill(process)
            then()

    def _is_dead(self, handle: Handle) -> bool:
        context: Context = getattr(handle, "_context")  # noqa: B009  there is no public way
        return context.get(PROCESS, 0) in self._dead

    def _process_events(self, event_list: list[Any]) -> None:
        pass

    def _write_to_self(self) -> None:
        pass
