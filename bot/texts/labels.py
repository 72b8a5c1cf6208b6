"""What stands on the buttons."""

from collections.abc import Mapping
from enum import StrEnum, auto

from bot.domain.kinds import ReadyCheer
from bot.texts.language import Language, mark


class Label(StrEnum):
    """A button's face. It is plain text: names can stand in it unescaped."""

    DONE = auto()
    UNDO = auto()
    PARTLY = auto()
    NOT_YET = auto()
    LATE_DONE = auto()
    CHANGE = auto()
    REPLACE = auto()
    KEEP = auto()
    NO = auto()
    FOR_TOMORROW = auto()
    ON_A_CALL = auto()
    LEAVE_PARTLY = auto()
    WAIT = auto()
    CALLING = auto()
    SNOOZE = auto()
    CANT = auto()
    PROFILE = auto()
    WE_DID_IT = auto()
    DID_BOTH = auto()
    DID_MINE = auto()
    DID_THEIRS = auto()
    EXTEND = auto()
    NOT_REACHED = auto()
    NUDGE = auto()
    BLOCK = auto()
    BLOCK_INVITER = auto()
    LIFT = auto()
    INVITE = auto()
    SHARE = auto()
    WITHDRAW = auto()
    ACCEPT = auto()
    DECLINE = auto()
    WISH = auto()
    LEAVE = auto()
    STAY = auto()
    GO_ON_ALONE = auto()
    STOP = auto()
    START = auto()
    BEGIN = auto()
    SHARE_LOCATION = auto()
    CITY = auto()
    TIMES = auto()
    OWN_TIMES = auto()
    QR = auto()
    CARRY_OVER = auto()
    WHERE = auto()
    MORNING = auto()
    EVENING = auto()
    DAYS_OFF = auto()
    CALL_HOURS = auto()
    LANGUAGE = auto()
    TRAVEL = auto()
    TO_SETTINGS = auto()
    SAVE = auto()
    OFF = auto()
    AS_TELEGRAM = auto()
    HOURS = auto()
    BACK_TODAY = auto()
    BACK_NOW = auto()
    IM_HERE = auto()
    A_BREAK = auto()
    WAIT_FOR = auto()
    ALONE = auto()
    ANOTHER = auto()
    YES_PART = auto()
    WAYS = auto()
    BY_PROFILE = auto()
    BY_PHONE = auto()
    IN_ROOM = auto()
    SHARE_NUMBER = auto()
    REMOVE_NUMBER = auto()
    CHANGE_ROOM = auto()
    REMOVE_ROOM = auto()
    OPEN_ROOM = auto()
    OWN_CHEER = auto()
    CHANGE_WORDS = auto()
    FIRST_WORDS = auto()
    AGREE_WORDS = auto()
    KEEP_WORDS = auto()
    IM_IN = auto()
    PACT_BACK = auto()
    SET_TIMES = auto()
    OPEN_BOT = auto()
    HERE_ASKS = auto()
    HERE_NEWS = auto()
    HERE_NO = auto()
    HERE_OFF = auto()
    CHOOSE_GROUP = auto()
    DONE_OF = auto()
    UNDO_OF = auto()


