"""The methods that change or delete what was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from playground.telegram import wire
from playground.telegram.errors import NOT_MODIFIED, bad_request
from playground.telegram.formatting import checked_text
from playground.telegram.methods.access import existing_message, is_administrator, visible_chat, writable_chat
from playground.telegram.methods.keyboards import checked_markup
from playground.telegram.methods.messages import caption_of, refuse_unmimicked, text_of
from playground.telegram.methods.registry import Request, method
from playground.telegram.schema import load_schema
from playground.telegram.values import Message

DELETABLE_FOR = timedelta(hours=48)
_CAPTIONED = frozenset({"photo", "document", "video", "animation", "audio", "voice"})


def _editable(request: Request) -> Message:
    refuse_unmimicked(request)
    params = request.params
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = writable_chat(request, params["chat_id"])
    message = existing_message(chat, params["message_id"], "edit")
    has_reply_keyboard = message.markup is not None and bool(message.markup.keys() & {"keyboard", "force_reply"})
    is_foreign = message.sender is not request.bot or message.forward_origin is not None
    if is_foreign or message.service is not None or has_reply_keyboard:
        raise bad_request("message can't be edited")
    return message


def _changed(request: Request, old: Message, new: Message) -> object:
    """Keep the new state, unless it is the old one."""
    new = replace(new, markup=checked_markup(request, old.chat))
    if new == old:
        raise bad_request(NOT_MODIFIED)
    if request.method != "editMessageReplyMarkup":
        # a keyboard alone does not make a message look edited
        new = replace(new, edited_at=request.world.now())
    old.chat.change(new)
    return wire.message_json(new)


@method("editMessageText")
def edit_message_text(request: Request) -> object:
    """Change the text; without reply_markup the keyboard goes."""
    source = request.params.get("text", "")
    if not source and "rich_message" not in request.params:
        raise bad_request("message text is empty")
    message = _editable(request)
    made = checked_text(source, text_of(request, source))
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    # without a link there is no preview to be changed
    has_link = any(entity.kind in {"url", "text_link"} for entity in made.entities)
    preview = request.params.get("link_preview_options") if has_link else message.link_preview
    new = replace(message, text=made.text, html=made.html, entities=made.entities, link_preview=preview)
    if (new.text, new.entities) == (message.text, message.entities):
        new = replace(new, html=message.html)  # other tags for the same look are no change
    return _changed(request, message, new)


@method("editMessageCaption")
def edit_message_caption(request: Request) -> object:
    """Change the caption of a picture or file."""
    message = _editable(request)
    if message.media is None or message.media.kind not in _CAPTIONED:
        raise bad_request("there is no caption in the message to edit")
    made = caption_of(request)
    new = replace(message, text=made.text, html=made.html, entities=made.entities)
    if (new.text, new.entities) == (message.text, message.entities):
        new = replace(new, html=message.html)
    return _changed(request, message, new)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(request: Request) -> object:
    """Change or take away the keyboard."""
    message = _editable(request)
    return _changed(request, message, message)


@method("deleteMessage")
def delete_message(request: Request) -> object:
    """Delete a message for everyone."""
    chat = visible_chat(request, request.params["chat_id"])
    message = existing_message(chat, request.params["message_id"], "delete")
    if not _may_delete(request, message):
        raise bad_request("message can't be deleted for everyone")
    chat.erase(message.id)
    return True


@method("deleteMessages")
def delete_messages(request: Request) -> object:
    """Delete those that are there and may be deleted; the others are passed over."""
    chat = visible_chat(request, request.params["chat_id"])
    for message_id in request.params["message_ids"]:
        message = chat.messages.get(message_id)
        if message is not None and _may_delete(request, message):
            chat.erase(message_id)
    return True


def _may_delete(request: Request, message: Message) -> bool:
    if request.world.now() - message.date > DELETABLE_FOR:
        return False
    return message.sender is request.bot or is_administrator(request.bot, message.chat)


@method("pinChatMessage")
def pin_chat_message(request: Request) -> object:
    """Pin a message, with a service message that tells of it."""
    refuse_unmimicked(request)
    chat = writable_chat(request, request.params["chat_id"])
    if not is_administrator(request.bot, chat):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message = existing_message(chat, request.params["message_id"], "pin")
    chat.keep(replace(message, is_pinned=True))
    chat.pinned = [number for number in chat.pinned if number != message.id] + [message.id]
    chat.post(
        Message(
            chat=chat,
            sender=request.bot,
            date=request.world.now(),
            service={"pinned_message": wire.message_json(message, with_reply=False)},
            is_silent=request.params.get("disable_notification", False),
        )
    )
    return True


@method("unpinChatMessage")
def unpin_chat_message(request: Request) -> object:
    """Unpin a message, or the one pinned last."""
    refuse_unmimicked(request)
    chat = writable_chat(request, request.params["chat_id"])
    if not is_administrator(request.bot, chat):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message_id = request.params.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    chat.keep(replace(chat.messages[message_id], is_pinned=False))
    return True


@method("setMessageReaction")
def set_message_reaction(request: Request) -> object:
    """Put an emoji under a message, or take it away."""
    chat = writable_chat(request, request.params["chat_id"])
    message = existing_message(chat, request.params["message_id"], "react")
    wanted = request.params.get("reaction", [])
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(raw["type"] != "emoji" or raw["emoji"] not in load_schema().reactions for raw in wanted):
        raise bad_request("REACTION_INVALID")
    chat.keep(replace(message, reactions=tuple(raw["emoji"] for raw in wanted)))
    return True
