"""Why something can't be, and the way out: plain text, short enough for the answer to a tap."""

from collections.abc import Mapping

from bot.domain.errors import Facts, Reason
from bot.texts.language import Language, mark

REFUSALS: Mapping[Reason, str] = {
    Reason.OWN_INVITE: mark("This is your own invitation: share it with a friend."),
    Reason.ALREADY_PARTNERS: mark("You are already partners."),
    Reason.ALREADY_PAIRED: mark("You have a partner already. /leave ends that pact first."),
    Reason.INVITE_UNKNOWN: mark(
        "I don't know this invitation. Maybe the link was cut: ask your friend to send it again."
    ),
    Reason.INVITE_USED: mark("This invitation was used already."),
    Reason.INVITE_WITHDRAWN: mark("This invitation was withdrawn."),
    Reason.INVITE_VOID: mark("This invitation isn't open any more."),
    Reason.INVITE_OLD: mark("This invitation is older than a week and has ended."),
    Reason.FORMER_PARTNER: mark("This belonged to a pact that has ended, so nothing has changed."),
    Reason.NOT_YOURS: mark("This button is for somebody else."),
    Reason.BY_INVITE_ONLY: mark("You can begin here once a friend invites you: ask them for their link, and open it."),
    Reason.CLOSED: mark("No new pairs can begin here at the moment. Whoever runs this bot can let you in."),
    Reason.STILL_JOINING: mark("We're not quite set up yet. /start goes on where we stopped."),
    Reason.CITY_UNKNOWN: mark(
        "I don't know a city by that name. Try the nearest bigger one, or share your location instead."
    ),
    Reason.NO_ZONE_THERE: mark("I know no time zone for that spot. Could you type the name of a city instead?"),
    Reason.LOCATION_NOT_ASKED: mark("If you have moved, open /settings and tap Where. I've kept nothing of this."),
    Reason.NOT_A_TIME: mark("I can't read a time in that. Type it like 7:30 or 19:00; /cancel leaves it as it is."),
    Reason.NOT_TWO_TIMES: mark("I need two times there. Type them like this: 8:00 and 20:00"),
    Reason.ALL_DAYS_OFF: mark("One day a week has to stay. To stop altogether there is /leave, for a while /away."),
    Reason.NOT_OWN_NUMBER: mark(
        "I can only keep your own number, shared by yourself: tap the key “Share my number”, or /cancel."
    ),
    Reason.NUMBER_BY_KEY: mark("A typed number I can't be sure of. Tap the key “Share my number”, or /cancel."),
    Reason.CONTACT_NOT_ASKED: mark(
        "If your partner may call you by phone, open /settings and tap How to call me. I've kept nothing of this."
    ),
    Reason.ROOM_NEEDS_PARTNER: mark("A room is for two: you can save one once you have a partner. /invite"),
    Reason.ROOM_NOT_HTTPS: mark("A room is a link that begins with https://. Paste it as it is, or /cancel."),
    Reason.ROOM_UNREADABLE: mark(
        "There are spaces or other characters in that which no link has. Paste the link alone, or /cancel."
    ),
    Reason.ROOM_WITH_USER: mark(
        "There's a user name in that link. Take the one without an @ before the host, or /cancel."
    ),
    Reason.ROOM_WITHOUT_HOST: mark("I can't find the host in that link. Copy all of it once more, or /cancel."),
    Reason.ROOM_IS_BOT: mark("That link opens a bot, and a room is for the two of you. Take another, or /cancel."),
    Reason.NOT_A_DATE: mark("I can't read a date in that. Try “Monday”, “3 May” or “two weeks”, or /cancel."),
    Reason.ALREADY_SKIPPED: mark("Today is free already. /back takes it up again."),
    Reason.PARTNER_IS_BACK: mark("They are back already, so nothing has changed."),
    Reason.NO_PARTNER: mark("This takes two. /invite brings a partner, and then you choose together."),
    Reason.SAME_WORDS: mark("That is what you say already, so nothing has changed."),
    Reason.OWN_PROPOSAL: mark("This one was your idea: your partner says yes or no to it."),
    Reason.CARRIED_OVER: mark("You took this one over to a later day; its Done is on that day's card."),
    Reason.NOT_STARTED: mark("You have no check-ins right now. /start begins them."),
    Reason.NOT_BEGUN: mark("That day hasn't begun yet. Done counts from its morning on."),
    Reason.NOTHING_NAMED: mark("There is no one thing yet. Type it here first."),
    Reason.ALREADY_DONE: mark("This one is done already. Well done!"),
    Reason.ALREADY_NAMED: mark("Today has its one thing already."),
    Reason.DAY_OVER: mark("That day is over, so nothing has changed. /today shows where you are."),
    Reason.TOO_LATE_TO_UNDO: mark("It's too late to undo this: it has been cheered, or ten minutes have gone by."),
    Reason.TOO_LATE_TO_CHANGE: mark("The one thing can be changed until the evening ask; now it stays."),
    Reason.ALREADY_ASKED_PARTNER: mark("Your partner has been asked already. Done still counts, any time."),
    Reason.PARTNERS_TO_SAY: mark("That's for your partner to say now. /today shows where yours stands."),
    Reason.CALL_ENDED: mark("This call has been settled already."),
    Reason.CALL_TAKEN: mark("That's said already, and you both know."),
    Reason.CALL_NOT_NEEDED: mark("No need for a call any more: it's done."),
    Reason.ALREADY_SNOOZED: mark("All right, I'm asking you again in a few minutes."),
    Reason.LAST_NUDGE: mark("I'm not asking again today. Is it now, or not tonight?"),
    Reason.DAY_ENDS_FIRST: mark("The day ends before that. Is it now, or not tonight?"),
    Reason.TIME_ENOUGH: mark("Take your time, it's a while yet until I ask."),
    Reason.NO_MORE_TIME: mark("Take all the time you need, I'm not asking again. Tell me when you're through."),
    Reason.ALREADY_CHEERED: mark("You have cheered already, and it arrived. To say more, reply to that message."),
    Reason.NOT_DONE_AFTER_ALL: mark("It isn't done after all, so I've kept this to myself for now."),
    Reason.NOT_REACHED_NOW: mark("I can't reach them right now, so I haven't passed this on."),
    Reason.UNSENDABLE: mark("I can't pass this one on. Words, photos, videos, stickers and voice messages get there."),
    Reason.PARTNER_HAS_NO_CHECK_IN: mark("Your partner has no check-in now, so there is nothing to nudge about."),
    Reason.PARTNER_HAS_NAMED: mark("Your partner has named their one thing already. /today shows it."),
    Reason.PARTNER_NOT_ASKED: mark("Your partner hasn't been asked yet today."),
    Reason.TOO_LATE_TO_NUDGE: mark("It's evening for your partner already; I ask how it went."),
    Reason.ALREADY_NUDGED: mark("You nudged them today already, and it arrived."),
    Reason.YOU_BLOCKED_THEM: mark("You keep this person away. /block takes it back."),
    Reason.NOBODY_TO_BLOCK: mark("There is nobody to keep away: /block is for people you have been in a pact with."),
    Reason.NOT_CONFIRMED: mark("That isn't the word, so nothing is deleted. Type it exactly, or /cancel."),
    Reason.NO_LONGER_APPLIES: mark("This button doesn't apply any more, so nothing has changed."),
    Reason.GROUP_TAKEN: mark("Another pair lives in this group already. Any other group of yours will do."),
    Reason.GROUP_ELSEWHERE: mark("Your check-ins live in another group. /here off there makes room for this one."),
    Reason.HERE_ALREADY: mark("That's how it is already. /here off goes back to private."),
    Reason.NO_GROUP: mark("You have no group right now: everything is said in private."),
    Reason.CANT_ASK_THERE: mark(
        "I couldn't ask your partner in that group: they have to be there, and I have to be allowed to write."
    ),
    Reason.GROUP_CAME_TO_NOTHING: mark(
        "I couldn't say in that group that you two are partners, so you aren't. /invite is another way."
    ),
    Reason.SAID_YES_ALREADY: mark("You've said yes already. Now it takes one more."),
    Reason.EMPTY: mark("I can't see anything in that. Type your one thing in a few words."),
    Reason.NOTHING_TO_SEE: mark("I can't see anything in that. Could you type it in a few words?"),
    Reason.UNREADABLE: mark("There are characters in that which I can't keep. Could you type it again?"),
    Reason.NOT_TEXT: mark("I can only read text. Could you type it in a few words?"),
    Reason.UNKNOWN_COMMAND: mark("I don't know that command. /help shows what I can do."),
    Reason.NOTHING_TO_CANCEL: mark("There is nothing to cancel: everything is as it was."),
}


