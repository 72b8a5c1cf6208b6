"""For each button, how it comes to be live, and on whose phone."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.chat.buttons import Action
from bot.domain.silence import QUESTION_AFTER
from playground.telegram import Button
from tests.stories.groups import GroupPhone
from tests.who_may.cast import Cast, begin, fall_silent
from tests.who_may.matrix import Role


async def _alone(_cast: Cast) -> None:
    """Ana is alone, and Emil has her invite."""


async def _paired(cast: Cast) -> None:
    """Ben accepts her invite, so that Emil's card is out of date."""
    if cast.partner_of(Role.SELF):
        return
    await cast.ben.open_link(cast.link)
    await cast.ben.tap("Yes, let's do this")
    await begin(cast.ben)


async def _named(cast: Cast) -> None:
    await _paired(cast)
    await cast.ana.type("Send the application")
    await cast.ben.type("Run")


async def _second_thing(cast: Cast) -> None:
    await _named(cast)
    await cast.ana.type("Or call the agency")


async def _done(cast: Cast) -> None:
    await _named(cast)
    await cast.ana.tap("Done")


async def _evening(cast: Cast) -> None:
    await _named(cast)
    await cast.ben.tap("Done")
    await cast.stage.wind_to("20:00")


async def _late_thing(cast: Cast) -> None:
    await _evening(cast)
    await cast.ana.type("Call the agency")


async def _choosing(cast: Cast) -> None:
    await _evening(cast)
    await cast.ana.tap("Partly")


async def _held(cast: Cast) -> None:
    await _evening(cast)
    await cast.ana.tap("Not yet")


async def _nudged(cast: Cast) -> None:
    await _evening(cast)
    await cast.stage.wind_to("21:00")


async def _on_the_line(cast: Cast) -> None:
    await _nudged(cast)
    await cast.ben.tap("I'm calling now")


async def _asked_how_it_went(cast: Cast) -> None:
    await _on_the_line(cast)
    await cast.stage.wind(minutes=30)


async def _both_on_the_line(cast: Cast) -> None:
    """Neither of the two has done it, and one of them has called."""
    await _named(cast)
    await cast.stage.wind_to("21:00")
    await cast.ben.tap("I'm calling now")
    await cast.ana.tap("We did it")


async def _nothing_named(cast: Cast) -> None:
    """Three hours after Ana was asked her partner can nudge."""
    await _paired(cast)
    await cast.stage.wind_to("12:45")


async def _about_to_block(cast: Cast) -> None:
    await _paired(cast)
    await cast.ana.type("/block")


async def _has_blocked(cast: Cast) -> None:
    await _about_to_block(cast)
    await cast.ana.tap("Block")
    await cast.ana.type("/block")


async def _declined(cast: Cast) -> None:
    await _alone(cast)
    await cast.phones[Role.INVITED].tap("Not for me")


async def _missed(cast: Cast) -> None:
    await _named(cast)
    await cast.ben.tap("Done")
    await cast.stage.wind_to("08:00", days=1)


async def _withdrawn(cast: Cast) -> None:
    await cast.ana.tap("Withdraw it")
    await cast.phones[Role.STRANGER].open_link(cast.link)


async def _leaving(cast: Cast) -> None:
    await _paired(cast)
    await cast.ana.type("/leave")


async def _last_question(cast: Cast) -> None:
    await _leaving(cast)
    await cast.ana.tap("Leave the pact")


async def _stopped(cast: Cast) -> None:
    await _last_question(cast)
    await cast.ana.tap("Stop them")


async def _asked_where_she_is(cast: Cast) -> None:
    await _settings(cast)
    await cast.ana.tap("Where")
    await cast.ana.type("Lisbon")


async def _asked_for_times(cast: Cast) -> None:
    """Somebody else has said where they live."""
    joining = cast.phones[Role.JOINING]
    await joining.type("Lisbon")
    await joining.tap("Lisbon")


async def _settings(cast: Cast) -> None:
    await _paired(cast)
    await cast.ana.type("/settings")


def _page(face: str) -> Callable[[Cast], Awaitable[None]]:
    async def turn(cast: Cast) -> None:
        await _settings(cast)
        await cast.ana.tap(face)

    return turn


async def _number_shared(cast: Cast) -> None:
    await _page("How to call me")(cast)
    await cast.ana.tap("Phone number")
    await cast.ana.share_number()
    await _page("How to call me")(cast)


