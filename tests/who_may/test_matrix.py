"""Each cell of the matrix, over HTTP."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.chat import handlers
from bot.chat.buttons import Action
from playground.stage import Phone
from playground.telegram import Button, Group, Message, Tap
from tests.conftest import toast
from tests.who_may.arrangements import ARRANGEMENTS
from tests.who_may.cast import Cast, Heard, fall_silent
from tests.who_may.matrix import BUTTONS, COMMANDS, EITHERS, OTHERS, OWN_DAY, PARTNERS_DAY, May, Role, Row, page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "who-may.md"
DAYS = (OWN_DAY, PARTNERS_DAY, EITHERS)
FROM_THE_GROUP = (Role.GROUP_MEMBER, Role.ANONYMOUS)
"""For either of the two like a button of a day, but as long as the pact lasts."""
TWICE = frozenset(
    {
        Action.CHANGE,
        Action.KEEP,
        Action.LEAVE,
        Action.WISH,
        Action.GO_ON_ALONE,
        Action.PART_AND_INVITE,
        Action.SHOW_QR,
        Action.OWN_TIMES,
        Action.WAIT_FOR,
        Action.PART,
        Action.PART_FOR_ANOTHER,
        Action.CHANGE_WORDS,
        Action.OWN_CHEER,
        Action.IM_IN,
        Action.HERE_NO,
    }
)
"""What only asks or tells something does so again; nothing else comes of it."""
OF_SETTINGS = (
    Action.SETTINGS,
    Action.PAGE,
    Action.MORNING,
    Action.EVENING,
    Action.CALL_HOURS,
    Action.DRAFT_DAYS_OFF,
    Action.DAYS_OFF,
    Action.LANGUAGE,
    Action.WAYS,
    Action.WAY,
    Action.ASK_ROOM,
    Action.REMOVE_NUMBER,
)
OF_THE_PAIR = frozenset(
    {
        Action.LEAVE,
        Action.GO_ON_ALONE,
        Action.STOP,
        Action.REMOVE_ROOM,
        Action.BLOCK,
        Action.LIFT,
        Action.CHANGE_WORDS,
        Action.FIRST_WORDS,
        Action.AGREE_WORDS,
        Action.KEEP_WORDS,
        Action.HERE_YES,
        Action.HERE_NO,
        Action.HERE_OFF,
    }
)
"""What the two agree on outlasts the day."""
SAMPLE = (Action.NOT_YET, Action.CALLING, Action.WE_DID_IT)
"""What `make test` presses after the day's end, and for each whom it is for; `make check` presses all buttons."""
COUNTS_LATE = frozenset({Action.DONE, Action.CHEER, Action.OWN_CHEER})
"""“I did it, I forgot to say” counts for another day, and so does a cheer."""


def test_every_button_and_every_command_has_a_row() -> None:
    assert set(BUTTONS) == set(handlers.BUTTONS) == set(Action) == set(ARRANGEMENTS)
    assert set(COMMANDS) == set(handlers.COMMANDS)
    for row in (*BUTTONS.values(), *COMMANDS.values(), *OTHERS.values()):
        assert list(row) == list(Role)


def test_the_page_in_the_docs_is_made_of_the_matrix() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "make faults writes it anew"


async def press(cast: Cast, role: Role, button: Button) -> Tap:
    """Press with the payload of the live button: on it where it is one's own, else as a modified client can."""
    phone = cast.phones[role]
    if button.chat is None or button.callback_data is None:
        raise AssertionError(button)
    lives_in_group = isinstance(button.chat, Group)
    if lives_in_group and phone.person not in cast.group.members:
        message = phone.last
    elif role in FROM_THE_GROUP and not lives_in_group:
        message = cast.said_in_group
    else:
        message = button.chat.messages[button.message_id]
    return await phone.tap_raw(button.callback_data, on=message)


async def try_in_vain(cast: Cast, role: Role, button: Button, may: May) -> None:
    """Press where nothing may come of it, but that somebody who was on hold is there again."""
    if cast.is_on_hold(role):
        await try_for_oneself(cast, role, button, may)
        return
    tables, heard = cast.tables(), cast.heard()
    tap = await press(cast, role, button)
    assert cast.tables() == tables, f"{role.value} changed something"
    assert cast.heard() == heard, f"{role.value} made the bot say something"
    assert bool(toast(tap)) is (may is May.REFUSED), f"{role.value} read {toast(tap)!r}"


async def try_with_success(cast: Cast, role: Role, button: Button) -> None:
    """Press where it does what it says, and once more."""
    before = cast.tables()
    tap = await press(cast, role, button)
    assert toast(tap) == ""
    assert cast.tables() != before
    if Action(str(button.callback_data).partition(":")[0]) not in TWICE:
        await try_in_vain(cast, role, button, May.REFUSED)


