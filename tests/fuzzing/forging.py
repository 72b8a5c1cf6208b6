"""The updates of one round: what members, strangers, modified clients and broken servers send."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from bot.chat.buttons import Action
from playground.stage import USERNAME
from tests.fuzzing.breaking import broken
from tests.fuzzing.cast import GROUP, OTHER_GROUP, PEOPLE, STRANGERS, Acting, Someone
from tests.fuzzing.shapes import any_object, any_update
from tests.fuzzing.texts import COMMANDS, DATES, TIMES, any_name, any_text
from tests.fuzzing.watching import Who
from tests.fuzzing.world import BOT_ID, Shown

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_DATA = 64
_KINDS = ("callback_query", "my_chat_member", "message", "edited_message", "chat_member")
_MEDIA = {
    "photo": [{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}],
    "sticker": {"file_id": "x", "file_unique_id": "x", "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False},
    "voice": {"file_id": "x", "file_unique_id": "x", "duration": 1},
    "document": {"file_id": "x", "file_unique_id": "x"},
    "dice": {"emoji": "🎲", "value": 6},
    "venue": {"location": {"latitude": 0, "longitude": 0}, "title": "x", "address": "x"},
    "pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 700000011, "type": "private"}},
    "new_chat_title": "x",
}  # fmt: skip
_PLACES = (0.0, 52.5, 90.0, -90.0, 91.0, 180.0, -181.0, 1e9, 1e308, -0.0, float("nan"), float("inf"), 13.4)


@dataclass(frozen=True, slots=True)
class Forged:
    """An update, and whether Telegram could have sent it."""

    update: Any
    is_whole: bool


class Forge:
    """Makes one update after the other, each a function of the seed and of what was said so far."""

    def __init__(self, random: Random, acting: Acting, tokens: list[str]) -> None:
        """Forge for these lives; `tokens` are of real invites."""
        self.random = random
        self.acting = acting
        self.world = acting.world
        self.tokens = tokens
        self._makers: list[tuple[int, Callable[[Someone], dict[str, Any]]]] = [
            (24, self._live_tap),
            (12, self._tap_of_others),
            (9, self._changed_tap),
            (5, self._junk_tap),
            (14, self._text),
            (5, self._ordinary_text),
            (9, self._command),
            (3, self._start),
            (4, self._reply),
            (3, self._edit),
            (3, self._media),
            (2, self._place),
            (2, self._contact),
            (4, self._in_group),
            (1, self._change),
            (2, self._odd),
        ]

    def next(self) -> Forged:
        """Return the next update."""
        chance = self.random.random()
        if chance < 0.08:
            now = int(self.world.clock.now().timestamp())
            self.acting.number += 1
            return Forged(any_update(self.random, self.acting.number, now), is_whole=True)
        made = self._whole()
        if chance < 0.3:
            return Forged(broken(self.random, made), is_whole=False)
        return Forged(made, is_whole=True)

    def _whole(self) -> dict[str, Any]:
        weights = [weight for weight, _ in self._makers]
        ((_, make),) = self.random.choices(self._makers, weights)
        return make(self._somebody())

    def _somebody(self) -> Someone:
        who = self.random.choice(STRANGERS if self.random.random() < 0.1 else PEOPLE)
        if self.random.random() < 0.03:
            return Someone(who.account, any_name(self.random)[:64] or "x", who.username, any_text(self.random)[:8])
        return who

    def _any_shown(self) -> Shown | None:
        chats = [chat for chat in self.world.buttons if self.world.buttons[chat]]
        return self.random.choice(self.world.buttons[self.random.choice(chats)]) if chats else None

    def _live_tap(self, who: Someone) -> dict[str, Any]:
        """Tap what one's own phone or group shows, mostly the newest."""
        chat = self.random.choice((GROUP, OTHER_GROUP)) if self.random.random() < 0.15 else who.account
        shown = self.world.buttons[chat]
        if not shown:
            return self._ordinary_text(who)
        return self.acting.tapped(who, shown[-1 - min(int(self.random.expovariate(0.5)), len(shown) - 1)])

    def _tap_of_others(self, who: Someone) -> dict[str, Any]:
        """Tap, from one's own chat, what somebody else was shown."""
        shown = self._any_shown()
        if shown is None:
            return self._junk_tap(who)
        chat = shown.chat if shown.chat < 0 or self.random.random() < 0.2 else who.account
        return self.acting.tapped(who, Shown(chat, self.random.choice((shown.message, 1, 999, 2**31)), shown.data))

    def _changed_tap(self, who: Someone) -> dict[str, Any]:
        """Tap a real payload in which numbers, arguments or the action are others."""
        shown = self._any_shown()
        parts = ["done", "1"] if shown is None else shown.data.split(":")
        for _ in range(self.random.choice((1, 1, 2))):
            at = self.random.randrange(len(parts))
            parts[at] = self._other_argument(parts[at]) if at else self.random.choice([*Action]).value
        if self.random.random() < 0.2:
            parts.append(self._other_argument("1"))
        message = self.world.last_message[who.account] if shown is None else shown.message
        chat = self.random.choice((who.account, who.account, GROUP, OTHER_GROUP))
        return self.acting.tapped(who, Shown(chat, message, ":".join(parts)[:LONGEST_DATA]))

    def _other_argument(self, argument: str) -> str:
        pick = self.random.choice
        return pick(
            (
                str(self.random.randint(0, 40)), str(self.random.randint(0, 200)), argument + "0", f"-{argument}", "0" * 18,
                "9" * 18, "9" * 19, pick(self.tokens), pick(("0800", "2400", "9999", "0160", "08", "00001")), "auto", "de",
                pick(("2026-11-30", "9999-12-31", "0001-01-01", "2026-02-30", "20261130", "2026-W48-1")), "0123456", "77",
                pick(("proud", "mine", "theirs", "both", "asks", "news", "off", "phone", "room", "profile", "travel")),
            )
        )  # fmt: skip

    def _junk_tap(self, who: Someone) -> dict[str, Any]:
        length = self.random.choice((0, 1, 20, 63, 64, 65, 4096))
        data = self.random.choice(
            (
                self.random.randbytes(length).decode("latin-1"),
                any_text(self.random)[:length],
                f"{self.random.choice([*Action]).value}:{any_text(self.random)}"[:length],
            )
        )
        update = self.acting.tapped(who, Shown(who.account, self.world.last_message[who.account], data))
        if self.random.random() < 0.2:
            for name in self.random.sample(("data", "message"), self.random.randint(1, 2)):
                update["callback_query"].pop(name, None)
            update["callback_query"]["inline_message_id"] = "x"
        return update

    def _text(self, who: Someone) -> dict[str, Any]:
        update = self.acting.typed(who, any_text(self.random)[:4096])
        if self.random.random() < 0.15:
            entities = [any_object(self.random, "MessageEntity") for _ in range(3)]
            update["message"]["entities"] = entities
        return update

    def _ordinary_text(self, who: Someone) -> dict[str, Any]:
        return self.acting.typed(who, self.random.choice(("Run", "Swim", "8:00 and 20:00", "Lisbon", "Monday")))

    def _command(self, who: Someone) -> dict[str, Any]:
        name = self.random.choice((*COMMANDS, *COMMANDS, "dance", "START", "", "a" * 70, "done\u202e", "dönë"))
        if name == "delete" and self.random.random() < 0.7:
            name = "today"
        at = self.random.choice(("", "", "", f"@{USERNAME}", "@other_bot", "@"))
        argument = self.random.choice(
            ("", "", "off", "news", self.random.choice(DATES), self.random.choice(TIMES), None)
        )
        argument = any_text(self.random) if argument is None else argument
        return self.acting.typed(who, f"/{name}{at} {argument}".strip()[:4096])

    def _start(self, who: Someone) -> dict[str, Any]:
        token = self.random.choice(self.tokens)
        odd = (
            token[:-1],
            token.upper(),
            token + "0",
            token[::-1],
            "here",
            "",
            f" {token}",
            f"{token} x",
            any_text(self.random),
        )
        return self.acting.typed(
            who, f"/start {token if self.random.random() < 0.4 else self.random.choice(odd)}"[:4096]
        )

    def _reply(self, who: Someone) -> dict[str, Any]:
        """Reply to what the bot said, to oneself or to somebody else."""
        numbers = (self.world.last_message[who.account], self.random.randint(1000, self.world.messages), 1, 2**31 - 1)
        bot = {"id": BOT_ID, "is_bot": True, "first_name": "x", "username": USERNAME}
        answered = {
            "message_id": self.random.choice(numbers),
            "date": 0,
            "chat": {"id": who.account, "type": "private"},
            "from": bot,
        }
        text = any_text(self.random)[:4096] if self.random.random() < 0.7 else self.random.choice(("Run", "/today"))
        return self.acting.typed(who, text, reply_to_message=answered)

    def _edit(self, who: Someone) -> dict[str, Any]:
        message = self.acting.message(who, any_text(self.random)[:4096])
        message["message_id"] = self.random.choice(
            (self.acting.said - 1, self.random.randint(50_000, self.acting.said))
        )
        return self.acting.numbered({"edited_message": message | {"edit_date": message["date"]}})

    def _media(self, who: Someone) -> dict[str, Any]:
        name = self.random.choice((*_MEDIA, "poll", "video", "story", "checklist"))
        kinds = {"poll": "Poll", "video": "Video", "story": "Story", "checklist": "Checklist"}
        more: dict[str, Any] = {name: any_object(self.random, kinds[name]) if name in kinds else _MEDIA[name]}
        if self.random.random() < 0.3:
            more["caption"] = any_text(self.random)[:1024]
        return self.acting.numbered({"message": self.acting.message(who, None, **more)})

    def _place(self, who: Someone) -> dict[str, Any]:
        place = {"latitude": self.random.choice(_PLACES), "longitude": self.random.choice(_PLACES)}
        return self.acting.numbered({"message": self.acting.message(who, None, location=place)})

    def _contact(self, who: Someone) -> dict[str, Any]:
        card: dict[str, Any] = {
            "phone_number": self.random.choice(("+491701234567", "1", any_text(self.random)[:64])),
            "first_name": any_name(self.random)[:64],
        }
        user = self.random.choice((who.account, who.account, 700000011, None, 2**52))
        return self.acting.numbered(
            {"message": self.acting.message(who, None, contact=card if user is None else card | {"user_id": user})}
        )

    def _in_group(self, who: Someone) -> dict[str, Any]:
        chat = self.random.choice((GROUP, OTHER_GROUP, -1003))
        text = any_text(self.random)[:4096]
        if self.random.random() < 0.6:
            text = f"/{self.random.choice(('start', 'here', 'done', 'one'))} {self.random.choice(('', 'here', 'off', text))}"
        update = self.acting.typed(who, text[:4096], chat=chat)
        if self.random.random() < 0.2:
            update["message"]["sender_chat"] = {"id": chat, "type": "supergroup", "title": "x"}
        return update

    def _change(self, who: Someone) -> dict[str, Any]:
        """Come, go, block and come back."""
        statuses = ("member", "left")
        old, new = self.random.choice(("member", "left", "kicked")), self.random.choice(("member", "left", "kicked"))
        place = self.random.random()
        if place < 0.5:
            return self.acting.membership(who, *self.random.choice((("member", "kicked"), ("kicked", "member"))))
        chat = self.random.choice((GROUP, OTHER_GROUP, -1003))
        if place < 0.7:
            return self.acting.membership(who, old, new, chat=chat)
        if place < 0.8:
            return self.acting.membership(
                who, "member", self.random.choice(statuses), chat=chat, of=self._somebody().user()
            )
        if place < 0.9:
            return self.acting.numbered(
                {"message": self.acting.message(who, None, chat=chat, left_chat_member=self._somebody().user())}
            )
        moved = {
            self.random.choice(("migrate_to_chat_id", "migrate_from_chat_id")): self.random.choice(
                (GROUP, OTHER_GROUP, -1004)
            )
        }
        return self.acting.numbered({"message": self.acting.message(who, None, chat=chat, **moved)})

    def _odd(self, who: Someone) -> dict[str, Any]:
        """Return a whole message in a place or of an origin that is not ordinary."""
        update = self.acting.typed(who, self.random.choice(("Run", "/today", any_text(self.random)[:4096])))
        message, pick = update["message"], self.random.choice
        match self.random.randrange(7):
            case 0:
                message["chat"] = {"id": -1009, "type": "channel", "title": "News"}
                message.pop("from")
            case 1:
                message["forward_origin"] = any_object(self.random, "MessageOrigin")
            case 2:
                message["via_bot"] = {"id": 5, "is_bot": True, "first_name": "via"}
            case 3:
                message["from"]["is_bot"] = True
            case 4:
                message |= {"message_thread_id": 5, "is_topic_message": True}
            case 5:
                message["date"] = pick((0, 1, 2**31 - 1, 4_102_444_800))
            case _:
                return {
                    "update_id": update["update_id"],
                    pick(("channel_post", "business_message", "guest_message")): message,
                }
        return update