LABELS: Mapping[Label, str] = {
    Label.DONE: mark("✅ Done"),
    Label.UNDO: mark("Undo"),
    Label.PARTLY: mark("Partly"),
    Label.NOT_YET: mark("Not yet"),
    Label.LATE_DONE: mark("I did it, I forgot to say"),
    Label.CHANGE: mark("Change it"),
    Label.REPLACE: mark("Replace"),
    Label.KEEP: mark("Keep"),
    Label.NO: mark("No"),
    Label.FOR_TOMORROW: mark("Save for tomorrow"),
    Label.ON_A_CALL: mark("Finish it on a call"),
    Label.LEAVE_PARTLY: mark("Leave it at partly"),
    Label.WAIT: mark("Wait"),
    Label.CALLING: mark("📞 I'm calling now"),
    Label.SNOOZE: mark("In 15 minutes"),
    Label.CANT: mark("I can't tonight"),
    Label.PROFILE: mark("Open {name}'s profile"),
    Label.WE_DID_IT: mark("🎉 We did it"),
    Label.DID_BOTH: mark("Both of ours"),
    Label.DID_MINE: mark("Mine"),
    Label.DID_THEIRS: mark("{name}'s"),
    Label.EXTEND: mark("15 more minutes"),
    Label.NOT_REACHED: mark("Couldn't reach"),
    Label.NUDGE: mark("Nudge {name}"),
    Label.BLOCK: mark("Block {name}"),
    Label.BLOCK_INVITER: mark("Don't let them invite me again"),
    Label.LIFT: mark("Blocked: {name} · Take it back"),
    Label.INVITE: mark("Invite a partner"),
    Label.SHARE: mark("Share the invitation"),
    Label.WITHDRAW: mark("Withdraw it"),
    Label.ACCEPT: mark("Yes, let's do this"),
    Label.DECLINE: mark("Not for me"),
    Label.WISH: mark("Ask for a new one"),
    Label.LEAVE: mark("Leave the pact"),
    Label.STAY: mark("Stay"),
    Label.GO_ON_ALONE: mark("Keep my check-ins"),
    Label.STOP: mark("Stop them"),
    Label.START: mark("Start again"),
    Label.BEGIN: mark("Start"),
    Label.SHARE_LOCATION: mark("📍 Share my location"),
    Label.CITY: mark("{city}, {country} · {time}"),
    Label.TIMES: mark("{morning} and {evening}"),
    Label.OWN_TIMES: mark("Other times"),
    Label.QR: mark("QR code"),
    Label.CARRY_OVER: mark("Take it on today"),
    Label.WHERE: mark("Where"),
    Label.MORNING: mark("Morning"),
    Label.EVENING: mark("Evening"),
    Label.DAYS_OFF: mark("Days off"),
    Label.CALL_HOURS: mark("Call hours"),
    Label.LANGUAGE: mark("Language"),
    Label.TRAVEL: mark("When I travel"),
    Label.TO_SETTINGS: mark("‹ Settings"),
    Label.SAVE: mark("Save"),
    Label.OFF: mark("🌙 {day}"),
    Label.AS_TELEGRAM: mark("As in Telegram"),
    Label.HOURS: mark("{opens} to {closes}"),
    Label.BACK_TODAY: mark("I'm in after all"),
    Label.BACK_NOW: mark("Back already"),
    Label.IM_HERE: mark("I'm here"),
    Label.A_BREAK: mark("A few days off"),
    Label.WAIT_FOR: mark("Wait for {name}"),
    Label.ALONE: mark("Go on alone"),
    Label.ANOTHER: mark("Invite somebody else"),
    Label.YES_PART: mark("Yes, end it"),
    Label.WAYS: mark("How to call me"),
    Label.BY_PROFILE: mark("Profile"),
    Label.BY_PHONE: mark("Phone number"),
    Label.IN_ROOM: mark("Room link"),
    Label.SHARE_NUMBER: mark("📱 Share my number"),
    Label.REMOVE_NUMBER: mark("Remove my number"),
    Label.CHANGE_ROOM: mark("Change the room"),
    Label.REMOVE_ROOM: mark("Remove the room"),
    Label.OPEN_ROOM: mark("Open your room"),
    Label.OWN_CHEER: mark("Write your own"),
    Label.CHANGE_WORDS: mark("Change them"),
    Label.FIRST_WORDS: mark("Our first words"),
    Label.AGREE_WORDS: mark("Yes, let's say that"),
    Label.KEEP_WORDS: mark("Keep ours"),
    Label.IM_IN: mark("I'm in"),
    Label.PACT_BACK: mark("Take my yes back"),
    Label.SET_TIMES: mark("Set my times"),
    Label.OPEN_BOT: mark("Open our chat"),
    Label.HERE_ASKS: mark("Yes, asks and news"),
    Label.HERE_NEWS: mark("The news alone"),
    Label.HERE_NO: mark("Keep it private"),
    Label.HERE_OFF: mark("Back to private"),
    Label.CHOOSE_GROUP: mark("Choose a group"),
    Label.DONE_OF: mark("✅ {name}"),
    Label.UNDO_OF: mark("Undo · {name}"),
}

CHEERS: Mapping[ReadyCheer, str] = {
    ReadyCheer.WELL_DONE: mark("👏 Well done!"),
    ReadyCheer.PROUD: mark("🎉 So proud of you"),
    ReadyCheer.KEEP_GOING: mark("💪 You're on a roll"),
}


def label(language: Language, face: Label, **facts: str) -> str:
    """Return a button's text."""
    return language.gettext(LABELS[face]).format(**facts)


def cheer_label(language: Language, cheer: ReadyCheer) -> str:
    """Return a ready cheer, as it stands on its button and as it reaches the member."""
    return language.gettext(CHEERS[cheer])
