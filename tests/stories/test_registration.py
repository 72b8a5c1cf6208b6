"""The door: open, for invited people, or closed; and what each who comes to it reads."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.db.sqlite import file_of
from bot.domain.registration import Registration
from playground.opening import open_stage
from playground.stage import Phone, Stage
from tests.conftest import MORNING, become_partners, invite_link, toast
from tests.stories.groups import open_group

BY_INVITE_ONLY = "You can begin here once a friend invites you: ask them for their link, and open it."
CLOSED = "No new pairs can begin here at the moment. Whoever runs this bot can let you in."
REFUSALS = [(Registration.INVITED, BY_INVITE_ONLY), (Registration.CLOSED, CLOSED)]


@pytest.fixture
async def unopened(tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage before the bot runs; the admin is the first to get a phone."""
    async with open_stage(tmp_path, MORNING, starts_bot=False) as stage:
        yield stage


async def set_door(stage: Stage, registration: Registration, *admins: Phone) -> None:
    """Start the bot, or start it anew, with another rule."""
    await stage.stop_bot()
    rule = {"registration": registration, "admin_ids": frozenset(admin.person.id for admin in admins)}
    stage.settings = stage.settings.model_copy(update=rule)
    await stage.start_bot()


def kept(stage: Stage) -> list[tuple[object, ...]]:
    """What the bot keeps about people, but for their names."""
    questions = ("SELECT account_id, standing FROM member", "SELECT * FROM day", "SELECT * FROM pair")
    invites = "SELECT * FROM invite"
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        return [tuple(connection.execute(question).fetchall()) for question in (*questions, invites)]


async def test_the_settings_of_the_environment_reach_the_door(tmp_path: Path) -> None:
    async with open_stage(tmp_path, MORNING, registration="closed", admin_ids="1, 2 3") as stage:
        assert stage.settings.admin_ids == {1, 2, 3}
        assert (await stage.person("Ana").start()).text == CLOSED


@pytest.mark.parametrize(("rule", "words"), REFUSALS)
@pytest.mark.parametrize("typed", ["/start", "/invite"])
async def test_a_newcomer_without_an_invite_reads_why_and_what_to_do(
    unopened: Stage, rule: Registration, words: str, typed: str
) -> None:
    ana = unopened.person("Ana")
    await set_door(unopened, rule)
    assert (await ana.type(typed)).text == words
    before = kept(unopened)
    await ana.type(typed)
    assert ana.heard == [words, words]
    assert ana.last.buttons == ()
    assert kept(unopened) == before == [((ana.person.id, "visitor"),), (), (), ()]
    await unopened.wind_to("20:00")
    assert ana.heard == [words, words]


async def test_a_newcomer_comes_with_the_invite_of_a_member_when_invited_people_may(unopened: Stage) -> None:
    ana, ben = unopened.person("Ana"), unopened.person("Ben")
    await set_door(unopened, Registration.OPEN)
    await ana.start()
    await set_door(unopened, Registration.INVITED)
    assert (await ben.start()).text == BY_INVITE_ONLY
    await become_partners(ana, ben)
    assert "You and \u2068Ana\u2069 are partners now" in ben.find("partners now").text
    assert "What is the one thing" in ben.last.text
    await ben.start()
    assert "You're all set" in ben.last.text


async def test_who_only_looked_at_an_invite_is_still_outside(unopened: Stage) -> None:
    ana, ben = unopened.person("Ana"), unopened.person("Ben")
    await set_door(unopened, Registration.OPEN)
    link = await invite_link(ana)
    await set_door(unopened, Registration.INVITED)
    await ben.open_link(link)
    assert "would like you as their accountability partner" in ben.last.text
    await ben.start()
    assert ben.last.text == BY_INVITE_ONLY
    await ben.type("/invite")
    assert ben.last.text == BY_INVITE_ONLY
    await ben.tap("Not for me")
    assert (await ben.start()).text == BY_INVITE_ONLY


async def test_an_invite_from_before_the_door_was_closed_leads_nowhere(unopened: Stage) -> None:
    ana, ben, eve = unopened.person("Ana"), unopened.person("Ben"), unopened.person("Eve")
    await set_door(unopened, Registration.OPEN)
    link = await invite_link(ana)
    await ben.open_link(link)
    card = ben.last
    await set_door(unopened, Registration.CLOSED)
    before = kept(unopened)

    tap = await ben.tap("Yes, let's do this", on=card)
    assert toast(tap) == CLOSED
    assert (await eve.open_link(link)).text == CLOSED
    assert (await ana.type("/invite")).text == CLOSED
    await ana.type("Send the application")
    assert "Send the application" in ana.last.text  # her own check-ins go on

    (members, _, pairs, invites) = kept(unopened)
    assert members == (*before[0], (eve.person.id, "visitor"))
    assert (pairs, invites) == (before[2], before[3])

    await set_door(unopened, Registration.OPEN)
    await ben.tap("Yes, let's do this", on=card)
    assert "You and \u2068Ana\u2069 are partners now" in ben.find("partners now").text