_WITH_FACTS: Mapping[Reason, str] = {
    Reason.MORNING_OUT_OF_RANGE: mark("The morning check-in can be from {earliest} to {latest}. Another time?"),
    Reason.EVENING_TOO_EARLY: mark(
        "The evening has to be at least an hour after the morning: {morning} and {evening} won't do. Other times?"
    ),
    Reason.EVENING_TOO_LATE: mark("The evening check-in can be as late as {latest} at night. An earlier time?"),
    Reason.CALL_HOURS_IMPOSSIBLE: mark(
        "Call hours are at least one hour long, from {earliest} on and up to {latest} at night. Other hours?"
    ),
    Reason.ROOM_TOO_LONG: mark("That link has {length} characters, and {longest} fit. Take a shorter one, or /cancel."),
    Reason.AWAY_IN_THE_PAST: mark("{until} isn't ahead of us. On which later day do we continue?"),
    Reason.AWAY_TOO_LONG: mark(
        "{until} is more than a year away. Pick an earlier day, or stop with /leave; coming back is one tap."
    ),
    Reason.ENOUGH_CHEERS: mark(
        "{most} of your messages have arrived for this day. For more, write to each other directly."
    ),
    Reason.NOTHING_TODAY: mark("There is no check-in today anyway. The next is on {next}."),
    Reason.NOT_AWAY: mark("You're not away. Your next check-in is on {next}."),
}
_DATES = ("until", "next")


def refusal(t: Language, reason: Reason, facts: Facts) -> str:
    """Return why something was refused, as plain text of at most 200 characters."""
    if reason is Reason.TOO_LONG:
        length, longest = facts["length"], facts["longest"]
        text = t.ngettext(
            "That has {length} character, and {longest} fit. Could you say it shorter?",
            "That has {length} characters, and {longest} fit. Could you say it shorter?",
            int(length or 0),
        )
        return text.format(length=length, longest=longest)
    if reason in _WITH_FACTS:
        seen_on = str(facts["today"]) if "today" in facts else None
        dates = {name: t.long_date(str(facts[name]), seen_on=seen_on) for name in _DATES if name in facts}
        return t.gettext(_WITH_FACTS[reason]).format(**{**facts, **dates})
    return t.gettext(REFUSALS[reason])