def ends_with_the_day(action: Action) -> bool:
    return BUTTONS[action] in DAYS and action not in COUNTS_LATE | OF_THE_PAIR


async def try_for_oneself(cast: Cast, role: Role, button: Button, may: May = May.OWN) -> None:
    """Press what is about whoever presses it, or about nobody whom they know."""
    others, heard = cast.others(role), cast.heard()
    tap = await press(cast, role, button)
    assert_only_own(cast, role, others, heard)
    assert toast(tap) or may is May.OWN, f"{role.value} was not told why"


def assert_only_own(cast: Cast, role: Role, others: object, heard: Heard) -> None:
    assert cast.others(role) == others, f"{role.value} changed what is not theirs"
    allowed = {role, *cast.partner_of(role)}
    changed = {other for other, now in cast.heard().items() if now != heard[other]}
    assert changed <= allowed, f"{role.value} made {changed - allowed} hear something"


def who(action: Action, may: May) -> list[Role]:
    return [role for role, cell in BUTTONS[action].items() if cell is may]


async def try_with_everybody(cast: Cast, action: Action) -> None:
    button = await ARRANGEMENTS[action].arrange(cast)
    for role in who(action, May.SILENT):
        await try_in_vain(cast, role, button, May.SILENT)
    for role in who(action, May.REFUSED):
        await try_in_vain(cast, role, button, May.REFUSED)
    for role in who(action, May.OWN):
        await try_for_oneself(cast, role, button)
    for role in who(action, May.MAY)[:1]:
        await try_with_success(cast, role, button)


@pytest.mark.parametrize("action", [action for action in Action if action not in OF_SETTINGS])
async def test_a_button_works_for_those_whom_it_is_for_alone(cast: Cast, action: Action) -> None:
    await try_with_everybody(cast, action)


async def test_the_buttons_of_the_settings_are_about_whoever_presses_them(cast: Cast) -> None:
    for action in OF_SETTINGS:
        await try_with_everybody(cast, action)
        await fall_silent(cast.phones[Role.SILENT])


@pytest.mark.parametrize(
    ("action", "role"),
    [
        pytest.param(action, role, marks=() if action in SAMPLE else pytest.mark.thorough)
        for action in Action
        for role in who(action, May.MAY)[1:]
    ],
    ids=lambda value: value.name.lower(),
)
async def test_a_button_works_for_each_of_those(cast: Cast, action: Action, role: Role) -> None:
    await try_with_success(cast, role, await ARRANGEMENTS[action].arrange(cast))


@pytest.mark.parametrize(
    "action",
    [
        pytest.param(action, marks=() if action in SAMPLE else pytest.mark.thorough)
        for action in Action
        if ends_with_the_day(action)
    ],
)
async def test_a_button_of_a_day_that_is_over_does_nothing(cast: Cast, action: Action) -> None:
    button = await ARRANGEMENTS[action].arrange(cast)
    await cast.stage.wind_to("03:30", days=1)
    for role in who(action, May.MAY):
        await try_in_vain(cast, role, button, May.REFUSED)


async def _say(cast: Cast, phone: Phone, what: str, role: Role) -> None:
    """Do what a row without a button is about, in private or in the group."""
    bot = cast.stage.telegram_bot
    where = cast.group if role in FROM_THE_GROUP else bot
    person = phone.person
    match what:
        case "a text":
            person.send(where, "Write a poem")
        case "an edited text":
            said: Message = person.send(where, "Write")
            await cast.stage.settle()
            person.edit(said, "Write a poem")
        case "a photo":
            person.send_photo(where)
        case "a location":
            person.send_location(where, 52.52, 13.405)
        case "a contact card":
            person.send_contact(where)
        case command:
            person.send(where, f"/{command}@{bot.username}")
    await cast.stage.settle()


@pytest.mark.parametrize("rows", [COMMANDS, OTHERS], ids=["commands", "others"])
async def test_what_is_said_is_about_whoever_says_it(cast: Cast, rows: Mapping[str, Row]) -> None:
    await ARRANGEMENTS[Action.DONE].arrange(cast)
    for what, row in rows.items():
        for role, may in row.items():
            if (what, role) == ("start", Role.GROUP_MEMBER):
                continue  # a hello, told in the stories of groups
            others, tables, heard = cast.others(role), cast.tables(), cast.heard()
            await _say(cast, cast.phones[role], what, role)
            if may is May.SILENT:
                assert (cast.tables(), cast.heard()) == (tables, heard), (what, role)
            else:
                assert cast.heard()[role] != heard[role], f"{role.value} was met with silence at {what}"
                assert_only_own(cast, role, others, heard)
        await fall_silent(cast.phones[Role.SILENT])
