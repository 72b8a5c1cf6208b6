"""Files that were sent: their ids, their JSON, and the checks a picture must pass."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from playground.telegram.errors import ApiError, bad_request

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from playground.telegram.validate import Upload

MAX_PHOTO_BYTES = 10_000_000
MAX_UPLOAD_BYTES = 50_000_000
MAX_DOWNLOAD_BYTES = 20_000_000
LINK_LIFETIME = timedelta(hours=1)
_MAX_SIDES = 10_000
_MAX_RATIO = 20


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in Telegram's store."""

    file_id: str
    name: str
    mime_type: str
    content: bytes
    kind: str

    @property
    def unique_id(self) -> str:
        """The id that is the same for all bots."""
        return f"AQAD{self.file_id[-8:]}"

    @property
    def path(self) -> str:
        """Where it is downloaded from."""
        return f"{self.kind}s/file_{int(self.file_id[-8:])}{_suffix(self.name)}"

    def to_json(self) -> dict[str, Any]:
        """Return what every object with a file has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class FileStore:
    """All files of a server, in memory."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Begin empty; download links age by the injected clock."""
        self._now = now
        self._files: dict[str, StoredFile] = {}
        self._links: dict[str, tuple[str, datetime]] = {}

    def put(self, kind: str, name: str, mime_type: str, content: bytes) -> StoredFile:
        """Keep a file and give it an id."""
        file = StoredFile(f"BQACAgIAAxkB{len(self._files) + 1:08d}", name, mime_type, content, kind)
        self._files[file.file_id] = file
        return file

    def taken(self, kind: str, given: Upload | str) -> StoredFile:
        """Return the file a bot sends: an upload, or one it names by id."""
        if isinstance(given, str):
            found = self._files.get(given)
            if found is None:
                raise bad_request("wrong file identifier/HTTP URL specified")
            if found.kind != kind:
                words = f"can't use file of type {found.kind.capitalize()} as {kind.capitalize()}"
                raise bad_request(words)
            return found
        if len(given.content) > MAX_UPLOAD_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        if not given.content:
            raise bad_request("file must be non-empty")
        return self.put(kind, given.name, given.mime_type, given.content)

    def link(self, file_id: str) -> StoredFile:
        """Open the download of a file for an hour (getFile)."""
        file = self._files.get(file_id)
        if file is None:
            raise bad_request("invalid file_id")
        if len(file.content) > MAX_DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        self._links[file.path] = (file_id, self._now())
        return file

    def linked(self, path: str) -> StoredFile | None:
        """Return the file behind a download path that is still open."""
        file_id, opened = self._links.get(path, ("", self._now()))
        if not file_id or self._now() - opened > LINK_LIFETIME:
            return None
        return self._files[file_id]


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{dot}{suffix}" if stem and suffix.isalnum() else ""


def photo_json(file: StoredFile) -> list[dict[str, Any]]:
    """Return the sizes of a picture; one is enough here."""
    width, height = picture_size(file.content) or (1, 1)
    return [{**file.to_json(), "width": width, "height": height}]


def document_json(file: StoredFile) -> dict[str, Any]:
    """Return the Document object."""
    return {**file.to_json(), "file_name": file.name, "mime_type": file.mime_type}


def voice_json(file: StoredFile, duration: int) -> dict[str, Any]:
    """Return the Voice object."""
    return {**file.to_json(), "duration": duration, "mime_type": file.mime_type}


def sticker_json(file: StoredFile, emoji: str) -> dict[str, Any]:
    """Return the Sticker object."""
    looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": emoji}
    return {**file.to_json(), **looks}


def check_picture(content: bytes) -> None:
    """Refuse what Telegram would not show as a photo."""
    if len(content) > MAX_PHOTO_BYTES:
        raise bad_request("file is too big for a photo")
    size = picture_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > _MAX_SIDES or max(size) > _MAX_RATIO * max(min(size), 1):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Read width and height of a PNG, GIF or JPEG; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:  # noqa: PLR2004 - a PNG's header
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:  # noqa: PLR2004 - a GIF's header
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk over the segments of a JPEG to the frame header."""
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:  # noqa: PLR2004 - the mark of a segment
        mark = content[position + 1]
        if 0xC0 <= mark <= 0xCF and mark not in {0xC4, 0xC8, 0xCC}:  # noqa: PLR2004 - the frame headers
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + int.from_bytes(content[position + 2 : position + 4], "big")
    return None
