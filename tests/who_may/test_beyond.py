"""Who may do what, beyond the cells of the matrix: people with like things of their own, and what is read."""

from contextlib import closing
from sqlite3 import connect

import pytest

from bot.chat.buttons import Action
from bot.db.sqlite import file_of
from bot.domain.errors import Reason
from bot.texts.refusals import REFUSALS
from playground.stage import Phone
from playground.telegram import Button, Channel, Person
from tests.conftest import become_partners, invite_link, toast
from tests.who_may.arrangements import ARRANGEMENTS
from tests.who_may.cast import Cast, Heard, Tables
from tests.who_may.matrix import BUTTONS, COMMANDS, May, Role

THINGS = ("Send the application", "Run")
"""What Ana and Ben name in the arrangements; nobody else may ever read it."""
OUTSIDERS = (Role.FORMER, Role.INVITED, Role.STRANGER, Role.NEWCOMER, Role.JOINING, Role.SILENT)


async def arranged(cast: Cast, action: Action) -> Button:
    """Bring everybody to where this button is live, and return it."""
    return await ARRANGEMENTS[action].arrange(cast)


def look(cast: Cast) -> tuple[Tables, Heard]:
    return cast.tables(), cast.heard()


def state_of(cast: Cast) -> Tables:
    """Return everything that is kept but the letters."""
    return {name: rows for name, rows in cast.tables().items() if name != "outbox"}


async def tap_payload_of(phone: Phone, button: Button) -> str:
    """Tap with a live button's payload, and return the words of the answer."""
    assert button.chat is not None
    assert button.callback_data is not None
    return toast(await phone.tap_raw(button.callback_data, on=button.chat.messages[button.message_id]))


async def test_an_invite_is_not_withdrawn_by_somebody_who_has_one_of_their_own(cast: Cast) -> None:
    finn = cast.phones[Role.STRANGER]
    await invite_link(finn)
    button, before = await arranged(cast, Action.WITHDRAW), look(cast)
    assert await tap_payload_of(finn, button) == REFUSALS[Reason.NO_LONGER_APPLIES]
    assert look(cast) == before


@pytest.mark.parametrize("action", [Action.LEAVE, Action.GO_ON_ALONE, Action.STOP])
async def test_who_is_in_another_pact_leaves_neither_with_this_button(cast: Cast, action: Action) -> None:
    finn, gina = cast.phones[Role.STRANGER], cast.phones[Role.NEWCOMER]
    await become_partners(finn, gina)
    button, before = await arranged(cast, action), look(cast)
    assert await tap_payload_of(finn, button) == REFUSALS[Reason.NO_LONGER_APPLIES]
    assert await tap_payload_of(gina, button) == REFUSALS[Reason.NO_LONGER_APPLIES]
    assert look(cast) == before


@pytest.mark.parametrize("action", [Action.CHANGE, Action.CALLING])
async def test_nobody_but_the_two_reads_what_they_named(cast: Cast, action: Action) -> None:
    await arranged(cast, action)
    for role in OUTSIDERS:
        for text in ("/start", "/today", "/done", "/tomorrow", "/invite", "/leave", "What are they at?"):
            await cast.phones[role].type(text)
        shown = "\n".join(cast.phones[role].heard)
        assert not [thing for thing in THINGS if thing in shown], f"{role.value} reads it"


async def test_each_ends_their_own_open_question_alone(cast: Cast) -> None:
    await arranged(cast, Action.CHANGE)
    for phone in (cast.ana, cast.ben):
        await phone.tap("Change it")
    for role in (Role.PARTNER, *OUTSIDERS):
        await cast.phones[role].type("/cancel")
    await cast.ben.type("Swim")
    assert "Shall I replace it" in (cast.ben.last.text or "")
    await cast.ana.type("Call the agency")
    assert "Your one thing today:\nCall the agency" in (cast.ana.last.text or "")


def unknown(cast: Cast, name: str) -> Phone:
    """Return somebody whose chat Telegram still has, and who is not in a database that was restored since."""
    phone = cast.stage.person(name)
    cast.stage.server.world.private_chat(cast.stage.telegram_bot, phone.person).is_started = True
    return phone


async def test_who_is_unknown_is_refused_in_words_and_kept_as_a_visitor_at_most(cast: Cast) -> None:
    button = await arranged(cast, Action.LEAVE)
    (_, number) = (button.callback_data or "").split(":")
    refused = [action for action in Action if BUTTONS[action][Role.NEWCOMER] is May.REFUSED]
    assert Action.DONE in refused
    for action in refused:
        nan, before, heard = unknown(cast, "Nan"), cast.tables(), cast.heard()
        payload = f"{action}:{number}:proud" if action is Action.CHEER else f"{action}:{number}"
        words = toast(await nan.tap_raw(payload, on=cast.ana.last))
        assert words in REFUSALS.values(), f"{action} was answered with {words!r}"
        after = dict(cast.tables())
        (met,) = [row for row in after["member"] if row not in before["member"]]
        assert (met["account_id"], met["standing"]) == (nan.person.id, "visitor")
        after["member"] = [row for row in after["member"] if row is not met]
        assert after == before, f"{action} by somebody unknown changed something"
        assert (cast.heard(), nan.heard) == (heard, []), f"{action} by somebody unknown was told"


