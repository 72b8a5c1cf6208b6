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
    FOR_TOMORROW = auto()
    ON_A_CALL = auto()
    LEAVE_PARTLY = auto()
    WAIT = auto()
    CALLING = auto()
    CANT = auto()
    PROFILE = auto()
    WE_DID_IT = auto()
    NOT_REACHED = auto()
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


LABELS: Mapping[Label, str] = {
    Label.DONE: mark("✅ Done"),
    Label.UNDO: mark("Undo"),
    Label.PARTLY: mark("Partly"),
    Label.NOT_YET: mark("Not yet"),
    Label.LATE_DONE: mark("I did it, I forgot to say"),
    Label.CHANGE: mark("Change it"),
    Label.REPLACE: mark("Replace"),
    Label.KEEP: mark("Keep"),
    Label.FOR_TOMORROW: mark("Save for tomorrow"),
    Label.ON_A_CALL: mark("Finish it on a call"),
    Label.LEAVE_PARTLY: mark("Leave it at partly"),
    Label.WAIT: mark("Wait"),
    Label.CALLING: mark("📞 I'm calling now"),
    Label.CANT: mark("I can't tonight"),
    Label.PROFILE: mark("Open {name}'s profile"),
    Label.WE_DID_IT: mark("🎉 We did it"),
    Label.NOT_REACHED: mark("Couldn't reach"),
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
