"""A bot's account: who it is, what it has told Telegram about itself, and its queue of updates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground.telegram.queue import UpdateQueue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from playground.telegram.world import World

_FIRST_UPDATE_ID = 100_000_001


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of a bot's menu."""

    command: str
    description: str


@dataclass(slots=True)
class Webhook:
    """Where updates are sent, and what went wrong last."""

    url: str
    max_connections: int = 40
    ip_address: str | None = None
    has_certificate: bool = False
    secret_token: str = ""
    last_error_at: datetime | None = None
    last_error: str = ""
    gone_since: datetime | None = None
    """When it began to answer nothing but 410."""


@dataclass(slots=True)
class Profile:
    """The texts and command lists a bot has set, by language ('' is the default)."""

    commands: dict[tuple[str, str], tuple[Command, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)


class Bot:
    """A bot's account, made by `TelegramServer.add_bot`."""

    def __init__(self, world: World, token: str, username: str, first_name: str, *, has_privacy: bool = True) -> None:
        """Take the id from the token, as Telegram's tokens have it."""
        self.world = world
        self.token = token
        self.id = int(token.partition(":")[0])
        self.username = username
        self.first_name = first_name
        self.has_privacy = has_privacy
        self.queue = UpdateQueue(world.now, _FIRST_UPDATE_ID, world.faults, world.machine)
        self.profile = Profile()
        self.webhook: Webhook | None = None
        self.last_message_id = 0

    def __repr__(self) -> str:
        return f"<Bot @{self.username}>"

    def commands(self, language_code: str | None = None, scope: str | Mapping[str, Any] | None = None) -> list[Command]:
        """Return the menu set for exactly this language and scope ('default', 'all_private_chats', or an object)."""
        return list(self.profile.commands.get((scope_key(scope), language_code or ""), ()))

    def name(self, language_code: str | None = None) -> str:
        """Return the name people with this language see."""
        return _localised(self.profile.names, language_code) or self.first_name

    def description(self, language_code: str | None = None) -> str:
        """Return what an empty chat with the bot shows in this language."""
        return _localised(self.profile.descriptions, language_code)

    def short_description(self, language_code: str | None = None) -> str:
        """Return what the bot's profile shows in this language."""
        return _localised(self.profile.short_descriptions, language_code)


def scope_key(scope: str | Mapping[str, Any] | None) -> str:
    """Return one text for a command scope, the same for the same scope."""
    if scope is None or isinstance(scope, str):
        return scope or "default"
    return ":".join([scope["type"], *(str(scope[name]) for name in ("chat_id", "user_id") if name in scope)])


def _localised(texts: Mapping[str, str], language_code: str | None) -> str:
    return texts.get(language_code or "") or texts.get("", "")
