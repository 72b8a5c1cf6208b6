"""An evening as two people see it: every message that reached them, with its time, its sound, and what it is."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playground.stage import Phone, Stage

KNOWN = {
    "What is the one thing you will": "morning ask",
    "Still time to pick one": "morning reminder",
    "How did it go?": "evening ask",
    "no one thing yet, and there is still": "evening ask",
    "Checking in once more": "evening reminder",
    "Is there one small thing": "evening reminder",
    "both have today's thing still open": "both missed",
    "This is the moment you two agreed on": "call-now nudge",
    "on the line?": "how did it go",
    "I'm going to call you right now": "agreed words",
    "After your call, tell me": "call card",
    "didn't work out tonight": "no call",
    "can't call tonight": "can't tonight",
    "couldn't reach you": "couldn't reach",
    "didn't come about": "couldn't reach",
    "outside call hours": "outside call hours",
    "one thing today:": "thing",
    "A word from you means a lot": "done",
    "got it done with you on the line": "saved",
    "says you did it, together": "saved",
    "You did it, both of you": "saved",
}
"""How the messages begin that come unasked in an evening, as far as these stories tell of them."""


def told(stage: Stage, phone: Phone, since: datetime, zone: str | None = None) -> list[str]:
    """Return what was sent to a phone from `since` on, beside answers: its time, what it is, and `silent` if it was."""
    rows = []
    for call in stage.server.calls:
        is_to_them = call.method == "sendMessage" and call.params.get("chat_id") == phone.person.id
        if not is_to_them or call.at < since:
            continue
        text = str(call.params.get("text"))
        kind = next((kind for part, kind in KNOWN.items() if part in text), None)
        if kind is None:
            continue
        silent = ", silent" if call.params.get("disable_notification") else ""
        rows.append(f"{call.at.astimezone(ZoneInfo(zone or stage.zone)):%H:%M} {kind}{silent}")
    return rows
