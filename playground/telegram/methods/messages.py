"""The methods that send."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from playground.telegram import wire
from playground.telegram.errors import bad_request
from playground.telegram.files import check_picture, document_json, photo_json
from playground.telegram.formatting import Formatted, checked_caption, checked_text, formatted
from playground.telegram.groups import Group
from playground.telegram.methods.access import existing_message, is_administrator, visible_chat, writable_chat
from playground.telegram.methods.keyboards import checked_markup
from playground.telegram.methods.registry import Request, method
from playground.telegram.validate import Upload
from playground.telegram.values import Media, Message

if TYPE_CHECKING:
    from playground.telegram.chats import Chat

_NOT_MIMICKED = (
    "business_connection_id",
    "message_effect_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "suggested_post_parameters",
    "receiver_user_id",
    "ephemeral_message_parameters",
    "callback_query_id",
    "rich_message",
    "inline_message_id",
    "allow_paid_broadcast",
    "has_spoiler",
    "show_caption_above_media",
    "thumbnail",
    "disable_content_type_detection",
    "video_start_timestamp",
)


def refuse_unmimicked(request: Request) -> None:
    """Say so when a parameter is real but nothing here would act on it: no fake success."""
    for name in _NOT_MIMICKED:
        if name in request.params:
            words = f"{request.method}.{name} is real, but this stand-in does not act on it"
            raise bad_request(words)


def text_of(request: Request, source: str, *, prefix: str = "") -> Formatted:
    """Parse the text of a request with its parse_mode and entities."""
    params = request.params
    entities = params.get(f"{prefix}entities")
    return formatted(
        source, params.get("parse_mode"), entities, lambda user_id: request.world.knows(request.bot, user_id)
    )


def caption_of(request: Request) -> Formatted:
    """Parse the caption of a request."""
    return checked_caption(text_of(request, request.params.get("caption", ""), prefix="caption_"))


def begun(request: Request, chat: Chat) -> Message:
    """Begin a message with what all sending methods share."""
    params = request.params
    _check_rights(request, chat)
    return Message(
        chat=chat,
        sender=request.bot,
        date=request.world.now(),
        markup=checked_markup(request, chat),
        reply_to=_reply_target(chat, params.get("reply_parameters")),
        is_silent=params.get("disable_notification", False),
        is_protected=params.get("protect_content", False),
        link_preview=params.get("link_preview_options"),
    )


def _check_rights(request: Request, chat: Chat) -> None:
    if isinstance(chat, Group) and not chat.bots_may_write and not is_administrator(request.bot, chat):
        what = {"sendPhoto": "photos", "sendDocument": "documents", "sendContact": "contacts"}
        words = f"not enough rights to send {what.get(request.method, 'text messages')} to the chat"
        raise bad_request(words)


def _reply_target(chat: Chat, reply: dict[str, Any] | None) -> int | None:
    if reply is None:
        return None
    if "message_id" not in reply or reply.get("chat_id", chat.id) != chat.id:
        raise bad_request("this stand-in only replies to messages of the same chat")
    if other := reply.keys() - {"message_id", "chat_id", "allow_sending_without_reply"}:
        words = f"ReplyParameters.{min(other)} is real, but this stand-in does not act on it"
        raise bad_request(words)
    target: int = reply["message_id"]
    if target in chat.messages:
        return target
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _with_text(draft: Message, made: Formatted) -> Message:
    return replace(draft, text=made.text, html=made.html, entities=made.entities)


@method("sendMessage")
def send_message(request: Request) -> object:
    """Send a text."""
    refuse_unmimicked(request)
    source = request.params["text"]
    made = checked_text(source, text_of(request, source))
    chat = writable_chat(request, request.params["chat_id"])
    return wire.message_json(chat.post(_with_text(begun(request, chat), made)))


@method("sendPhoto", "sendDocument")
def send_file(request: Request) -> object:
    """Send a picture or a file, uploaded or named by its id."""
    refuse_unmimicked(request)
    chat = writable_chat(request, request.params["chat_id"])
    kind = request.method.removeprefix("send").lower()
    given = request.params[kind]
    if kind == "photo" and isinstance(given, Upload):
        check_picture(given.content)
    draft = _with_text(begun(request, chat), caption_of(request))
    file = request.world.files.taken(kind, given)
    media = Media(kind, photo_json(file) if kind == "photo" else document_json(file))
    return wire.message_json(chat.post(replace(draft, media=media)))


@method("sendContact")
def send_contact(request: Request) -> object:
    """Send a contact card."""
    refuse_unmimicked(request)
    params = request.params
    chat = writable_chat(request, params["chat_id"])
    if not params["first_name"]:
        raise bad_request("first_name must be non-empty")
    if not params["phone_number"]:
        raise bad_request("phone_number must be non-empty")
    card = {name: params[name] for name in ("phone_number", "first_name", "last_name", "vcard") if name in params}
    return wire.message_json(chat.post(replace(begun(request, chat), media=Media("contact", card))))


@method("sendChatAction")
def send_chat_action(request: Request) -> object:
    """Show that the bot is busy; nobody looks at it here, but the chat must take it."""
    refuse_unmimicked(request)
    writable_chat(request, request.params["chat_id"])
    return True


@method("forwardMessage")
def forward_message(request: Request) -> object:
    """Send somebody's message on, with its origin."""
    refuse_unmimicked(request)
    chat = writable_chat(request, request.params["chat_id"])
    source = _source(request, "forward")
    origin = {"type": "user", "sender_user": wire.user_json(source.sender), "date": wire.seconds(source.date)}
    draft = replace(
        begun(request, chat),
        text=source.text,
        html=source.html,
        entities=source.entities,
        media=source.media,
        forward_origin=source.forward_origin or origin,
    )
    return wire.message_json(chat.post(draft))


@method("copyMessage")
def copy_message(request: Request) -> object:
    """Send the same content again, with another caption if asked."""
    refuse_unmimicked(request)
    chat = writable_chat(request, request.params["chat_id"])
    source = _source(request, "copy")
    draft = replace(begun(request, chat), media=source.media)
    if source.media is not None and "caption" in request.params:
        draft = _with_text(draft, caption_of(request))
    else:
        draft = _with_text(draft, Formatted(source.text, source.entities, source.html))
    return {"message_id": chat.post(draft).id}


def _source(request: Request, purpose: str) -> Message:
    origin = visible_chat(request, request.params["from_chat_id"])
    source = existing_message(origin, request.params["message_id"], purpose)
    if source.service is not None or source.is_protected:
        words = f"message can't be {'forwarded' if purpose == 'forward' else 'copied'}"
        raise bad_request(words)
    return source
