"""The kinds of everything the bot says."""

from enum import StrEnum


class Kind(StrEnum):
    """One kind for each message: texts hold its words, keyboards its buttons, `notices` its rule."""

    # the day's asks
    MORNING_ASK = "morning_ask"
    MORNING_CARD = "morning_card"
    MORNING_REMINDER = "morning_reminder"
    EVENING_ASK = "evening_ask"
    EVENING_ASK_UNNAMED = "evening_ask_unnamed"
    EVENING_REMINDER = "evening_reminder"
    EVENING_REMINDER_UNNAMED = "evening_reminder_unnamed"
    EVENING_CHECK = "evening_check"
    # a member's own day, as an answer to what they did
    DAY_CARD = "day_card"
    CARD_UPDATE = "card_update"
    REPLACE_OFFER = "replace_offer"
    KEPT = "kept"
    TOMORROW_OFFER = "tomorrow_offer"
    TOMORROW_SAVED = "tomorrow_saved"
    CHANGE_QUESTION = "change_question"
    CANCELLED = "cancelled"
    TODAY = "today"
    # what the partner hears of it
    PARTNER_NAMED = "partner_named"
    PARTNER_REPLACED = "partner_replaced"
    PARTNER_DONE = "partner_done"
    PARTNER_UNDONE = "partner_undone"
    PARTNER_PARTLY = "partner_partly"
    CHEER = "cheer"
    CHEER_SENT = "cheer_sent"
    # the call
    CALL_NUDGE = "call_nudge"
    NUDGE_MOOT = "nudge_moot"
    PARTNER_CARD = "partner_card"
    AGREED_WORDS = "agreed_words"
    CALL_CARD = "call_card"
    SAVED = "saved"
    CANT_TONIGHT = "cant_tonight"
    COULDNT_REACH = "couldnt_reach"
    OUTSIDE_CALL_HOURS = "outside_call_hours"
    PARTNER_OUTSIDE_CALL_HOURS = "partner_outside_call_hours"
    # joining and pairing
    WELCOME = "welcome"
    STATUS = "status"
    INVITE_LINK = "invite_link"
    INVITE_WITHDRAWN = "invite_withdrawn"
    INVITE_CARD = "invite_card"
    PAIRED = "paired"
    DECLINED_CARD = "declined_card"
    DECLINED = "declined"
    NEW_INVITE_WISHED = "new_invite_wished"
    WISH_SENT = "wish_sent"
    # leaving
    LEAVE_QUESTION = "leave_question"
    LEAVE_CHOICE = "leave_choice"
    LEFT = "left"
    STAYED = "stayed"
    PARTNER_LEFT = "partner_left"
    PARTNER_UNREACHABLE = "partner_unreachable"
    PARTNER_BACK = "partner_back"
    # the rest
    HELP = "help"
    REFUSAL = "refusal"
    APOLOGY = "apology"


class ReadyCheer(StrEnum):
    """The congratulations that are one tap away; texts hold the words."""

    WELL_DONE = "well_done"
    PROUD = "proud"
    KEEP_GOING = "keep_going"
