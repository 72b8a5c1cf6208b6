"""Faults on demand: what can go wrong between a bot and Telegram, when, how often, and by what chance.

::

    server.faults.on_call(too_many_requests(3), method="sendMessage", chat_id=ana.id, times=1)
    server.faults.on_call(Cut(), chance=0.1)
    server.faults.on_update(Late(timedelta(minutes=20)), kind="callback_query", times=1)

Rules are asked in the order in which they were made, and the first that fits strikes. Chances are drawn from one
seeded source, so that the same calls meet the same faults again.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from playground.telegram.errors import ApiError
from playground.telegram.schema import load_schema

if TYPE_CHECKING:
    from datetime import timedelta

    from playground.telegram.values import Call


@dataclass(frozen=True, slots=True)
class Page:
    """Something else than the Bot API answers: by default a proxy's page of HTML; nothing is done."""

    status: int = 502
    body: str = "<html><body><h1>502 Bad Gateway</h1></body></html>"
    content_type: str = "text/html"


@dataclass(frozen=True, slots=True)
class BrokenJson:
    """It is done, but its answer ends in the middle."""


@dataclass(frozen=True, slots=True)
class Hang:
    """No answer until `until` is set, or the bot hangs up; then all goes on as if nothing had been."""

    until: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a call hangs."""
    is_done: bool = False
    """Whether it is done before it hangs, and not only after."""
    error: ApiError | None = None
    """What it is refused with in the end; only for what is not done before."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection is cut before anything is done."""


@dataclass(frozen=True, slots=True)
class LoseAnswer:
    """It is done, and the connection cut instead of an answer; a refusal gets through."""


CallFault: TypeAlias = ApiError | Page | BrokenJson | Hang | Cut | LoseAnswer
"""What befalls a call; an `ApiError` is an answer of the Bot API that says no: 429, any 4xx, any 5xx."""


@dataclass(frozen=True, slots=True)
class Twice:
    """The update comes again, with the same id, after it was confirmed."""


@dataclass(frozen=True, slots=True)
class Late:
    """The update comes so much later than it happened, by the clock of the life in here; its id is as late.

    Beyond its lifetime it is out of date: Telegram would have dropped it, and takes no answer to such a tap.
    """

    by: timedelta


UpdateFault: TypeAlias = Twice | Late
Update: TypeAlias = tuple[str, Mapping[str, Any]]
"""Its kind and its content."""

Fault = TypeVar("Fault")
Subject = TypeVar("Subject")


@dataclass(slots=True, kw_only=True)
class Rule(Generic[Fault, Subject]):
    """A fault that is planted; `struck` counts how often it struck."""

    fault: Fault
    fits: Callable[[Subject], bool]
    times: int | None
    skip: int
    chance: float
    struck: int = 0

    def end(self) -> None:
        """Strike no more."""
        self.times = self.struck

    def strikes(self, subject: Subject, source: random.Random) -> bool:
        """Tell whether it strikes now, and count it."""
        if (self.times is not None and self.struck >= self.times) or not self.fits(subject):
            return False
        if self.chance < 1 and source.random() >= self.chance:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.struck += 1
        return True


class Faults:
    """All that is planted on one server."""

    def __init__(self, seed: int = 0) -> None:
        """Begin with nothing planted."""
        self._random = random.Random(seed)  # noqa: S311  dice, not secrets
        self._on_calls: list[Rule[CallFault, Call]] = []
        self._on_updates: list[Rule[UpdateFault, Update]] = []

    def seed(self, seed: int) -> None:
        """Begin the chances anew."""
        self._random.seed(seed)

    def on_call(
        self,
        fault: CallFault,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        when: Callable[[Call], bool] = lambda _: True,
        times: int | None = None,
        skip: int = 0,
        chance: float = 1.0,
    ) -> Rule[CallFault, Call]:
        """Plant a fault on the calls that fit, from the `skip`th on, at most `times` of them."""
        if method is not None and method not in load_schema().methods:
            words = f"there is no method {method!r}"
            raise ValueError(words)

        def fits(call: Call) -> bool:
            is_chat = chat_id is None or call.params.get("chat_id") == chat_id
            return method in {None, call.method} and is_chat and when(call)

        rule: Rule[CallFault, Call] = Rule(fault=fault, fits=fits, times=times, skip=skip, chance=chance)
        self._on_calls.append(rule)
        return rule

    def on_update(
        self,
        fault: UpdateFault,
        *,
        kind: str | None = None,
        user_id: int | None = None,
        times: int | None = None,
        skip: int = 0,
        chance: float = 1.0,
    ) -> Rule[UpdateFault, Update]:
        """Plant a fault on the updates of this kind, by this person, that happen from now on."""

        def fits(update: Update) -> bool:
            is_by = user_id is None or update[1].get("from", {}).get("id") == user_id
            return kind in {None, update[0]} and is_by

        rule: Rule[UpdateFault, Update] = Rule(fault=fault, fits=fits, times=times, skip=skip, chance=chance)
        self._on_updates.append(rule)
        return rule

    def planted(self) -> list[Rule[CallFault, Call] | Rule[UpdateFault, Update]]:
        """Return what is planted, with what has struck already."""
        return [*self._on_calls, *self._on_updates]

    def clear(self) -> None:
        """Take all of them away."""
        for rule in self._on_calls:
            rule.end()
        for other in self._on_updates:
            other.end()
        self._on_calls.clear()
        self._on_updates.clear()

    def strike_call(self, call: Call) -> CallFault | None:
        """Return what befalls this call."""
        return next((rule.fault for rule in self._on_calls if rule.strikes(call, self._random)), None)

    def strike_update(self, kind: str, payload: Mapping[str, Any]) -> UpdateFault | None:
        """Return what befalls this update."""
        update = kind, payload
        return next((rule.fault for rule in self._on_updates if rule.strikes(update, self._random)), None)
