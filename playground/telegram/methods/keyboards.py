"""Checks of a reply_markup beyond what the schema says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.telegram.chats import Chat, PrivateChat
from playground.telegram.errors import NO_ACTION, bad_request
from playground.telegram.links import checked_url, profile_link_id
from playground.telegram.people import Person

if TYPE_CHECKING:
    from playground.telegram.methods.registry import Request

MAX_IN_ROW = 8
MAX_BUTTONS = 100
_LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})


def checked_markup(request: Request, chat: Chat) -> dict[str, Any] | None:
    """Return the reply_markup of a request as it is kept, or None when it shows nothing."""
    markup: dict[str, Any] | None = request.params.get("reply_markup")
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        if markup.get("force_reply"):
            raise bad_request("InlineKeyboardMarkup.force_reply is real, but this stand-in does not act on it")
        rows = [[_inline(request, raw) for raw in row] for row in markup["inline_keyboard"] if row]
        _check_size(rows)
        return {"inline_keyboard": rows} if rows else None
    for row in markup.get("keyboard", ()):
        for raw in row:
            _check_reply_button(raw, chat)
    return markup


def _check_size(rows: list[list[dict[str, Any]]]) -> None:
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")


def _inline(request: Request, raw: dict[str, Any]) -> dict[str, Any]:
    if not raw["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    nothing = {"url": "", "callback_data": "", "pay": False}
    actions = sorted(
        name for name, value in raw.items() if name not in _LOOKS and (name not in nothing or value != nothing[name])
    )
    if not actions:
        raise bad_request(NO_ACTION)
    if len(actions) > 1:
        words = f"can't parse inline keyboard button: it has more than one action: {', '.join(actions)}"
        raise bad_request(words)
    if "web_app" in raw and not raw["web_app"]["url"].startswith("https://"):
        words = f"inline keyboard button Web App URL '{raw['web_app']['url']}' is invalid: Only HTTPS links are allowed"
        raise bad_request(words)
    if raw.get("url"):
        return {**raw, "url": _button_url(request, raw["url"])}
    return raw


def _button_url(request: Request, url: str) -> str:
    user_id = profile_link_id(url)
    if user_id is not None:
        user = request.world.user(user_id)
        if user is None or not request.world.knows(request.bot, user_id):
            raise bad_request("BUTTON_USER_INVALID")
        if isinstance(user, Person) and user.forbids_profile_links:
            raise bad_request("BUTTON_USER_PRIVACY_RESTRICTED")
    kept = checked_url(url)
    if kept is None:
        words = f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
        raise bad_request(words)
    return kept


def _check_reply_button(raw: dict[str, Any], chat: Chat) -> None:
    if not raw["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    for wish, thing in (("request_contact", "phone number"), ("request_location", "location")):
        if raw.get(wish) and not isinstance(chat, PrivateChat):
            words = f"{thing} can be requested in private chats only"
            raise bad_request(words)
