"""Getting updates, webhooks, and answering taps."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playground.telegram import wire
from playground.telegram.bots import Webhook
from playground.telegram.errors import TOO_OLD_QUERY, WEBHOOK_IS_ACTIVE, WEBHOOK_SET, bad_request, conflict
from playground.telegram.methods.registry import Request, method
from playground.telegram.queue import MAX_LIMIT, MAX_TIMEOUT
from playground.telegram.schema import load_schema
from playground.telegram.values import CallbackAnswer

if TYPE_CHECKING:
    from playground.telegram.bots import Bot

_PORTS = frozenset({443, 80, 88, 8443})
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@method("getUpdates")
async def get_updates(request: Request) -> object:
    """Give what waits, or wait for something."""
    if request.bot.webhook is not None:
        raise conflict(WEBHOOK_IS_ACTIVE)
    _remember_allowed(request)
    offset = _number(request.params.get("offset"), 0)
    limit = min(max(_number(request.params.get("limit"), MAX_LIMIT), 1), MAX_LIMIT)
    timeout = min(max(_number(request.params.get("timeout"), 0), 0), MAX_TIMEOUT)
    return await request.bot.queue.fetch(offset, limit, timeout)


def _number(raw: object, default: int) -> int:
    try:
        return int(raw) if isinstance(raw, int | str) else default
    except ValueError:
        return default


def _remember_allowed(request: Request) -> None:
    if "allowed_updates" not in request.params:
        return
    wanted = request.params["allowed_updates"]
    known = load_schema().kinds["Update"].fields
    for kind in wanted:
        if kind not in known or kind == "update_id":
            words = f'there are no updates of the kind "{kind}" (the real server would ignore it silently)'
            raise bad_request(words)
    request.bot.queue.allow(wanted)


@method("setWebhook")
def set_webhook(request: Request) -> object:
    """Keep the address, end polling, and begin to deliver."""
    params = request.params
    url = params["url"]
    if not url:
        return _delete_webhook(request)
    _check_webhook_url(url)
    if "secret_token" in params and not _SECRET.fullmatch(params["secret_token"]):
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed(request)
    if params.get("drop_pending_updates"):
        request.bot.queue.forget_all()
    hook = Webhook(
        url,
        params.get("max_connections", 40),
        params.get("ip_address"),
        has_certificate="certificate" in params,
        secret_token=params.get("secret_token", ""),
    )
    if request.bot.webhook is not None and _is_same(request.bot.webhook, hook):
        return True  # what is under way, and what waits for its next try, goes on
    request.bot.webhook = hook
    request.bot.queue.end_poll(conflict(WEBHOOK_SET))
    request.world.webhooks.start(request.bot)
    return True


def _is_same(one: Webhook, other: Webhook) -> bool:
    def wishes(hook: Webhook) -> tuple[object, ...]:
        return hook.url, hook.max_connections, hook.ip_address, hook.secret_token

    return wishes(one) == wishes(other) and not one.has_certificate and not other.has_certificate


def _check_webhook_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    try:
        port = parts.port or 443
    except ValueError:
        port = 0
    if port not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if not parts.hostname or "." not in parts.hostname:
        raise bad_request("bad webhook: Failed to resolve host: Name or service not known")
    if _is_reserved(parts.hostname):
        words = f"bad webhook: IP address {parts.hostname} is reserved"
        raise bad_request(words)


def _is_reserved(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


@method("deleteWebhook")
def delete_webhook(request: Request) -> object:
    """Forget the address, so that polling works again."""
    return _delete_webhook(request)


def _delete_webhook(request: Request) -> bool:
    request.bot.webhook = None
    request.world.webhooks.end(request.bot)
    if request.params.get("drop_pending_updates"):
        request.bot.queue.forget_all()
    return True


@method("getWebhookInfo")
def get_webhook_info(request: Request) -> object:
    """Tell the address and how many updates wait."""
    bot: Bot = request.bot
    hook = bot.webhook
    info: dict[str, object] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": hook is not None and hook.has_certificate,
        "pending_update_count": len(bot.queue.pending()),
    }
    if hook is not None:
        info["max_connections"] = hook.max_connections
        if hook.ip_address is not None:
            info["ip_address"] = hook.ip_address
        if hook.last_error_at is not None:
            info |= {"last_error_date": wire.seconds(hook.last_error_at), "last_error_message": hook.last_error}
    if bot.queue.allowed is not None:
        info["allowed_updates"] = list(bot.queue.allowed)
    return info


@method("answerCallbackQuery")
def answer_callback_query(request: Request) -> object:
    """Take the progress bar off the button, and show a text if there is one."""
    params = request.params
    if "url" in params:
        _check_answer_url(request.bot, params["url"])
    query = request.world.take_query(request.bot, params["callback_query_id"])
    if query is None:
        raise bad_request(TOO_OLD_QUERY)
    answer = CallbackAnswer(params.get("text") or None, params.get("show_alert", False), params.get("url"))
    query.tap.take(answer)
    return True


def _check_answer_url(bot: Bot, url: str) -> None:
    """Of all links, a bot without games may only open its own chat with a payload."""
    if not re.fullmatch(rf"(https?://)?t\.me/{bot.username}\?start=[\w-]{{1,64}}", url, re.IGNORECASE):
        raise bad_request("URL_INVALID")


@method("getMe")
def get_me(request: Request) -> object:
    """Tell the bot who it is."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": not request.bot.has_privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": False,
        "supports_join_request_queries": False,
    }
    return wire.user_json(request.bot) | abilities