def span(random: Random) -> timedelta:
    """Return how long nothing happens: mostly minutes, now and then a day."""
    minutes = random.choice((1, 5, 15, 30, 60, 60, 120, 240, 600))
    return timedelta(days=random.choice((1, 2, 5))) if random.random() < 0.04 else timedelta(minutes=minutes)


def who_did(update: Any) -> Who:
    """Read from an update who is behind it, and where: as plainly as can be."""
    if not isinstance(update, dict):
        return Who(None, None)
    kinds = (*_KINDS, *(kind for kind in update if kind not in _KINDS))
    content: dict[str, Any] = next((update[kind] for kind in kinds if isinstance(update.get(kind), dict)), {})
    message = content.get("message")
    inner = message if isinstance(message, dict) else content
    words = content.get("data") or content.get("text") or ""
    is_event = any(kind in update for kind in ("my_chat_member", "chat_member")) or any(
        name in content for name in ("left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id")
    )
    moved = content.get("migrate_to_chat_id") or content.get("migrate_from_chat_id")
    return Who(
        account=_id(content.get("from")),
        chat=_id(inner.get("chat")),
        is_event=is_event,
        new_chat=moved if isinstance(moved, int) else None,
        words=words if isinstance(words, str) else "",
    )


def _id(holder: Any) -> int | None:
    number = holder.get("id") if isinstance(holder, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None
