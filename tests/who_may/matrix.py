"""Who may do what: a row for each command and each button, a column for each kind of person."""

from collections.abc import Mapping
from enum import Enum

from bot.chat.buttons import Action


class Role(Enum):
    """Who tries. “Ana” is the person to whom the button was given, or whose things a command is about."""

    SELF = "Ana herself"
    PARTNER = "her partner"
    FORMER = "a former partner"
    INVITED = "somebody she has invited"
    STRANGER = "another member"
    NEWCOMER = "somebody who never pressed Start"
    JOINING = "somebody who is joining"
    SILENT = "somebody on hold"
    GROUP_MEMBER = "a member of their group, from there"
    ANONYMOUS = "its anonymous administrator, from there"


class May(Enum):
    """What comes of it."""

    MAY = "yes"
    """It does what it says."""
    OWN = "their own"
    """It is about the things of whoever does it: nobody else's change, and nobody hears of it but their own partner."""
    REFUSED = "no"
    """Nothing changes; they learn why, and nobody else learns anything."""
    SILENT = "silence"
    """Nothing changes, and nobody hears anything; a tap's progress bar ends."""
    NONE = "–"
    """There is no such person at that moment."""


Row = Mapping[Role, May]


_Y, _O, _N, _0 = May.MAY, May.OWN, May.REFUSED, May.NONE


def _row(*cells: May, joining: May = _N, silent: May = _N, group: tuple[May, May] = (_N, _N)) -> Row:
    """Return a row: eight kinds of people in private, and two in a group."""
    return dict(zip(Role, (*cells, joining, silent, *group), strict=True))


def _talk(row: Row) -> Row:
    """Return a row of what is said: in a group nobody is answered whose group it is not."""
    return {**row, Role.GROUP_MEMBER: May.SILENT, Role.ANONYMOUS: May.SILENT}


OWN_DAY = _row(_Y, _N, _N, _N, _N, _N)
PARTNERS_DAY = _row(_N, _Y, _N, _N, _N, _N)
EITHERS = _row(_Y, _Y, _N, _N, _N, _N)
_LINK = _row(_N, _0, _Y, _Y, _Y, _Y, joining=_Y, silent=_Y)
"""Whoever has the link may use it: its 128 bits are the key, and the first to accept is the one."""
_FOR_ONESELF = _row(_O, _O, _O, _O, _O, _O, joining=_O, silent=_O)
_WHO_WAITS = _row(_Y, _0, _N, _N, _N, _N)
"""Her partner has been silent: with the first thing that they do there is nothing to wait for any more."""
_WHO_JOINS = _row(_N, _0, _N, _N, _N, _N, joining=_Y)

