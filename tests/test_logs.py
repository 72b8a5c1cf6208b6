"""What gets into the log, and what never does: names, what people confide, phone numbers, token and password."""

import base64
import io
import json
import logging
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy.exc import IntegrityError

from bot.chat import dealing, delivery, sending
from bot.chat.handlers import day
from bot.db.migrating import upgrade
from bot.db.sqlite import file_of
from bot.db.storage import Storage
from bot.logs import set_up_logging
from bot.places.offline import OfflinePlaces
from bot.services import tick
from playground.opening import open_stage
from playground.stage import TOKEN, Phone, Stage
from playground.telegram import ApiError, Cut, LoseAnswer, bad_request, too_many_requests
from tests.chat.asking import count
from tests.cli.proxy import Proxy, open_proxy
from tests.conftest import MORNING, become_partners
from tests.db.rows import add_member

PASSWORD = "Sesam%26oeffne"
PROXY_USER = "doorman"
THING = "Repaint the lighthouse on Gull Island"
ANSWER = "Untangle the anchor chain"

Read = Callable[[], str]
Start = Callable[..., Read]


@pytest.fixture
def start_logging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Begin to log as the bot does, and return what reads the log; logging is as before when the test ends."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in root.manager.loggerDict}
    logging.getLogger("uvicorn").setLevel(logging.WARNING)  # the stand-in's own, which is in the same process

    def start(level: str, log_format: Any, **secrets: str) -> Read:
        written = io.StringIO()
        monkeypatch.setattr(sys, "stderr", written)
        set_up_logging(level, log_format=log_format, secrets=secrets)
        return written.getvalue

    yield start
    root.handlers[:], root.level = handlers, level
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    async with open_proxy() as proxy:
        yield proxy


