"""SQLite without a thread of its own: nothing here waits for anything, and the ways to a thread double the time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import aiosqlite.core


class _Thread:
    """Stands in for the thread, which has nothing to do."""

    def __init__(self, **_options: Any) -> None:
        """Take what a thread takes."""

    def start(self) -> None:
        """Leave it."""


class _Queue:
    """Does at once what is put into it."""

    def put_nowait(self, item: tuple[Any, Callable[[], Any]]) -> None:
        """Call it, and let the future know."""
        future, call = item
        try:
            result = call()
        except Exception as error:
            future.set_exception(error)
        else:
            if future is not None:
                future.set_result(result)


@contextmanager
def sqlite_inline() -> Iterator[None]:
    """Let connections that are opened meanwhile call SQLite themselves."""
    with mock.patch.multiple(aiosqlite.core, Thread=_Thread, SimpleQueue=_Queue):
        yield
