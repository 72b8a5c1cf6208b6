"""The room of a pair: a link at which the two meet to talk."""

import re
import unicodedata
from urllib.parse import SplitResult, unquote, urlsplit

from bot.domain.errors import Reason, Refused

LONGEST_ROOM = 200
_SCHEME = "https://"
_OUT_OF_PLACE = frozenset('<>"\\^`{|}')
"""Characters that no link has as they are; a backslash is read as a slash by some."""
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")
_TELEGRAM = ("t.me", "telegram.me", "telegram.dog")
_TO_A_BOT = re.compile(r"(^|[?&])(start|startgroup|startchannel|startapp|domain)(=|&|$)", re.IGNORECASE)


def read_room(text: str) -> str:
    """Return what was typed as the link of a room, or raise `Refused` with the reason why it can't be one.

    Only https, to a host in the public net, without a user in it, and never to a bot of Telegram: what the partner
    taps in a moment of trust leads to a room and to nothing else.
    """
    link = text.strip()
    if len(link) > LONGEST_ROOM:
        raise Refused(Reason.ROOM_TOO_LONG, length=len(link), longest=LONGEST_ROOM)
    if link[: len(_SCHEME)].lower() != _SCHEME:
        raise Refused(Reason.ROOM_NOT_HTTPS)
    if any(_is_out_of_place(character) for character in link):
        raise Refused(Reason.ROOM_UNREADABLE)
    link = _SCHEME + link[len(_SCHEME) :]
    parts = _parts(link)
    if "@" in parts.netloc:
        raise Refused(Reason.ROOM_WITH_USER)
    host = (parts.hostname or "").removesuffix(".")
    if not _HOST.fullmatch(host):
        raise Refused(Reason.ROOM_WITHOUT_HOST)
    if _is_bot(host, parts):
        raise Refused(Reason.ROOM_IS_BOT)
    return link


def _is_out_of_place(character: str) -> bool:
    """Tell whether a character is a space, can't be seen, or is no part of a link."""
    return character.isspace() or unicodedata.category(character)[0] in "CZ" or character in _OUT_OF_PLACE


def _parts(link: str) -> SplitResult:
    try:
        parts = urlsplit(link)
        is_port = parts.port is None or parts.port > 0  # asking for the port is what finds nonsense in its place
    except ValueError as error:
        raise Refused(Reason.ROOM_WITHOUT_HOST) from error
    if not is_port:
        raise Refused(Reason.ROOM_WITHOUT_HOST)
    return parts


def _is_bot(host: str, parts: SplitResult) -> bool:
    """Tell whether a link opens a bot of Telegram; its username ends in `bot`, and a start parameter gives it away."""
    host = host.lower().removeprefix("www.")
    home = next((known for known in _TELEGRAM if host == known or host.endswith(f".{known}")), None)
    if home is None:
        return False
    names = [host.removesuffix(home).rstrip("."), *unquote(parts.path).lower().split("/")]
    return any(name.endswith("bot") for name in names) or bool(_TO_A_BOT.search(unquote(parts.query)))
