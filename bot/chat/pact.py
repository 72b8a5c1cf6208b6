"""Buttons of the pact: how it begins, what is agreed in it, and how it ends."""

import json
from urllib.parse import urlencode

from telegram import InlineKeyboardButton

from bot.chat.buttons import Action
from bot.chat.setting import Rows, Setting
from bot.texts import labels, pairing
from bot.texts.labels import Label


def invite(s: Setting) -> Rows:
    """Invite somebody, while there is no partner."""
    return [] if s.facts.get("partner") is not None else [[s.button(Label.INVITE, Action.INVITE)]]


def invite_link(s: Setting) -> Rows:
    """Hand the invitation on, or take it back."""
    share = urlencode({"url": s.invite_link, "text": pairing.share_text(s.t, s.facts)})
    return [
        [InlineKeyboardButton(labels.label(s.t, Label.SHARE), url=f"https://t.me/share/url?{share}")],
        [
            s.button(Label.QR, Action.SHOW_QR, s.facts["invite"]),
            s.button(Label.WITHDRAW, Action.WITHDRAW, s.facts["invite"]),
        ],
    ]


def invite_card(s: Setting) -> Rows:
    """Take up an invitation, or not."""
    token = s.facts["token"]
    return [
        [s.button(Label.ACCEPT, Action.ACCEPT, token)],
        [s.button(Label.DECLINE, Action.DECLINE, token)],
    ]


def declined_card(s: Setting) -> Rows:
    """Keep whoever invited away."""
    token = s.facts.get("token")
    return [] if token is None else [[s.button(Label.BLOCK_INVITER, Action.BLOCK_INVITER, token)]]


def leave_question(s: Setting) -> Rows:
    """Leave, or stay."""
    return [[s.button(Label.LEAVE, Action.LEAVE, s.facts["pair"]), s.button(Label.STAY, Action.STAY)]]


def leave_choice(s: Setting) -> Rows:
    """What becomes of the check-ins."""
    pair = s.facts["pair"]
    go_on = s.button(Label.GO_ON_ALONE, Action.GO_ON_ALONE, pair)
    return [[go_on, s.button(Label.STOP, Action.STOP, pair)]]


def left(s: Setting) -> Rows:
    """The way back in."""
    return invite(s) if s.facts["goes_on"] else [[s.button(Label.START, Action.START)]]


def block_question(s: Setting) -> Rows:
    """Keep the partner away, or stay."""
    face = labels.label(s.t, Label.BLOCK, name=str(s.facts["name"]))
    return [[s.named(face, Action.BLOCK, s.facts["pair"]), s.button(Label.STAY, Action.STAY)], *block_list(s)]


def block_list(s: Setting) -> Rows:
    """Whoever can be kept away, or let in again."""
    faces = {True: (Label.LIFT, Action.LIFT), False: (Label.BLOCK, Action.BLOCK)}
    return [
        [s.named(labels.label(s.t, faces[is_blocked][0], name=name), faces[is_blocked][1], pair)]
        for pair, name, is_blocked in json.loads(str(s.facts["people"]))
    ]


def words(s: Setting) -> Rows:
    """Change the agreed words, or go back to the first."""
    pair = s.facts["pair"]
    is_asked = s.facts["is_proposed"] and not s.facts["is_own_proposal"]
    first = s.button(Label.FIRST_WORDS, Action.FIRST_WORDS, pair)
    return [
        *(words_proposal(s) if is_asked else []),
        [s.button(Label.CHANGE_WORDS, Action.CHANGE_WORDS, pair)],
        [first] if s.facts["words"] is not None else [],
    ]


def words_proposal(s: Setting) -> Rows:
    """Agree to other words, or keep those that hold."""
    about = (s.facts["pair"], s.facts["mark"])
    return [
        [s.button(Label.AGREE_WORDS, Action.AGREE_WORDS, *about)],
        [s.button(Label.KEEP_WORDS, Action.KEEP_WORDS, *about)],
    ]
