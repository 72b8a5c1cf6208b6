"""Buttons that are weeks old, or that nobody was ever shown: what does not apply any more changes nothing."""

import pytest
from structlog.testing import capture_logs

from bot.chat.buttons import Action
from bot.domain.errors import Reason
from bot.texts.refusals import REFUSALS
from playground.stage import Phone, Stage
from playground.telegram import Button
from tests.conftest import become_partners, invite_link, toast
from tests.who_may.arrangements import ARRANGEMENTS
from tests.who_may.cast import Cast, Tables, begin, fall_silent
from tests.who_may.matrix import Role

OF_THE_SILENT = (Action.WAIT_FOR, Action.PART, Action.PART_FOR_ANOTHER)
"""What the faithful one is offered."""
FORGED = (
    *("city", "city:0", "city:-1", "city:x", "city:999999999999", "city:999999999999999999", "city:1:2"),
    *("times", "times:0800", "times:2500:0800", "times:0800:0860", "times:800:2000", "times:0800:0830", "times:x:y"),
    *("morning", "morning:0259", "morning:2300", "morning:080", "morning:0800:0900", "evening:2460", "evening:0130"),
    *("call_hours:0800", "call_hours:0800:0830", "call_hours:0000:2359", "call_hours:2359:0859"),
    *("days_off:0123456", "days_off:7", "days_off:00", "days_off:x", "draft_days_off:99", "draft_days_off:0123456"),
    *("page", "page:nonsense", "page:change", "page:away", "language", "language:xx", "language:de-DE", "language:_"),
    *("away", "away:2026-13-45", "away:0001-01-01", "away:9999-12-31", "away:2026-11-23", "away:2027-11-25", "away:x"),
    *("wait_for:0", "wait_for:999", "part:0", "part:x", "part_for_another:1", "part_and_invite:999", "qr", "qr:999"),
    *("way", "way:x", "way:PHONE", "way:0", "ways:x:y:z", "remove_number", "remove_number:1", "remove_room"),
    *("remove_room:0", "remove_room:x", "remove_room:999"),
    *("carry_over", "carry_over:0", "carry_over:999", "skip", "back:1", "im_here:1", "own_times:1", "ask_away:x:y"),
)
ONLY_SAYS = frozenset({"im_here:1", "morning:0800:0900", "ask_away:x:y"})
"""Nothing but words comes of these, for a member: of an argument that a button has no use for, nothing is made."""


def kept(cast: Cast) -> Tables:
    """Return everything that is kept but letters and open questions."""
    return {name: rows for name, rows in cast.tables().items() if name not in {"outbox", "question"}}


async def press(phone: Phone, button: Button) -> str:
    """Press with the payload of a button, and return the words of the answer."""
    assert button.chat is not None
    assert button.callback_data is not None
    return toast(await phone.tap_raw(button.callback_data, on=button.chat.messages[button.message_id]))


async def weeks_later(stage: Stage, *phones: Phone) -> None:
    """Let three weeks go by while nobody is asked anything, and these people be there again."""
    await stage.sleep_to("12:00", days=21)
    await stage.start_bot()
    for phone in phones:
        await phone.type("/today")


async def test_a_forged_payload_is_answered_and_changes_nothing(cast: Cast) -> None:
    await ARRANGEMENTS[Action.CHANGE].arrange(cast)
    people = [cast.phones[role] for role in (Role.SELF, Role.JOINING, Role.NEWCOMER)]
    before = kept(cast)
    for payload in FORGED:
        for phone in people:
            heard = cast.heard()
            with capture_logs() as logs:
                answer = toast(await phone.tap_raw(payload, on=phone.last))
            assert kept(cast) == before, payload
            assert [line for line in logs if line["log_level"] not in {"debug", "info"}] == [], payload
            assert answer or payload in ONLY_SAYS | {"back:1"}, payload
            assert answer == "" or cast.heard() == heard, payload


