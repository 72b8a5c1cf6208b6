"""What a person asked for and can't have: facts without sentences."""

from collections.abc import Mapping
from enum import StrEnum

Fact = str | int | bool | None
Facts = Mapping[str, Fact]


class Reason(StrEnum):
    """Why something was refused. Texts hold one sentence for each."""

    # invites and pairs
    OWN_INVITE = "own_invite"
    ALREADY_PARTNERS = "already_partners"
    ALREADY_PAIRED = "already_paired"
    INVITE_UNKNOWN = "invite_unknown"
    INVITE_USED = "invite_used"
    INVITE_WITHDRAWN = "invite_withdrawn"
    INVITE_VOID = "invite_void"
    INVITE_OLD = "invite_old"
    FORMER_PARTNER = "former_partner"
    NOT_YOURS = "not_yours"
    BY_INVITE_ONLY = "by_invite_only"
    CLOSED = "closed"
    # where and when
    STILL_JOINING = "still_joining"
    CITY_UNKNOWN = "city_unknown"
    NO_ZONE_THERE = "no_zone_there"
    LOCATION_NOT_ASKED = "location_not_asked"
    NOT_A_TIME = "not_a_time"
    NOT_TWO_TIMES = "not_two_times"
    MORNING_OUT_OF_RANGE = "morning_out_of_range"
    EVENING_TOO_EARLY = "evening_too_early"
    EVENING_TOO_LATE = "evening_too_late"
    CALL_HOURS_IMPOSSIBLE = "call_hours_impossible"
    ALL_DAYS_OFF = "all_days_off"
    # ways to be called
    NOT_OWN_NUMBER = "not_own_number"
    NUMBER_BY_KEY = "number_by_key"
    CONTACT_NOT_ASKED = "contact_not_asked"
    ROOM_NEEDS_PARTNER = "room_needs_partner"
    ROOM_NOT_HTTPS = "room_not_https"
    ROOM_TOO_LONG = "room_too_long"
    ROOM_UNREADABLE = "room_unreadable"
    ROOM_WITH_USER = "room_with_user"
    ROOM_WITHOUT_HOST = "room_without_host"
    ROOM_IS_BOT = "room_is_bot"
    # being away
    NOT_A_DATE = "not_a_date"
    AWAY_IN_THE_PAST = "away_in_the_past"
    AWAY_TOO_LONG = "away_too_long"
    ALREADY_SKIPPED = "already_skipped"
    NOTHING_TODAY = "nothing_today"
    NOT_AWAY = "not_away"
    PARTNER_IS_BACK = "partner_is_back"
    # the agreed words
    NO_PARTNER = "no_partner"
    SAME_WORDS = "same_words"
    OWN_PROPOSAL = "own_proposal"
    # the day
    NOT_STARTED = "not_started"
    NOT_BEGUN = "not_begun"
    CARRIED_OVER = "carried_over"
    NOTHING_NAMED = "nothing_named"
    ALREADY_DONE = "already_done"
    ALREADY_NAMED = "already_named"
    DAY_OVER = "day_over"
    TOO_LATE_TO_UNDO = "too_late_to_undo"
    TOO_LATE_TO_CHANGE = "too_late_to_change"
    ALREADY_ASKED_PARTNER = "already_asked_partner"
    PARTNERS_TO_SAY = "partners_to_say"
    CALL_ENDED = "call_ended"
    CALL_TAKEN = "call_taken"
    CALL_NOT_NEEDED = "call_not_needed"
    ALREADY_SNOOZED = "already_snoozed"
    LAST_NUDGE = "last_nudge"
    DAY_ENDS_FIRST = "day_ends_first"
    TIME_ENOUGH = "time_enough"
    NO_MORE_TIME = "no_more_time"
    ALREADY_CHEERED = "already_cheered"
    NOT_DONE_AFTER_ALL = "not_done_after_all"
    ENOUGH_CHEERS = "enough_cheers"
    NOT_REACHED_NOW = "not_reached_now"
    UNSENDABLE = "unsendable"
    NO_LONGER_APPLIES = "no_longer_applies"
    PARTNER_HAS_NO_CHECK_IN = "partner_has_no_check_in"
    PARTNER_HAS_NAMED = "partner_has_named"
    PARTNER_NOT_ASKED = "partner_not_asked"
    TOO_LATE_TO_NUDGE = "too_late_to_nudge"
    ALREADY_NUDGED = "already_nudged"
    # keeping somebody away, and going
    YOU_BLOCKED_THEM = "you_blocked_them"
    NOBODY_TO_BLOCK = "nobody_to_block"
    NOT_CONFIRMED = "not_confirmed"
    # the pair's own group
    GROUP_TAKEN = "group_taken"
    GROUP_ELSEWHERE = "group_elsewhere"
    HERE_ALREADY = "here_already"
    NO_GROUP = "no_group"
    CANT_ASK_THERE = "cant_ask_there"
    GROUP_CAME_TO_NOTHING = "group_came_to_nothing"
    SAID_YES_ALREADY = "said_yes_already"
    # texts
    EMPTY = "empty"
    NOTHING_TO_SEE = "nothing_to_see"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    NOT_TEXT = "not_text"
    UNKNOWN_COMMAND = "unknown_command"
    NOTHING_TO_CANCEL = "nothing_to_cancel"


class Refused(Exception):  # noqa: N818  a refusal is an answer to a person, not a fault of the program
    """A wish that the rules do not allow; nothing was changed."""

    def __init__(self, reason: Reason, **facts: Fact) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts: Facts = facts
