"""Asking about chats, leaving them, and fetching files."""

from __future__ import annotations

from typing import Any

from playground.telegram import wire
from playground.telegram.chats import PrivateChat
from playground.telegram.errors import bad_request
from playground.telegram.groups import Group
from playground.telegram.methods.access import check_group, visible_chat
from playground.telegram.methods.registry import Request, method

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@method("getChat")
def get_chat(request: Request) -> object:
    """Tell all there is to know about a chat (ChatFullInfo)."""
    chat = visible_chat(request, request.params["chat_id"])
    full: dict[str, Any] = {
        **chat.to_json(),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, isinstance(chat, PrivateChat)),
    }
    if isinstance(chat, Group):
        check_group(request.bot, chat)
        full["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    elif chat.to_json().get("username"):
        full["active_usernames"] = [chat.to_json()["username"]]
    if chat.pinned:
        full["pinned_message"] = wire.message_json(chat.messages[chat.pinned[-1]])
    return full


@method("getChatMember")
def get_chat_member(request: Request) -> object:
    """Tell a user's state in a chat."""
    chat = visible_chat(request, request.params["chat_id"])
    user = request.world.user(request.params["user_id"])
    if user is None or not request.world.knows(request.bot, user.id):
        raise bad_request("invalid user_id specified")
    if not isinstance(chat, Group):
        is_in = user is request.bot or user.id == chat.id
        return wire.member_json(user, "member" if is_in else "left")
    check_group(request.bot, chat)
    return wire.member_json(user, chat.status(user), is_anonymous=chat.is_anonymous(user))


@method("getChatMemberCount")
def get_chat_member_count(request: Request) -> object:
    """Count people and bots of a chat."""
    chat = visible_chat(request, request.params["chat_id"])
    if not isinstance(chat, Group):
        return 2
    check_group(request.bot, chat)
    return len(chat.members) + len(chat.bots())


@method("leaveChat")
def leave_chat(request: Request) -> object:
    """Go away from a group."""
    chat = visible_chat(request, request.params["chat_id"])
    if not isinstance(chat, Group):
        raise bad_request("chat member status can't be changed in private chats")
    check_group(request.bot, chat)
    chat.leave(request.bot)
    return True


@method("getFile")
def get_file(request: Request) -> object:
    """Open the download of a file."""
    file = request.world.files.link(request.params["file_id"])
    return file.to_json() | {"file_path": file.path}