@pytest.fixture
async def stage(tmp_path: Path, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The bot behind a proxy with a password; the pauses don't have to be waited for."""
    for module, name in (
        (delivery, "UNKNOWN_PAUSE"),
        (sending, "SERVER_PAUSE"),
        (dealing, "RETRY_PAUSE"),
    ):
        monkeypatch.setattr(module, name, 0.01)
    url = f"http://{PROXY_USER}:{PASSWORD}@127.0.0.1:{proxy.port}"
    async with open_stage(tmp_path, MORNING, starts_bot=False, telegram_proxy=url) as stage:
        yield stage


def never_logged(*people: Phone) -> list[str]:
    """What may be in no log, in all the ways in which it could be written."""
    secrets = [TOKEN, TOKEN.partition(":")[2], TOKEN.replace(":", "%3A"), PASSWORD, "Sesam&oeffne", PROXY_USER]
    secrets.append(base64.b64encode(f"{PROXY_USER}:Sesam&oeffne".encode()).decode())
    for person in people:
        known = person.person
        secrets += [known.first_name, str(known.last_name), str(known.username), known.phone_number.lstrip("+")]
    return [*secrets, THING, THING.upper(), ANSWER, "lighthouse", "anchor", "Gull"]


def stumble(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let whoever hears this text fail with it on their lips, in every way in which a failure can quote."""
    hear = day.hear_text

    async def hear_or_fail(turn: Any) -> None:
        if turn.text != text:
            await hear(turn)
            return
        group = ExceptionGroup(text, [ValueError(turn.act.member.name), UnicodeError(text)])
        group.add_note(f"note: {text}")
        group.__context__ = KeyError(text)
        raise RuntimeError(f"can't deal with {turn.text!r} of {turn.act.member}") from group

    monkeypatch.setattr(day, "hear_text", hear_or_fail)


async def live_through_a_day(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> tuple[Phone, Phone]:
    """A day of a pair on which everything goes wrong at least once."""
    faults = stage.server.faults
    ana = Phone(stage, stage.server.add_person("Zebulona", "Quetzal", "zeb_quetzal"))
    ben = Phone(stage, stage.server.add_person("Ignatiusson", "Wombat", "iggy_wombat"))
    await stage.start_bot()
    faults.on_call(LoseAnswer(), method="sendMessage", times=1)
    await become_partners(ana, ben)
    faults.on_call(Cut(), method="sendMessage", times=2)
    faults.on_call(ApiError(502, "Bad Gateway"), method="getUpdates", times=1)
    await ana.type(THING)
    faults.on_call(bad_request("can't parse entities: Unclosed start tag"), times=1, chat_id=ana.person.id)
    ana.person.send_contact(stage.telegram_bot)
    await stage.settle()
    await ana.type(f"My number is {ana.person.phone_number}")
    stumble(monkeypatch, ANSWER)
    await ben.type(ANSWER)
    assert count(ben, "Sorry") == 1
    faults.on_call(too_many_requests(1), times=1, chat_id=ana.person.id)
    await stage.wind_to("20:00")
    await ana.tap("Not yet")
    await stage.wind(minutes=2)
    await ben.tap("I'm calling now")
    await ana.tap_raw(f"done:{THING}"[:60], on=ana.last)

    async def fail(*_: object) -> None:
        raise LookupError(f"{THING} of {ana.person.first_name} with {ana.person.phone_number}")

    with monkeypatch.context() as patched:
        patched.setattr(tick, "apply", fail)
        patched.setattr(delivery, "send", fail)
        await stage.wind_to("21:15")
        await ana.type("/help")
    return ana, ben


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_a_day_full_of_trouble_names_nobody_and_nothing(
    stage: Stage, proxy: Proxy, start_logging: Start, monkeypatch: pytest.MonkeyPatch, log_format: str
) -> None:
    read_log = start_logging("DEBUG", log_format, token=TOKEN, proxy=stage.settings.telegram_proxy.get_secret_value())
    people = await live_through_a_day(stage, monkeypatch)
    await stage.stop_bot()
    log = read_log()

    for event in ("start.ready", "update.failed", "delivery.rejected", "delivery.letter_failed", "tick.day_put_aside"):
        assert event in log, event
    assert [secret for secret in never_logged(*people) if secret in log] == []
    assert len(proxy.asked) > 20
    if log_format == "json":
        lines = [json.loads(line) for line in log.splitlines()]
        assert all(line["level"] and line["timestamp"].endswith("Z") and line["event"] for line in lines)
        failed = next(line["exception"] for line in lines if line["event"] == "update.failed")
        assert "in hear_or_fail" in failed
        assert [name for name in ("KeyError", "ExceptionGroup", "ValueError", "UnicodeError") if name in failed]
        assert failed.endswith("RuntimeError")


async def test_a_shared_number_is_in_no_log_and_in_no_table_but_sealed(stage: Stage, start_logging: Start) -> None:
    read_log = start_logging("DEBUG", "json", token=TOKEN)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    ana.person.phone_number, ben.person.phone_number = "+4917098765432", "+4915198712366"
    await stage.start_bot()
    await become_partners(ana, ben)
    await ana.type("/settings")
    await ana.tap("How to call me")
    await ana.tap("Phone number")
    stage.server.faults.on_call(LoseAnswer(), method="sendContact", times=1)
    await ana.send_contact(ben)
    await ana.share_number()
    await ana.type("Run")
    await stage.wind_to("20:00")
    await ana.tap("Not yet")
    await stage.wind(minutes=2)
    number = ana.person.phone_number[1:]
    assert f"+{number}" in str([message.contact for message in ben.messages])
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        kept = "\n".join(connection.iterdump())
    await ana.type("/settings")
    await ana.tap("How to call me")
    await ana.tap("Remove my number")
    await stage.stop_bot()
    log = read_log()
    digits = (number, number[-7:], number[2:], ben.person.phone_number[-7:])
    assert "INSERT INTO" in kept
    assert [part for part in digits if part in kept or part in log] == []


TYPED = "wandsbek, hamburg"
PLACE = (53.57331, 10.08762)
COORDINATES = ("53.57", "10.08", "53573", "10087")


async def test_a_shared_location_and_a_typed_city_are_in_no_log_and_no_table(
    stage: Stage, start_logging: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_log = start_logging("DEBUG", "json", token=TOKEN)
    ana = stage.person("Ana")
    await stage.start_bot()
    await ana.start()

    async def tell_where() -> None:
        await ana.type(TYPED)
        ana.person.send_location(stage.telegram_bot, *PLACE)
        await stage.settle()

    def fail(_self: OfflinePlaces, *asked: object) -> None:
        raise ValueError(f"nothing is at {asked}") from LookupError(*asked)

    with monkeypatch.context() as patched:
        for question in ("find", "zone_at"):
            patched.setattr(OfflinePlaces, question, fail)
        await tell_where()
    assert count(ana, "Sorry, that went wrong") == 2
    await tell_where()
    await ana.tap("08:00 and 20:00")
    await ana.type("/settings")
    await ana.tap("Where")
    await tell_where()
    ana.person.send_location(stage.telegram_bot, *PLACE)  # nobody has asked any more
    await stage.settle()
    assert (count(ana, "Is it this one?"), count(ana, "It's 09:30 where you are now (Berlin time)")) == (2, 1)
    await stage.stop_bot()

    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        kept = "\n".join(connection.iterdump())
    assert "Europe/Berlin" in kept
    log = read_log()
    assert log.count("update.failed") == 2 * dealing.TRIES
    assert [secret for secret in (*COORDINATES, TYPED, TYPED.partition(",")[0]) if secret in log.lower()] == []
    assert [secret for secret in (*COORDINATES, TYPED) if secret in kept.lower()] == []


def test_a_file_of_cities_that_fails_does_not_quote_what_was_asked(tmp_path: Path) -> None:
    places = OfflinePlaces(tmp_path / "cities.db")
    for content in (None, b"no database" * 999):
        if content is not None:
            places.file.write_bytes(content)
        with pytest.raises(sqlite3.Error) as failed:
            places.find(TYPED, 6)
        assert "wandsbek" not in repr(failed.value)
        assert failed.value.__cause__ is failed.value.__context__ is None


def test_each_line_for_machines_is_whole_whoever_wrote_it(start_logging: Start) -> None:
    read_log = start_logging("INFO", "json", token=TOKEN)
    structlog.get_logger("bot").info("one.happened", count=3, words="zwei\nZeilen", nothing=None)
    library = logging.getLogger("some.library")
    library.warning("calls %s of %s", f"https://api/bot{TOKEN}/getMe", "+49 (170) 123-4567")
    library.debug("too quiet")
    try:
        int("what a person said")
    except ValueError:
        library.exception("it failed")
        structlog.get_logger("bot").exception("two.failed")
    lines = [json.loads(line) for line in read_log().splitlines()]
    assert [(line["level"], line["event"]) for line in lines] == [
        ("info", "one.happened"),
        ("warning", "calls https://api/bot<token>/getMe of <phone number>"),
        ("error", "it failed"),
        ("error", "two.failed"),
    ]
    assert (lines[0]["count"], lines[0]["words"], lines[0]["nothing"]) == (3, "zwei\nZeilen", None)
    assert lines[1]["logger"] == "some.library"
    for line in lines[2:]:
        assert "test_each_line_for_machines" in line["exception"]
        assert line["exception"].endswith("ValueError")


def test_each_line_for_eyes_is_one_line_whatever_is_told(start_logging: Start) -> None:
    read_log = start_logging("INFO", "text")
    structlog.get_logger("bot").warning("one.happened", why="first\nsecond")
    assert len(read_log().splitlines()) == 1


def test_what_was_taken_out_of_a_group_and_raised_again_is_told_once(start_logging: Start) -> None:
    read = start_logging("INFO", "text")
    error = OSError("no route")
    error.__context__ = ExceptionGroup("several", [error])
    logging.getLogger("anything").error("it failed", exc_info=error)
    assert read().count("OSError: no route") == 1


async def test_what_sql_stumbles_over_is_not_quoted(start_logging: Start, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    upgrade(url)
    read_log = start_logging("DEBUG", "json")
    storage = Storage(url)
    try:
        async with storage.open_uow() as uow:
            for _ in range(2):
                await add_member(uow, 123_456_789)
    except IntegrityError:
        structlog.get_logger("bot").exception("it.failed")
    await storage.close()
    (line,) = [json.loads(line) for line in read_log().splitlines()]
    assert "UNIQUE constraint failed: member.account_id" in line["exception"]
    assert "123456789" not in line["exception"]
    assert "Ana" not in line["exception"]


@pytest.mark.parametrize(
    ("why", "logged"),
    [
        (
            "Inline keyboard button url 'https://meet.example.org/x' is invalid",
            'Inline keyboard button url "…" is invalid',
        ),
        ('Can\'t parse entities: unsupported start tag "b"', 'Can\'t parse entities: unsupported start tag "…"'),
    ],
)
def test_what_telegram_quotes_of_a_letter_is_not_logged(why: str, logged: str) -> None:
    assert delivery.without_quotes(why) == logged


def test_a_token_is_hidden_however_it_is_written(start_logging: Start) -> None:
    read_log = start_logging("INFO", "text", token=TOKEN)
    structlog.get_logger("bot").warning("one.failed", url=f"https://api/bot{TOKEN.replace(':', '%3A')}/getMe")
    assert TOKEN.partition(":")[2] not in read_log()


def test_dates_are_no_phone_numbers(start_logging: Start) -> None:
    read_log = start_logging("INFO", "json")
    structlog.get_logger("bot").info("kept", at="2026-11-23T08:30:00+00:00", offset="+02:00")
    (line,) = [json.loads(line) for line in read_log().splitlines()]
    assert (line["at"], line["offset"]) == ("2026-11-23T08:30:00+00:00", "+02:00")