async def test_the_link_of_an_invite_is_shown_to_whoever_has_it_but_its_maker_and_groups(cast: Cast) -> None:
    await cast.phones[Role.SILENT].type("/today")
    before = state_of(cast)
    for role in (*OUTSIDERS, Role.SELF):
        await cast.phones[role].open_link(cast.link)
        card = cast.phones[role].last.text or ""
        assert ("would like you as their accountability partner" in card) is (role is not Role.SELF), role.value
    assert cast.ana.last.text == REFUSALS[Reason.OWN_INVITE]
    friend, heard = cast.phones[Role.GROUP_MEMBER].person, cast.heard()
    friend.send(cast.group, f"/start@{cast.stage.telegram_bot.username} {cast.link.partition('start=')[2]}")
    await cast.stage.settle()
    assert (state_of(cast), cast.heard()) == (before, heard)


async def test_nothing_is_heard_from_a_group_that_is_nobodys_whoever_speaks_there_and_in_whose_name(cast: Cast) -> None:
    button = await arranged(cast, Action.DONE)
    cast.group.promote(cast.stage.telegram_bot, by=cast.ana.person)  # it is told of everything that is said there
    await cast.stage.settle()
    friend = cast.phones[Role.GROUP_MEMBER].person
    before = look(cast)
    assert button.callback_data is not None
    assert toast(await cast.ana.tap_raw(button.callback_data, on=cast.said_in_group)) == REFUSALS[Reason.NOT_YOURS]
    await say_everything(cast, cast.ana.person, but=("start", "here"))
    await say_everything(cast, friend, but=("start",))
    await say_everything(cast, cast.phones[Role.ANONYMOUS].person)
    cast.group.speak_as(friend, Channel(-1_001_500_000_001, "Lunch news"))
    await say_everything(cast, friend)
    assert look(cast) == before
    assert accounts(cast).isdisjoint({1087968824, 136817688, friend.id})


async def say_everything(cast: Cast, person: Person, *, but: tuple[str, ...] = ()) -> None:
    bot = cast.stage.telegram_bot
    for command in COMMANDS.keys() - set(but):
        person.send(cast.group, f"/{command}@{bot.username}")
    person.edit(person.send(cast.group, "Write a poem"), f"/done@{bot.username}")
    person.send_photo(cast.group)
    await cast.stage.settle()


def accounts(cast: Cast) -> set[int]:
    with closing(connect(file_of(cast.stage.settings.database_url))) as connection:
        return {account for (account,) in connection.execute("SELECT account_id FROM member")}


@pytest.mark.parametrize("action", [Action.START, Action.STAY, Action.INVITE])
async def test_what_is_about_oneself_comes_to_the_same_when_tapped_twice(cast: Cast, action: Action) -> None:
    button = await arranged(cast, action)
    assert await tap_payload_of(cast.ana, button) == ""
    before, heard = state_of(cast), cast.heard()
    assert await tap_payload_of(cast.ana, button) == ""
    assert state_of(cast) == before
    assert {role for role, shown in cast.heard().items() if shown != heard[role]} <= {Role.SELF}


async def test_a_week_later_the_buttons_of_a_day_and_of_an_invite_say_that_they_are_over(cast: Cast) -> None:
    gina = cast.phones[Role.NEWCOMER]
    await gina.open_link(await invite_link(cast.phones[Role.STRANGER]))
    over, old = REFUSALS[Reason.DAY_OVER], REFUSALS[Reason.INVITE_OLD]
    await arranged(cast, Action.CHANGE)
    tries = [(cast.ana, "Done", over), (cast.ana, "Change it", over)]
    tries += [(gina, "Yes, let's do this", old), (gina, "Not for me", old)]
    buttons = [(phone, phone.button(label), words) for phone, label, words in tries]
    await cast.stage.sleep_to("09:00", days=8)
    await cast.stage.start_bot()
    before = look(cast)
    for phone, button, words in buttons:
        assert await tap_payload_of(phone, button) == words
    assert look(cast) == before


async def test_a_cheer_counts_for_a_day_and_no_longer(cast: Cast) -> None:
    button = await arranged(cast, Action.CHEER)
    await cast.stage.wind_to("03:01", days=2)
    before = look(cast)
    assert await tap_payload_of(cast.ben, button) == REFUSALS[Reason.DAY_OVER]
    assert look(cast) == before
