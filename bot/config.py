"""Settings, and the only reader of the environment."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.registration import Registration

os.environ.setdefault("PTB_TIMEDELTA", "1")  # python-telegram-bot warns about each 429 otherwise

_SQLITE = "sqlite+aiosqlite:///"
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
_TOKEN = re.compile(r"[0-9]{3,}:[A-Za-z0-9_-]{30,}")


class SettingsError(Exception):
    """A setting can't be used; the message is one plain line that says which and what to do."""


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("is not a bot token; BotFather gives one that looks like 123456789:AbC…")
    return value


def _keys(value: SecretStr) -> SecretStr:
    keys = [key.strip() for key in value.get_secret_value().split(",")]
    if keys != [""] and not all(_KEY.fullmatch(key) for key in keys):
        raise ValueError("must be a key as .env.example says how to make one, or several with commas between them")
    return value


def _sqlite(value: str) -> str:
    file = value.removeprefix(_SQLITE)
    if file == value or not file or file.startswith((":", "?")):
        raise ValueError(f"must be {_SQLITE} and the path of a file")
    return value


def _root(value: str) -> str:
    if _address(value, "http", "https") is None:
        raise ValueError("must be an address such as https://api.telegram.org")
    return value.rstrip("/")


def _proxy(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    address = _address(text, "http", "https", "socks5", "socks5h")
    is_host_alone = address is not None and address.path in {"", "/"} and not (address.query or address.fragment)
    if text and not is_host_alone:  # a password with a `/` in it would be found behind the host
        raise ValueError("must be an address such as http://user:password@proxy:3128 or socks5://proxy:1080")
    return value


def _address(value: str, *schemes: str) -> SplitResult | None:
    """Return the parts of an address with one of these schemes, a host, and perhaps a port; None for anything else."""
    try:
        parts = urlsplit(value)
        is_port = parts.port is None or parts.port > 0  # asking for the port is what finds nonsense in its place
    except ValueError:
        return None
    is_address = parts.scheme in schemes and parts.hostname and is_port and not re.search(r"\s", value)
    return parts if is_address else None


def _ids(value: object) -> object:
    """Read account ids with commas or spaces between them."""
    if not isinstance(value, str):
        return value
    words = value.replace(",", " ").split()
    if not all(word.isascii() and word.isdecimal() for word in words):
        raise ValueError("must be Telegram account ids, which are numbers, with commas between them")
    return frozenset(int(word) for word in words)


class Settings(BaseSettings):
    """What can be set, by environment variable or in a file called `.env`."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    bot_token: Annotated[SecretStr, AfterValidator(_token)]
    """The token that BotFather gave."""
    database_url: Annotated[str, AfterValidator(_sqlite)] = "sqlite+aiosqlite:///data/bot.db"
    """Where everything is kept."""
    telegram_api_url: Annotated[str, AfterValidator(_root)] = "https://api.telegram.org"
    """The root of the Bot API server, to which `/bot<token>/<method>` is added."""
    registration: Registration = Registration.OPEN
    """Who may become a member."""
    admin_ids: Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)] = frozenset()
    """The Telegram account ids of those who may always come, and start pairs."""
    telegram_proxy: Annotated[SecretStr, AfterValidator(_proxy)] = SecretStr("")
    """The proxy through which Telegram is reached; empty for none."""
    backup_folder: Annotated[Path | None, BeforeValidator(lambda value: value or None)] = None
    """Where the daily copies of the database are kept; None for `backups` beside it."""
    phone_key: Annotated[SecretStr, AfterValidator(_keys)] = SecretStr("")
    """The key by which phone numbers are sealed, older ones behind it; empty: nobody is asked for a number."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much is logged."""
    log_format: Literal["text", "json"] = "text"
    """Whether a log line is made for eyes or for machines."""
    sender_slots: Annotated[int, Field(ge=1, le=32)] = 8
    """How many messages may be on their way at once; so many may be repeated after a kill."""


def read_settings(**overrides: object) -> Settings:
    """Return the settings, or raise `SettingsError` with one line on the first that is wrong."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks them
    except (OSError, UnicodeError) as error:
        raise SettingsError(f".env can't be read ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "a setting"
        if first["type"] == "missing":
            raise SettingsError(f"{name} is not set; put it into .env (see .env.example)") from error
        raise SettingsError(f"{name} {first['msg'].removeprefix('Value error, ')}") from error
