"""The methods of the Bot API that this stand-in does."""

from playground.telegram.methods import chats, edits, messages, profile, updates
from playground.telegram.methods.registry import HANDLERS, Request, perform

__all__ = ["HANDLERS", "Request", "chats", "edits", "messages", "perform", "profile", "updates"]