async def test_cities_and_times_of_joining_mean_nothing_to_somebody_who_has_settled(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.start()
    await ana.type("Lisbon")
    city = ana.button("Lisbon")
    await ana.type("Hamburg")
    await ana.tap("Hamburg")
    times, others = ana.button("08:00 and 20:00"), ana.button("Other times")
    await ana.type("7:00 and 19:00")
    await ana.type("/settings")
    settings = ana.last.text

    await weeks_later(stage, ana)
    for button in (city, times, others):
        assert await press(ana, button) == REFUSALS[Reason.NO_LONGER_APPLIES]

    await ana.type("/settings")
    assert ana.last.text == settings.replace("09:30 now", "12:00 now")
    assert "Berlin time" in settings
    assert "Morning: 07:00" in settings


async def test_weeks_later_a_choice_in_the_settings_is_still_the_members_own_wish(cast: Cast) -> None:
    ana = cast.ana
    button = await ARRANGEMENTS[Action.MORNING].arrange(cast)
    await weeks_later(cast.stage, ana)
    others = cast.others(Role.SELF)
    assert await press(ana, button) == ""
    assert "Morning: 07:30" in ana.find("Your settings").text
    assert cast.others(Role.SELF) == others


async def test_a_date_that_has_passed_is_no_day_to_be_away_until(cast: Cast) -> None:
    button = await ARRANGEMENTS[Action.AWAY].arrange(cast)
    await weeks_later(cast.stage, cast.ana)
    before, heard = kept(cast), cast.heard()
    assert (await press(cast.ana, button)).startswith("Monday, 30 November isn't ahead of us.")
    assert (kept(cast), cast.heard()) == (before, heard)


async def test_weeks_later_nobody_is_away_or_silent_any_more(cast: Cast) -> None:
    ana = cast.ana
    here = await ARRANGEMENTS[Action.IM_HERE].arrange(cast)
    await ana.type("/away")
    await ana.tap("Mon, 30 Nov")
    back = ana.button("Back already")
    await weeks_later(cast.stage, ana)
    before, heard = kept(cast), cast.heard()
    assert (await press(ana, back)).startswith("You're not away.")
    assert (kept(cast), cast.heard()) == (before, heard)
    assert await press(ana, here) == ""
    assert kept(cast) == before
    assert {role for role, shown in cast.heard().items() if shown != heard[role]} == {Role.SELF}


async def test_the_code_of_an_invite_that_is_withdrawn_or_old_is_not_shown(cast: Cast) -> None:
    ana, finn = cast.ana, cast.phones[Role.STRANGER]
    await invite_link(finn)
    withdrawn, old = ana.button("QR code"), finn.button("QR code")
    await ana.tap("Withdraw it")
    assert await press(ana, withdrawn) == REFUSALS[Reason.NO_LONGER_APPLIES]
    await weeks_later(cast.stage, finn)
    assert await press(finn, old) == REFUSALS[Reason.NO_LONGER_APPLIES]
    assert not [message for phone in (ana, finn) for message in phone.messages if message.media is not None]


async def test_once_the_silent_one_is_back_there_is_nobody_to_wait_for(cast: Cast) -> None:
    wait = await ARRANGEMENTS[Action.WAIT_FOR].arrange(cast)
    buttons = [wait, cast.ana.button("Go on alone"), cast.ana.button("Invite somebody else")]
    await cast.ben.type("/today")
    assert "is back" in (cast.ana.last.text or "")
    before, heard = cast.tables(), cast.heard()
    for button in buttons:
        assert await press(cast.ana, button) == REFUSALS[Reason.PARTNER_IS_BACK]
    assert (cast.tables(), cast.heard()) == (before, heard)


@pytest.mark.parametrize("action", [*OF_THE_SILENT, Action.PART_AND_INVITE])
async def test_whoever_waits_for_somebody_decides_about_their_own_pact_alone(cast: Cast, action: Action) -> None:
    finn, gina = cast.phones[Role.STRANGER], cast.phones[Role.NEWCOMER]
    await become_partners(finn, gina)
    await begin(gina)
    await fall_silent(gina)
    button = await ARRANGEMENTS[action].arrange(cast)
    before, heard = cast.tables(), cast.heard()
    assert await press(finn, button) == REFUSALS[Reason.NO_LONGER_APPLIES]
    assert (cast.tables(), cast.heard()) == (before, heard)


async def test_a_pact_that_has_ended_is_not_ended_again_by_the_way_of_waiting(cast: Cast) -> None:
    wait = await ARRANGEMENTS[Action.WAIT_FOR].arrange(cast)
    buttons = [wait, cast.ana.button("Go on alone"), cast.ana.button("Invite somebody else")]
    await cast.ana.type("/leave")
    await cast.ana.tap("Leave the pact")
    await cast.ana.tap("Keep my check-ins")
    before, heard = cast.tables(), cast.heard()
    for button in buttons:
        assert await press(cast.ana, button) == REFUSALS[Reason.NO_LONGER_APPLIES]
    assert (cast.tables(), cast.heard()) == (before, heard)