async def _room_saved(cast: Cast) -> None:
    await _page("How to call me")(cast)
    await cast.ana.tap("Room link")
    await cast.ana.type("https://meet.example.org/two")


async def _day_off_chosen(cast: Cast) -> None:
    await _page("Days off")(cast)
    await cast.ana.tap("Sunday")


async def _asked_until_when(cast: Cast) -> None:
    await _paired(cast)
    await cast.ana.type("/away")


async def _away(cast: Cast) -> None:
    await _asked_until_when(cast)
    await cast.ana.tap("Mon, 30 Nov")


async def _asked_whether_all_is_well(cast: Cast) -> None:
    await _paired(cast)
    await fall_silent(cast.ana, days=QUESTION_AFTER)


async def _partner_on_hold(cast: Cast) -> None:
    await _paired(cast)
    await fall_silent(cast.ben)


async def _about_to_part(cast: Cast) -> None:
    await _partner_on_hold(cast)
    await cast.ana.tap("Invite somebody else")


async def _words(cast: Cast) -> None:
    await _paired(cast)
    await cast.ana.type("/words")


async def _words_proposed(cast: Cast) -> None:
    await _words(cast)
    await cast.ana.tap("Change them")
    await cast.ana.type("I'm on my way to you")


async def _own_words(cast: Cast) -> None:
    await _words_proposed(cast)
    await cast.ben.tap("Yes, let's say that")
    await _words(cast)


async def _pact_shown_in_group(cast: Cast) -> None:
    await in_group(cast).tap("I'm in")


async def _yes_in_group(cast: Cast) -> None:
    await _pact_shown_in_group(cast)
    await in_group(cast).tap("Yes, let's do this")


async def _asked_to_come_here(cast: Cast) -> None:
    await _paired(cast)
    await in_group(cast).command("/here")


async def _at_home_in_group(cast: Cast) -> None:
    await _asked_to_come_here(cast)
    await in_group(cast, Role.PARTNER).tap("Yes, asks and news")
    await cast.ana.type("/here")


