"""The command line: `python -m bot`."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import structlog
import typer
from telegram.error import InvalidToken, TelegramError

from bot.app import RESTORE_LOOK_SECONDS, RestoreAsked, bot_for, build, settle_memory
from bot.clock import SystemClock
from bot.config import Settings, SettingsError, read_settings
from bot.db.checking import (
    LEAST_ROOM,
    MEGABYTE,
    DatabaseUnusable,
    bring_up_to_date,
    check_owner,
    check_revision,
    check_room,
    check_sound,
    check_writable,
    room_of,
)
from bot.db.copies import back_up, check_backup_folder, finish_restore, newest_copy, prepare_restore, restore_waits
from bot.db.lock import DatabaseInUse, hold
from bot.db.migrating import newest_revision
from bot.db.sqlite import file_of
from bot.db.storage import Storage
from bot.domain.calendar import rules_version
from bot.logs import set_up_logging, without_page
from bot.scheduler import ApsAlarm
from bot.services.phones import count_numbers
from bot.services.ports import StorageTrouble
from bot.services.pulse import feel_pulse
from bot.vault import vault_of

FAILED, UNUSABLE = 1, 2
RESTORE_PATIENCE = 30.0
"""So many seconds a bot that runs has to take over a copy that is restored."""

COPY_OLD_AFTER = timedelta(days=2)

log = structlog.get_logger(__name__)

cli = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Stay on the Line, a Telegram bot."
)


@cli.command()
def run(
    migrate: Annotated[bool, typer.Option("--migrate", help="Bring the database to the newest schema first.")] = False,
) -> None:
    """Run the bot until it is told to stop (SIGTERM or Ctrl-C)."""
    settings = _settings()
    with _plain_words():
        check_owner(settings.database_url)
        _finish_restore(settings.database_url)  # one that was begun and cut short
        _check_database(settings, may_be_older=migrate)
        asyncio.run(_check_token(settings))
        with hold(settings.database_url, since=SystemClock().now()):
            if migrate:
                bring_up_to_date(settings.database_url)
            _work(settings)


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema; what is in it is copied first."""
    settings = _settings()
    with _plain_words():
        check_owner(settings.database_url)
        _check_database(settings, may_be_older=True)
        with hold(settings.database_url, since=SystemClock().now()):
            bring_up_to_date(settings.database_url)
    typer.echo(f"database: schema {newest_revision()}")


@cli.command()
def check() -> None:
    """Tell whether token, database and migrations are right."""
    settings = _settings()
    with _plain_words():
        typer.echo(asyncio.run(_introduce(settings)))
        _check_database(settings, may_be_older=False)
    typer.echo(f"database: schema {newest_revision()}, whole, can be written")
    typer.echo(asyncio.run(_look_at_numbers(settings)))
    typer.echo(f"disk: {room_of(settings.database_url) // MEGABYTE} MB are free")


@cli.command()
def health() -> None:
    """Tell whether the bot that runs on this database hears, keeps the time, and speaks."""
    settings = _settings()
    with _plain_words():
        check_writable(settings.database_url)
        check_revision(settings.database_url, may_be_older=False)
    complaints = asyncio.run(_complaints(settings))
    if complaints:
        typer.echo("not healthy: " + "; ".join(complaints), err=True)
        raise typer.Exit(FAILED)
    typer.echo("healthy")


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")]) -> None:
    """Write a copy of the database, whether the bot runs or not."""
    settings = _settings()
    with _plain_words():
        if file.exists():
            raise DatabaseUnusable(f"{file} is there already; name a new file")
        check_sound(settings.database_url)
        check_revision(settings.database_url, may_be_older=True)
        back_up(settings.database_url, file)
    typer.echo(f"{file}: {file.stat().st_size // 1000} kB")


@cli.command()
def restore(file: Annotated[Path, typer.Argument(help="A copy that `backup`, or the bot itself, has made.")]) -> None:
    """Put a copy in the place of the database, whether the bot runs or not; what was there is kept beside it."""
    settings = _settings()
    with _plain_words():
        check_owner(settings.database_url)
        prepare_restore(settings.database_url, file)
        _restore(settings.database_url)
    typer.echo(f"restored from {file}")


def main() -> None:
    """Run the command line."""
    os.umask(0o077)  # what people confide is for nobody else on this machine
    cli()


def _settings() -> Settings:
    try:
        settings = read_settings()
    except SettingsError as error:
        _give_up(str(error))
    secrets = {
        "token": settings.bot_token.get_secret_value(),
        "proxy": settings.telegram_proxy.get_secret_value(),
    }
    keys = settings.phone_key.get_secret_value().split(",")
    secrets |= {f"phone key {number}": key.strip() for number, key in enumerate(keys, start=1)}
    set_up_logging(settings.log_level, log_format=settings.log_format, secrets=secrets)
    return settings


