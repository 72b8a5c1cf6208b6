"""What a bot tells about itself: commands, name, descriptions."""

from __future__ import annotations

import re
from typing import Any

from playground.telegram.bots import Command, scope_key
from playground.telegram.errors import bad_request
from playground.telegram.methods.access import visible_chat
from playground.telegram.methods.registry import Request, method

_COMMAND = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"[a-z]{2}")


def _language(request: Request) -> str:
    code: str = request.params.get("language_code", "")
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _list_key(request: Request) -> tuple[str, str]:
    scope: dict[str, Any] | None = request.params.get("scope")
    if scope is not None and "chat_id" in scope:
        visible_chat(request, scope["chat_id"])
    return scope_key(scope), _language(request)


@method("setMyCommands")
def set_my_commands(request: Request) -> object:
    """Put a menu in place of the one for this scope and language."""
    made = []
    for raw in request.params["commands"]:
        name = raw["command"].removeprefix("/")
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        made.append(Command(name, raw["description"]))
    request.bot.profile.commands[_list_key(request)] = tuple(made)
    return True


@method("getMyCommands")
def get_my_commands(request: Request) -> object:
    """Tell the menu of exactly this scope and language."""
    made = request.bot.profile.commands.get(_list_key(request), ())
    return [{"command": command.command, "description": command.description} for command in made]


@method("deleteMyCommands")
def delete_my_commands(request: Request) -> object:
    """Take the menu of this scope and language away."""
    request.bot.profile.commands.pop(_list_key(request), None)
    return True


def _set(request: Request, texts: dict[str, str], name: str) -> bool:
    text = request.params.get(name, "")
    if text:
        texts[_language(request)] = text
    else:
        texts.pop(_language(request), None)
    return True


@method("setMyName")
def set_my_name(request: Request) -> object:
    """Set the name for a language, or take it away."""
    return _set(request, request.bot.profile.names, "name")


@method("setMyDescription")
def set_my_description(request: Request) -> object:
    """Set what an empty chat shows."""
    return _set(request, request.bot.profile.descriptions, "description")


@method("setMyShortDescription")
def set_my_short_description(request: Request) -> object:
    """Set what the profile shows."""
    return _set(request, request.bot.profile.short_descriptions, "short_description")


@method("getMyName")
def get_my_name(request: Request) -> object:
    """Tell the name people with this language see."""
    return {"name": request.bot.name(_language(request))}


@method("getMyDescription")
def get_my_description(request: Request) -> object:
    """Tell what an empty chat shows."""
    return {"description": request.bot.description(_language(request))}


@method("getMyShortDescription")
def get_my_short_description(request: Request) -> object:
    """Tell what the profile shows."""
    return {"short_description": request.bot.short_description(_language(request))}