def in_group(cast: Cast, role: Role = Role.SELF) -> GroupPhone:
    """Return somebody of the group, as they are there."""
    return GroupPhone(cast.stage, cast.phones[role].person, cast.group)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The story up to a button, and where that is."""

    story: Callable[[Cast], Awaitable[None]]
    label: str
    owner: Role = Role.SELF
    lives_in_group: bool = False

    async def arrange(self, cast: Cast) -> Button:
        """Tell the story, and return the live button."""
        await self.story(cast)
        if self.lives_in_group:
            return in_group(cast).button(self.label)
        return cast.phones[self.owner].button(self.label)


ARRANGEMENTS: Mapping[Action, Arrangement] = {
    Action.DONE: Arrangement(_evening, "✅ Done"),
    Action.UNDO: Arrangement(_done, "Undo"),
    Action.PARTLY: Arrangement(_evening, "Partly"),
    Action.LEAVE_PARTLY: Arrangement(_choosing, "Leave it at partly"),
    Action.ON_A_CALL: Arrangement(_choosing, "Finish it on a call"),
    Action.NOT_YET: Arrangement(_evening, "Not yet"),
    Action.WAIT: Arrangement(_held, "Wait"),
    Action.CHANGE: Arrangement(_named, "Change it"),
    Action.REPLACE: Arrangement(_second_thing, "Replace"),
    Action.KEEP: Arrangement(_second_thing, "Keep"),
    Action.FOR_TOMORROW: Arrangement(_late_thing, "Save for tomorrow"),
    Action.CARRY_OVER: Arrangement(_missed, "Take it on today"),
    Action.NUDGE: Arrangement(_nothing_named, "Nudge", Role.PARTNER),
    Action.BLOCK: Arrangement(_about_to_block, "Block"),
    Action.BLOCK_INVITER: Arrangement(_declined, "Don't let them invite me", Role.INVITED),
    Action.LIFT: Arrangement(_has_blocked, "Blocked"),
    Action.CALLING: Arrangement(_nudged, "I'm calling now", Role.PARTNER),
    Action.SNOOZE: Arrangement(_nudged, "In 15 minutes", Role.PARTNER),
    Action.CANT: Arrangement(_nudged, "I can't tonight", Role.PARTNER),
    Action.CHEER: Arrangement(_done, "Well done", Role.PARTNER),
    Action.OWN_CHEER: Arrangement(_done, "Write your own", Role.PARTNER),
    Action.WE_DID_IT: Arrangement(_on_the_line, "We did it"),
    Action.DID: Arrangement(_both_on_the_line, "Both of ours"),
    Action.EXTEND: Arrangement(_asked_how_it_went, "15 more minutes"),
    Action.NOT_REACHED: Arrangement(_on_the_line, "Couldn't reach"),
    Action.INVITE: Arrangement(_alone, "Invite a partner"),
    Action.WITHDRAW: Arrangement(_alone, "Withdraw it"),
    Action.SHOW_QR: Arrangement(_alone, "QR code"),
    Action.ACCEPT: Arrangement(_alone, "Yes, let's do this", Role.INVITED),
    Action.DECLINE: Arrangement(_alone, "Not for me", Role.INVITED),
    Action.WISH: Arrangement(_withdrawn, "Ask for a new one", Role.STRANGER),
    Action.START: Arrangement(_stopped, "Start again"),
    Action.LEAVE: Arrangement(_leaving, "Leave the pact"),
    Action.STAY: Arrangement(_leaving, "Stay"),
    Action.GO_ON_ALONE: Arrangement(_last_question, "Keep my check-ins"),
    Action.STOP: Arrangement(_last_question, "Stop them"),
    Action.PART_AND_INVITE: Arrangement(_about_to_part, "Yes, end it"),
    Action.CITY: Arrangement(_asked_where_she_is, "Lisbon, Portugal"),
    Action.TIMES: Arrangement(_asked_for_times, "08:00 and 20:00", Role.JOINING),
    Action.OWN_TIMES: Arrangement(_asked_for_times, "Other times", Role.JOINING),
    Action.SETTINGS: Arrangement(_page("When I travel"), "‹ Settings"),
    Action.PAGE: Arrangement(_settings, "Call hours"),
    Action.MORNING: Arrangement(_page("Morning"), "07:30"),
    Action.EVENING: Arrangement(_page("Evening"), "21:00"),
    Action.CALL_HOURS: Arrangement(_page("Call hours"), "08:00 to 21:00"),
    Action.DRAFT_DAYS_OFF: Arrangement(_page("Days off"), "Sunday"),
    Action.DAYS_OFF: Arrangement(_day_off_chosen, "Save"),
    Action.LANGUAGE: Arrangement(_page("Language"), "As in Telegram"),
    Action.WAYS: Arrangement(_settings, "How to call me"),
    Action.WAY: Arrangement(_page("How to call me"), "Profile"),
    Action.ASK_ROOM: Arrangement(_room_saved, "Change the room"),
    Action.REMOVE_NUMBER: Arrangement(_number_shared, "Remove my number"),
    Action.REMOVE_ROOM: Arrangement(_room_saved, "Remove the room"),
    Action.ASK_AWAY: Arrangement(_asked_whether_all_is_well, "A few days off"),
    Action.AWAY: Arrangement(_asked_until_when, "Mon, 30 Nov"),
    Action.BACK: Arrangement(_away, "Back already"),
    Action.IM_HERE: Arrangement(_asked_whether_all_is_well, "I'm here"),
    Action.WAIT_FOR: Arrangement(_partner_on_hold, "Wait for"),
    Action.PART: Arrangement(_partner_on_hold, "Go on alone"),
    Action.CHANGE_WORDS: Arrangement(_words, "Change them"),
    Action.FIRST_WORDS: Arrangement(_own_words, "Our first words"),
    Action.AGREE_WORDS: Arrangement(_words_proposed, "Yes, let's say that", Role.PARTNER),
    Action.KEEP_WORDS: Arrangement(_words_proposed, "Keep ours", Role.PARTNER),
    Action.PART_FOR_ANOTHER: Arrangement(_partner_on_hold, "Invite somebody else"),
    Action.IM_IN: Arrangement(_alone, "I'm in", lives_in_group=True),
    Action.PACT_YES: Arrangement(_yes_in_group, "Yes, let's do this", lives_in_group=True),
    Action.PACT_BACK: Arrangement(_yes_in_group, "Take my yes back", lives_in_group=True),
    Action.HERE_YES: Arrangement(_asked_to_come_here, "Yes, asks and news", lives_in_group=True),
    Action.HERE_NO: Arrangement(_asked_to_come_here, "Keep it private", lives_in_group=True),
    Action.HERE_OFF: Arrangement(_at_home_in_group, "Back to private"),
}
