"""What a keyboard is made for."""

from dataclasses import dataclass

from telegram import InlineKeyboardButton

from bot.chat.buttons import Action, write_payload
from bot.domain.errors import Facts
from bot.texts import labels
from bot.texts.labels import Label
from bot.texts.language import Language

Rows = list[list[InlineKeyboardButton]]


@dataclass(frozen=True, slots=True)
class Setting:
    """A recipient, and what they are told."""

    t: Language
    facts: Facts
    invite_link: str
    """The link of the invite that the facts are about; empty where they are about none."""
    with_profile: bool
    """Telegram takes a button that opens the other's profile."""
    is_member: bool
    """It is read by the person whose day it is about."""
    with_room: bool = True
    """Telegram takes a button that opens the pair's room."""
    bot_link: str = ""
    """The link that opens the bot."""
    is_in_group: bool = False
    """It is said in a group."""

    def button(self, face: Label, action: Action, *arguments: object) -> InlineKeyboardButton:
        """Return one button."""
        return InlineKeyboardButton(labels.label(self.t, face), callback_data=write_payload(action, *arguments))

    def named(self, face: str, action: Action, *arguments: object) -> InlineKeyboardButton:
        """Return one button with a face of its own, such as a name or a date."""
        return InlineKeyboardButton(face, callback_data=write_payload(action, *arguments))

    def day_button(self, face: Label, action: Action) -> InlineKeyboardButton:
        """Return one button about the day."""
        return self.button(face, action, self.facts["day"])
