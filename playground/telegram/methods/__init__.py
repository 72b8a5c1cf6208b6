"""The methods of the Bot API that this stand-in does."""

from playground.telegram.methods import chats, edits, messages, profile, updates
from playground.telegram.methods.registry import HANDLERS, Handler, Request

__all__ = ["HANDLERS", "Handler", "Request", "chats", "edits", "messages", "profile", "updates"]
