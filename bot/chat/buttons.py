"""What a button carries: an action and what it is about, in Telegram's 64 bytes.

A payload can be anything that a modified client sends, so it is read as strictly as it is written.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 64
_PAYLOAD = re.compile(r"[a-z_]{1,20}(:[A-Za-z0-9_-]{1,40}){0,2}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


class Action(StrEnum):
    """What a tap asks for. Each has one handler in `chat/handlers`."""

    # one's own day; carries the day
    DONE = "done"
    UNDO = "undo"
    PARTLY = "partly"
    LEAVE_PARTLY = "leave_partly"
    ON_A_CALL = "on_a_call"
    NOT_YET = "not_yet"
    WAIT = "wait"
    CHANGE = "change"
    REPLACE = "replace"
    KEEP = "keep"
    FOR_TOMORROW = "for_tomorrow"
    CARRY_OVER = "carry_over"
    # the partner's day; carries the day
    CALLING = "calling"
    SNOOZE = "snooze"
    CANT = "cant"
    CHEER = "cheer"
    OWN_CHEER = "own_cheer"
    NUDGE = "nudge"
    # either's
    WE_DID_IT = "we_did_it"
    DID = "did"
    """Carries whose as well."""
    EXTEND = "extend"
    NOT_REACHED = "not_reached"
    # invites; carry the token, WITHDRAW the invite
    INVITE = "invite"
    WITHDRAW = "withdraw"
    SHOW_QR = "qr"
    ACCEPT = "accept"
    DECLINE = "decline"
    WISH = "wish"
    # keeping somebody away: a pair, or the token of an invite
    BLOCK = "block"
    BLOCK_INVITER = "block_inviter"
    LIFT = "lift"
    # coming and going; the leaving ones carry the pair
    START = "start"
    LEAVE = "leave"
    STAY = "stay"
    GO_ON_ALONE = "go_on"
    STOP = "stop"
    PART_AND_INVITE = "part_and_invite"
    # where and when; CITY carries its number, the times carry four digits each, DAYS_OFF digits of weekdays
    CITY = "city"
    TIMES = "times"
    OWN_TIMES = "own_times"
    SETTINGS = "settings"
    PAGE = "page"
    MORNING = "morning"
    EVENING = "evening"
    CALL_HOURS = "call_hours"
    DRAFT_DAYS_OFF = "draft_days_off"
    DAYS_OFF = "days_off"
    LANGUAGE = "language"
    # ways to be called; WAY carries its name, REMOVE_ROOM the pair
    WAYS = "ways"
    WAY = "way"
    ASK_ROOM = "ask_room"
    REMOVE_NUMBER = "remove_number"
    REMOVE_ROOM = "remove_room"
    # away, silent, and back; AWAY carries a date, those about a silent partner the pair
    ASK_AWAY = "ask_away"
    AWAY = "away"
    BACK = "back"
    IM_HERE = "im_here"
    WAIT_FOR = "wait_for"
    PART = "part"
    PART_FOR_ANOTHER = "part_for_another"
    # the agreed words; carry the pair, the last two also which proposal was read
    CHANGE_WORDS = "change_words"
    FIRST_WORDS = "first_words"
    AGREE_WORDS = "agree_words"
    KEEP_WORDS = "keep_words"
    # the pair's own group; the ones about bringing it carry the pair, HERE_YES also what goes there
    IM_IN = "im_in"
    PACT_YES = "pact_yes"
    PACT_BACK = "pact_back"
    HERE_YES = "here_yes"
    HERE_NO = "here_no"
    HERE_OFF = "here_off"


class Malformed(Exception):  # noqa: N818  named for what was found
    """A payload that this bot did not write."""


@dataclass(frozen=True, slots=True)
class Payload:
    """An action with its arguments."""

    action: Action
    arguments: tuple[str, ...] = ()

    def number(self, place: int = 0) -> int:
        """Return an argument as a number; `Malformed` if it is none."""
        argument = self.word(place)
        if not _NUMBER.fullmatch(argument):
            raise Malformed(argument)
        return int(argument)

    def word(self, place: int = 0) -> str:
        """Return an argument; `Malformed` if it is not there."""
        if place >= len(self.arguments):
            raise Malformed(self.action)
        return self.arguments[place]


def write_payload(action: Action, *arguments: object) -> str:
    """Return the callback data for `action`; `ValueError` if it could not be read back."""
    data = ":".join([action.value, *(str(argument) for argument in arguments)])
    if len(data.encode()) > LONGEST or not _PAYLOAD.fullmatch(data):
        raise ValueError(f"callback data {data!r} can't be sent")
    return data


def read_payload(data: str) -> Payload:
    """Return what a button carried; `Malformed` for anything that `write_payload` would not write."""
    if not _PAYLOAD.fullmatch(data):
        raise Malformed(data[:LONGEST])
    name, *arguments = data.split(":")
    try:
        return Payload(Action(name), tuple(arguments))
    except ValueError as error:
        raise Malformed(name) from error