@contextlib.contextmanager
def _plain_words() -> Iterator[None]:
    """End with one plain line on what an owner can mend."""
    try:
        yield
    except DatabaseUnusable as error:
        _give_up(str(error))
    except InvalidToken:
        _give_up("Telegram refuses BOT_TOKEN; ask BotFather for the right one")


def _check_database(settings: Settings, *, may_be_older: bool) -> None:
    check_writable(settings.database_url)
    check_sound(settings.database_url)
    check_room(settings.database_url)
    check_revision(settings.database_url, may_be_older=may_be_older)
    check_backup_folder(settings.database_url, settings.backup_folder)


async def _check_token(settings: Settings) -> None:
    """Raise `InvalidToken` if Telegram refuses the token; one that can't be reached is waited for later."""
    try:
        async with bot_for(settings):
            pass
    except InvalidToken:
        raise
    except TelegramError:
        pass


async def _introduce(settings: Settings) -> str:
    try:
        async with bot_for(settings) as bot:
            return f"Telegram: @{bot.username}"
    except InvalidToken:
        raise
    except TelegramError as error:
        way = "TELEGRAM_PROXY" if settings.telegram_proxy.get_secret_value() else "TELEGRAM_API_URL"
        _give_up(f"Telegram can't be reached ({without_page(str(error))}); see {way}")


async def _look_at_numbers(settings: Settings) -> str:
    """Tell how many phone numbers are kept, and whether this key opens them."""
    vault = vault_of(settings.phone_key.get_secret_value())
    storage = Storage(settings.database_url)
    try:
        async with storage.open_reader() as uow:
            kept, lost = await count_numbers(uow, vault)
    except StorageTrouble as error:
        raise DatabaseUnusable(f"the database can't be read ({error})") from error
    finally:
        await storage.close()
    if vault is None and not kept:
        return "phone numbers: not asked for, as PHONE_KEY is not set"
    if not lost:
        return f"phone numbers: {kept} kept, sealed"
    return f"phone numbers: {kept} kept, {lost} can't be read with this PHONE_KEY; these people are called by profile"


def _work(settings: Settings) -> None:
    log.info(
        "run.starts",
        database=str(file_of(settings.database_url)),
        schema=newest_revision(),
        zones=rules_version(),
        registration=settings.registration.value,
    )
    try:
        asyncio.run(_run(settings))
    except (InvalidToken, DatabaseUnusable):
        raise
    except Exception as error:
        log.exception("run.failed")
        raise typer.Exit(FAILED) from error


async def _run(settings: Settings) -> None:
    """Run the bot until a signal comes; when a copy is to be restored, stop it, let that happen, and start anew."""
    loop, running = asyncio.get_running_loop(), asyncio.current_task()
    if running is None:
        raise RuntimeError("not inside a task")
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, running.cancel)
    settle_memory()
    with contextlib.suppress(asyncio.CancelledError):
        while True:
            app = build(settings, clock=SystemClock(), alarm=ApsAlarm())
            try:
                await app.run()
            except RestoreAsked:
                kept = finish_restore(settings.database_url)
                log.warning("restore.done", kept=str(kept))
    log.info("run.stopped")


def _restore(url: str) -> None:
    """Put the copy that waits in place, or let the bot that runs do it, which has to put everything down first."""
    try:
        _finish_restore(url)
    except DatabaseInUse:
        typer.echo("a bot runs on this database; waiting for it to take over the copy")
    give_up_at = time.monotonic() + RESTORE_PATIENCE
    while restore_waits(url):
        if time.monotonic() > give_up_at:
            raise DatabaseUnusable("the bot that runs has not taken over the copy; it will at its next start")
        time.sleep(RESTORE_LOOK_SECONDS)


def _finish_restore(url: str) -> None:
    """Put a copy that waits in place, unless another process holds the database."""
    if restore_waits(url):
        with hold(url, since=SystemClock().now()):
            finish_restore(url)


async def _complaints(settings: Settings) -> list[str]:
    """Return what is wrong with the bot that runs on this database, in a few words each."""
    storage = Storage(settings.database_url)
    try:
        async with storage.open_reader() as uow:
            ills = await feel_pulse(uow, SystemClock().now())
    except StorageTrouble as error:
        return [f"the database can't be read ({error})"]
    finally:
        await storage.close()
    complaints = [
        f"{walk} was never seen at work" if age is None else f"{walk} last worked {age.total_seconds():.0f} seconds ago"
        for walk, age in ills.items()
    ]
    if (room := room_of(settings.database_url)) < LEAST_ROOM:
        complaints.append(f"only {room // MEGABYTE} MB are free on the disk")
    newest = newest_copy(settings.database_url, settings.backup_folder)
    if newest is not None and SystemClock().now().date() - newest > COPY_OLD_AFTER:
        complaints.append(f"the newest daily copy is of {newest}")
    return complaints


def _give_up(line: str) -> NoReturn:
    """Say in one plain line what is wrong, and end with the status for it."""
    sys.stderr.write(f"stay-on-the-line: {line}\n")
    raise typer.Exit(UNUSABLE)


if __name__ == "__main__":
    main()