BUTTONS: Mapping[Action, Row] = {
    Action.DONE: OWN_DAY,
    Action.UNDO: OWN_DAY,
    Action.PARTLY: OWN_DAY,
    Action.LEAVE_PARTLY: OWN_DAY,
    Action.ON_A_CALL: OWN_DAY,
    Action.NOT_YET: OWN_DAY,
    Action.WAIT: OWN_DAY,
    Action.CHANGE: OWN_DAY,
    Action.REPLACE: OWN_DAY,
    Action.KEEP: OWN_DAY,
    Action.FOR_TOMORROW: OWN_DAY,
    Action.CARRY_OVER: OWN_DAY,
    Action.CALLING: PARTNERS_DAY,
    Action.SNOOZE: PARTNERS_DAY,
    Action.CANT: PARTNERS_DAY,
    Action.CHEER: PARTNERS_DAY,
    Action.OWN_CHEER: PARTNERS_DAY,
    Action.WE_DID_IT: EITHERS,
    Action.DID: EITHERS,
    Action.EXTEND: EITHERS,
    Action.NOT_REACHED: EITHERS,
    Action.NUDGE: PARTNERS_DAY,
    Action.BLOCK: _row(_Y, _Y, _N, _N, _N, _N),
    Action.BLOCK_INVITER: _row(_N, _0, _N, _Y, _N, _N),
    Action.LIFT: _row(_Y, _N, _N, _N, _N, _N),
    Action.INVITE: _row(_O, _0, _O, _O, _O, _O, joining=_O, silent=_O),
    Action.WITHDRAW: _row(_Y, _0, _N, _N, _N, _N),
    Action.SHOW_QR: _row(_Y, _0, _N, _N, _N, _N),
    Action.ACCEPT: _LINK,
    Action.DECLINE: _LINK,
    Action.WISH: _LINK,
    Action.START: _FOR_ONESELF,
    Action.LEAVE: _row(_Y, _Y, _N, _N, _N, _N),
    Action.STAY: _FOR_ONESELF,
    Action.GO_ON_ALONE: _row(_Y, _Y, _N, _N, _N, _N),
    Action.STOP: _row(_Y, _Y, _N, _N, _N, _N),
    Action.PART_AND_INVITE: _WHO_WAITS,
    Action.CITY: _row(_Y, _N, _N, _N, _N, _N, joining=_O),
    Action.TIMES: _WHO_JOINS,
    Action.OWN_TIMES: _WHO_JOINS,
    Action.SETTINGS: _FOR_ONESELF,
    Action.PAGE: _FOR_ONESELF,
    Action.MORNING: _FOR_ONESELF,
    Action.EVENING: _FOR_ONESELF,
    Action.CALL_HOURS: _FOR_ONESELF,
    Action.DRAFT_DAYS_OFF: _FOR_ONESELF,
    Action.DAYS_OFF: _FOR_ONESELF,
    Action.LANGUAGE: _FOR_ONESELF,
    Action.WAYS: _FOR_ONESELF,
    Action.WAY: _FOR_ONESELF,
    Action.ASK_ROOM: _FOR_ONESELF,
    Action.REMOVE_NUMBER: _FOR_ONESELF,
    Action.REMOVE_ROOM: _row(_Y, _Y, _N, _N, _N, _N),
    Action.ASK_AWAY: _FOR_ONESELF,
    Action.AWAY: _FOR_ONESELF,
    Action.BACK: _FOR_ONESELF,
    Action.IM_HERE: _FOR_ONESELF,
    Action.WAIT_FOR: _WHO_WAITS,
    Action.PART: _WHO_WAITS,
    Action.PART_FOR_ANOTHER: _WHO_WAITS,
    Action.CHANGE_WORDS: EITHERS,
    Action.FIRST_WORDS: EITHERS,
    Action.AGREE_WORDS: _row(_N, _Y, _N, _N, _N, _N),
    Action.KEEP_WORDS: _row(_N, _Y, _N, _N, _N, _N),
    Action.IM_IN: _row(_Y, _0, _N, _N, _N, _N, group=(_Y, _Y)),
    Action.PACT_YES: _row(_N, _0, _N, _N, _N, _N, group=(_Y, _Y)),
    Action.PACT_BACK: _row(_Y, _0, _N, _N, _N, _N),
    Action.HERE_YES: _row(_N, _Y, _N, _N, _N, _N),
    Action.HERE_NO: _row(_N, _Y, _N, _N, _N, _N),
    Action.HERE_OFF: _row(_Y, _Y, _N, _N, _N, _N),
}

_COMMANDS = (
    "start",
    "help",
    "today",
    "done",
    "tomorrow",
    "cancel",
    "skip",
    "away",
    "back",
    "settings",
    "invite",
    "words",
    "leave",
    "nudge",
    "block",
    "delete",
    "one",
    "here",
)
COMMANDS: Mapping[str, Row] = dict.fromkeys(_COMMANDS, _talk(_FOR_ONESELF))
"""A command has no object: it is about whoever gives it, who may still read why it can't be."""

OTHERS: Mapping[str, Row] = dict.fromkeys(
    ("a text", "an edited text", "a photo", "a location", "a contact card"), _talk(_FOR_ONESELF)
)


def page() -> str:
    """Return the matrix in Markdown, as docs/who-may.md holds it."""
    head = ["| |", *(f" {role.value} |" for role in Role)]
    lines = ["".join(head), "|---|" + "---|" * len(Role)]
    named = {f"`/{name}`": row for name, row in COMMANDS.items()} | dict(OTHERS)
    named |= {f"button `{action.value}`": row for action, row in BUTTONS.items()}
    lines += [f"| {name} |" + "".join(f" {row[role].value} |" for role in Role) for name, row in named.items()]
    return "\n".join([*_INTRODUCTION, *lines, ""])


_INTRODUCTION = (
    "# Who may do what",
    "",
    "Every command and every button, by everybody who could try it; each cell is tried over HTTP in `tests/who_may/`.",
    "A button is tried with the very payload of the one that is live on Ana's phone (or on that of the person whom it",
    "is for), as a modified client can send it. A command or a button without a row fails a test. `make faults` writes",
    "this page anew.",
    "",
    "- **yes**: it does what it says.",
    "- **their own**: it is about the things of whoever does it, if it can be at all. Nobody else's things change, and",
    "  nobody hears of it but their own partner.",
    "- **no**: nothing changes; they learn why, and nobody else learns anything. Whoever was on hold is asked again",
    "  from then on, for they have said something.",
    "- **silence**: nothing changes, and nobody hears anything.",
    "- **–**: there is no such person at that moment.",
    "",
    "The group is not the pair's: a button is pressed there with the payload of the one in private, as a modified",
    "client can, but those of joining and of bringing a group, which live there. What a button that a pair's own group",
    "shows does under whose finger is told in `tests/stories/test_groups_manners.py`. `/start` in a group without a",
    "pair says the one line again, a minute after the last at the earliest.",
    "",
)
