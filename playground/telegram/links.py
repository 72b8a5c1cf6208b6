"""Links: which ones Telegram takes, how it writes them, and those that are people."""

from __future__ import annotations

import re

_PROFILE = re.compile(r"tg:(?://)?user/?\?(?P<query>[^#]*)", re.IGNORECASE)
_ID = re.compile(r"(?:^|&)id=(\d{1,19})(?:&|$)", re.IGNORECASE)


def checked_url(raw: str) -> str | None:
    """Return the link as Telegram keeps it, or None when it is none it takes."""
    url = raw.strip()
    if re.fullmatch(r"(tg|ton|tonsite)://\S+", url, re.IGNORECASE):
        return url
    match = re.fullmatch(r"(?:(https?)://)?([^\s/?#:@]+)(:\d{1,5})?([/?#]\S*)?", url, re.IGNORECASE)
    if match is None:
        return None
    scheme, host, port, rest = (part or "" for part in match.groups())
    # a host without a dot is nothing the public can reach, localhost first of all
    if not re.fullmatch(r"[^.]+(\.[^.]+)+\.?", host):
        return None
    return f"{(scheme or 'http').lower()}://{host.lower()}{port}{rest or '/'}"


def profile_link_id(url: str) -> int | None:
    """Return the user id of a tg://user?id= link."""
    match = _PROFILE.match(url.strip())
    found = _ID.search(match["query"]) if match else None
    return int(found.group(1)) if found else None