async def test_a_pair_goes_on_behind_a_closed_door(unopened: Stage) -> None:
    ana, ben = unopened.person("Ana"), unopened.person("Ben")
    await set_door(unopened, Registration.OPEN)
    await become_partners(ana, ben)
    await set_door(unopened, Registration.CLOSED)
    await ana.type("Send the application")
    assert "Send the application" in ben.last.text
    await unopened.wind_to("20:00")
    await ana.tap("Done")
    await ben.tap("👏")
    assert "Ben\u2069" in ana.last.text


@pytest.mark.parametrize("rule", [Registration.INVITED, Registration.CLOSED])
async def test_a_resting_member_comes_back_through_any_door(unopened: Stage, rule: Registration) -> None:
    ana = unopened.person("Ana")
    await set_door(unopened, Registration.OPEN)
    await ana.join()
    await ana.type("/leave")
    await ana.tap("Stop them")
    await set_door(unopened, rule)
    await ana.start()
    assert "Welcome back" in ana.last.text
    await unopened.wind_to("08:00", days=1)
    assert "What is the one thing" in ana.last.text


async def test_who_blocked_the_bot_comes_back_through_a_closed_door(unopened: Stage) -> None:
    ana, ben = unopened.person("Ana"), unopened.person("Ben")
    await set_door(unopened, Registration.OPEN)
    await become_partners(ana, ben)
    ben.person.block(unopened.telegram_bot)
    await unopened.settle()
    await set_door(unopened, Registration.CLOSED)
    await ben.start()
    assert "Ben\u2069 is back" in ana.last.text


@pytest.mark.parametrize("rule", [Registration.INVITED, Registration.CLOSED])
async def test_an_admin_comes_and_brings_somebody_through_any_door(unopened: Stage, rule: Registration) -> None:
    ana, ben, eve = unopened.person("Ana"), unopened.person("Ben"), unopened.person("Eve")
    await set_door(unopened, rule, ana)
    await ana.start()
    assert "Hi \u2068Ana\u2069, I'm Stay on the Line." in ana.find("I'm Stay on the Line").text
    await become_partners(ana, ben)
    assert "You and \u2068Ana\u2069 are partners now" in ben.find("partners now").text
    assert (await eve.start()).text in {BY_INVITE_ONLY, CLOSED}


async def test_an_admin_who_has_not_begun_can_invite_at_once(unopened: Stage) -> None:
    ana, ben = unopened.person("Ana"), unopened.person("Ben")
    await set_door(unopened, Registration.CLOSED, ana)
    await ana.type("/invite")
    link = next(word for word in ana.last.text.split() if word.startswith("https://t.me/"))
    await ben.open_link(link)
    await ben.tap("Yes, let's do this")
    assert "where do you live?" in ana.last.text
    await ana.settle_in()
    assert "What is the one thing" in ana.last.text


@pytest.mark.parametrize(("rule", "words"), REFUSALS)
async def test_plain_text_of_a_visitor_changes_nothing_and_leads_to_the_door(
    unopened: Stage, rule: Registration, words: str
) -> None:
    ana = unopened.person("Ana")
    await set_door(unopened, rule)
    for text in ("Send the application", "/today", "/done", "/leave"):
        assert (await ana.type(text)).text == words, text
    assert kept(unopened) == [((ana.person.id, "visitor"),), (), (), ()]


@pytest.mark.parametrize(("registration", "words"), REFUSALS)
async def test_in_a_group_the_door_is_the_same(unopened: Stage, registration: Registration, words: str) -> None:
    admin, dora, emil = (unopened.person(name) for name in ("Anna", "Dora", "Emil"))
    await set_door(unopened, registration, admin)
    anna, *newcomers = await open_group(admin, dora, emil)
    await newcomers[0].tap("I'm in")
    for newcomer in newcomers:
        assert toast(await newcomer.tap("Yes, let's do this")) == words
    await anna.tap("Yes, let's do this")
    await newcomers[0].tap("Yes, let's do this")
    assert "partners now" in anna.last.text


async def test_a_yes_in_a_group_is_worth_nothing_once_the_door_is_closed(unopened: Stage) -> None:
    ana, ben = unopened.person("Ana"), unopened.person("Ben")
    await set_door(unopened, Registration.OPEN)
    one, other = await open_group(ana, ben)
    await one.tap("I'm in")
    await one.tap("Yes, let's do this")
    await set_door(unopened, Registration.CLOSED)
    assert toast(await other.tap("Yes, let's do this")) == CLOSED
    with closing(sqlite3.connect(file_of(unopened.settings.database_url))) as connection:
        assert connection.execute("SELECT count(*) FROM pair").fetchone() == (0,)
