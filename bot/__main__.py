"""The command line: `python -m bot`."""

import asyncio
import contextlib
import signal
import sys
from datetime import datetime, timedelta
from typing import Annotated, NoReturn

import typer
from telegram.error import InvalidToken, TelegramError

from bot.app import bot_for, build
from bot.chat.intake import LAST_HEARD
from bot.clock import SystemClock
from bot.config import Settings, SettingsError, read_settings
from bot.db.checking import DatabaseUnusable, bring_up_to_date, check_revision, check_writable
from bot.db.migrating import newest_revision
from bot.db.storage import Storage
from bot.logs import set_up_logging
from bot.scheduler import ApsAlarm
from bot.services.ports import StorageTrouble

UNUSABLE = 2
HEALTHY_WITHIN = timedelta(minutes=2)

cli = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Stay on the Line, a Telegram bot."
)


@cli.command()
def run(
    migrate: Annotated[bool, typer.Option("--migrate", help="Bring the database to the newest schema first.")] = False,
) -> None:
    """Run the bot until it is told to stop (SIGTERM or Ctrl-C)."""
    settings = _settings()
    _check_database(settings, may_be_older=migrate)
    refusal = asyncio.run(_token_refusal(settings))
    if refusal is not None:
        _give_up(refusal)
    if migrate:
        _bring_up_to_date(settings)
    try:
        asyncio.run(_run(settings))
    except InvalidToken:
        _give_up("Telegram refuses BOT_TOKEN now; ask BotFather for a new one")


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema; what is in it is copied first."""
    settings = _settings()
    _check_database(settings, may_be_older=True)
    _bring_up_to_date(settings)
    typer.echo(f"database: schema {newest_revision()}")


@cli.command()
def check() -> None:
    """Tell whether token, database and migrations are right."""
    settings = _settings()
    typer.echo(asyncio.run(_introduce(settings)))
    _check_database(settings, may_be_older=False)
    typer.echo(f"database: schema {newest_revision()}, can be written")


@cli.command()
def health() -> None:
    """Tell whether the bot that runs on this database hears Telegram."""
    settings = _settings()
    _check_database(settings, may_be_older=False)
    age = asyncio.run(_since_last_heard(settings))
    if age is None or age > HEALTHY_WITHIN:
        heard = "never" if age is None else f"{age.total_seconds():.0f} seconds ago"
        typer.echo(f"not healthy: last heard {heard}", err=True)
        raise typer.Exit(1)
    typer.echo("healthy")


def main() -> None:
    """Run the command line."""
    cli()


def _settings() -> Settings:
    try:
        settings = read_settings()
    except SettingsError as error:
        _give_up(str(error))
    set_up_logging(settings.log_level, token=settings.bot_token.get_secret_value())
    return settings


def _check_database(settings: Settings, *, may_be_older: bool) -> None:
    try:
        check_writable(settings.database_url)
        check_revision(settings.database_url, may_be_older=may_be_older)
    except DatabaseUnusable as error:
        _give_up(str(error))


def _bring_up_to_date(settings: Settings) -> None:
    try:
        bring_up_to_date(settings.database_url)
    except DatabaseUnusable as error:
        _give_up(str(error))


async def _token_refusal(settings: Settings) -> str | None:
    """Return why Telegram refuses the token; an unreachable Telegram refuses nothing, and is waited for later."""
    try:
        async with bot_for(settings):
            return None
    except InvalidToken:
        return "Telegram refuses BOT_TOKEN; ask BotFather for the right one"
    except TelegramError:
        return None


async def _introduce(settings: Settings) -> str:
    try:
        async with bot_for(settings) as bot:
            return f"Telegram: @{bot.username}"
    except InvalidToken:
        _give_up("Telegram refuses BOT_TOKEN; ask BotFather for the right one")
    except TelegramError as error:
        _give_up(f"Telegram can't be reached at {settings.telegram_api_url} ({error}); see TELEGRAM_API_URL")


async def _run(settings: Settings) -> None:
    app = build(settings, clock=SystemClock(), alarm=ApsAlarm())
    loop, running = asyncio.get_running_loop(), asyncio.current_task()
    if running is None:
        raise RuntimeError("not inside a task")
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, running.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await app.run()


async def _since_last_heard(settings: Settings) -> timedelta | None:
    storage = Storage(settings.database_url)
    try:
        async with storage.open_reader() as uow:
            heard = await uow.notes.get(LAST_HEARD)
    except StorageTrouble:
        return None
    finally:
        await storage.close()
    return None if heard is None else SystemClock().now() - datetime.fromisoformat(heard)


def _give_up(line: str) -> NoReturn:
    """Say in one plain line what is wrong, and end with the status for it."""
    sys.stderr.write(f"stay-on-the-line: {line}\n")
    raise typer.Exit(UNUSABLE)


if __name__ == "__main__":
    main()
